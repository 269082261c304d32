/** A function that is being put together, with what would come of it without each of the steps so far. */
import { canonicalJson } from '../../json.ts';
import { argumentsOf, Evaluation, emptyOf, type LeftOut, sameValue, TooLarge } from './evaluation.ts';
import { type FunctionPlan, type Shape, type Step, shapeAfter, type Value } from './plan.ts';

/** Of the values that a step is tried on: so many it must change, leave with something in them, and keep apart. */
const changedShareMin = 0.3;
const fullShareMin = 0.7;
const distinctShareMin = 0.5;
/** Single numbers are alike more often than lists are. */
const distinctNumbersShareMin = 0.25;
/** Lists must not run out. */
const lengthMeanMin = 1.9;
const entriesMeanMin = 1.3;
/** Without any one of the earlier steps so many of the values must be others. */
const matteringShareMin = 0.12;

/** What has come so far without one step, of this function or of one that it calls; null for what is too large. */
interface Without {
  readonly leftOut: LeftOut;
  readonly values: readonly (Value | null)[];
}

export class Body {
  readonly steps: Step[] = [];
  shape: Shape;
  values: readonly Value[];
  readonly #at: number;
  readonly #functions: readonly FunctionPlan[];
  readonly #evaluation: Evaluation;
  #without: readonly Without[] = [];

  constructor(at: number, takes: Shape, values: readonly Value[], functions: readonly FunctionPlan[]) {
    [this.#at, this.shape, this.values, this.#functions] = [at, takes, values, functions];
    this.#evaluation = new Evaluation(functions);
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
    const distinct = distinctIn(next);
    const before = distinctIn(this.values);
    const wanted = shape === 'number' ? distinctNumbersShareMin : distinctShareMin;
    const enough = Math.min(shape === 'tally' ? entriesMeanMin : lengthMeanMin, meanLength(this.values));
    return (
      meanLength(next) >= enough &&
      changed >= changedShareMin * all &&
      full >= fullShareMin * all &&
      distinct >= wanted * before
    );
  }

  /** What comes after the step without each of those so far, itself included; null where one of them does not matter. */
  #withoutEach(step: Step, shape: Shape, next: readonly Value[]): Without[] | null {
    const without: Without[] = [];
    const matters = (leftOut: LeftOut, values: readonly (Value | null)[]): boolean => {
      without.push({ leftOut, values });
      const others = values.filter((value, at) => value === null || !sameValue(value, next[at]!)).length;
      return others >= matteringShareMin * next.length;
    };
    for (const { leftOut, values } of this.#without)
      if (!matters(leftOut, this.#after(step, values, leftOut))) return null;
    for (const leftOut of this.#stepsBehind(step)) {
      const known = this.#without.some(
        (one) => one.leftOut.function === leftOut.function && one.leftOut.step === leftOut.step,
      );
      if (!known && !matters(leftOut, this.#after(step, this.values, leftOut))) return null;
    }
    const itself = shape === this.shape ? this.values : this.values.map(() => emptyOf(shape));
    return matters({ function: this.#at, step: this.steps.length }, itself) ? without : null;
  }

  #after(step: Step, values: readonly (Value | null)[], leftOut: LeftOut): (Value | null)[] {
    const evaluation = new Evaluation(this.#functions, leftOut);
    return values.map((value) =>
      value === null ? null : orNull(() => evaluation.after(step, this.shape, value)),
    );
  }

  /** The steps of the function that is called, and of those that it calls. */
  #stepsBehind(step: Step): LeftOut[] {
    if (step.kind !== 'call') return [];
    const reached = new Set([step.function]);
    const behind: LeftOut[] = [];
    for (const at of reached)
      for (const [number, inner] of this.#functions[at]!.steps.entries()) {
        behind.push({ function: at, step: number });
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

function distinctIn(values: readonly Value[]): number {
  return new Set(values.map((value) => JSON.stringify(value))).size;
}

/** That of single values is larger than any. */
function meanLength(values: readonly Value[]): number {
  const lists = values.filter((value) => Array.isArray(value));
  if (lists.length === 0) return Number.POSITIVE_INFINITY;
  return lists.reduce((sum, list) => sum + list.length, 0) / lists.length;
}
