import { type AnswerForm, answerFormat, answerText, formAskedFor } from '../domains/answer.ts';
import type { Message } from './contract.ts';

/** Line that a message begins with, by whose it is. */
const headings: Readonly<Record<Message['role'], string>> = {
  system: '### Rules',
  user: '### Question',
  assistant: '### Answer',
};

/** A base model goes on with the next question after its answer; what it writes ends there. */
export const stopSequences: readonly string[] = [`\n${headings.user}`, `\n${headings.assistant}`];

const opening =
  'Questions from an examination, each with its answer. An answer thinks first and ends in the form that its question asks for.';

interface WorkedExample {
  readonly question: string;
  /** Content of the shape that the question shows, which is never that of its answer. */
  readonly shape: string;
  readonly thought: string;
  readonly answer: unknown;
}

/** Easy, like no task, and in the two forms of answers that there are. They never change: results rest on them. */
const workedExamples: Readonly<Record<AnswerForm, WorkedExample>> = {
  json: {
    question:
      'Three buses leave the depot. The red bus carries 4 people, the blue bus twice as many as the red one, and the white bus none. Which buses carry anybody, and how many people are carried in all? Answer with one JSON object: "buses" is the list of their colours in alphabetical order, "people" the number.',
    shape: '{"buses": ["green"], "people": 7}',
    thought:
      'The red bus carries 4 people. The blue bus carries twice as many, 8. The white bus carries nobody, so it is left out. Together they carry 4 + 8 = 12 people. In alphabetical order blue comes before red.',
    answer: { buses: ['blue', 'red'], people: 12 },
  },
  code: {
    question:
      'Write a function in Python: longer_of(left, right).\n\nIts parameters are two texts. It returns the longer one; where both are equally long, it returns the first.',
    shape: 'def shout(text):\n    return text.upper()',
    thought:
      'The lengths are compared with len. Only a right text that is strictly longer is returned, so that the first one wins where both are equally long.',
    answer:
      'def longer_of(left, right):\n    if len(right) > len(left):\n        return right\n    return left',
  },
};

/**
 * Messages as a text that a model without a chat template goes on with: one worked example of another question in the
 * form that the last message asks for, the messages, and the line after which an answer stands. A pure function.
 */
export function baseModelPrompt(messages: readonly Message[]): string {
  const form = formAskedFor(messages.at(-1)?.content ?? '');
  const sections = [...exampleMessages(workedExamples[form], form), ...messages].map(
    ({ role, content }) => `${headings[role]}\n\n${content}`,
  );
  return [opening, ...sections, `${headings.assistant}\n`].join('\n\n');
}

function exampleMessages(example: WorkedExample, form: AnswerForm): readonly Message[] {
  return [
    { role: 'user', content: `${example.question}\n\n${answerFormat(example.shape, form)}` },
    { role: 'assistant', content: `${example.thought}\n\n${answerText(example.answer, form)}` },
  ];
}

/** What a model wrote up to where it should have stopped: some servers keep the stop sequence, some know none. */
export function upToStop(text: string): { readonly text: string; readonly stopped: boolean } {
  const ends = stopSequences.map((stop) => text.indexOf(stop)).filter((at) => at >= 0);
  return ends.length === 0
    ? { text, stopped: false }
    : { text: text.slice(0, Math.min(...ends)), stopped: true };
}
