/** What functions that are there give for the very values that they were put together on, which spares calling them. */
import type { LeftOut, Value } from './plan.ts';

/** Results by value, the same object or number; null for what is too large. */
type Results = ReadonlyMap<Value, Value | null>;

interface Known {
  readonly whole: Results;
  /** Without one step of the function or of those that it calls, by the key of the step. */
  readonly without: ReadonlyMap<string, Results>;
}

export class KnownResults {
  readonly #known: Known[] = [];

  /** `without` has every step of the function and of those that it calls, each with the results in order. */
  note(
    at: number,
    values: readonly Value[],
    results: readonly Value[],
    without: readonly { readonly leftOut: LeftOut; readonly values: readonly (Value | null)[] }[],
  ): void {
    this.#known[at] = {
      whole: resultsOf(values, results),
      without: new Map(without.map((one) => [keyOf(one.leftOut), resultsOf(values, one.values)])),
    };
  }

  /** Undefined where it is not known. */
  result(at: number, value: Value, leftOut: LeftOut | null): Value | null | undefined {
    const known = this.#known[at];
    if (known === undefined) return undefined;
    const without = leftOut === null ? undefined : known.without.get(keyOf(leftOut));
    return (without ?? known.whole).get(value);
  }
}

export function keyOf({ function: at, step }: LeftOut): string {
  return `${at} ${step}`;
}

function resultsOf(values: readonly Value[], results: readonly (Value | null)[]): Results {
  return new Map(values.map((value, at) => [value, results[at]!]));
}
