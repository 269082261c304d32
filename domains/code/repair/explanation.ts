/** The worked solution: which functions do not do what their comments say, and the line that is wrong in each. */
import { listed } from '../../skins.ts';
import { linesIn, printedFiles } from '../faults/print.ts';
import { shown } from '../faults/wording.ts';
import { functionsOf, type Program, statementsIn } from '../ir/program.ts';
import { type Language, spelled } from '../languages.ts';
import { definitionIn, type Fault } from './changes.ts';
import type { HiddenCall } from './hidden.ts';

export function explainRepair(
  right: Program,
  faulty: Program,
  faults: readonly Fault[],
  calls: readonly HiddenCall[],
  language: Language,
  answer: string,
): string {
  const wrong = functionsOf(right).filter(({ name }) => faults.some((fault) => fault.function === name));
  const sound = functionsOf(right).filter((definition) => !wrong.includes(definition));
  return [
    'Go through the functions, those that call no other first, and compare the lines of each with what its comment says:',
    ...wrong.map(({ name }, at) => {
      const own = faults.filter((fault) => fault.function === name);
      return `${at + 1}. ${spelled(language, name)} does not do what its comment says.${example(name, calls, language)} ${own
        .sort((left, right) => left.statement - right.statement)
        .map((fault) => changeText(right, faulty, fault, language))
        .join(' ')}`;
    }),
    ...soundText(sound.map(({ name }) => spelled(language, name))),
    'What changes is then:',
    answer,
  ].join('\n');
}

function soundText(names: readonly string[]): string[] {
  if (names.length === 0) return [];
  return [
    names.length === 1
      ? `By itself ${names[0]} does what its comment says, and stays as it is.`
      : `By themselves ${listed(names)} do what their comments say, and stay as they are.`,
  ];
}

function example(name: string, calls: readonly HiddenCall[], language: Language): string {
  const [call] = calls
    .filter((one) => one.function === name && one.fails)
    .sort((left, right) => JSON.stringify(left.input).length - JSON.stringify(right.input).length);
  if (call === undefined) return '';
  return ` ${spelled(language, name)}(${valueText(call.input)}) should return ${valueText(call.expected)} and does not.`;
}

function valueText(value: HiddenCall['input']): string {
  return shown(value as Parameters<typeof shown>[0]);
}

function changeText(right: Program, faulty: Program, fault: Fault, language: Language): string {
  const line = (program: Program) => {
    const statement = statementsIn(definitionIn(program, fault.function).body)[fault.statement]!;
    const { file, lines } = linesIn(program, language).get(statement)!;
    return { file, lines };
  };
  const { file, lines } = line(right);
  const text = (program: Program, number: number) =>
    printedFiles(program, language)
      .find(({ name }) => name === file)!
      .lines[number - 1]!.trim();
  // Of an `if` with several conditions, the one that differs.
  const number = lines.find((one) => text(right, one) !== text(faulty, one)) ?? lines[0]!;
  return `Line ${number} of ${file} is \`${text(faulty, number)}\`, and should be \`${text(right, number)}\`.`;
}
