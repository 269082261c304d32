/** Reads the prompts that ask for a program of several functions. */
import { endsWithQuestion } from '../last-question.ts';

/** One function that is asked for. What it takes and returns is said as the prompt says it, such as `a map`. */
export interface AskedFunction {
  readonly name: string;
  readonly parameter: string;
  readonly takes: string;
  readonly returns: string;
  readonly sentences: readonly string[];
}

export interface CompositionPrompt {
  readonly language: 'javascript' | 'python';
  readonly functions: readonly AskedFunction[];
  /** The names of the fields of a record in their order; none where there are no records. */
  readonly fields: readonly string[];
}

const opening = /^Write a program in (JavaScript|Python): the function \w+\(\w+\) and .* it\.$/gm;
const closing =
  /^Each of the functions is tried by itself, with many values .*; it imports nothing and prints nothing\.$/;
const heading = /^(\w+)\((\w+)\) takes (an? [a-z ]+) and returns (an? [a-z ]+):$/;
const numbered = /^\d+\. (.*)$/;
const recordNote = /A record is an? \w+ such as \{"(\w+)": "\w+", "(\w+)": -?\d+, "(\w+)": -?\d+\}/;

export function readCompositionPrompt(prompt: string): CompositionPrompt | null {
  if (!endsWithQuestion(prompt, closing)) return null;
  const opened = [...prompt.matchAll(opening)].at(-1);
  if (opened === undefined) return null;
  const text = prompt.slice(opened.index);
  const functions: (AskedFunction & { readonly sentences: string[] })[] = [];
  for (const line of text.split(/\r?\n/)) {
    const head = heading.exec(line);
    if (head !== null) {
      const [name, parameter, takes, returns] = head.slice(1) as [string, string, string, string];
      functions.push({ name, parameter, takes, returns, sentences: [] });
    }
    const sentence = numbered.exec(line)?.[1];
    if (sentence !== undefined) functions.at(-1)?.sentences.push(sentence);
  }
  return {
    language: opened[1] === 'Python' ? 'python' : 'javascript',
    functions,
    fields: recordNote.exec(text)?.slice(1) ?? [],
  };
}
