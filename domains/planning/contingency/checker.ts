import { type ContingencyAnswer, type Names, type Plan, type Setting, settingsOf } from './answer.ts';
import type { Network } from './network.ts';

/** The network in names: what leaves each place, and what can be seen there. */
interface Site {
  readonly lanes: readonly {
    to: string;
    cost: number;
    gate: readonly [fact: string, state: string] | null;
  }[];
  readonly sights: ReadonlyMap<string, number>;
}

/**
 * Says whether an answer is whole by search from the start over sets of settings: no plan may be cheaper in the
 * worst case than a given one, or none arrive in the settings of a certificate.
 */
export function isWhole(
  network: Network,
  names: Names,
  stepsMax: number,
  answer: ContingencyAnswer,
): boolean {
  const checker = new Checker(network, names);
  if ('impossible' in answer) return checker.excludes(answer.impossible);
  return checker.size(answer.plan) <= stepsMax && checker.isBest(answer.plan);
}

class Checker {
  readonly #settings: readonly Setting[];
  readonly #sites: ReadonlyMap<string, Site>;
  readonly #start: string;
  readonly #goal: string;
  readonly #facts: readonly string[];
  /** For each place and set of settings, the largest budget that was too small. */
  readonly #tooLittle = new Map<string, number>();
  /** For each place, the cost of the cheapest route with every lane open: no plan costs less. */
  readonly #atLeast: ReadonlyMap<string, number>;

  constructor(network: Network, names: Names) {
    this.#settings = settingsOf(network, names);
    this.#facts = names.facts;
    this.#start = names.places[network.start] as string;
    this.#goal = names.places[network.goal] as string;
    this.#sites = new Map(
      names.places.map((name, place) => [
        name,
        {
          lanes: network.lanes
            .filter(({ from }) => from === place)
            .map(({ to, cost, gate }) => ({
              to: names.places[to] as string,
              cost,
              gate: gate && ([names.facts[gate.fact] as string, gate.on ? 'on' : 'off'] as const),
            })),
          sights: new Map(
            network.inspections
              .filter(({ at }) => at === place)
              .map(({ fact, cost }) => [names.facts[fact] as string, cost]),
          ),
        },
      ]),
    );
    this.#atLeast = this.#leastCosts();
  }

  size(plan: Plan): number {
    return plan.reduce(
      (sum, step) => sum + 1 + ('inspect' in step ? this.size(step.on) + this.size(step.off) : 0),
      0,
    );
  }

  isBest(plan: Plan): boolean {
    const costs = this.#settings.map((setting) => this.#costIn(setting, plan, this.#start));
    const worst = costs.reduce((most, cost) => Math.max(most, cost), 0);
    return worst < Number.POSITIVE_INFINITY && !this.#canArrive(this.#start, this.#settings, worst - 1);
  }

  excludes(settings: readonly Setting[]): boolean {
    const whole = (setting: Setting) =>
      Object.keys(setting).length === this.#facts.length && this.#facts.every((fact) => setting[fact]);
    if (settings.length < 1 || settings.length > 2 || !settings.every(whole)) return false;
    return !this.#arrivesInAll(this.#start, settings);
  }

  /** Infinity when the plan does not arrive. */
  #costIn(setting: Setting, plan: Plan, place: string): number {
    if (place === this.#goal) return 0;
    const [step, ...rest] = plan;
    if (step === undefined) return Number.POSITIVE_INFINITY;
    const site = this.#sites.get(place) as Site;
    if ('inspect' in step) {
      const cost = site.sights.get(step.inspect) ?? Number.POSITIVE_INFINITY;
      return cost + this.#costIn(setting, setting[step.inspect] === 'on' ? step.on : step.off, place);
    }
    const lane = site.lanes.find(({ to }) => to === step.go);
    const closed = lane === undefined || (lane.gate && setting[lane.gate[0]] !== lane.gate[1]);
    return closed ? Number.POSITIVE_INFINITY : lane.cost + this.#costIn(setting, rest, lane.to);
  }

  /** True when some plan from the place arrives in all the settings at no more than the budget. */
  #canArrive(place: string, settings: readonly Setting[], budget: number): boolean {
    if (place === this.#goal) return budget >= 0;
    if (budget < (this.#atLeast.get(place) as number)) return false;
    const key = `${place} ${this.#signature(settings)}`;
    if (budget <= (this.#tooLittle.get(key) ?? -1)) return false;
    const { lanes, sights } = this.#sites.get(place) as Site;
    const arrives =
      lanes.some(
        ({ to, cost, gate }) => isOpen(gate, settings) && this.#canArrive(to, settings, budget - cost),
      ) ||
      [...sights].some(([fact, cost]) => {
        const [on, off] = split(settings, fact);
        return (
          on.length > 0 &&
          off.length > 0 &&
          this.#canArrive(place, on, budget - cost) &&
          this.#canArrive(place, off, budget - cost)
        );
      });
    if (!arrives) this.#tooLittle.set(key, budget);
    return arrives;
  }

  /** True when some plan arrives in all the settings, whatever it costs. */
  #arrivesInAll(from: string, settings: readonly Setting[]): boolean {
    const reached = [from];
    for (const place of reached) {
      for (const { to, gate } of (this.#sites.get(place) as Site).lanes) {
        if (!reached.includes(to) && isOpen(gate, settings)) reached.push(to);
      }
    }
    if (reached.includes(this.#goal)) return true;
    return reached.some((place) =>
      [...(this.#sites.get(place) as Site).sights.keys()].some((fact) => {
        const [on, off] = split(settings, fact);
        return (
          on.length > 0 && off.length > 0 && this.#arrivesInAll(place, on) && this.#arrivesInAll(place, off)
        );
      }),
    );
  }

  /** What the settings, all those of one state of knowledge, have in common. */
  #signature(settings: readonly Setting[]): string {
    const [first, last] = [settings[0] as Setting, settings.at(-1) as Setting];
    return this.#facts.map((fact) => (first[fact] === last[fact] ? first[fact] : '?')).join(' ');
  }

  #leastCosts(): ReadonlyMap<string, number> {
    const least = new Map([...this.#sites.keys()].map((name) => [name, Number.POSITIVE_INFINITY]));
    least.set(this.#goal, 0);
    for (let round = 0; round < this.#sites.size; round++) {
      for (const [name, { lanes }] of this.#sites) {
        const through = lanes.map(({ to, cost }) => cost + (least.get(to) as number));
        least.set(name, Math.min(least.get(name) as number, ...through));
      }
    }
    return least;
  }
}

function isOpen(gate: Site['lanes'][number]['gate'], settings: readonly Setting[]): boolean {
  return gate === null || settings.every((setting) => setting[gate[0]] === gate[1]);
}

function split(settings: readonly Setting[], fact: string): [Setting[], Setting[]] {
  const [on, off]: [Setting[], Setting[]] = [[], []];
  for (const setting of settings) (setting[fact] === 'on' ? on : off).push(setting);
  return [on, off];
}
