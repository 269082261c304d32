/** What the functions of a composition return. */
import { magnitudeMax } from '../synthesis/inputs.ts';
import { applied, changed, meets, resultOf } from '../synthesis/operations.ts';
import type { KnownResults } from './known-results.ts';
import {
  type CallStep,
  type FieldCondition,
  type FunctionPlan,
  type Item,
  type Label,
  type LeftOut,
  type OwnStep,
  type Shape,
  type ShapeStep,
  type Step,
  shapeAfter,
  type Tally,
  type Value,
} from './plan.ts';

type Numbers = readonly number[];
type Records = readonly Item[];
type Words = readonly Label[];
type Entry = Tally[number];

/** Values beyond this are not for people to follow, and programs differ in what they make of them. */
export const lengthMax = 24;

/** A call that comes to numbers or lists that are too large. */
export class TooLarge extends Error {
  override readonly name = 'TooLarge';
}

export class Evaluation {
  readonly #functions: readonly FunctionPlan[];
  readonly #leftOut: LeftOut | null;
  readonly #known: KnownResults | null;

  constructor(
    functions: readonly FunctionPlan[],
    leftOut: LeftOut | null = null,
    known: KnownResults | null = null,
  ) {
    this.#functions = functions;
    this.#leftOut = leftOut;
    this.#known = known;
  }

