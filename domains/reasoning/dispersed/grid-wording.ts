import { pluralOf } from '../../skins.ts';
import type { Clue } from '../grid/clues.ts';
import type { Puzzle } from '../grid/puzzle.ts';

export type Scene = Pick<Puzzle, 'positions' | 'who' | 'place' | 'preposition' | 'categories'>;

/** The description of the one who has the item: `the person who drinks tea`. */
export function described(item: number, { positions, who, categories }: Scene): string {
  const category = categories[Math.floor(item / positions)];
  return `the ${who} who ${category?.clause.replace('{}', category.values[item % positions] as string)}`;
}

/**
 * The clue as a clause about people, in one of two wordings of a closed set. `people` are the clue's items as they
 * are referred to, descriptions or names.
 */
export function clueClause(clue: Clue, people: readonly string[], scene: Scene, reworded: boolean): string {
  const [a, b, c] = people as [string, string, string];
  const { who, place, preposition } = scene;
  const [n, m] = clue.numbers.map((number) => `${place} ${number + 1}`);
  const choose = (plain: string, other: string) => (reworded ? other : plain);
  switch (clue.kind) {
    case 'same':
      return choose(`${a} is ${b}`, `${a} and ${b} are one and the same ${who}`);
    case 'different':
      return choose(`${a} is not ${b}`, `${a} and ${b} are two different ${pluralOf(who)}`);
    case 'at':
      return choose(`${a} is ${preposition} ${n}`, `the one ${preposition} ${n} is ${a}`);
    case 'notAt':
      return choose(`${a} is not ${preposition} ${n}`, `the one ${preposition} ${n} is not ${a}`);
    case 'atEither':
      return choose(
        `${a} is ${preposition} ${n} or ${m}`,
        `either the one ${preposition} ${n} or the one ${preposition} ${m} is ${a}`,
      );
    case 'neighbour':
      return choose(`${a} is next to ${b}`, `${a} and ${b} are neighbours`);
    case 'notNeighbour':
      return choose(`${a} is not next to ${b}`, `${a} and ${b} are not neighbours`);
    case 'leftOf':
      return choose(`${a} is somewhere to the left of ${b}`, `${b} is somewhere to the right of ${a}`);
    case 'notLeftOf':
      return choose(`${a} is not to the left of ${b}`, `${b} is not to the right of ${a}`);
    case 'justLeftOf':
      return choose(`${a} is directly to the left of ${b}`, `${b} is directly to the right of ${a}`);
    case 'distance': {
      const between = (clue.numbers[0] as number) - 1;
      const places = between === 1 ? `1 ${place}` : `${between} ${pluralOf(place)}`;
      return choose(
        `there ${between === 1 ? 'is' : 'are'} exactly ${places} between ${a} and ${b}`,
        `${a} and ${b} have exactly ${places} between them`,
      );
    }
    case 'between':
      return choose(
        `${a} is somewhere between ${b} and ${c}`,
        `${b} and ${c} have ${a} somewhere between them`,
      );
    case 'exactlyOne':
      return choose(
        `${a} is either ${b} or ${c}, but not both`,
        `exactly one of ${b} and ${c} is the same ${who} as ${a}`,
      );
  }
}
