import { numbersBelow } from '../drawn-numbers.ts';
import { completed, spend } from '../node-limit.ts';
import type { Budget } from '../solver.ts';
import type { AssociationPrompt, Condition } from './association-prompt.ts';

/** How the search goes: by which conditions, and whether by distance, words are chosen. */
export interface Manner {
  readonly repairs: (condition: Condition) => boolean;
  readonly spreads: boolean;
}

/** Exchanges tried before a set is given up for another one: so many per word of it, and more with every new set. */
const triesPerWord = 40;
const growth = 1.25;
/** What a unit missed counts against distance, per word of the set; the next one with every new set. */
const missWeights = [1, 2, 4];
/** How much worse a set may become by an exchange, at first and per word of it; the bound falls to nothing. */
const slackPerWord = 1;

/**
 * Sets of words, a node for each that is looked at, until one meets all conditions and reaches the target. A word is
 * exchanged for another one where that makes the set hardly worse: by what it misses of the conditions that the manner
 * repairs, and by distance. By no manner at all, sets are drawn one after another. Out of budget it answers the best
 * set so far.
 */
export function unlikeSetBySearch(prompt: AssociationPrompt, manner: Manner, budget: Budget): string[] {
  const { words, size, conditions } = prompt;
  const draw = numbersBelow();
  const repaired = conditions.filter(manner.repairs);
  const guided = repaired.length > 0 || manner.spreads;
  let best: readonly number[] = words.keys().take(size).toArray();
  let bestWorth = -1;
  completed(() => {
    let tries = triesPerWord * size;
    for (let round = 0; ; round++) {
      let set: readonly number[] = drawSet(words.length, size, draw);
      spend(budget);
      if (isGood(set)) return;
      if (!guided) continue;
      const weight = size * (missWeights[round % missWeights.length] as number);
      let cost = costOf(set, weight);
      for (let left = tries; left > 0; left--) {
        const word = draw(words.length);
        if (set.includes(word)) continue;
        const other = set.with(draw(size), word);
        spend(budget);
        const otherCost = costOf(other, weight);
        const slack = (slackPerWord * size * left) / tries;
        if (otherCost > cost + slack) continue;
        [set, cost] = [other, otherCost];
        if (isGood(set)) return;
      }
      tries *= growth;
    }
  });
  return best.map((word) => words[word] as string);

  /** Whether nothing better is wanted; keeps the best set met. */
  function isGood(set: readonly number[]): boolean {
    const met = conditions.filter((condition) => missedBy(condition, set) === 0).length;
    const sum = unlikenessOf(set, prompt);
    const whole = met === conditions.length && sum >= prompt.target;
    const worth = met === conditions.length ? met + sum : met;
    if (worth > bestWorth || whole) [best, bestWorth] = [set, worth];
    return whole;
  }

  function costOf(set: readonly number[], weight: number): number {
    const missed = repaired.reduce((sum, condition) => sum + missedBy(condition, set), 0);
    return weight * missed - (manner.spreads ? unlikenessOf(set, prompt) : 0);
  }
}

function missedBy({ numberIn, least, most }: Condition, set: readonly number[]): number {
  const number = numberIn(set);
  return Math.max(0, least - number, number - most);
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
