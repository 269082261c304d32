/** Faults by number: they are found again in the program as it should be, so that any of them can be put in. */
import { type Mutant, mutantsIn } from '../ir/mutation.ts';
import {
  type FunctionDefinition,
  functionsOf,
  type Module,
  type Program,
  statementsIn,
} from '../ir/program.ts';

/** One line of a function that is wrong. */
export interface Fault {
  readonly function: string;
  /** Of the statements of the function, in the order of the text. */
  readonly statement: number;
  /** Of the mutants of that statement. */
  readonly mutant: number;
}

/** What one slip makes of the statement with this number, the statements inside it apart. */
export function mutantsAt(program: Program, name: string, statement: number): Mutant[] {
  const definition = definitionIn(program, name);
  const wanted = statementsIn(definition.body)[statement];
  return mutantsIn(program, moduleOf(program, name), definition, (one) => one === wanted);
}

/** The program with these faults in it; none takes a statement away, so that all keep their numbers. */
export function withFaults(program: Program, faults: readonly Fault[]): Program {
  return faults.reduce(
    (faulty, { function: name, statement, mutant }) => mutantsAt(faulty, name, statement)[mutant]!.program,
    program,
  );
}

export function definitionIn(program: Program, name: string): FunctionDefinition {
  return functionsOf(program).find((definition) => definition.name === name)!;
}

export function moduleOf(program: Program, name: string): Module {
  return program.modules.find(({ functions }) => functions.some((one) => one.name === name))!;
}

/** The functions that are others than in the program, as they are in `changed`. */
export function changedIn(program: Program, changed: Program): FunctionDefinition[] {
  const before = new Set(functionsOf(program));
  return functionsOf(changed).filter((definition) => !before.has(definition));
}
