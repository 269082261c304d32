import type { Example } from '../notebook.ts';
import { type Link, readOrders } from './order-prompt.ts';

/** Follows both directions in turn, nearest points first. */
export const nearestFirst = 'both directions in turn';

const chainStep = /\bby (\d+), /g;
const bothSides = /^Q\d+: known to be .+ is in neither list, so this is unknown\.$/m;
const visitStep = /\bof course \S+ arrived before /;

/** What a worked solution does: the sentences that its chains go by, and whether it looks to both sides. */
export function orderTechniquesIn({ question, solution }: Example): readonly string[] {
  const puzzle = readOrders(question);
  if (puzzle === null) return [];
  const cited = new Set([...solution.matchAll(chainStep)].map(([, number]) => Number(number)));
  if (visitStep.test(solution)) cited.add(0);
  const used = puzzle.links.filter((_, index) => cited.has(puzzle.numbers[index] as number));
  return [...new Set(used.map(lookUp)), ...(bothSides.test(solution) ? [nearestFirst] : [])];
}

/** Finds links between such points by the one that they start from: from arrivals to departures, from row to row. */
export function lookUp({ low, high }: Link): string {
  const partOf = (point: string) => point.split(' ')[1] ?? 'quantity';
  return `look up links from ${partOf(low)} to ${partOf(high)}`;
}
