/** What functions should return by their comments, and calls of them to tell whether they do. */
import { afterSteps, type Item } from './comment-steps.ts';
import type { Expression } from './program-tree.ts';

/** Arguments and what should be returned for them. */
export interface Check {
  readonly given: Item;
  readonly wanted: Item;
}

/** Results are kept; `spendOne` is called for each that is worked out. */
export class CommentResults {
  readonly #comments: ReadonlyMap<string, string>;
  readonly #spendOne: () => void;
  readonly #results = new Map<string, Item>();
  /** Arguments that functions are given when all of them do what they should, by function in the order of their ends. */
  readonly given = new Map<string, Item[]>();

  constructor(comments: ReadonlyMap<string, string>, spendOne: () => void) {
    [this.#comments, this.#spendOne] = [comments, spendOne];
  }

  of(name: string, given: Item): Item {
    const key = `${name} ${JSON.stringify(given)}`;
    const known = this.#results.get(key);
    if (known !== undefined) return known;
    const wanted =
      afterSteps(this.#comments.get(name) ?? '', given, (other, item) => this.of(other, item)) ??
      (typeof given === 'number' ? 0 : []);
    this.#results.set(key, wanted);
    this.#spendOne();
    if (!this.given.has(name)) this.given.set(name, []);
    this.given.get(name)!.push(given);
    return wanted;
  }
}

export function callOf(name: string, given: readonly Item[]): Expression {
  return { kind: 'call', of: { kind: 'name', name }, given: given.map(literalOf) };
}

function literalOf(item: Item): Expression {
  const literal = (value: number): Expression => ({ kind: 'literal', value });
  return typeof item === 'number' ? literal(item) : { kind: 'list', items: item.map(literal) };
}

export function copied(item: Item): number | number[] {
  return typeof item === 'number' ? item : [...item];
}
