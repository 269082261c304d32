import { describe, expect, it } from 'vitest';
import type { Parameters } from '../../../domains/contract.ts';
import { contingency } from '../../../domains/planning/c7-contingency.ts';
import type { ContingencyAnswer, Plan, Setting } from '../../../domains/planning/contingency/answer.ts';
import { Beliefs } from '../../../domains/planning/contingency/beliefs.ts';
import { drawNetwork } from '../../../domains/planning/contingency/build.ts';
import { canonicalNetwork } from '../../../domains/planning/contingency/canonical.ts';
import { Certificates } from '../../../domains/planning/contingency/certificate.ts';
import { fixedRouteShare } from '../../../domains/planning/contingency/fixed-route.ts';
import { isOpen, type Network } from '../../../domains/planning/contingency/network.ts';
import { RandomStream } from '../../../domains/random.ts';
import { generateTask, gradeText } from '../../../domains/task.ts';

type Reference = ReturnType<typeof contingency.generate>['reference'];

function referenceAt(parameters: Parameters, seed: string): Reference {
  return generateTask('planning', contingency, parameters, seed).reference as Reference;
}

function networkAt(seed: number): Network {
  const random = new RandomStream(`network/${seed}`);
  const shape = { unknowns: 1 + (seed % 3), legs: 2 + (seed % 3), branching: 2.5, traps: seed % 2 };
  return drawNetwork({ ...shape, inspectionCost: 2, hidden: 0.4 }, random);
}

/**
 * Least worst-case cost from the start for a set of worlds, a bit mask, by going over all states until nothing
 * changes any more; infinite when no plan is certain to arrive.
 */
function worstByIteration(network: Network, all: readonly number[]): number {
  const sets = reachableSets(network, all);
  const costs = new Map<string, number>();
  const costOf = (place: number, worlds: readonly number[]) =>
    place === network.goal ? 0 : (costs.get(`${place} ${worlds}`) ?? Number.POSITIVE_INFINITY);
  for (let changed = true; changed; ) {
    changed = false;
    for (const worlds of sets) {
      for (let place = 0; place < network.places; place++) {
        const moves = network.lanes
          .filter((lane) => lane.from === place && worlds.every((world) => isOpen(lane, world)))
          .map(({ to, cost }) => cost + costOf(to, worlds));
        const looks = network.inspections
          .filter(({ at }) => at === place)
          .map(
            ({ fact, cost }) => cost + Math.max(...parts(worlds, fact).map((part) => costOf(place, part))),
          );
        const least = Math.min(Number.POSITIVE_INFINITY, ...moves, ...looks);
        if (least >= costOf(place, worlds)) continue;
        costs.set(`${place} ${worlds}`, least);
        changed = true;
      }
    }
  }
  return costOf(network.start, all);
}

function parts(worlds: readonly number[], fact: number): number[][] {
  return [0, 1]
    .map((bit) => worlds.filter((world) => ((world >> fact) & 1) === bit))
    .filter(({ length }) => length > 0);
}

function reachableSets(network: Network, all: readonly number[]): (readonly number[])[] {
  const found = new Map<string, readonly number[]>([[String(all), all]]);
  for (const worlds of found.values()) {
    for (let fact = 0; fact < network.facts; fact++) {
      for (const part of parts(worlds, fact)) found.set(String(part), part);
    }
  }
  return [...found.values()];
}

function allWorlds(network: Network): number[] {
  return Array.from({ length: 2 ** network.facts }, (_, world) => world);
}

/** Every list of steps without an inspection that visits no place twice. */
function routesOf(network: Network, place = network.start, visited = [place]): number[][] {
  if (place === network.goal) return [visited];
  return network.lanes
    .filter(({ from, to }) => from === place && !visited.includes(to))
    .flatMap(({ to }) => routesOf(network, to, [...visited, to]));
}

