/** All the lines of a function at which its fault can be mended. */
import type { RandomStream } from '../../random.ts';
import { ProgramError, run } from '../ir/interpreter.ts';
import { type Mutant, mutantsIn } from '../ir/mutation.ts';
import type { MutationOperator } from '../ir/mutation-operators.ts';
import { type FunctionDefinition, functionsOf, type Program, type Statement } from '../ir/program.ts';
import { equalJson, jsonOf, type Value } from '../ir/values.ts';
import { alone, copied, stepsMax } from './known-results.ts';

/** A statement of the faulty program that can be changed so that all is right, and its function as it is then. */
export interface Repair {
  readonly statement: Statement;
  readonly branch: number;
  readonly repaired: FunctionDefinition;
}

export type Known = (name: string, parameters: readonly Value[]) => Value | null;

/** What is no change of one line: it leaves no line that is wrong, or two. */
export const notOfOneLine: ReadonlySet<MutationOperator> = new Set([
  'statement left out',
  'branches swapped',
]);

const checksDrawn = 40;

/**
 * The ways to mend the faulty function in one statement, another one than the fault, so that it returns what it should
 * for many arguments. A change elsewhere is no way: the function would still not do what its comment says. Nor is one
 * that works only because of what the functions that it calls happen to return: any others stand in for them here.
 */
export function otherRepairs(
  mutant: Mutant,
  right: FunctionDefinition,
  faulty: FunctionDefinition,
  random: RandomStream,
): Repair[] {
  const { program, changed, branch } = mutant;
  const module = program.modules.find(({ functions }) => functions.includes(faulty))!;
  const known = standIns(program, right.name);
  const checks = checksOf(right, known, random);
  const repairs: Repair[] = [];
  for (const other of mutantsIn(program, module, faulty)) {
    if (notOfOneLine.has(other.operator)) continue;
    const met = [{ statement: changed, branch }, ...repairs];
    if (met.some((repair) => repair.statement === other.statement && repair.branch === other.branch))
      continue;
    const repaired = functionsOf(other.program).find(({ name }) => name === right.name)!;
    const mended = alone(repaired);
    const mends = checks.every(({ given, expected }) => {
      const result = resultOf(mended, copied(given), known);
      return result !== null && equalJson(jsonOf(result), jsonOf(expected));
    });
    if (mends) repairs.push({ statement: other.statement, branch: other.branch, repaired });
  }
  return repairs;
}

/** Null when the program comes to nothing. */
export function resultOf(program: Program, given: Value, known: Known): Value | null {
  try {
    return run(program, [given], { stepsMax, known });
  } catch (error) {
    if (error instanceof ProgramError) return null;
    throw error;
  }
}

/** Arguments of a function, and what it should return for them. */
function checksOf(
  right: FunctionDefinition,
  known: Known,
  random: RandomStream,
): { given: Value; expected: Value }[] {
  const [parameter] = right.parameters;
  const least = right.naturals.includes(parameter!.name) ? 0 : -30;
  const number = () => random.int(least, 60);
  return Array.from({ length: checksDrawn }, (_, at) => {
    const given: Value = parameter!.type.kind === 'int' ? number() : Array.from({ length: at % 8 }, number);
    const expected = resultOf(alone(right), copied(given), known);
    return expected === null ? [] : [{ given, expected }];
  }).flat();
}

/** Functions in the place of all but one, each unlike the others, that nothing they are given gets past unchanged. */
function standIns(program: Program, own: string): Known {
  const numbers = new Map(functionsOf(program).map(({ name }, at) => [name, 7 * at + 3]));
  return (name, [given]) => {
    if (name === own) return null;
    const number = numbers.get(name)!;
    const mixed = (value: number, at: number) => (((value * 37 + at * 11 + number) % 61) + 61) % 61;
    return Array.isArray(given)
      ? given.map((value, at) => mixed(value as number, at))
      : mixed(given as number, 0);
  };
}
