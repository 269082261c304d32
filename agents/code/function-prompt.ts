import { endsWithQuestion } from '../last-question.ts';

type Language = 'javascript' | 'python';

/** A question that asks for a function of a list. */
export interface FunctionPrompt {
  readonly language: Language;
  readonly name: string;
  readonly parameter: string;
  readonly sentences: readonly string[];
  readonly examples: readonly { readonly values: readonly number[]; readonly output: unknown }[];
}

const opening = /^Write a function in (JavaScript|Python): (\w+)\((\w+)\)\.$/gm;
const closing = /^The function is tried on .*; it imports nothing and prints nothing\.$/;
const numbered = /^\d+\. (.*)$/gm;
const exampleLine = /^- \w+\((\[.*\])\) returns (.*)$/gm;

export function readFunctionPrompt(prompt: string): FunctionPrompt | null {
  if (!endsWithQuestion(prompt, closing)) return null;
  const opened = [...prompt.matchAll(opening)].at(-1);
  if (opened === undefined) return null;
  const [, language, name, parameter] = opened;
  const body = prompt.slice(opened.index);
  return {
    language: language === 'Python' ? 'python' : 'javascript',
    name: name as string,
    parameter: parameter as string,
    sentences: [...body.matchAll(numbered)].map(([, sentence]) => sentence as string),
    examples: [...body.matchAll(exampleLine)].map(([, values, output]) => ({
      values: JSON.parse(values as string) as number[],
      output: JSON.parse(output as string) as unknown,
    })),
  };
}
