import { clueKey } from './composition.ts';
import { cluesOf, type Puzzle } from './puzzle.ts';

/**
 * The puzzle without its words: each value is named by its place in the solution, and categories are put in
 * an order that their clues fix. Puzzles that differ in names, in the order of values and clues, or in
 * distractors are equal; two whose categories tie in the clues they occur in may be told apart.
 */
export function canonicalForm(puzzle: Puzzle): string {
  const clues = cluesOf(puzzle);
  const { positions, places } = puzzle;
  let names = puzzle.categories.map(() => '');
  const categoryOf = (item: number) => Math.floor(item / positions);
  // The second round tells categories apart by the ranks that the first gave to those they are tied to.
  for (let round = 0; round < 2; round++) {
    const profiles = names.map((name, category) => {
      const keys = clues
        .filter(({ items }) => items.some((item) => categoryOf(item) === category))
        .map((clue) =>
          clueKey(clue, (item) => {
            const its = categoryOf(item);
            return `${its === category ? '*' : names[its]}.${places[item]}`;
          }),
        );
      return `${name}|${keys.sort().join(' ')}`;
    });
    const ranked = [...new Set(profiles)].sort();
    names = profiles.map((profile) => String(ranked.indexOf(profile)));
  }
  const order = names.map((_, category) => category);
  order.sort((left, right) => Number(names[left]) - Number(names[right]) || left - right);
  const rank = new Map(order.map((category, at) => [category, at]));
  const keys = clues.map((clue) => clueKey(clue, (item) => `${rank.get(categoryOf(item))}.${places[item]}`));
  return `${positions}x${puzzle.categories.length}|${keys.sort().join(' ')}`;
}
