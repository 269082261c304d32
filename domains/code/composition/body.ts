/** A function that is being put together, with what would come of it without each of the steps so far. */
import type { Json } from '../../json.ts';
import { equalJson } from '../ir/values.ts';
import {
  argumentsOf,
  type Evaluation,
  keyOf,
  type Noted,
  reachedBy,
  type StepFunction,
} from './evaluation.ts';
import { type FunctionPlan, type LeftOut, type Shape, type Step, shapeAfter, type Value } from './plan.ts';
import { DistinctValues, emptyOf, sameValue } from './values.ts';

/** Of the values that a step is tried on: so many it must change, leave with something in them, and keep apart. */
const changedShareMin = 0.3;
const fullShareMin = 0.7;
const distinctShareMin = 0.5;
/** Single numbers are alike more often than lists are. */
const distinctNumbersShareMin = 0.25;
/** No value may come more often than this, unless it did so from the beginning. */
const commonestShareMax = 0.34;
/** Lists must not run out. */
const lengthMeanMin = 1.9;
const entriesMeanMin = 1.3;
/** Without any one of the earlier steps so many of the values must be others. */
const matteringShareMin = 0.12;

/** What has come so far without one step, of this function or of one that it calls; null for what is too large. */
interface Without {
  readonly leftOut: LeftOut;
  readonly values: readonly (Value | null)[];
  /** How many of them are not what comes with the step. */
  readonly others: number;
}

export class Body {
  readonly steps: Step[] = [];
  shape: Shape;
  values: readonly Value[];
  readonly #at: number;
  readonly #functions: readonly FunctionPlan[];
  readonly #evaluation: Evaluation;
  /** The values before each of the steps. */
  readonly #earlier: (readonly Value[])[] = [];
  readonly #spread: Spread;
  #without: readonly Without[] = [];

  constructor(
    at: number,
    takes: Shape,
    samples: readonly Value[],
    functions: readonly FunctionPlan[],
    evaluation: Evaluation,
  ) {
    [this.#at, this.shape, this.values] = [at, takes, samples];
    [this.#functions, this.#evaluation] = [functions, evaluation];
    this.#spread = spreadOf(samples);
  }

  /** What is known of the function, once it is whole. */
  noted(): Noted {
    const states = this.values.map((value, at) => [...this.#earlier.map((values) => values[at]!), value]);
    return { states, without: this.#without };
  }

  /** Adds the step if it does something, leaves something to do and lets earlier steps matter; tells whether it did. */
  tryStep(step: Step): boolean {
    const last = this.steps.at(-1);
    // The same once more reads like a slip.
    if (last !== undefined && equalJson(last as unknown as Json, step as unknown as Json)) return false;
    const take = this.#evaluation.stepFunction(step, this.shape);
    const next = this.#takenByAll(take);
    if (next === null) return false;
    const shape = shapeAfter(step, this.shape, this.#functions);
    if (!this.#goesOn(next, shape)) return false;
    const without = this.#withoutEach(step, take, shape, next);
    if (without === null) return false;
    this.steps.push(step);
    this.#earlier.push(this.values);
    [this.shape, this.values, this.#without] = [shape, next, without];
    return true;
  }

  /** Values to call a function with, in the way that the step does. */
  argumentsFor(step: Extract<Step, { kind: 'call' }>): Value[] {
    return this.values.flatMap((value) => argumentsOf(step, value));
  }

  /** Null where one of the values becomes too large. */
  #takenByAll(take: StepFunction): Value[] | null {
    const next: Value[] = [];
    for (const value of this.values) {
      const after = take(value, this.#evaluation.keptCall);
      if (after === null) return null;
      next.push(after);
    }
    return next;
  }

  #goesOn(next: readonly Value[], shape: Shape): boolean {
    const enough = Math.min(shape === 'tally' ? entriesMeanMin : lengthMeanMin, meanLength(this.values));
    const full = next.filter((value) => !Array.isArray(value) || value.length > 0).length;
    return (
      meanLength(next) >= enough &&
      full >= fullShareMin * next.length &&
      this.#changes(next, shape) &&
      this.#keepsApart(next, shape)
    );
  }

  #changes(next: readonly Value[], shape: Shape): boolean {
    if (shape !== this.shape) return true;
    const changed = next.filter((value, at) => !sameValue(value, this.values[at]!)).length;
    return changed >= changedShareMin * next.length;
  }

  #keepsApart(next: readonly Value[], shape: Shape): boolean {
    const { distinct, commonest } = spreadOf(next);
    const wanted = shape === 'number' ? distinctNumbersShareMin : distinctShareMin;
    return (
      distinct >= wanted * this.#spread.distinct &&
      commonest <= Math.max(this.#spread.commonest, commonestShareMax * next.length)
    );
  }

  /** What comes after the step without each of those so far, itself included; null where one of them does not matter. */
  #withoutEach(step: Step, take: StepFunction, shape: Shape, next: readonly Value[]): Without[] | null {
    const without: Without[] = [];
    const matters = (leftOut: LeftOut, values: readonly (Value | null)[]): boolean => {
      // What is the same is the very same from here on, so that it is neither made nor compared again.
      const after = values.map((value, at) =>
        value !== null && sameValue(value, next[at]!) ? next[at]! : value,
      );
      const others = after.filter((value, at) => value !== next[at]).length;
      without.push({ leftOut, values: after, others });
      return others >= matteringShareMin * next.length;
    };
    const behind = this.#stepsBehind(step);
    for (const { leftOut, values } of this.#without) {
      const calls = behind.delete(keyOf(leftOut));
      if (!matters(leftOut, this.#after(take, values, next, calls ? leftOut : null))) return null;
    }
    for (const leftOut of behind.values())
      if (!matters(leftOut, this.#after(take, this.values, next, leftOut))) return null;
    const itself = shape === this.shape ? this.values : this.values.map(() => emptyOf(shape));
    if (!matters({ function: this.#at, step: this.steps.length }, itself)) return null;
    // Those that matter least are the first that a further step makes matter too little.
    return without.sort((left, right) => left.others - right.others);
  }

  /** `behind` is a step that is left out of a function that the step calls, by way of others too. */
  #after(
    take: StepFunction,
    values: readonly (Value | null)[],
    next: readonly Value[],
    behind: LeftOut | null,
  ): (Value | null)[] {
    const call = behind === null ? this.#evaluation.call : this.#evaluation.callWithout(behind);
    return values.map((value, at) => {
      if (value === null) return null;
      return behind === null && value === this.values[at] ? next[at]! : take(value, call);
    });
  }

  /** The steps of the function that is called, and of those that it calls. */
  #stepsBehind(step: Step): Map<string, LeftOut> {
    const behind = new Map<string, LeftOut>();
    for (const at of reachedBy(step, this.#functions))
      for (const number of this.#functions[at]!.steps.keys()) {
        const leftOut = { function: at, step: number };
        behind.set(keyOf(leftOut), leftOut);
      }
    return behind;
  }
}

/** How many different values there are, and how often the commonest comes. */
interface Spread {
  readonly distinct: number;
  readonly commonest: number;
}

function spreadOf(values: readonly Value[]): Spread {
  const distinct = new DistinctValues();
  for (const value of values) distinct.add(value);
  return { distinct: distinct.all.length, commonest: distinct.commonest() };
}

/** That of single values is larger than any. */
function meanLength(values: readonly Value[]): number {
  const lists = values.filter((value) => Array.isArray(value));
  if (lists.length === 0) return Number.POSITIVE_INFINITY;
  return lists.reduce((sum, list) => sum + list.length, 0) / lists.length;
}