  /** Throws `TooLarge`. */
  result(at: number, value: Value): Value {
    const known = this.#known?.result(at, value, this.#leftOut);
    if (known !== undefined) return knownOrThrow(known);
    const { takes, steps } = this.#functions[at]!;
    const omitted = this.#leftOut?.function === at ? this.#leftOut.step : -1;
    let shape = takes;
    let state = value;
    for (const [number, step] of steps.entries()) {
      const next = shapeAfter(step, shape, this.#functions);
      if (number !== omitted) state = this.after(step, shape, state);
      else if (next !== shape) state = emptyOf(next);
      shape = next;
    }
    return state;
  }

  /** What steps make of a value of a shape. Throws `TooLarge`. */
  resultFrom(steps: readonly Step[], from: Shape, value: Value): Value {
    let shape = from;
    let state = value;
    for (const step of steps) {
      state = this.after(step, shape, state);
      shape = shapeAfter(step, shape, this.#functions);
    }
    return state;
  }

  /** The value before each step of a function and after the last. Throws `TooLarge`. */
  states(at: number, value: Value): Value[] {
    const { takes, steps } = this.#functions[at]!;
    const states = [value];
    let shape = takes;
    for (const step of steps) {
      states.push(this.after(step, shape, states.at(-1)!));
      shape = shapeAfter(step, shape, this.#functions);
    }
    return states;
  }

  after(step: Step, shape: Shape, value: Value): Value {
    const next = step.kind === 'call' ? this.#called(step, shape, value) : stepped(step, value);
    if (isTooLarge(next)) throw new TooLarge();
    return next;
  }

  #called({ way, function: at }: CallStep, shape: Shape, value: Value): Value {
    switch (way) {
      case 'pass':
        return this.result(at, value);
      case 'each':
        return (value as Numbers | Records).map((part) => this.result(at, part)) as Numbers | Records;
      case 'append':
        return [...(value as Numbers), ...(this.result(at, value) as Numbers)];
      case 'offset': {
        const amount = this.result(at, value) as number;
        if (shape === 'numbers') return (value as Numbers).map((number) => number + amount);
        if (shape === 'tally')
          return (value as Tally).map(([label, number]): Entry => [label, number + amount]);
        return (value as Records).map((item) => ({ ...item, first: item.first + amount }));
      }
    }
  }
}

function knownOrThrow(known: Value | null): Value {
  if (known === null) throw new TooLarge();
  return known;
}

/** What a call hands to the function, one value or each part of it. */
export function argumentsOf({ way }: CallStep, value: Value): readonly Value[] {
  return way === 'each' ? (value as Numbers | Records) : [value];
}

export function emptyOf(shape: Shape): Value {
  if (shape === 'number') return 0;
  return shape === 'record' ? { label: 0, first: 0, second: 0 } : [];
}

/** As a caller sees it: the order of the entries of a tally does not count. */
export function sameResult(shape: Shape, left: Value, right: Value): boolean {
  if (shape === 'tally') {
    const numbers = new Map(left as Tally);
    return (
      numbers.size === (right as Tally).length &&
      (right as Tally).every(([label, number]) => numbers.get(label) === number)
    );
  }
  return sameValue(left, right);
}

/** The same in order too. */
export function sameValue(left: Value, right: Value): boolean {
  if (typeof left === 'number' || typeof right === 'number') return left === right;
  if (Array.isArray(left) && Array.isArray(right))
    return (
      left.length === right.length && left.every((part: Value, at) => sameValue(part, right[at] as Value))
    );
  const [one, other] = [left as Item, right as Item];
  return one.label === other.label && one.first === other.first && one.second === other.second;
}

export function meetsField({ field, condition }: FieldCondition, item: Item): boolean {
  return meets(condition, item[field]);
}

function isTooLarge(value: Value): boolean {
  if (typeof value === 'number') return Math.abs(value) > magnitudeMax;
  if (!Array.isArray(value)) {
    const { first, second } = value as Item;
    return Math.abs(first) > magnitudeMax || Math.abs(second) > magnitudeMax;
  }
  return value.length > lengthMax || value.some((part: Value) => isTooLarge(part));
}

function stepped(step: OwnStep, value: Value): Value {
  switch (step.kind) {
    case 'numbers':
      return applied(step.operation, value as Numbers);
    case 'number':
      return applied(step.operation, [value as number])[0]!;
    case 'field': {
      const { field, change, when } = step;
      return forItems(value, (item) =>
        when === null || meetsField(when, item) ? { ...item, [field]: changed(change, item[field]) } : item,
      );
    }
    case 'addField':
      return forItems(value, (item) => ({ ...item, [step.field]: item.first + item.second }));
    case 'keepRecords':
      return (value as Records).filter((item) => meetsField(step.when, item));
    case 'relabel':
      return (value as Records).map((item) =>
        item.label === step.from ? { ...item, label: step.to } : item,
      );
    case 'firstOfLabel':
      return (value as Records).filter(
        ({ label }, at, all) => all.findIndex((item) => item.label === label) === at,
      );
    case 'values':
      return (value as Tally).map(([label, number]): Entry => [label, changed(step.change, number)]);
    case 'keepEntries':
      return (value as Tally).filter(([, number]) => meets(step.condition, number));
    case 'dropEntry':
      return (value as Tally).filter(([label]) => label !== step.label);
    case 'addToEntry': {
      const numbers = new Map(value as Tally);
      numbers.set(step.label, (numbers.get(step.label) ?? 0) + step.amount);
      return [...numbers];
    }
    case 'replaceWord':
      return (value as Words).map((word) => (word === step.from ? step.to : word));
    case 'dropWord':
      return (value as Words).filter((word) => word !== step.label);
    case 'distinctWords':
      return [...new Set(value as Words)];
    case 'skipItems':
      return (value as Words).slice(step.count);
    case 'reverseItems':
      return (value as Words).toReversed();
    default:
      return reshaped(step, value);
  }
}

function reshaped(step: ShapeStep, value: Value): Value {
  switch (step.kind) {
    case 'summary':
      return resultOf(step.result, summedUp(step.of, value));
    case 'numbersToRecords':
      return (value as Numbers).map((number, at) => ({
        label: sorted(step, number),
        first: number,
        second: at + 1,
      }));
    case 'numbersToWords':
      return (value as Numbers).map((number) => sorted(step, number));
    case 'numbersToTally': {
      const numbers = new Map([
        [step.met, 0],
        [step.unmet, 0],
      ]);
      for (const number of value as Numbers)
        numbers.set(sorted(step, number), numbers.get(sorted(step, number))! + number);
      return [...numbers];
    }
    case 'combine':
      return step.of === 'record'
        ? combined(step.how, value as Item)
        : (value as Records).map((item) => combined(step.how, item));
    case 'recordsToTally': {
      const numbers = new Map<Label, number>();
      for (const item of value as Records) {
        const before = numbers.get(item.label);
        numbers.set(item.label, before === undefined ? startOf(step, item) : counted(step, before, item));
      }
      return [...numbers];
    }
    case 'recordsToWords':
      return (value as Records).map(({ label }) => label);
    case 'tallyToNumbers':
      return (value as Tally).map(([, number]) => number);
    case 'tallyToWords':
      return (value as Tally).filter(([, number]) => meets(step.condition, number)).map(([label]) => label);
    case 'tallyToRecords':
      return (value as Tally).map(([label, first], at) => ({ label, first, second: at + 1 }));
    case 'entry':
      return (value as Tally).find(([label]) => label === step.label)?.[1] ?? 0;
    case 'wordsToTally': {
      const numbers = new Map<Label, number>();
      for (const word of value as Words) numbers.set(word, (numbers.get(word) ?? 0) + 1);
      return [...numbers];
    }
    case 'wordsToNumbers':
      return (value as Words).map(
        (word) => step.table.find(([label]) => label === word)?.[1] ?? step.otherwise,
      );
    case 'wordsToRecords':
      return (value as Words).map((label, at, all) => ({
        label,
        first: at + 1,
        second: all.filter((other) => other === label).length,
      }));
    case 'countWord':
      return (value as Words).filter((word) => word === step.label).length;
  }
}

function forItems(value: Value, change: (item: Item) => Item): Value {
  return Array.isArray(value) ? (value as Records).map(change) : change(value as Item);
}

function sorted({ condition, met, unmet }: Extract<OwnStep, { met: Label }>, number: number): Label {
  return meets(condition, number) ? met : unmet;
}

function combined(how: Extract<OwnStep, { kind: 'combine' }>['how'], { first, second }: Item): number {
  switch (how) {
    case 'first':
      return first;
    case 'second':
      return second;
    case 'sum':
      return first + second;
    case 'difference':
      return first - second;
  }
}

function summedUp(of: Extract<OwnStep, { kind: 'summary' }>['of'], value: Value): Numbers {
  if (of === 'numbers') return value as Numbers;
  if (of === 'tally') return (value as Tally).map(([, number]) => number);
  return (value as Records).map((item) => item[of]);
}

type RecordsToTally = Extract<OwnStep, { kind: 'recordsToTally' }>;

function startOf({ how, field }: RecordsToTally, item: Item): number {
  return how === 'count' ? 1 : item[field];
}

function counted({ how, field }: RecordsToTally, before: number, item: Item): number {
  if (how === 'count') return before + 1;
  return how === 'sum' ? before + item[field] : Math.max(before, item[field]);
}
