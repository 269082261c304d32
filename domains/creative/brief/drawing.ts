import { InstanceRejected } from '../../contract.ts';
import type { RandomStream } from '../../random.ts';
import { type Condition, initialsOf, isMet, shareMet, timesIn } from './conditions.ts';
import { type Draft, shortestShare } from './draft.ts';
import { common } from './phrases.ts';
import { type BriefAnswer, readText, type Text } from './text.ts';

/** Letters in the order in which English words use them, which is how much their absence costs. */
const byUse = [...'etaoinshrdlucmfwygpbvkjxqz'];
/** Of the letters that a text lacks, one of so many of the most used is forbidden. */
const lettersOffered = 2;
const avoidedWords = { least: 2, most: 4 };
/** A condition on how often a word begins with a letter says at least this. */
const initialsMin = 2;

/**
 * So many conditions that hold of the draft, the one on length first. The second is one that no text meets which was
 * written without knowing it.
 */
export function drawConditions(
  draft: Draft,
  lengthMax: number,
  avoidable: readonly string[],
  count: number,
  random: RandomStream,
): Condition[] {
  const text = readText({ sentences: [...draft.sentences] });
  const length: Condition = {
    kind: 'length',
    least: Math.floor(shortestShare * lengthMax),
    most: lengthMax,
  };
  const telling = random.shuffle(tellingConditions(draft, text, random));
  const [first, ...others] = telling;
  if (first === undefined) throw new InstanceRejected('nothing is told by the text');
  const further = random.shuffle([...others, ...formConditions(text, avoidable, random)]);
  const conditions = [length, first, ...further].slice(0, count);
  if (conditions.length < count) throw new InstanceRejected('too little is true of the text');
  if (shareMet(conditions, text) < 1) throw new Error('a condition does not hold of its own text');
  return [length, ...random.shuffle(conditions.slice(1))];
}

/** Conditions on certain words and letters in certain places; no thing is in two of them. */
function tellingConditions(draft: Draft, text: Text, random: RandomStream): Condition[] {
  const { sentences, words } = text;
  const last = words.at(-1)!;
  const conditions: Condition[] = [
    { kind: 'acrostic', word: draft.acrostic },
    { kind: 'last', word: last },
  ];
  // The first letter of the first sentence is told already where the acrostic is.
  if (random.chance(0.5)) conditions[0] = { kind: 'first', word: words[0]! };
  const free = random.shuffle(draft.things.filter((thing) => thing !== last));
  while (free.length > 0) {
    const thing = free.pop()!;
    const sentence = sentences.findIndex((own) => own.includes(thing)) + 1;
    const other = free.at(-1);
    const kind = random.pick(['use', 'times', 'times', 'place', 'order'] as const);
    if (kind === 'order' && other !== undefined) {
      free.pop();
      const ordered: Condition = { kind, words: [thing, other] };
      conditions.push(isMet(ordered, text) ? ordered : { kind, words: [other, thing] });
    } else if (kind === 'times') {
      conditions.push({ kind, word: thing, count: timesIn(words, thing) });
    } else if (kind === 'place') conditions.push({ kind, word: thing, sentence });
    else conditions.push({ kind: 'use', word: thing });
  }
  return conditions;
}

/** Conditions on numbers and on what must not occur. */
function formConditions(text: Text, avoidable: readonly string[], random: RandomStream): Condition[] {
  const { sentences, words, asks, commas } = text;
  const lengths = sentences.map(({ length }) => length);
  const joined = words.join('');
  const absent = byUse.filter((letter) => !joined.includes(letter));
  const letters = random.shuffle(absent.slice(0, lettersOffered)).slice(0, random.int(1, 2));
  const unused = random.shuffle([...avoidable, ...common].filter((word) => !words.includes(word)));
  const avoided = random.int(avoidedWords.least, avoidedWords.most);
  const initials = [...new Set(initialsOf(words.map((word) => [word])))].filter(
    (letter) => words.filter((word) => word.startsWith(letter)).length >= initialsMin,
  );
  const conditions: Condition[] = [
    { kind: 'sentences', count: sentences.length },
    { kind: 'span', least: Math.min(...lengths), most: Math.max(...lengths) },
    { kind: 'questions', count: asks.filter((asking) => asking).length },
    { kind: 'longest', most: Math.max(...words.map(({ length }) => length)) },
    { kind: 'commas', count: commas },
    { kind: 'avoid', words: unused.slice(0, avoided) },
    { kind: 'avoid', words: unused.slice(avoided, 2 * avoided) },
    ...letters.map((letter): Condition => ({ kind: 'letter', letter })),
    ...random.sample(initials, Math.min(2, initials.length)).map(
      (letter): Condition => ({
        kind: 'initial',
        letter,
        count: words.filter((word) => word.startsWith(letter)).length,
      }),
    ),
    { kind: 'openings' },
  ];
  return conditions.filter((condition) => isMet(condition, text));
}

/** The most conditions that texts meet which do not meet them all, as a share; null where one of them does. */
export function reachOf(conditions: readonly Condition[], tried: readonly BriefAnswer[]): number | null {
  const shares = tried.map((answer) => shareMet(conditions, readText(answer)));
  return shares.some((share) => share === 1) ? null : Math.max(0, ...shares);
}
