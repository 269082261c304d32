/** The prompt, and the files that other tools run. */
import { javascriptLine } from '../ir/javascript.ts';
import type { Call, FunctionDefinition, Program, Statement } from '../ir/program.ts';
import { pythonLine } from '../ir/python.ts';
import { expressionText, type Language, languageTitles, programText } from '../languages.ts';

const notes = {
  javascript: 'Give the value as JSON.',
  python: 'Give the value as JSON: a list as an array, a dictionary as an object.',
} as const;

export function bodyOf(program: Program, call: Call, language: Language): string {
  return [
    `Here is a program in ${languageTitles[language]}:`,
    '',
    `\`\`\`${language}`,
    programText(program, language),
    '```',
    '',
    'It is called like this:',
    '',
    `\`\`\`${language}`,
    expressionText(call, language),
    '```',
    '',
    `What does the call return? ${notes[language]} The order of the keys of an object does not matter.`,
  ].join('\n');
}

/** A complete file: the functions, and what prints the result of the call as one line of JSON. */
export function fileOf(program: Program, call: Call, language: Language): string {
  const text = programText(program, language);
  const called = expressionText(call, language);
  return language === 'javascript'
    ? `${text}\n\nconsole.log(JSON.stringify(${called}));\n`
    : `import json\n\n\n${text}\n\n\nprint(json.dumps(${called}))\n`;
}

/** The first line of a statement in a function. */
export function lineOf(statement: Statement, within: FunctionDefinition, language: Language): string {
  return language === 'javascript' ? javascriptLine(statement, within) : pythonLine(statement);
}
