import type { Condition } from './conditions.ts';
import type { WordClass } from './lexicon.ts';
import type { Situation } from './situation.ts';

/** What the check knows of a word: its letters, the numbers of its class's label, and its ties. */
interface Entry {
  readonly letters: readonly string[];
  readonly numbers: readonly string[];
  readonly tiedTo: ReadonlySet<string>;
}

/**
 * The check of an answer from the texts of the lexicon alone: classes are read off the labels, which are compared
 * number by number, and conditions are counted out on letters.
 */
export function isWhole({ lexicon, size, conditions, target }: Situation, words: readonly string[]): boolean {
  const entries = new Map<string, Entry>();
  for (const [index, word] of lexicon.words.entries()) {
    const label = (lexicon.classes[lexicon.classOf[index] as number] as WordClass).label;
    const tiedTo = new Set<string>();
    for (const [left, right] of lexicon.ties) {
      if (left === index) tiedTo.add(lexicon.words[right] as string);
      if (right === index) tiedTo.add(lexicon.words[left] as string);
    }
    entries.set(word, { letters: [...word.toLowerCase()], numbers: label.split('.'), tiedTo });
  }
  if (words.length !== size || new Set(words).size !== size) return false;
  const chosen: Entry[] = [];
  for (const word of words) {
    const entry = entries.get(word);
    if (entry === undefined) return false;
    chosen.push(entry);
  }
  const labelOf = (index: number) => (lexicon.classes[index] as WordClass).label.split('.');
  for (const condition of conditions) {
    const number = counted(condition, words, chosen, labelOf);
    if (number < condition.least || condition.most < number) return false;
  }
  let sum = 0;
  for (const [index, entry] of chosen.entries())
    for (const other of chosen.slice(index + 1)) sum += apart(entry.numbers, other.numbers);
  return sum >= target;
}

function counted(
  condition: Condition,
  words: readonly string[],
  chosen: readonly Entry[],
  labelOf: (index: number) => readonly string[],
): number {
  const howMany = (test: (entry: Entry) => boolean) =>
    chosen.reduce((sum, entry) => sum + (test(entry) ? 1 : 0), 0);
  switch (condition.kind) {
    case 'banned':
      return howMany(({ numbers }) => condition.classes.some((index) => begins(numbers, labelOf(index))));
    case 'tied':
      return howMany(({ tiedTo }) => words.some((word) => tiedTo.has(word)));
    case 'letters':
      return chosen.flatMap(({ letters }) => letters).length;
    case 'different': {
      const { key } = condition;
      const shared = chosen.map(({ letters, numbers }) =>
        key === 'first'
          ? letters[0]
          : key === 'last'
            ? letters.at(-1)
            : key === 'length'
              ? letters.length
              : numbers.join('.'),
      );
      return shared.filter((value, index) => shared.indexOf(value) === index).length;
    }
    case 'count': {
      const { trait } = condition;
      if (trait.by === 'class') return howMany(({ numbers }) => begins(numbers, labelOf(trait.class)));
      if (trait.by === 'long') return howMany(({ letters }) => letters.length > trait.letters - 1);
      if (trait.by === 'first') return howMany(({ letters }) => letters.indexOf(trait.letter) === 0);
      if (trait.by === 'last')
        return howMany(({ letters }) => letters.lastIndexOf(trait.letter) === letters.length - 1);
      return howMany(({ letters }) => letters.some((letter) => letter === trait.letter));
    }
  }
}

function begins(numbers: readonly string[], start: readonly string[]): boolean {
  return start.every((number, index) => numbers[index] === number);
}

/** Up to where the labels part and down again, and a step from either word to its class. */
function apart(left: readonly string[], right: readonly string[]): number {
  let shared = 0;
  while (shared < left.length && left[shared] === right[shared]) shared++;
  return 2 + (left.length - shared) + (right.length - shared);
}
