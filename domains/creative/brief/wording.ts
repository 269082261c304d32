import type { Question } from '../../contract.ts';
import { capitalised, counted, listed, withArticle } from '../../skins.ts';
import { type Brief, namesOf } from './brief.ts';
import type { Condition } from './conditions.ts';

/** Ends the prompt of every brief. */
const lastSentence =
  'Give the sentences of the text, in order, as the list "sentences" in one JSON object; each item is one sentence with its mark at the end.';

export function bodyOf(
  brief: Brief,
  conditions: readonly Condition[],
  questions: readonly Question[],
): string {
  return [
    assignmentOf(brief),
    '',
    'A program checks these conditions first; a text that breaks one of them is not read any further. A word is a run of letters and digits, with the apostrophes and hyphens inside it; capitals and small letters count as the same. The text has Latin letters and usual punctuation marks only.',
    'Conditions:',
    ...conditions.map((condition, index) => `${index + 1}. ${sentenceOf(condition)}`),
    '',
    'Then judges who do not know whose text it is answer these questions with yes or no:',
    ...questions.map(({ text }) => `- ${text}`),
    '',
    lastSentence,
  ].join('\n');
}

/** What is to be written, without the conditions: what judges read as well. */
export function assignmentOf(brief: Brief): string {
  const { concepts, product } = brief;
  return [
    'Write a text that makes one thing out of these:',
    ...concepts.map(
      ({ noun, traits, work }) =>
        `- ${capitalised(withArticle(noun))} ${listed(traits)}. Its work is to ${work}.`,
    ),
    `The text describes ${product.name} in which ${listed(namesOf(brief))} have become one: what one of them is or does takes over the work of another.`,
  ].join('\n');
}

const quoted = (word: string) => `"${word}"`;

export function sentenceOf(condition: Condition): string {
  switch (condition.kind) {
    case 'length':
      return `The text has ${condition.least} to ${condition.most} words.`;
    case 'sentences':
      return `The text has exactly ${counted(condition.count, 'sentence')}.`;
    case 'use':
      return `The word ${quoted(condition.word)} occurs.`;
    case 'times':
      return `The word ${quoted(condition.word)} occurs exactly ${condition.count === 1 ? 'once' : `${condition.count} times`}.`;
    case 'avoid':
      return `None of the words ${listed(condition.words.map(quoted))} occurs.`;
    case 'letter':
      return `The letter ${quoted(condition.letter)} does not occur.`;
    case 'acrostic':
      return `The first letters of the first ${condition.word.length} sentences spell ${quoted(condition.word)}.`;
    case 'span':
      return condition.least === condition.most
        ? `Every sentence has exactly ${counted(condition.least, 'word')}.`
        : `Every sentence has ${condition.least} to ${condition.most} words.`;
    case 'first':
      return `The first word of the text is ${quoted(condition.word)}.`;
    case 'last':
      return `The last word of the text is ${quoted(condition.word)}.`;
    case 'questions':
      return condition.count === 0
        ? 'No sentence ends with a question mark.'
        : `Exactly ${counted(condition.count, 'sentence')} ${condition.count === 1 ? 'ends' : 'end'} with a question mark.`;
    case 'place':
      return `The word ${quoted(condition.word)} occurs in sentence ${condition.sentence}.`;
    case 'order':
      return `The words ${condition.words.map(quoted).join(' and ')} both occur, ${quoted(condition.words[0])} before any ${quoted(condition.words[1])}.`;
    case 'initial':
      return `Exactly ${counted(condition.count, 'word')} ${condition.count === 1 ? 'begins' : 'begin'} with the letter ${quoted(condition.letter)}.`;
    case 'longest':
      return `No word has more than ${condition.most} characters.`;
    case 'openings':
      return 'No two sentences begin with the same word.';
    case 'commas':
      return condition.count === 0
        ? 'There is no comma.'
        : `There ${condition.count === 1 ? 'is' : 'are'} exactly ${counted(condition.count, 'comma')}.`;
  }
}
