/** The prompt. */
import { counted, listed } from '../../skins.ts';
import type { Files } from '../files-text.ts';
import { type Language, languageTitles, spelled } from '../languages.ts';
import { expressionIn, fileName, statementLines } from './printing.ts';
import { functionNamed, homeOf, type Project } from './project.ts';
import type { Step } from './steps.ts';

export function bodyOf(
  before: Project,
  files: Files,
  sentences: readonly string[],
  language: Language,
  hasImports: boolean,
): string {
  const count = Object.keys(files).length;
  const entry = `\`${spelled(language, before.entry)}\` in \`${fileName(homeOf(before, before.entry)!.file, language)}\``;
  return [
    `Here is a program in ${languageTitles[language]}, in ${counted(count, 'file')}. It is used by calling ${entry}.`,
    ...Object.entries(files).flatMap(([name, text]) => [
      '',
      `${name}:`,
      '',
      `\`\`\`${language}`,
      text,
      '```',
    ]),
    '',
    `Refactor the program${sentences.length > 1 ? ' in these steps, each of which begins with what the one before has left' : ' in this step'}:`,
    '',
    ...sentences.map((sentence, at) => `${at + 1}. ${sentence}`),
    '',
    [
      'The program must go on to return the same for the same arguments. What a step changes is changed wherever it is used, in every file and under every local name for it; what merely has the same name stays as it is.',
      ...(hasImports
        ? [
            'Files import what they need from the file that defines it, one name after the other and without renaming it; imports that are no longer needed go.',
          ]
        : []),
      'All else stays as it is, comments aside.',
    ].join(' '),
    '',
    'Answer with every file that is new or changes, each whole and after a line with its name; files that are left out stay as they are.',
  ].join('\n');
}

/** What the step asks for, of the program that it finds. */
export function stepText(step: Step, project: Project, language: Language): string {
  const named = (name: string) => `\`${spelled(language, name)}\``;
  const signature = (name: string, parameters: readonly string[]) =>
    `\`${spelled(language, name)}(${parameters.map((one) => spelled(language, one)).join(', ')})\``;
  const fileOf = (name: string) => `\`${fileName(homeOf(project, name)!.file, language)}\``;
  switch (step.kind) {
    case 'rename function':
      return `Rename the function ${named(step.from)} to ${named(step.to)}.`;
    case 'rename constant':
      return `Rename the constant \`${step.from}\` to \`${step.to}\`.`;
    case 'rename variable': {
      const { parameters } = functionNamed(project, step.in)!;
      const what = parameters.some(({ name }) => name === step.from) ? 'parameter' : 'variable';
      return `In the function ${named(step.in)}, rename the ${what} ${named(step.from)} to ${named(step.to)}.`;
    }
    case 'move': {
      const isNew = project.files.every(({ file }) => file !== step.file);
      return `Move the function ${named(step.function)} from ${fileOf(step.function)} to ${isNew ? 'a new file ' : ''}\`${fileName(step.file, language)}\`.`;
    }
    case 'extract':
      return `In the function ${named(step.in)}, take \`${expressionIn(step.expression, language)}\` out into a new function ${signature(step.to, step.parameters)} of the same file, which returns it, and call that in its place.`;
    case 'inline':
      return `Inline the function ${named(step.function)}: what it returns takes the place of every call, and the function goes with all local names for it.`;
    case 'add parameter':
      return `Give the function ${named(step.function)} one more parameter ${named(step.parameter)}, the last one, which takes the place of the number ${step.value} in it; every call hands over ${step.value} for it.`;
    case 'pass constant':
      return `Give the function ${named(step.function)} one more parameter ${named(step.parameter)}, the last one, which takes the place of the constant \`${step.constant}\` in it; every call hands over \`${step.constant}\` for it.`;
    case 'remove parameter':
      return `Remove the parameter ${named(step.parameter)}, which is not used, from the function ${named(step.function)} and from every call.`;
    case 'reorder parameters':
      return `Change the order of the parameters of the function ${named(step.function)} to ${signature(step.function, step.order)}.`;
    case 'take record': {
      const names = functionNamed(project, step.function)!.parameters.map(({ name }) => name);
      const record =
        language === 'javascript' ? 'an object with the properties' : 'a dictionary with the keys';
      const keys = names.map((name) => (language === 'javascript' ? `\`${name}\`` : `\`"${name}"\``));
      return `Let the function ${named(step.function)} take one parameter ${named(step.parameter)}, ${record} ${listed(keys)}, in place of the parameters that it has; every call hands over ${language === 'javascript' ? 'such an object' : 'such a dictionary'}.`;
    }
    case 'merge': {
      const lines = statementLines(step.block, language).map((line) => `\`${line}\``);
      const result = named(step.block.at(-1)!.name);
      return `The functions ${listed(step.in.map(named))} have the lines ${listed(lines)} in common. Take them out into a new function ${signature(step.to, step.parameters)} in ${fileOf(step.in[0]!)}, which returns what ${result} is there, and let each of these functions give ${result} what a call of it returns.`;
    }
  }
}
