/** What functions return, kept, so that a change in one function does not make all others run again. */
import { run } from '../ir/interpreter.ts';
import { functionsOf, type Program } from '../ir/program.ts';
import type { Value } from '../ir/values.ts';
import { calledIn } from './files.ts';

export const stepsMax = 20_000;

export class KnownResults {
  /** Each function alone, since the results of those that it calls are known. */
  readonly #alone: ReadonlyMap<string, Program>;
  readonly #results = new Map<string, Value>();
  /** For each function all that it calls, by way of others too. */
  readonly #reached: ReadonlyMap<string, ReadonlySet<string>>;

  constructor(program: Program) {
    this.#alone = new Map(
      functionsOf(program).map((definition) => {
        const modules = [{ file: '', imports: [], functions: [definition] }];
        return [definition.name, { modules, entry: definition.name }];
      }),
    );
    const reached = new Map<string, ReadonlySet<string>>();
    // A function stands after those that it calls.
    for (const definition of functionsOf(program)) {
      const called = calledIn(definition);
      reached.set(
        definition.name,
        new Set([...called, ...called.flatMap((name) => [...reached.get(name)!])]),
      );
    }
    this.#reached = reached;
  }

  /** The results that stay as they are when the function with this name changes. */
  besides(changed: string): (name: string, parameters: readonly Value[]) => Value | null {
    return (name, parameters) =>
      name === changed || this.#reached.get(name)?.has(changed) !== false ? null : this.of(name, parameters);
  }

  /** Throws `ProgramError`. */
  of(name: string, parameters: readonly Value[]): Value {
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

/** Lists of whole numbers, and whole numbers. */
export function copied(value: Value): Value {
  return Array.isArray(value) ? [...value] : value;
}
