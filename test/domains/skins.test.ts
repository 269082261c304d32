import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { RandomStream } from '../../domains/random.ts';
import { gridPuzzles } from '../../domains/reasoning/b5-grid-puzzles.ts';
import { capitalised, confusable, drawVocabulary, pluralOf, type Vocabulary } from '../../domains/skins.ts';
import { generateTask } from '../../domains/task.ts';
import { banks } from '../../domains/vocabularies.ts';

function wordsOf(vocabulary: Vocabulary): string[] {
  return [
    ...vocabulary.names,
    ...vocabulary.classes.map(({ singular }) => singular),
    ...vocabulary.properties,
    ...vocabulary.categories.flatMap(({ name, values }) => [name, ...values]),
  ];
}

/** Edit distance by the textbook table, against the shortcut in `confusable`. */
function editDistance(left: string, right: string): number {
  let row = Array.from({ length: right.length + 1 }, (_, index) => index);
  for (const [at, letter] of [...left].entries()) {
    const next = [at + 1];
    for (const [index, other] of [...right].entries()) {
      const replaced = (row[index] as number) + (letter === other ? 0 : 1);
      next.push(Math.min(replaced, (row[index + 1] as number) + 1, (next[index] as number) + 1));
    }
    row = next;
  }
  return row.at(-1) as number;
}

describe('drawn words', () => {
  it('are as many as needed, distinct, no near misses of one another and none of the reserved', () => {
    const reserved = new Set(['tea', 'cat', 'brave', 'candle']);
    fc.assert(
      fc.property(fc.string(), (seed) => {
        const needs = {
          names: 6,
          classes: 10,
          properties: 12,
          categories: { count: 6, values: 7 },
          reserved,
        };
        const vocabulary = drawVocabulary(new RandomStream(seed), needs);
        const words = wordsOf(vocabulary);
        expect(words).toHaveLength(6 + 10 + 12 + 6 * 8);
        for (const [index, word] of words.entries()) {
          expect(reserved.has(word)).toBe(false);
          expect(words.slice(0, index).filter((other) => confusable(word, other))).toEqual([]);
        }
      }),
      { numRuns: 60, seed: 1 },
    );
  });

  it('come from every skin, a third of them nonce, and from the same one for the same seed', () => {
    const needs = { categories: { count: 4, values: 4 } };
    const skins = Array.from(
      { length: 600 },
      (_, seed) => drawVocabulary(new RandomStream(`skin ${seed}`), needs).skin,
    );
    expect(new Set(skins)).toEqual(new Set(['nonce', ...banks.map(({ skin }) => skin)]));
    expect(skins.filter((skin) => skin === 'nonce').length / skins.length).toBeCloseTo(1 / 3, 1);
    const again = drawVocabulary(new RandomStream('skin 5'), needs);
    expect(again).toEqual(drawVocabulary(new RandomStream('skin 5'), needs));
  });

  it('are nonce words when no bank has so many', () => {
    expect(drawVocabulary(new RandomStream('many'), { properties: 90 })).toMatchObject({ skin: 'nonce' });
  });
});

describe('plurals', () => {
  it('are spelled as English spells them', () => {
    const singulars = 'house berth bench room spot dinghy melody galley vlabox dress person'.split(' ');
    const plurals =
      'houses berths benches rooms spots dinghies melodies galleys vlaboxes dresses people'.split(' ');
    expect(singulars.map(pluralOf)).toEqual(plurals);
  });

  it('stand in the prompts of every vocabulary, and its articles agree', () => {
    const skins = new Set<string>();
    for (let seed = 0; seed < 40; seed++) {
      const { prompt, skin } = generateTask('reasoning', gridPuzzles, { distractors: 4 }, `plural ${seed}`);
      skins.add(skin);
      expect(prompt).toMatch(/^There are 4 (houses|berths|benches|dressing rooms|spots) in a row/);
      expect(prompt).not.toMatch(/(ch|[^aeiou]y)s\b|\ban [^aeiou]|\ba [aeiou]/);
    }
    expect(skins.size).toBe(banks.length + 1);
  });
});

describe('the first letter of a sentence', () => {
  it('is a capital, behind parentheses too', () => {
    expect(['either', '((if', 'Ada', ''].map(capitalised)).toEqual(['Either', '((If', 'Ada', '']);
  });
});

describe('confusable', () => {
  it('is an edit distance of at most one', () => {
    const word = fc.string({ unit: fc.constantFrom('a', 'b', 'c'), maxLength: 6 });
    fc.assert(
      fc.property(word, word, (left, right) => {
        expect(confusable(left, right)).toBe(editDistance(left, right) <= 1);
      }),
      { numRuns: 1_000, seed: 2 },
    );
  });
});
