import { listed } from '../../skins.ts';
import { type Brief, namesOf } from './brief.ts';
import type { Condition, ConditionKind } from './conditions.ts';
import { sentenceOf } from './wording.ts';

/** What to do about a condition while writing. */
const advice: Readonly<Record<ConditionKind, string>> = {
  length:
    'count the words, and add or drop words at the end of a sentence until the number is within the bounds',
  sentences: 'split or join sentences until there are so many',
  use: 'put the word at the end of a sentence',
  times: 'put the word in, or replace it, until it occurs so often',
  avoid: 'replace each of these words with another one',
  letter: 'replace each word that has the letter with one that has not',
  acrostic: 'begin each of these sentences with a word that has the letter due',
  span: 'move words from long sentences to short ones',
  first: 'write this word before all others',
  last: 'write this word after all others',
  questions: 'turn sentences into questions or questions into statements',
  place: 'put the word into this sentence',
  order: 'put the first word near the beginning and the second one near the end',
  initial: 'replace words that begin with the letter, or others with such words, until there are so many',
  longest: 'replace longer words with shorter ones',
  openings: 'begin each sentence with a word of its own',
  commas: 'add or drop commas after the words that sentences begin with',
};

/** How a text comes to meet the conditions, and the text. That it is a good one is not said: it is a plain one. */
export function explain(
  brief: Brief,
  conditions: readonly Condition[],
  sentences: readonly string[],
): string {
  return [
    `The text is about ${listed(namesOf(brief))}. A first version is mended one condition at a time, and after each change all conditions are looked at again:`,
    ...conditions.map(
      (condition, index) => `${index + 1}. ${sentenceOf(condition)} To meet it, ${advice[condition.kind]}.`,
    ),
    'A plain text that meets them all, to be made better for its readers from here:',
    ...sentences.map((sentence, index) => `Sentence ${index + 1}: ${sentence}`),
    JSON.stringify({ sentences }),
  ].join('\n');
}
