import { printedFiles } from '../../domains/code/faults/print.ts';
import { literalValue } from '../../domains/code/ir/interpreter.ts';
import type { Call, Expression, Program } from '../../domains/code/ir/program.ts';
import { jsonOf } from '../../domains/code/ir/values.ts';
import { type Language, languages, spelled } from '../../domains/code/languages.ts';
import { returning } from '../../domains/code/returns.ts';
import type { Json } from '../../domains/json.ts';
import { type KnownTrial, type Oracle, programOfFiles } from './known.ts';

/** The export `ir` of a trace: the program and the call of which it is asked what it returns. */
interface Traced {
  readonly program: Program;
  readonly call: Call;
}

/** The export `ir` of a fault: the program without it and with it, and what both return. */
interface Faulted {
  readonly program: Program;
  readonly faulty: Program;
  readonly calls: readonly { readonly input: Expression; readonly expected: Json; readonly actual: Json }[];
}

/**
 * The programs that tasks show whose answers are no programs, each in both languages, with what they are known to
 * return; by the name of the skill.
 */
export const shownPrograms: Readonly<Record<string, (oracle: Oracle, answer: Json) => KnownTrial[]>> = {
  'code/A1': (oracle, answer) => {
    const { program, call } = read<Traced>(oracle);
    return languages.map((language) => known(program, language, [call.arguments], [answer]));
  },
  'code/A5': (oracle) => {
    const { program, faulty, calls } = read<Faulted>(oracle);
    const inputs = calls.map(({ input }) => [input]);
    const [expected, actual] = [calls.map((call) => call.expected), calls.map((call) => call.actual)];
    return languages.flatMap((language) => [
      known(program, language, inputs, expected),
      known(faulty, language, inputs, actual),
    ]);
  },
};

function known(
  program: Program,
  language: Language,
  inputs: readonly (readonly Expression[])[],
  returns: readonly Json[],
): KnownTrial {
  const files = Object.fromEntries(
    printedFiles(program, language).map(({ name, lines }) => [name, lines.join('\n')]),
  );
  const name = spelled(language, program.entry);
  const calls = inputs.map((given) => ({
    function: name,
    arguments: given.map((argument) => jsonOf(literalValue(argument))),
  }));
  return { trial: { program: programOfFiles(language, files, name), calls }, result: returning(returns) };
}

function read<Export>(oracle: Oracle): Export {
  return JSON.parse(oracle.ir!) as Export;
}
