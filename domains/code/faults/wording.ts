/** The prompt. */
import { type Expression, functionsOf, type Program } from '../ir/program.ts';
import { jsonOf, type Value } from '../ir/values.ts';
import { expressionText, type Language, languageTitles } from '../languages.ts';
import { fails } from './fault.ts';
import { printedFiles } from './print.ts';

/** A call of the program's entry function, with what it returns and what it should return. */
export interface Call {
  readonly input: Expression;
  readonly expected: Value;
  readonly actual: Value;
}

/** Where a program says what it is meant to do. */
export const comments = {
  javascript: 'The comment above each function',
  python: 'The text in triple quotes at the head of each function',
} as const;

export function bodyOf(faulty: Program, calls: readonly Call[], language: Language): string {
  const files = printedFiles(faulty, language);
  const count = functionsOf(faulty).length;
  return [
    `Here is a program in ${languageTitles[language]}${files.length > 1 ? `, in ${files.length} files` : ''}. The number before each line is not part of the program.`,
    ...files.flatMap(({ name, lines }) => [
      '',
      `${name}:`,
      '',
      `\`\`\`${language}`,
      ...numbered(lines),
      '```',
    ]),
    '',
    `${comments[language]} says exactly what the function is meant to do, one step after the other, and each step has lines of its own in that order. ${
      count === 1 ? 'One line of the function' : 'One line of one function'
    } is wrong; if that line alone is put right, ${
      count === 1 ? 'the function does' : 'every function does'
    } what its comment says. Code that looks unusual may still be right.${notes(faulty)}`,
    '',
    calls.length === 1 ? 'This call shows the fault:' : 'These calls show what happens:',
    '',
    ...calls.map((call) => `- ${callText(faulty, call, language)}`),
    '',
    'Which line is wrong? Give its file, the name of the function that it belongs to, and its number in that file.',
  ].join('\n');
}

/** How comments mean words that languages take in different ways. */
export function notes(program: Program): string {
  const purposes = functionsOf(program).map(({ purpose }) => purpose);
  const say = (words: RegExp, note: string) => (purposes.some((purpose) => words.test(purpose)) ? note : '');
  return (
    say(/remainder|divisible/, ' A remainder is never negative: -7 divided by 3 leaves the remainder 2.') +
    say(/rounding down/, ' Rounding down makes -4 of -3.5.')
  );
}

export function callText(program: Program, call: Call, language: Language): string {
  const called = expressionText({ kind: 'call', function: program.entry, arguments: [call.input] }, language);
  const text = `\`${called}\` returns \`${shown(call.actual)}\``;
  return fails(call) ? `${text}, but should return \`${shown(call.expected)}\`.` : `${text}, as it should.`;
}

/** Lists of whole numbers look alike in both languages. */
export function shown(value: Value): string {
  const json = jsonOf(value);
  return Array.isArray(json) ? `[${json.join(', ')}]` : JSON.stringify(json);
}

function numbered(lines: readonly string[]): string[] {
  const width = String(lines.length).length;
  return lines.map((line, at) => `${String(at + 1).padStart(width)} | ${line}`.trimEnd());
}
