/** A function that is being put together, with what would come of it without each of the steps so far. */
import { canonicalJson } from '../../json.ts';
import { argumentsOf, Evaluation, emptyOf, sameValue, TooLarge } from './evaluation.ts';
import { type KnownResults, keyOf } from './known-results.ts';
import { type FunctionPlan, type LeftOut, type Shape, type Step, shapeAfter, type Value } from './plan.ts';

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
  readonly #known: KnownResults;
  readonly #samples: readonly Value[];
  readonly #evaluation: Evaluation;
  readonly #spread: Spread;
  #without: readonly Without[] = [];

  constructor(
    at: number,
    takes: Shape,
    samples: readonly Value[],
    functions: readonly FunctionPlan[],
    known: KnownResults,
  ) {
    [this.#at, this.shape, this.values, this.#samples] = [at, takes, samples, samples];
    [this.#functions, this.#known] = [functions, known];
    this.#evaluation = new Evaluation(functions, null, known);
    this.#spread = spreadOf(samples);
  }

  /** Notes what the function gives, now that it is whole. */
  noteResults(): void {
    this.#known.note(this.#at, this.#samples, this.values, this.#without);
  }

  /** Adds the step if it does something, leaves something to do and lets earlier steps matter; tells whether it did. */
  tryStep(step: Step): boolean {
    const last = this.steps.at(-1);
    // The same once more reads like a slip.
    if (last?.kind === step.kind && canonicalJson(last) === canonicalJson(step)) return false;
    const next = this.values.map((value) => orNull(() => this.#evaluation.after(step, this.shape, value)));
    if (!isWhole(next)) return false;
    const shape = shapeAfter(step, this.shape, this.#functions);
    if (!this.#goesOn(next, shape)) return false;
    const without = this.#withoutEach(step, shape, next);
    if (without === null) return false;
    this.steps.push(step);
    [this.shape, this.values, this.#without] = [shape, next, without];
    return true;
  }

  /** Values to call a function with, in the way that the step does. */
  argumentsFor(step: Extract<Step, { kind: 'call' }>): Value[] {
    return this.values.flatMap((value) => argumentsOf(step, value));
  }

  #goesOn(next: readonly Value[], shape: Shape): boolean {
    const all = next.length;
    const changed =
      shape === this.shape ? next.filter((value, at) => !sameValue(value, this.values[at]!)).length : all;
    const full = next.filter((value) => !Array.isArray(value) || value.length > 0).length;
    const { distinct, commonest } = spreadOf(next);
    const wanted = shape === 'number' ? distinctNumbersShareMin : distinctShareMin;
    const enough = Math.min(shape === 'tally' ? entriesMeanMin : lengthMeanMin, meanLength(this.values));
    return (
      meanLength(next) >= enough &&
      changed >= changedShareMin * all &&
      full >= fullShareMin * all &&
      distinct >= wanted * this.#spread.distinct &&
      commonest <= Math.max(this.#spread.commonest, commonestShareMax * all)
    );
  }

  /** What comes after the step without each of those so far, itself included; null where one of them does not matter. */
  #withoutEach(step: Step, shape: Shape, next: readonly Value[]): Without[] | null {
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
    for (const { leftOut, values } of this.#without)
      if (!matters(leftOut, this.#after(step, values, next, leftOut, behind.has(keyOf(leftOut)))))
        return null;
    for (const one of this.#without) behind.delete(keyOf(one.leftOut));
    for (const leftOut of behind.values())
      if (!matters(leftOut, this.#after(step, this.values, next, leftOut, true))) return null;
    const itself = shape === this.shape ? this.values : this.values.map(() => emptyOf(shape));
    if (!matters({ function: this.#at, step: this.steps.length }, itself)) return null;
    // Those that matter least are the first that a further step makes matter too little.
    return without.sort((left, right) => left.others - right.others);
  }

  /** `calls` tells whether the step calls the function that the left out step is of, by way of others too. */
  #after(
    step: Step,
    values: readonly (Value | null)[],
    next: readonly Value[],
    leftOut: LeftOut,
    calls: boolean,
  ): (Value | null)[] {
    const evaluation = calls ? new Evaluation(this.#functions, leftOut, this.#known) : this.#evaluation;
    return values.map((value, at) => {
      if (value === null) return null;
      if (!calls && value === this.values[at]) return next[at]!;
      return orNull(() => evaluation.after(step, this.shape, value));
    });
  }

  /** The steps of the function that is called, and of those that it calls. */
  #stepsBehind(step: Step): Map<string, LeftOut> {
    const behind = new Map<string, LeftOut>();
    if (step.kind !== 'call') return behind;
    const reached = new Set([step.function]);
    for (const at of reached)
      for (const [number, inner] of this.#functions[at]!.steps.entries()) {
        const leftOut = { function: at, step: number };
        behind.set(keyOf(leftOut), leftOut);
        if (inner.kind === 'call') reached.add(inner.function);
      }
    return behind;
  }
}

function orNull(make: () => Value): Value | null {
  try {
    return make();
  } catch (error) {
    if (error instanceof TooLarge) return null;
    throw error;
  }
}

function isWhole(values: readonly (Value | null)[]): values is readonly Value[] {
  return values.every((value) => value !== null);
}

/** How many different values there are, and how often the commonest comes. */
interface Spread {
  readonly distinct: number;
  readonly commonest: number;
}

function spreadOf(values: readonly Value[]): Spread {
  const counts = new Map<string, number>();
  for (const value of values) {
    const key = JSON.stringify(value);
    counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  return { distinct: counts.size, commonest: Math.max(...counts.values()) };
}

/** That of single values is larger than any. */
function meanLength(values: readonly Value[]): number {
  const lists = values.filter((value) => Array.isArray(value));
  if (lists.length === 0) return Number.POSITIVE_INFINITY;
  return lists.reduce((sum, list) => sum + list.length, 0) / lists.length;
}
