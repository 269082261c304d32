import { completed, spend } from '../node-limit.ts';
import type { Budget } from '../solver.ts';
import type { AssociationPrompt, Condition } from './association-prompt.ts';

/** How the search goes: by which conditions, and whether by distance, words are chosen. */
export interface Manner {
  readonly repairs: (condition: Condition) => boolean;
  readonly spreads: boolean;
}

/** A set that was not good enough after so many exchanges, per word of it, is given up for another one. */
const exchangesPerWord = 30;
/** Words that left the set so few exchanges ago do not come back. */
const tenure = 4;
/** What a unit missed counts against distance, per word of the set; the next one with every new set. */
const missWeights = [1, 2, 4];

/**
 * Sets of words, a node for each that is looked at, until one meets all conditions and reaches the target. Words are
 * exchanged one at a time for those that miss least of the conditions that the manner repairs and are furthest from
 * the others; by no manner at all, sets are drawn one after another. Out of budget it answers the best set so far.
 */
export function unlikeSetBySearch(prompt: AssociationPrompt, manner: Manner, budget: Budget): string[] {
  const { words, size, conditions } = prompt;
  const draw = numbersBelow();
  const repaired = conditions.filter(manner.repairs);
  const guided = repaired.length > 0 || manner.spreads;
  let best: readonly number[] = words.keys().take(size).toArray();
  let bestWorth = -1;
  completed(() => {
    for (let round = 0; ; round++) {
      const set = drawSet(words.length, size, draw);
      spend(budget);
      if (isGood(set)) return;
      if (!guided) continue;
      const weight = size * (missWeights[round % missWeights.length] as number);
      const left = new Map<number, number>();
      for (let exchange = 0; exchange < exchangesPerWord * size; exchange++) {
        const [old] = set.splice(draw(size), 1);
        left.set(old as number, exchange);
        const open = words.keys().filter((word) => !set.includes(word));
        const fresh = open.filter((word) => exchange - (left.get(word) ?? -tenure) >= tenure);
        set.push(cheapest(fresh, set, weight) ?? (old as number));
        if (isGood(set)) return;
      }
    }
  });
  return best.map((word) => words[word] as string);

  /** Whether nothing better is wanted; keeps the best set met. */
  function isGood(set: readonly number[]): boolean {
    const [last, ...rest] = set as readonly [number, ...number[]];
    const met = conditions.filter((condition) => missedBy(condition, rest)(last) === 0).length;
    const sum = unlikenessOf(set, prompt);
    const whole = met === conditions.length && sum >= prompt.target;
    const worth = met === conditions.length ? met + sum : met;
    if (worth > bestWorth || whole) [best, bestWorth] = [[...set], worth];
    return whole;
  }

  function cheapest(candidates: Iterable<number>, set: readonly number[], weight: number): number | null {
    const misses = repaired.map((condition) => missedBy(condition, set));
    let [chosen, least, ties]: [number | null, number, number] = [null, Number.POSITIVE_INFINITY, 0];
    for (const word of candidates) {
      spend(budget);
      let cost = 0;
      for (const missed of misses) cost += weight * missed(word);
      if (manner.spreads) for (const other of set) cost -= prompt.distance(word, other);
      if (cost > least) continue;
      if (cost < least) [chosen, least, ties] = [word, cost, 0];
      if (draw(++ties) === 0) chosen = word;
    }
    return chosen;
  }
}

function missedBy({ numberWith, least, most }: Condition, set: readonly number[]): (word: number) => number {
  const number = numberWith(set);
  return (word) => Math.max(0, least - number(word), number(word) - most);
}

function unlikenessOf(set: readonly number[], { distance }: AssociationPrompt): number {
  let sum = 0;
  for (const [index, word] of set.entries())
    for (const other of set.slice(0, index)) sum += distance(word, other);
  return sum;
}

function drawSet(words: number, size: number, draw: (below: number) => number): number[] {
  const set = new Set<number>();
  while (set.size < Math.min(size, words)) set.add(draw(words));
  return [...set];
}

/** A source of numbers that look random and are the same in every search: Marsaglia's xorshift. */
function numbersBelow(): (below: number) => number {
  let state = 0x2545f491;
  return (below) => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) % below;
  };
}
