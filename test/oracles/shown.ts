import { printedFiles } from '../../domains/code/faults/print.ts';
import { literalValue } from '../../domains/code/ir/interpreter.ts';
import type { Call, Expression, Program } from '../../domains/code/ir/program.ts';
import { jsonOf } from '../../domains/code/ir/values.ts';
import { type Language, languages, programText, spelled } from '../../domains/code/languages.ts';
import { returning } from '../../domains/code/returns.ts';
import { singleFileTrial } from '../../domains/code/single-file.ts';
import type { Trial } from '../../domains/execution.ts';
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
 * The programs that tasks show whose answers are no programs, each in both languages as a prompt has it, with what they
 * are known to return; by the name of the skill.
 */
export const shownPrograms: Readonly<Record<string, (oracle: Oracle, answer: Json) => KnownTrial[]>> = {
  'code/A1': (oracle, answer) => {
    const { program, call } = read<Traced>(oracle);
    return languages.map((language) => ({
      trial: singleFileTrial(language, programText(program, language), [
        callOf(program, language, call.arguments),
      ]),
      result: returning([answer]),
    }));
  },
  'code/A5': (oracle) => {
    const { program, faulty, calls } = read<Faulted>(oracle);
    const known = (one: Program, language: Language, returns: 'expected' | 'actual'): KnownTrial => {
      const files = printedFiles(one, language).map(({ name, lines }) => [name, lines.join('\n')]);
      const called = calls.map(({ input }) => callOf(one, language, [input]));
      const file = programOfFiles(language, Object.fromEntries(files), called[0]!.function);
      return {
        trial: { program: file, calls: called },
        result: returning(calls.map((call) => call[returns])),
      };
    };
    return languages.flatMap((language) => [
      known(program, language, 'expected'),
      known(faulty, language, 'actual'),
    ]);
  },
};

function callOf(
  { entry }: Program,
  language: Language,
  given: readonly Expression[],
): Trial['calls'][number] {
  return {
    function: spelled(language, entry),
    arguments: given.map((argument) => jsonOf(literalValue(argument))),
  };
}

function read<Export>(oracle: Oracle): Export {
  return JSON.parse(oracle.ir!) as Export;
}