describe('the truth of contingency plans', () => {
  it('is the least worst case that iterating over all sets of worlds finds', () => {
    let impossible = 0;
    for (let seed = 0; seed < 150; seed++) {
      const network = networkAt(seed);
      const worst = worstByIteration(network, allWorlds(network));
      expect(new Beliefs(network).worst(0, network.start) ?? Number.POSITIVE_INFINITY).toBe(worst);
      if (worst === Number.POSITIVE_INFINITY) impossible++;
    }
    expect(impossible).toBeGreaterThan(20);
    expect(impossible).toBeLessThan(130);
  });

  it('takes one or two worlds as proof exactly when no plan arrives in both', () => {
    let proofs = 0;
    for (let seed = 0; seed < 60; seed++) {
      const network = networkAt(seed);
      const certificates = new Certificates(network);
      for (const first of allWorlds(network)) {
        for (const second of allWorlds(network).slice(first)) {
          const none = worstByIteration(network, [...new Set([first, second])]) === Number.POSITIVE_INFINITY;
          expect(certificates.holds(first, second)).toBe(none);
          if (none) proofs++;
        }
      }
    }
    expect(proofs).toBeGreaterThan(50);
  });

  it('knows what the best fixed route reaches', () => {
    for (let seed = 0; seed < 60; seed++) {
      const network = networkAt(seed);
      const shares = routesOf(network).map((route) => {
        const lanes = route
          .slice(1)
          .map((to, index) => network.lanes.find((lane) => lane.from === route[index] && lane.to === to)!);
        const open = allWorlds(network).filter((world) => lanes.every((lane) => isOpen(lane, world)));
        return open.length / allWorlds(network).length;
      });
      expect(fixedRouteShare(network)).toBe(Math.max(0, ...shares));
    }
  });
});

