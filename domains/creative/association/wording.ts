import { capitalised, listed } from '../../skins.ts';
import type { Condition, Key, Trait } from './conditions.ts';
import { classesFrom, type Lexicon, type WordClass } from './lexicon.ts';
import type { Situation } from './situation.ts';

/** Everything the model is told. */
export function bodyOf(situation: Situation): string {
  const { lexicon, size, conditions, target } = situation;
  const { words, ties } = lexicon;
  const pairs = (size * (size - 1)) / 2;
  return [
    `A lexicon holds ${words.length} words. It is divided into classes, and many of these into narrower classes: class 1.2 is directly part of class 1, class 1.2.1 directly part of class 1.2, and so on; the classes with a single number are directly part of the whole lexicon. Each line of the lexicon lists the words of one class that is not divided further. A word belongs to the class in whose line it stands and to every wider class that this class is part of. In words, capital and small letters count as the same.`,
    '',
    'Lexicon:',
    ...linesOf(lexicon).map(({ label, members }) => `${label}: ${members.join(', ')}`),
    '',
    ...(ties.length === 0
      ? []
      : [
          'Some words are tied to each other, two and two:',
          ties.map(([left, right]) => `${words[left]} + ${words[right]}`).join(', '),
          '',
        ]),
    'The distance of two words is the number of steps of the shortest way from one to the other. A step leads from a word to the class in whose line it stands, from a class to the class that it is directly part of, or from a class with a single number to the whole lexicon; or it leads back in the same way.',
    example(lexicon),
    '',
    `A set of ${size} different words of the lexicon is wanted that meets the following conditions.`,
    '',
    'Conditions:',
    ...conditions.map(
      (condition, index) => `${index + 1}. ${conditionSentence(condition, lexicon.classes, size)}`,
    ),
    '',
    `Its words should also be as unlike as possible. The unlikeness of a set is the sum of the distances of its ${pairs} pairs of words. A set that meets all conditions counts, and it counts fully when its unlikeness is ${target} or more, which can be reached. A set that misses conditions counts in part if it meets more of them than nearly all sets picked at random do. What is not a set of ${size} different words of the lexicon counts for nothing.`,
    '',
    `Give the ${size} words, in any order, as the list "words" in one JSON object.`,
  ].join('\n');
}

/** The classes that are not divided, with their words, in the order of the lexicon. */
function linesOf({ words, classOf, classes }: Lexicon): { label: string; members: string[] }[] {
  return classes.flatMap(({ label }, index) => {
    const members = words.filter((_, word) => classOf[word] === index);
    return members.length === 0 ? [] : [{ label, members }];
  });
}

/** The distance inside the first line, and from it to the last, which is in another class of a single number. */
function example({ words, classOf, classes }: Lexicon): string {
  const [first, second, last] = [words[0], words[1], words.at(-1)];
  const up = classesFrom(classes, classOf[0] as number);
  const down = classesFrom(classes, classOf.at(-1) as number).reverse();
  const label = (index: number) => `class ${(classes[index] as WordClass).label}`;
  const way = [first, ...up.map(label), 'the whole lexicon', ...down.map(label), last];
  return `For example, the distance of ${first} and ${second} is 2, and that of ${first} and ${last} is ${way.length - 1}: the way goes from ${way.join(' to ')}.`;
}

/** A sentence for the condition: one of a closed set of patterns, which a reader can rely on. */
export function conditionSentence(condition: Condition, classes: readonly WordClass[], size: number): string {
  const { least, most } = condition;
  switch (condition.kind) {
    case 'banned': {
      const labels = condition.classes.map((index) => (classes[index] as WordClass).label);
      return `Banned: no word belongs to class ${listed(labels, 'or')}.`;
    }
    case 'count': {
      const { one, many } = traitVerbs(condition.trait, classes);
      return counted(least, most, size, one, many);
    }
    case 'tied':
      return least === 0 && most === 0
        ? 'No two of the words are tied to each other.'
        : counted(
            least,
            most,
            size,
            'is tied to at least one other word of the set',
            'are tied to at least one other word of the set',
          );
    case 'different':
      return differentSentence(condition.key, least, size);
    case 'letters':
      return `Together the words have ${boundsText(least, most, Number.MAX_SAFE_INTEGER)} letters.`;
  }
}

function counted(least: number, most: number, size: number, one: string, many: string): string {
  if (most === 0) return `No word ${one}.`;
  if (least === size) return `Every word ${one}.`;
  const number = most < size ? most : least;
  return `${capitalised(boundsText(least, most, size))} of the words ${number === 1 ? one : many}.`;
}

function boundsText(least: number, most: number, highest: number): string {
  if (least === most) return `exactly ${least}`;
  return most >= highest ? `at least ${least}` : `at most ${most}`;
}

function traitVerbs(trait: Trait, classes: readonly WordClass[]): { one: string; many: string } {
  switch (trait.by) {
    case 'first':
      return { one: `begins with "${trait.letter}"`, many: `begin with "${trait.letter}"` };
    case 'last':
      return { one: `ends with "${trait.letter}"`, many: `end with "${trait.letter}"` };
    case 'contains':
      return { one: `contains the letter "${trait.letter}"`, many: `contain the letter "${trait.letter}"` };
    case 'long':
      return { one: `has ${trait.letters} or more letters`, many: `have ${trait.letters} or more letters` };
    case 'class': {
      const { label } = classes[trait.class] as WordClass;
      return { one: `belongs to class ${label}`, many: `belong to class ${label}` };
    }
  }
}

function differentSentence(key: Key, number: number, size: number): string {
  const noTwo = {
    first: 'No two of the words begin with the same letter.',
    last: 'No two of the words end with the same letter.',
    length: 'No two of the words have the same number of letters.',
    line: 'No two of the words stand in the same line.',
  };
  const all = {
    first: 'All words begin with the same letter.',
    last: 'All words end with the same letter.',
    length: 'All words have the same number of letters.',
    line: 'All words stand in the same line.',
  };
  const some = {
    first: `The words begin with exactly ${number} different letters.`,
    last: `The words end with exactly ${number} different letters.`,
    length: `The words have exactly ${number} different numbers of letters.`,
    line: `The words stand in exactly ${number} different lines.`,
  };
  return (number === size ? noTwo : number === 1 ? all : some)[key];
}
