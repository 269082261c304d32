/** Lists of which guards are asked: each question is put to all of them at once, and once only. */
import { InputSet } from '../synthesis/input-set.ts';
import { type Condition, meets } from '../synthesis/operations.ts';
import { type Guard, hasRepeats, holds, sumOf } from './clause.ts';

type Lists = readonly (readonly number[])[];

/** What conditions ask about, of each list. */
interface Columns {
  readonly size: readonly number[];
  readonly first: readonly number[];
  readonly last: readonly number[];
  readonly sum: readonly number[];
  readonly largest: readonly number[];
  readonly least: readonly number[];
}

export class Sample {
  readonly lists: Lists;
  readonly #all: InputSet;
  readonly #columns: Columns;
  readonly #repeating: InputSet;
  readonly #known = new Map<Guard, InputSet>();

  constructor(lists: Lists) {
    this.lists = lists;
    this.#all = InputSet.all(lists.length);
    this.#columns = columnsOf(lists);
    this.#repeating = this.#where((list) => hasRepeats(list));
  }

  /** Those of which the guard holds. */
  meeting(guard: Guard): InputSet {
    const known = this.#known.get(guard);
    if (known !== undefined) return known;
    const found = this.#asked(guard);
    this.#known.set(guard, found);
    return found;
  }

  /** How many meet the guard, as a share. */
  shareOf(guard: Guard): number {
    return this.meeting(guard).size / this.lists.length;
  }

  #asked(guard: Guard): InputSet {
    switch (guard.kind) {
      case 'size':
      case 'first':
      case 'last':
      case 'sum':
        return inColumn(this.#columns[guard.kind], guard.condition);
      case 'some':
        return this.#some(guard.condition);
      case 'none':
        return this.#all.without(this.#some(guard.condition));
      case 'repeats':
        return this.#repeating;
      case 'distinct':
        return this.#all.without(this.#repeating);
      case 'contains':
      case 'ends':
        return this.#where((list) => holds(guard, list));
      case 'all':
        return guard.of.reduce((some, part) => some.and(this.meeting(part)), this.#all);
      case 'any':
        return guard.of.reduce((some, part) => some.or(this.meeting(part)), InputSet.none(this.lists.length));
    }
  }

  /** Some number is above another one where the largest is. */
  #some(condition: Condition): InputSet {
    switch (condition.test) {
      case 'above':
        return inColumn(this.#columns.largest, condition);
      case 'below':
        return inColumn(this.#columns.least, condition);
      case 'divisible':
        return this.#where((list) => holds({ kind: 'some', condition }, list));
    }
  }

  #where(is: (list: readonly number[]) => boolean): InputSet {
    return InputSet.where(this.lists.length, (number) => is(this.lists[number]!));
  }
}

/** What an empty list has not is no number, which is neither above nor below another one nor divisible. */
function columnsOf(lists: Lists): Columns {
  return {
    size: lists.map(({ length }) => length),
    first: lists.map((list) => list[0] ?? Number.NaN),
    last: lists.map((list) => list.at(-1) ?? Number.NaN),
    sum: lists.map(sumOf),
    largest: lists.map((list) => (list.length === 0 ? Number.NaN : Math.max(...list))),
    least: lists.map((list) => (list.length === 0 ? Number.NaN : Math.min(...list))),
  };
}

function inColumn(column: readonly number[], condition: Condition): InputSet {
  return InputSet.where(column.length, (number) => meets(condition, column[number]!));
}