describe('instances of contingency plans', () => {
  it('have no plan in 10 to 20 % at the default parameters, and the limit on steps does not tell which', () => {
    const instances = Array.from({ length: 400 }, (_, seed) => referenceAt({}, `share/${seed}`));
    const none = instances.filter(({ policy }) => policy === null).length / instances.length;
    expect(none).toBeGreaterThan(0.1);
    expect(none).toBeLessThan(0.2);
    expect(new Set(instances.map(({ stepsMax }) => stepsMax)).size).toBe(1);
  });

  it('score by the share of the worlds in which a plan arrives, and by what it costs at worst', () => {
    let dearer = 0;
    for (let seed = 0; seed < 60; seed++) {
      const reference = referenceAt({ unknowns: 3 }, `grade/${seed}`);
      const answer = contingency.answer(reference);
      expect(contingency.category(reference, answer)).toBe(4);
      if (!('plan' in answer)) continue;
      expect(contingency.category(reference, { plan: [] })).toBe(0);
      const { network, words } = reference;
      const [look] = network.inspections.filter(({ at }) => at === network.start);
      if (look === undefined || reference.stepsMax < 2 * sizeOf(answer.plan) + 1) continue;
      // To look and then to pass over what was seen costs the time of looking.
      const idle = { inspect: words.facts[look.fact] as string, on: answer.plan, off: answer.plan };
      expect(contingency.category(reference, { plan: [idle] })).toBe(3);
      expect(contingency.verify(reference, { plan: [idle] })).toBe(false);
      dearer++;
      const half = contingency.category(reference, { plan: [{ ...idle, off: [] }] });
      // One half of the worlds is what a fixed route reaches, or more.
      expect(half).toBe(reference.blindShare >= 0.5 ? 0 : 1);
      const long = { plan: [{ ...idle, off: repeated(answer.plan, reference.stepsMax) }] };
      expect(contingency.category(reference, long)).toBe(0);
    }
    expect(dearer).toBeGreaterThan(5);
  });

  it('take as proof of impossibility what no plan survives, and nothing else', () => {
    let [proved, refused] = [0, 0];
    for (let seed = 0; seed < 80; seed++) {
      const reference = referenceAt({ unknowns: 2 }, `proof/${seed}`);
      const settings = allWorlds(reference.network).map((world) =>
        Object.fromEntries(
          reference.words.facts.map((fact, index) => [fact, (world >> index) & 1 ? 'on' : 'off']),
        ),
      ) as Setting[];
      for (const first of settings) {
        for (const second of settings) {
          const answer: ContingencyAnswer = { impossible: [first, second] };
          const category = contingency.category(reference, answer);
          expect(category === 4).toBe(contingency.verify(reference, answer));
          if (reference.policy !== null) expect(category).toBe(0);
          else if (category === 4) proved++;
          else refused++;
        }
      }
      expect(contingency.category(reference, { impossible: [] })).toBe(0);
      expect(contingency.category(reference, { impossible: [{}] })).toBe(0);
      expect(contingency.category(reference, { impossible: settings.slice(0, 3) })).toBe(0);
    }
    expect(proved).toBeGreaterThan(0);
    expect(refused).toBeGreaterThan(0);
  });

  it('survive answers that are nested deeply, long or of another shape', () => {
    const reference = referenceAt({}, 'hostile');
    const gradeOf = (json: string) =>
      gradeText(contingency as never, reference, `FINAL ANSWER\n\`\`\`json\n${json}\n\`\`\``);
    const depth = 5_000;
    const nested = `${'[{"inspect":"x","off":[],"on":'.repeat(depth)}[]${'}]'.repeat(depth)}`;
    expect(gradeOf(`{"plan":${nested}}`).score).toBe(0);
    expect(gradeOf(`{"plan":[${Array(3_000).fill('{"go":"x"}').join()}]}`).score).toBe(0);
    for (const broken of [
      '{"plan": "go"}',
      '{"plan": [{"go": 1}]}',
      '[]',
      '{"impossible": [{"a": "maybe"}]}',
    ]) {
      expect(gradeOf(broken).cause).toBe('SCHEMA');
    }
  });

  it('state every lane, inspection and limit that the truth rests on, the same bytes every time', () => {
    for (let seed = 0; seed < 20; seed++) {
      const parameters = { unknowns: 1 + (seed % 6), legs: 2 + (seed % 4), traps: seed % 5 };
      const task = generateTask('planning', contingency, parameters, `text/${seed}`);
      expect(generateTask('planning', contingency, parameters, `text/${seed}`)).toEqual(task);
      const { network, words, stepsMax } = task.reference as Reference;
      for (const { from, to, cost, gate } of network.lanes) {
        const site = new RegExp(
          `^- ${words.places[from]}: .*\\bto ${words.places[to]} \\(${cost}${gate ? `, only if ${words.facts[gate.fact]} is ${gate.on ? 'on' : 'off'}` : ''}\\)`,
          'm',
        );
        expect(task.prompt).toMatch(site);
      }
      for (const { at, fact, cost } of network.inspections) {
        expect(task.prompt).toMatch(
          new RegExp(`^- ${words.places[at]}: .*inspect .*\\b${words.facts[fact]} \\(${cost}\\)`, 'm'),
        );
      }
      expect(task.prompt).toContain(`at most ${stepsMax} steps`);
    }
  });

  it('have a canonical form that forgets numbers, order and which state of a switch is on', () => {
    for (let seed = 0; seed < 20; seed++) {
      const network = networkAt(seed);
      const random = new RandomStream(`relabel/${seed}`);
      const numbers = random.shuffle([...Array(network.places).keys()]);
      const number = (place: number) => numbers[place] as number;
      const turned: Network = {
        ...network,
        start: number(network.start),
        goal: number(network.goal),
        lanes: random.shuffle(network.lanes).map(({ from, to, cost, gate }) => ({
          from: number(from),
          to: number(to),
          cost,
          gate: gate && { fact: network.facts - 1 - gate.fact, on: gate.fact === 0 ? !gate.on : gate.on },
        })),
        inspections: network.inspections.map(({ at, fact, cost }) => ({
          at: number(at),
          fact: network.facts - 1 - fact,
          cost,
        })),
      };
      expect(canonicalNetwork(turned)).toBe(canonicalNetwork(network));
      const [first, ...rest] = network.lanes;
      const dearer = { ...network, lanes: [{ ...first!, cost: first!.cost + 1 }, ...rest] };
      expect(canonicalNetwork(dearer)).not.toBe(canonicalNetwork(network));
    }
  });
});

function sizeOf(plan: Plan): number {
  return (JSON.stringify(plan).match(/"go"|"inspect"/g) ?? []).length;
}

function repeated(plan: Plan, steps: number): Plan {
  return [...plan, ...Array.from({ length: steps }, () => plan[0] ?? { go: '' })];
}
