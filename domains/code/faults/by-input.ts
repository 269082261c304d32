import type { Whole } from './frame.ts';

interface Entry<T> {
  readonly input: Whole;
  readonly known: T;
  /** The one before it whose input has the same hash. */
  readonly before: Entry<T> | undefined;
}

/** What is known by an input. Writing a list down as a key would take longer than most calls with it. */
export class ByInput<T> {
  readonly #last = new Map<number, Entry<T>>();

  get(input: Whole): T | undefined {
    let entry = this.#last.get(hashOf(input));
    while (entry !== undefined && !sameWhole(entry.input, input)) entry = entry.before;
    return entry?.known;
  }

  /** For an input that has none yet. */
  add(input: Whole, known: T): void {
    const hash = hashOf(input);
    this.#last.set(hash, { input, known, before: this.#last.get(hash) });
  }
}

export function sameWhole(left: Whole, right: Whole): boolean {
  if (typeof left === 'number' || typeof right === 'number') return left === right;
  if (left.length !== right.length) return false;
  for (let at = 0; at < left.length; at++) if (left[at] !== right[at]) return false;
  return true;
}

function hashOf(input: Whole): number {
  if (typeof input === 'number') return input;
  let hash = input.length;
  for (let at = 0; at < input.length; at++) hash = (Math.imul(hash, 31) + input[at]!) | 0;
  return hash;
}
