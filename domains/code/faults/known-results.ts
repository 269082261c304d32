/** What functions return, kept, so that a change in one function does not make all others run again. */
import { ProgramError } from '../ir/interpreter.ts';
import { type FunctionDefinition, functionsOf, type Program } from '../ir/program.ts';
import type { Value } from '../ir/values.ts';
import { ByInput } from './by-input.ts';
import { type Compiled, Compiler } from './compiled.ts';
import { calledIn } from './files.ts';
import { copiedWhole, type Outcome, type Whole } from './frame.ts';

export const stepsMax = 20_000;

/** What all programs have in common in which some functions of one program are changed. */
interface Common {
  /** By name, in the order of the text. */
  readonly numbers: ReadonlyMap<string, number>;
  readonly compilers: readonly Compiler[];
  /** For each function, by number, itself and all that it calls, by way of others too. */
  readonly reached: readonly ReadonlySet<number>[];
}

/**
 * Holds for programs in which no function changes what it is given, and none calls one that stands after it, as in
 * those that are drawn.
 */
export class KnownResults {
  readonly #common: Common;
  /** By number; each is run alone, since the results of those that it calls are known. */
  readonly #functions: Compiled[];
  /** The program before the change, where there is one. */
  readonly #before: KnownResults | null;
  /** By number; none of functions that no change reaches. */
  readonly #outcomes: readonly (ByInput<Outcome> | null)[];

  /** Of the program, or of one with these functions in the place of those of their names. */
  constructor(program: Program | KnownResults, changed: readonly FunctionDefinition[] = []) {
    if (program instanceof KnownResults) {
      this.#common = program.#common;
      this.#functions = program.#functions.slice();
      this.#before = program;
      const stays = this.#staying(changed.map(({ name }) => name));
      this.#outcomes = stays.map((stay) => (stay ? null : new ByInput()));
    } else {
      const definitions = functionsOf(program);
      this.#common = commonOf(definitions);
      this.#functions = definitions.map((one, at) => this.#common.compilers[at]!.compiled(one));
      this.#before = null;
      this.#outcomes = definitions.map(() => new ByInput());
    }
    for (const definition of changed)
      this.#functions[this.#numberOf(definition.name)] = this.#compiled(definition);
  }

  /** What functions return that stay as they are when those with these names change. */
  besides(...changed: readonly string[]): (name: string, parameters: readonly Value[]) => Value | null {
    const stays = this.#staying(changed);
    return (name, parameters) => (stays[this.#numberOf(name)] === true ? this.of(name, parameters) : null);
  }

  /** Throws `ProgramError`. */
  of(name: string, [given]: readonly Value[]): Value {
    const returned = this.returned(name, given!);
    if (returned === null) throw new ProgramError('result', `${name} comes to nothing`);
    return returned;
  }

  /** Null when the function comes to nothing. */
  returned(name: string, given: Value): Value | null {
    const { returned } = this.#outcome(this.#numberOf(name), given as Whole);
    return returned === null ? null : copiedWhole(returned);
  }

  /** As `keepsNaturals` says it of a program, for which all functions would be run anew. */
  keepsNaturals(name: string, given: Value): boolean {
    const { steps, keepsNaturals } = this.#outcome(this.#numberOf(name), given as Whole);
    return keepsNaturals && steps <= stepsMax;
  }

  /** What another function in the place of the one of its name returns, which calls none but those before it. */
  returnedBy(definition: FunctionDefinition): (given: Value) => Value | null {
    const compiled = this.#compiled(definition);
    return (given) => compiled(given as Whole, this.#outcome).returned as Value | null;
  }

  readonly #outcome = (called: number, given: Whole): Outcome => {
    const outcomes = this.#outcomes[called]!;
    if (outcomes === null) return this.#before!.#outcome(called, given);
    let outcome = outcomes.get(given);
    if (outcome === undefined) {
      outcome = this.#functions[called]!(given, this.#outcome);
      outcomes.add(copiedWhole(given), outcome);
    }
    return outcome;
  };

  #staying(changed: readonly string[]): boolean[] {
    const numbers = changed.map((name) => this.#numberOf(name));
    return this.#common.reached.map((reached) => !numbers.some((number) => reached.has(number)));
  }

  #compiled(definition: FunctionDefinition): Compiled {
    return this.#common.compilers[this.#numberOf(definition.name)]!.compiled(definition);
  }

  #numberOf(name: string): number {
    return this.#common.numbers.get(name)!;
  }
}

function commonOf(definitions: readonly FunctionDefinition[]): Common {
  const numbers = new Map(definitions.map(({ name }, at) => [name, at]));
  const compilers = definitions.map((definition) => new Compiler(definition, numbers, stepsMax));
  const reached: Set<number>[] = [];
  // A function stands after those that it calls.
  for (const [at, definition] of definitions.entries()) {
    const called = calledIn(definition).map((name) => numbers.get(name)!);
    reached.push(new Set([at, ...called.flatMap((number) => [...reached[number]!])]));
  }
  return { numbers, compilers, reached };
}

/** A program of this function only. */
export function alone(definition: FunctionDefinition): Program {
  return { modules: [{ file: '', imports: [], functions: [definition] }], entry: definition.name };
}

/** Lists of whole numbers, and whole numbers. */
export function copied(value: Value): Value {
  return Array.isArray(value) ? [...value] : value;
}
