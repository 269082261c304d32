import { listed } from '../../skins.ts';
import { settingOf } from './answer.ts';
import { Beliefs, type Choice } from './beliefs.ts';
import { isOpen, type Network, type Policy } from './network.ts';
import { literalText, minutes, type Wording } from './wording.ts';

/** A worked solution shows so many steps of a plan; what is left goes on in the same manner. */
const stepsShown = 40;

/** How the best plan is found by weighing the choices, or why the settings of a certificate exclude every plan. */
export function explain(
  network: Network,
  words: Wording,
  policy: Policy | null,
  certificate: readonly number[],
): string {
  if (policy === null) return exclusion(network, words, certificate);
  const beliefs = new Beliefs(network);
  const writer = new PlanWriter(words, beliefs);
  writer.write(policy, 0, network.start, '');
  return [
    `With every lane open the quickest route takes ${minutes(leastCost(network))}: no plan can do better in the worst case.`,
    ...trapLines(network, words, beliefs),
    'A lane with a condition may be taken only when its condition is known to hold. At each step the choice with the least worst case is taken, the worst case of an inspection being its time plus the worse of its two outcomes:',
    ...writer.lines,
    `In the worst case the whole plan takes ${minutes(beliefs.worst(0, network.start) as number)}.`,
  ].join('\n');
}

class PlanWriter {
  readonly lines: string[] = [];
  readonly #words: Wording;
  readonly #beliefs: Beliefs;

  constructor(words: Wording, beliefs: Beliefs) {
    this.#words = words;
    this.#beliefs = beliefs;
  }

  write(policy: Policy, known: number, from: number, indent: string): void {
    let at = from;
    for (const step of policy) {
      if (this.lines.length > stepsShown) return;
      const choices = this.#beliefs.choices(known, at);
      const taken = choices.find(({ does }) =>
        'go' in step
          ? 'go' in does && does.go === step.go
          : 'inspect' in does && does.inspect === step.inspect,
      ) as Choice;
      const name = this.#words.places[at];
      this.#say(`${indent}At ${name}: ${this.#doing(taken)}.${this.#others(choices, taken)}`);
      if ('go' in step) at = step.go;
      else {
        for (const on of [true, false]) {
          this.#say(`${indent}If ${literalText({ fact: step.inspect, on }, this.#words)}:`);
          const seen = this.#beliefs.learnt(known, step.inspect, on);
          this.write(on ? step.on : step.off, seen, at, `${indent}  `);
        }
      }
    }
  }

  #say(line: string): void {
    if (this.lines.length < stepsShown) this.lines.push(line);
    else if (this.lines.length === stepsShown) this.lines.push('The other cases go on in the same manner.');
  }

  #doing({ does, cost, worst }: Choice): string {
    const act =
      'go' in does ? `go to ${this.#words.places[does.go]}` : `inspect ${this.#words.facts[does.inspect]}`;
    return `${act} (${cost}), at worst ${worst}`;
  }

  /** What else could be done, and what must not be. */
  #others(choices: readonly Choice[], taken: Choice): string {
    const others = choices.filter((choice) => choice !== taken);
    const lasting = others.filter(({ worst }) => worst !== null);
    const stuck = others.filter(({ worst, does }) => worst === null && 'go' in does);
    const weighed = lasting.map((choice) => this.#doing(choice));
    const lost = stuck.map(({ does }) => ('go' in does ? this.#words.places[does.go] : '')) as string[];
    return [
      weighed.length === 0 ? '' : ` Instead: ${weighed.join('; ')}.`,
      lost.length === 0 ? '' : ` Not to ${listed(lost)}: from there arrival is not certain.`,
    ].join('');
  }
}

/** Places that can be entered freely and from which, as long as nothing is known, arrival is not certain. */
function trapLines(network: Network, words: Wording, beliefs: Beliefs): string[] {
  const traps = network.lanes.filter(
    ({ from, to, gate }) => gate === null && beliefs.worst(0, from) !== null && beliefs.worst(0, to) === null,
  );
  const names = [...new Set(traps.map(({ to }) => words.places[to] as string))];
  return names.length === 0
    ? []
    : [
        `${listed(names)} may be ${names.length === 1 ? 'a trap' : 'traps'}: as long as nothing is known, arrival is not certain from there.`,
      ];
}

function leastCost({ places, start, goal, lanes }: Network): number {
  const least = Array.from({ length: places }, (_, place) => (place === goal ? 0 : Number.POSITIVE_INFINITY));
  for (let round = 0; round < places; round++) {
    for (const { from, to, cost } of lanes) {
      least[from] = Math.min(least[from] as number, cost + (least[to] as number));
    }
  }
  return least[start] as number;
}

function exclusion(network: Network, words: Wording, certificate: readonly number[]): string {
  const settings = certificate.map((world) => settingText(world, words));
  const reached = placesReached(network, certificate);
  const beyond = listed(reached.slice(1).map((place) => words.places[place] as string));
  const start = words.places[network.start];
  const inBoth = certificate.length === 1 ? 'in it' : 'in both';
  const leads =
    beyond === ''
      ? `No lane that leaves ${start} is open ${inBoth}`
      : `From ${start} the lanes that are open ${inBoth} lead to ${beyond} and nowhere else`;
  if (certificate.length === 1) {
    return [
      `Take the setting in which ${settings[0]}.`,
      `${leads}, so ${words.places[network.goal]} cannot be reached even by one who knows how the ${words.facts.length === 1 ? 'switch stands' : 'switches stand'}.`,
      'No plan is certain to arrive, and this setting proves it.',
    ].join('\n');
  }
  const looks = network.inspections.filter(({ at }) => reached.includes(at));
  const [first, second] = certificate as [number, number];
  const telling = looks.filter(({ fact }) => ((first ^ second) >> fact) & 1);
  return [
    `Take two settings: one in which ${settings[0]}, and one in which ${settings[1]}.`,
    `As long as nobody can tell which of the two it is, only lanes may be taken that are open in both. ${leads}.`,
    telling.length === 0
      ? looks.length === 0
        ? 'Nothing can be inspected there.'
        : `Of what can be inspected there (${lookText(looks, words)}), nothing stands differently in the two settings.`
      : `What tells the two settings apart there (${lookText(telling, words)}) is seen where one of the two leaves no route any more.`,
    'So sooner or later the plan has to guess, and no plan arrives in both: they prove that it is impossible.',
  ].join('\n');
}

function settingText(world: number, words: Wording): string {
  return listed(Object.entries(settingOf(world, words)).map(([fact, state]) => `${fact} is ${state}`));
}

function lookText(looks: Network['inspections'], words: Wording): string {
  return listed(looks.map(({ at, fact }) => `${words.facts[fact]} at ${words.places[at]}`));
}

/** Places that lanes open in all the worlds lead to, the start first. */
function placesReached({ start, lanes }: Network, worlds: readonly number[]): number[] {
  const reached = [start];
  for (const place of reached) {
    for (const lane of lanes) {
      if (lane.from !== place || reached.includes(lane.to)) continue;
      if (worlds.every((world) => isOpen(lane, world))) reached.push(lane.to);
    }
  }
  return reached;
}
