import { completed, spend } from '../node-limit.ts';
import type { Budget } from '../solver.ts';
import { type Demand, type MappingPrompt, peopleIn, type View } from './mapping-prompt.ts';

/** How the search goes; what is false is done the long way. */
export interface Manner {
  /** People with the most statements about those before come next; else as listed. */
  readonly joinedFirst: boolean;
  /** A way is left once too many statements are lost; else they are counted when everybody has a partner. */
  readonly countsLosses: boolean;
  /** Conditions are looked at as soon as they can be told; else at the end. */
  readonly checksEarly: boolean;
  /** All valid analogies are found and one of an unusual strategy is taken; else the first one. */
  readonly weighsAll: boolean;
}

export interface Found {
  readonly partners: readonly number[];
  readonly verbs: readonly number[];
}

/** A node for each partner that is tried. Out of nodes the answer is the best of what was found, or people as listed. */
export function analogyBySearch(prompt: MappingPrompt, manner: Manner, budget: Budget): Found {
  const [ours, theirs] = prompt.sides;
  const found: Found[] = [];
  completed(() => {
    for (const verbs of ordersOf([...theirs.verbs.keys()]))
      if (!placeAll(prompt, manner, budget, verbs, found)) return;
  });
  if (found.length === 0) return { partners: [...ours.people.keys()], verbs: [...ours.verbs.keys()] };
  return manner.weighsAll ? unusual(prompt, found) : found[0]!;
}

/** False when no more are wanted. */
function placeAll(
  { sides: [ours, theirs], quotas, demands }: MappingPrompt,
  manner: Manner,
  budget: Budget,
  verbs: readonly number[],
  found: Found[],
): boolean {
  const size = ours.people.length;
  const order = manner.joinedFirst ? joinedOrder(ours.stated, size) : [...ours.people.keys()];
  const stepOf = (people: readonly number[]) => Math.max(0, ...people.map((person) => order.indexOf(person)));
  const last = size - 1;
  const settled = order.map((_, step) =>
    [...ours.stated.keys()].filter((index) => stepOf(peopleIn(ours.stated, index)) === step),
  );
  const due = order.map((_, step) =>
    demands.filter(({ people }) => (manner.checksEarly ? stepOf(people) : last) === step),
  );
  const index = new Map(theirs.stated.map(({ verb, from, to }, at) => [keyOf(verb ?? 99, from, to), at]));
  const partners = new Array<number>(size).fill(-1);
  const images = new Array<number>(ours.stated.length).fill(-1);
  const view: View = {
    partners,
    verbs,
    carried: (statement) => images[statement]! >= 0,
    says: (verb, from, to) => index.has(keyOf(verb, from, to)),
  };
  const imageOf = (statement: number): number => {
    const { verb, from, to } = ours.stated[statement]!;
    const key =
      verb === null
        ? keyOf(99, images[from]!, images[to]!)
        : keyOf(verbs[verb]!, partners[from]!, partners[to]!);
    return index.get(key) ?? -1;
  };
  const allowed = quotas.map(({ first, last: end, least }) => end - first + 1 - least);
  const place = (step: number, losses: readonly number[]): boolean => {
    const person = order[step];
    if (person === undefined) {
      found.push({ partners: [...partners], verbs });
      return manner.weighsAll;
    }
    for (let partner = 0; partner < size; partner++) {
      if (partners.includes(partner)) continue;
      spend(budget);
      partners[person] = partner;
      const lost = [...losses];
      for (const statement of settled[step]!) {
        images[statement] = imageOf(statement);
        const quota = quotas.findIndex(({ first, last: end }) => statement >= first && statement <= end);
        if (images[statement]! < 0 && quota >= 0) lost[quota]!++;
      }
      const tooMany =
        (manner.countsLosses || step === last) && lost.some((count, quota) => count > allowed[quota]!);
      const goesOn =
        tooMany || !due[step]!.every((demand: Demand) => demand.isMet(view)) || place(step + 1, lost);
      partners[person] = -1;
      if (!goesOn) return false;
    }
    return true;
  };
  return place(
    0,
    quotas.map(() => 0),
  );
}

/** The first analogy of the heaviest strategy above which there is half of all weight; else of the lightest one. */
function unusual({ sides: [ours, theirs] }: MappingPrompt, found: readonly Found[]): Found {
  const strategies = new Map<string, { weight: number; example: Found }>();
  for (const analogy of found) {
    const kept = ours.traits.filter(
      (trait, person) => theirs.traits[analogy.partners[person]!] === trait,
    ).length;
    const key = `${analogy.verbs} ${kept}`;
    const strategy = strategies.get(key) ?? { weight: 0, example: analogy };
    strategies.set(key, { ...strategy, weight: strategy.weight + 2 ** kept });
  }
  const byWeight = [...strategies.values()].sort((left, right) => right.weight - left.weight);
  const all = byWeight.reduce((sum, { weight }) => sum + weight, 0);
  const above = (weight: number) =>
    byWeight.reduce((sum, other) => sum + (other.weight > weight ? other.weight : 0), 0);
  return (byWeight.find(({ weight }) => 2 * above(weight) >= all) ?? byWeight.at(-1)!).example;
}

function joinedOrder(stated: MappingPrompt['sides'][0]['stated'], size: number): number[] {
  const pairs = stated.filter(({ verb }) => verb !== null);
  const order: number[] = [];
  while (order.length < size) {
    let [next, best] = [-1, -1];
    for (let person = 0; person < size; person++) {
      if (order.includes(person)) continue;
      const about = pairs.filter(({ from, to }) => from === person || to === person);
      const joined = about.filter(({ from, to }) => order.includes(from === person ? to : from));
      const worth = joined.length * 100 + about.length;
      if (worth > best) [next, best] = [person, worth];
    }
    order.push(next);
  }
  return order;
}

function keyOf(verb: number, from: number, to: number): number {
  return from < 0 || to < 0 ? -1 : (verb * 1_000 + from) * 1_000 + to;
}

function ordersOf(items: readonly number[]): number[][] {
  if (items.length === 0) return [[]];
  return items.flatMap((item) =>
    ordersOf(items.filter((other) => other !== item)).map((rest) => [item, ...rest]),
  );
}
