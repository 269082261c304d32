import type { RandomStream } from '../../random.ts';
import { capitalised, pluralOf, type SkinCategory, type Vocabulary, withArticle } from '../../skins.ts';
import type { Clue } from './clues.ts';
import type { Puzzle } from './puzzle.ts';

/** Small words of the prompt, so that no value is mistaken for one of them. */
export const reservedWords: ReadonlySet<string> = new Set(
  `there are in a row numbered to from left right with one each attribute below has values and every value
  goes exactly two descriptions clue may fit the same unless it rules that out no of them have next means
  neighbouring between somewhere directly is not or but both also who an clues some mention things outside
  these they need differ which give for its order number either suppose shape round flat tall size small
  wide long final answer`.split(/\s+/),
);

/** A sentence for the clue: one of a closed set of patterns, which a reader can rely on. */
export function clueText(
  clue: Clue,
  scene: Pick<Vocabulary, 'who' | 'place' | 'preposition' | 'categories'>,
  positions: number,
): string {
  const has = (index: number) => clauseOf(clue.items[index] as number, scene.categories, positions);
  const the = (index: number) => `the ${scene.who} who ${has(index)}`;
  const place = (index: number) => `${scene.place} ${(clue.numbers[index] as number) + 1}`;
  return `${capitalised(sentence())}.`;

  function sentence(): string {
    switch (clue.kind) {
      case 'same':
        return `${the(0)} ${has(1)}`;
      case 'different':
        return `${the(0)} is not ${the(1)}`;
      case 'at':
        return `${the(0)} is ${scene.preposition} ${place(0)}`;
      case 'notAt':
        return `${the(0)} is not ${scene.preposition} ${place(0)}`;
      case 'atEither':
        return `${the(0)} is ${scene.preposition} ${place(0)} or ${place(1)}`;
      case 'neighbour':
        return `${the(0)} is next to ${the(1)}`;
      case 'notNeighbour':
        return `${the(0)} is not next to ${the(1)}`;
      case 'leftOf':
        return `${the(0)} is somewhere to the left of ${the(1)}`;
      case 'notLeftOf':
        return `${the(0)} is not to the left of ${the(1)}`;
      case 'justLeftOf':
        return `${the(0)} is directly to the left of ${the(1)}`;
      case 'distance': {
        const between = (clue.numbers[0] as number) - 1;
        const places =
          between === 1 ? `is exactly 1 ${scene.place}` : `are exactly ${between} ${pluralOf(scene.place)}`;
        return `there ${places} between ${the(0)} and ${the(1)}`;
      }
      case 'between':
        return `${the(0)} is somewhere between ${the(1)} and ${the(2)}`;
      case 'exactlyOne':
        return `${the(0)} ${has(1)} or ${has(2)}, but not both`;
    }
  }
}

/** True sentences about attributes outside the grid. Each of their values occurs once, so they tell nothing. */
export function distractorTexts(
  count: number,
  outside: readonly SkinCategory[],
  scene: Pick<Vocabulary, 'who' | 'categories'>,
  positions: number,
  random: RandomStream,
): string[] {
  const phrases = outside.flatMap(({ clause, values }) => values.map((value) => clause.replace('{}', value)));
  return random.sample(phrases, count).map((phrase) => {
    const item = random.int(0, scene.categories.length * positions - 1);
    const subject = `The ${scene.who} who ${clauseOf(item, scene.categories, positions)}`;
    return random.chance(0.5)
      ? `${subject} also ${phrase}.`
      : `${subject} is next to ${withArticle(scene.who)} who ${phrase}.`;
  });
}

export function promptBody(puzzle: Puzzle): string {
  const { positions, who, place, preposition, categories, statements } = puzzle;
  const outside = statements.some(({ clue }) => clue === null)
    ? [
        `Some clues mention things outside these attributes; such things need not differ from ${who} to ${who}.`,
      ]
    : [];
  return [
    `There are ${positions} ${pluralOf(place)} in a row, numbered 1 to ${positions} from left to right, with one ${who} ${preposition} each. Each attribute below has ${positions} values: each ${who} has exactly one of them, and no two have the same.`,
    '',
    'Attributes:',
    ...categories.map(({ name, values }) => `- ${name}: ${values.join(', ')}`),
    '',
    'Clues:',
    ...statements.map(({ text }, index) => `${index + 1}. ${text}`),
    '',
    `"Next to" means ${preposition} neighbouring ${pluralOf(place)}, and "between" does not mean directly between. Two descriptions in one clue may fit the same ${who} unless the clue rules it out.`,
    ...outside,
    '',
    `Which values go with which ${place}? For each attribute, list its values in order from ${place} 1 to ${place} ${positions}.`,
  ].join('\n');
}

function clauseOf(item: number, categories: readonly SkinCategory[], positions: number): string {
  const { clause, values } = categories[Math.floor(item / positions)] as SkinCategory;
  return clause.replace('{}', values[item % positions] as string);
}
