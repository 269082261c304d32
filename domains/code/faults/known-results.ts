/** What functions return, kept, so that a change in one function does not make all others run again. */
import { run } from '../ir/interpreter.ts';
import { type FunctionDefinition, functionsOf, type Program } from '../ir/program.ts';
import type { Value } from '../ir/values.ts';
import { calledIn } from './files.ts';

export const stepsMax = 20_000;

/**
 * Holds for programs in which no function changes what it is given, and none calls one that stands after it, as in
 * those that are drawn.
 */
export class KnownResults {
  /** Each function alone, since the results of those that it calls are known. */
  readonly #alone: Map<string, Program>;
  /** For each function all that it calls, by way of others too. */
  readonly #reached: ReadonlyMap<string, ReadonlySet<string>>;
  /** Of the functions that no change reaches, where there is a change. */
  readonly #before: ((name: string, parameters: readonly Value[]) => Value | null) | null;
  readonly #results = new Map<string, Value>();

  /** Of the program, or of one with these functions in the place of those of their names. */
  constructor(program: Program | KnownResults, changed: readonly FunctionDefinition[] = []) {
    if (program instanceof KnownResults) {
      this.#alone = new Map(program.#alone);
      this.#reached = program.#reached;
      this.#before = program.besides(...changed.map(({ name }) => name));
    } else {
      this.#alone = new Map(functionsOf(program).map((definition) => [definition.name, alone(definition)]));
      this.#reached = reachedIn(program);
      this.#before = null;
    }
    for (const definition of changed) this.#alone.set(definition.name, alone(definition));
  }

  /** The results that stay as they are when the functions with these names change. */
  besides(...changed: readonly string[]): (name: string, parameters: readonly Value[]) => Value | null {
    const stays = new Set(
      [...this.#reached].flatMap(([name, reached]) =>
        changed.some((one) => name === one || reached.has(one)) ? [] : [name],
      ),
    );
    return (name, parameters) => (stays.has(name) ? this.of(name, parameters) : null);
  }

  /** Throws `ProgramError`. */
  of(name: string, parameters: readonly Value[]): Value {
    const before = this.#before?.(name, parameters) ?? null;
    if (before !== null) return before;
    const key = `${name}${JSON.stringify(parameters)}`;
    let result = this.#results.get(key);
    if (result === undefined) {
      const known = (other: string, given: readonly Value[]) =>
        other === name ? null : this.of(other, given);
      result = run(this.#alone.get(name)!, parameters.map(copied), { stepsMax, known });
      this.#results.set(key, result);
    }
    return copied(result);
  }
}

/** A program of this function only. */
export function alone(definition: FunctionDefinition): Program {
  return { modules: [{ file: '', imports: [], functions: [definition] }], entry: definition.name };
}

function reachedIn(program: Program): ReadonlyMap<string, ReadonlySet<string>> {
  const reached = new Map<string, ReadonlySet<string>>();
  // A function stands after those that it calls.
  for (const definition of functionsOf(program)) {
    const called = calledIn(definition);
    reached.set(definition.name, new Set([...called, ...called.flatMap((name) => [...reached.get(name)!])]));
  }
  return reached;
}

/** Lists of whole numbers, and whole numbers. */
export function copied(value: Value): Value {
  return Array.isArray(value) ? [...value] : value;
}
