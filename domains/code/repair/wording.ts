/** The prompt. */
import { type Call, callText, comments, notes } from '../faults/wording.ts';
import type { Files } from '../files-text.ts';
import { functionsOf, type Program } from '../ir/program.ts';
import { type Language, languageTitles } from '../languages.ts';

export function bodyOf(faulty: Program, text: Files, calls: readonly Call[], language: Language): string {
  const files = Object.entries(text);
  return [
    `Here is a program in ${languageTitles[language]}${files.length > 1 ? `, in ${files.length} files` : ''}.`,
    ...files.flatMap(([name, text]) => ['', `${name}:`, '', `\`\`\`${language}`, `${text}\`\`\``]),
    '',
    `${comments[language]} says exactly what the function is meant to do, one step after the other, and each step has lines of its own in that order. At least one line is wrong; if every wrong line is put right, every function does what its comment says. Code that looks unusual may still be right.${notes(faulty)}`,
    ...(calls.length === 0
      ? []
      : [
          '',
          calls.length === 1 ? 'This call shows what happens:' : 'These calls show what happens:',
          '',
          ...calls.map((call) => `- ${callText(faulty, call, language)}`),
        ]),
    '',
    `Mend the program. Every function is tried by itself with many arguments${takesLists(faulty) ? ', empty lists among them' : ''}. Each function must keep its name, its one parameter and its file.`,
    '',
    files.length === 1
      ? `In the block, give the mended file as a whole, after the line === ${files[0]![0]} ===.`
      : 'In the block, give each file that you change as a whole, after a line === NAME === with its name. Files that you leave out stay as they are.',
  ].join('\n');
}

function takesLists(program: Program): boolean {
  return functionsOf(program).some(({ parameters }) => parameters[0]!.type.kind === 'list');
}

/** What an answer looks like, for some other program. */
export function exampleAnswer(language: Language): string {
  return language === 'javascript'
    ? '=== walks.js ===\n// Return the number after this step: add 3.\nfunction countDogs(dog) {\n  return dog + 3;\n}'
    : '=== walks.py ===\ndef count_dogs(dog):\n    """Return the number after this step: add 3."""\n    return dog + 3';
}
