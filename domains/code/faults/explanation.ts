/** The worked solution: what each function is given and returns, up to the one that does not do what it should. */
import { literalValue, run } from '../ir/interpreter.ts';
import type { Expression, Program } from '../ir/program.ts';
import { equalJson, jsonOf, type Value } from '../ir/values.ts';
import { type Language, spelled } from '../languages.ts';
import type { Location } from './grading.ts';
import { copied, stepsMax } from './known-results.ts';
import { printedFiles } from './print.ts';
import { shown } from './wording.ts';

/** Calls that are all right are shown in full up to so many. */
const rightCallsMax = 10;

interface Called {
  readonly name: string;
  readonly given: Value;
  readonly returned: Value;
}

export function explainFault(
  right: Program,
  faulty: Program,
  input: Expression,
  site: Location,
  language: Language,
): string {
  const [before, wrong] = callsUpToFault(right, faulty, input);
  const lineIn = (program: Program) =>
    printedFiles(program, language)
      .find(({ name }) => name === site.file)!
      .lines[site.line - 1]!.trim();
  const text = ({ name, given, returned }: Called) =>
    `${spelled(language, name)}(${shown(given)}) returns ${shown(returned)}`;
  const should = shown(returnedBy(right, wrong.name, wrong.given));
  const left = before.length - rightCallsMax;
  return [
    'Go through the functions that the first call reaches, those that call no other first, and compare what each of them returns with what its comment says:',
    ...before.slice(0, rightCallsMax).map((call, at) => `${at + 1}. ${text(call)}, as its comment says.`),
    ...(left > 0 ? [`… ${left} more that are right …`] : []),
    `${before.length + 1}. ${text(wrong)}, but by its comment it should return ${should}.`,
    `So the fault is in ${spelled(language, wrong.name)}. Compare its lines with the steps of its comment: line ${site.line} of ${site.file} is \`${lineIn(faulty)}\`, and should be \`${lineIn(right)}\`.`,
  ].join('\n');
}

/** The calls that return what they should, in the order in which they end, and the first that does not. */
function callsUpToFault(right: Program, faulty: Program, input: Expression): [Called[], Called] {
  const open: { name: string; given: Value; depth: number }[] = [];
  const ended: Called[] = [];
  const end = (depth: number) => {
    while (open.length > 0 && open.at(-1)!.depth >= depth) {
      const { name, given } = open.pop()!;
      ended.push({ name, given, returned: returnedBy(faulty, name, given) });
    }
  };
  run(faulty, [literalValue(input)], {
    stepsMax,
    observer: {
      bound({ function: { name, parameters }, depth }, bound, value) {
        if (bound !== parameters[0]!.name) return;
        end(depth);
        open.push({ name, given: copied(value), depth });
      },
    },
  });
  end(0);
  const wrong = ended.findIndex(
    ({ name, given, returned }) => !equalJson(jsonOf(returnedBy(right, name, given)), jsonOf(returned)),
  );
  return [ended.slice(0, wrong), ended[wrong]!];
}

function returnedBy(program: Program, name: string, given: Value): Value {
  return run({ ...program, entry: name }, [copied(given)], { stepsMax });
}
