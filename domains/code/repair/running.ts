/** How an answer is run, and what the program as it should be returns by the JavaScript that is printed of it. */
import type { Trial } from '../../execution.ts';
import type { Json } from '../../json.ts';
import { printedFiles } from '../faults/print.ts';
import { type Files, filesText, readFilesText } from '../files-text.ts';
import { javascriptModule } from '../ir/javascript.ts';
import { camelCase } from '../ir/names.ts';
import type { Program } from '../ir/program.ts';
import { type Language, spelled } from '../languages.ts';
import type { HiddenCall } from './hidden.ts';

/** A call of a function with a number or a list of numbers. */
export interface NamedCall {
  readonly function: string;
  readonly input: Json;
}

/** What brings the functions of several files together; no file of a program is called so. */
const together = { javascript: 'every_function.js', python: 'every_function.py' } as const;

export function filesOf(program: Program, language: Language): Files {
  return Object.fromEntries(
    printedFiles(program, language).map(({ name, lines }) => [name, `${lines.join('\n')}\n`]),
  );
}

/** The files that are others than those that were shown: an answer that makes this program of them. */
export function answerText(shown: Files, wanted: Program, language: Language): string {
  const files = Object.entries(filesOf(wanted, language));
  const changed = files.filter(([name, text]) => shown[name] !== text);
  return filesText(Object.fromEntries(changed.length > 0 ? changed : files));
}

/** Files that the answer leaves out stay as they were shown. */
export function trialOf(
  shown: Files,
  language: Language,
  calls: readonly HiddenCall[],
  answer: string,
): Trial {
  const names = Object.keys(shown);
  const entry = names.length === 1 ? names[0]! : together[language];
  const more = names.length === 1 ? {} : { [entry]: togetherText(names, language) };
  return {
    program: { language, entry, files: { ...shown, ...readFilesText(answer), ...more } },
    calls: calls.map(({ function: name, input }) => ({
      function: spelled(language, name),
      arguments: [input],
    })),
  };
}

/** Fails for no function that is missing in a file: that is for the calls of it to do. */
function togetherText(names: readonly string[], language: Language): string {
  const line =
    language === 'javascript'
      ? (name: string) => `export * from './${name}';\n`
      : (name: string) => `from ${name.replace(/\.py$/, '')} import *\n`;
  return names.map(line).join('');
}

/** What the functions of the JavaScript of the program, which is no one else's text, return for a call each. */
export function returnsOf({ modules }: Program, calls: readonly NamedCall[]): string[] {
  const text = modules.map((module) => javascriptModule({ ...module, imports: [] })).join('\n');
  const spellings = new Map(calls.map(({ function: name }) => [name, camelCase(name)]));
  const names = [...new Set(spellings.values())];
  const functions = new Function(`'use strict';\n${text}\nreturn { ${names.join(', ')} };`)() as Readonly<
    Record<string, (given: Json) => Json>
  >;
  return calls.map(({ function: name, input }) =>
    JSON.stringify(functions[spellings.get(name)!]!(Array.isArray(input) ? [...input] : input)),
  );
}
