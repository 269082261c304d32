/** A program and what is to be done to it, as read from a prompt. */
import { endsWithQuestion } from '../last-question.ts';
import type { Language } from './program-tokens.ts';

export interface RefactoringPrompt {
  readonly language: Language;
  /** Text by file name. */
  readonly files: ReadonlyMap<string, string>;
  readonly steps: readonly TextStep[];
}

/** Names as the text spells them. */
export type TextStep =
  | { readonly kind: 'rename'; readonly from: string; readonly to: string }
  | { readonly kind: 'rename variable'; readonly in: string; readonly from: string; readonly to: string }
  | { readonly kind: 'move'; readonly name: string; readonly file: string }
  | { readonly kind: 'extract'; readonly in: string; readonly expression: string; readonly head: string }
  | { readonly kind: 'inline'; readonly name: string }
  | { readonly kind: 'add'; readonly name: string; readonly parameter: string; readonly value: string }
  | { readonly kind: 'remove'; readonly name: string; readonly parameter: string }
  | { readonly kind: 'reorder'; readonly name: string; readonly head: string }
  | { readonly kind: 'record'; readonly name: string; readonly parameter: string }
  | {
      readonly kind: 'merge';
      readonly in: readonly string[];
      readonly lines: readonly string[];
      readonly head: string;
      readonly file: string;
      readonly result: string;
    };

const opening = /^Here is a program in (JavaScript|Python), in \d+ files?\. It is used by calling/;
const lastSentence = /^Answer with every file that is new or changes, each whole/;
const fileBlock = /^(\S+):\n\n```\w+\n([\s\S]*?)\n```$/gm;
const numbered = /^\d+\. (.*)$/gm;

/** By their first words; the groups are what stands in backquotes, in this order. */
const readers: readonly (readonly [RegExp, (words: readonly string[], sentence: string) => TextStep])[] = [
  [/^Rename the /, ([from, to]) => ({ kind: 'rename', from: from!, to: to! })],
  [
    /^In the function \S+ rename /,
    ([name, from, to]) => ({ kind: 'rename variable', in: name!, from: from!, to: to! }),
  ],
  [/^Move /, ([name, , file]) => ({ kind: 'move', name: name!, file: file! })],
  [
    /^In the function \S+ take /,
    ([name, expression, head]) => ({ kind: 'extract', in: name!, expression: expression!, head: head! }),
  ],
  [/^Inline /, ([name]) => ({ kind: 'inline', name: name! })],
  [
    /^Give .* the place of the number /,
    ([name, parameter], sentence) => ({
      kind: 'add',
      name: name!,
      parameter: parameter!,
      value: /the number (\d+)/.exec(sentence)![1]!,
    }),
  ],
  [
    /^Give /,
    ([name, parameter, value]) => ({ kind: 'add', name: name!, parameter: parameter!, value: value! }),
  ],
  [/^Remove the parameter /, ([parameter, name]) => ({ kind: 'remove', name: name!, parameter: parameter! })],
  [/^Change the order /, ([name, head]) => ({ kind: 'reorder', name: name!, head: head! })],
  [/^Let the function /, ([name, parameter]) => ({ kind: 'record', name: name!, parameter: parameter! })],
  [
    /^The functions /,
    (words, sentence) => {
      const homes = quotedIn(sentence.slice(0, sentence.indexOf(' have the lines ')));
      const [first, second, head, file, result] = words.slice(homes.length) as [
        string,
        string,
        string,
        string,
        string,
      ];
      return { kind: 'merge', in: homes, lines: [first, second], head, file, result };
    },
  ],
];

/** The program that the prompt ends with; null when it is of another kind. */
export function readRefactoringPrompt(prompt: string): RefactoringPrompt | null {
  if (!endsWithQuestion(prompt, lastSentence)) return null;
  const lines = prompt.split(/\r?\n/);
  const start = lines.findLastIndex((line) => opening.test(line));
  if (start < 0) return null;
  const text = lines.slice(start).join('\n');
  const [, title] = opening.exec(text)!;
  const [program, rest] = text.split(/^Refactor the program /m) as [string, string?];
  const steps = [...(rest ?? '').matchAll(numbered)].map(([, sentence]) => readStep(sentence!));
  if (steps.length === 0 || steps.includes(null)) return null;
  return {
    language: title === 'Python' ? 'python' : 'javascript',
    files: new Map([...program.matchAll(fileBlock)].map(([, name, content]) => [name!, content!])),
    steps: steps as TextStep[],
  };
}

function readStep(sentence: string): TextStep | null {
  const reader = readers.find(([pattern]) => pattern.test(sentence));
  return reader === undefined ? null : reader[1](quotedIn(sentence), sentence);
}

function quotedIn(sentence: string): string[] {
  return [...sentence.matchAll(/`([^`]*)`/g)].map(([, words]) => words!);
}
