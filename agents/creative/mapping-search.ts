import { completed, spend } from '../node-limit.ts';
import type { Budget } from '../solver.ts';
import type { MappingPrompt, Stated, View } from './mapping-prompt.ts';

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

/** What becomes of a statement, where it is not the place of the one that it turns into. */
const open = -1;
const lost = -2;
/** Stands for a verb where a statement leads to another. */
const leads = 99;

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
  const last = size - 1;
  const order = manner.joinedFirst ? joinedOrder(ours.stated, size) : [...ours.people.keys()];
  const stepOf = (people: readonly number[]) => Math.max(0, ...people.map((person) => order.indexOf(person)));
  const due = order.map((_, step) =>
    demands.filter(({ people }) => (manner.checksEarly ? stepOf(people) : last) === step),
  );
  const index = new Map(theirs.stated.map(({ verb, from, to }, at) => [keyOf(verb, from, to), at]));
  const partners = new Array<number>(size).fill(-1);
  const fates = new Array<number>(ours.stated.length).fill(open);
  const view: View = {
    partners,
    verbs,
    carried: (statement) => fates[statement]! >= 0,
    says: (verb, from, to) => index.has(keyOf(verb, from, to)),
  };
  const fateOf = ({ verb, from, to }: Stated): number => {
    if (verb === null) {
      if (fates[from] === lost || fates[to] === lost) return lost;
      if (fates[from] === open || fates[to] === open) return open;
      return index.get(keyOf(null, fates[from]!, fates[to]!)) ?? lost;
    }
    const [left, right] = [partners[from]!, partners[to]!];
    if (left >= 0 && right >= 0) return index.get(keyOf(verbs[verb]!, left, right)) ?? lost;
    if (left < 0 && right < 0) return open;
    for (let free = 0; free < size; free++) {
      if (partners.includes(free)) continue;
      if (view.says(verbs[verb]!, left < 0 ? free : left, right < 0 ? free : right)) return open;
    }
    return lost;
  };
  const losesTooMuch = (): boolean => {
    for (const [statement, stated] of ours.stated.entries()) fates[statement] = fateOf(stated);
    return quotas.some(({ first, last: end, least }) => {
      let left = 0;
      for (let statement = first; statement <= end; statement++) if (fates[statement] !== lost) left++;
      return left < least;
    });
  };
  const place = (step: number): boolean => {
    const person = order[step];
    if (person === undefined) {
      found.push({ partners: [...partners], verbs });
      return manner.weighsAll;
    }
    for (let partner = 0; partner < size; partner++) {
      if (partners.includes(partner)) continue;
      spend(budget);
      partners[person] = partner;
      const tooMuch = losesTooMuch() && (manner.countsLosses || step === last);
      const fails = tooMuch || !due[step]!.every((demand) => demand.isMet(view));
      const goesOn = fails || place(step + 1);
      partners[person] = -1;
      if (!goesOn) return false;
    }
    return true;
  };
  return place(0);
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

function keyOf(verb: number | null, from: number, to: number): number {
  return ((verb ?? leads) * 1_000 + from) * 1_000 + to;
}

function ordersOf(items: readonly number[]): number[][] {
  if (items.length === 0) return [[]];
  return items.flatMap((item) =>
    ordersOf(items.filter((other) => other !== item)).map((rest) => [item, ...rest]),
  );
}
