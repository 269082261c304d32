/** What the functions of a composition return; null stands for what is too large. */
import {
  type CallStep,
  type FunctionPlan,
  type Item,
  type LeftOut,
  type Shape,
  type Step,
  shapeAfter,
  shapesOf,
  type Tally,
  type Value,
} from './plan.ts';
import { takingOf } from './steps.ts';
import { emptyOf, isTooLarge, sameValue } from './values.ts';
import type { Variant } from './variants.ts';

/** What a function returns, by its number. */
export type Call = (at: number, value: Value) => Value | null;
/** What a step makes of a value, given what functions return. */
export type StepFunction = (value: Value, call: Call) => Value | null;
/** The value before each step of a function and after the last. */
export type States = readonly Value[];

/** A function whose steps are ready to be taken, and what is known of values that it was carried out on. */
interface Ready {
  readonly plan: FunctionPlan;
  readonly shapes: readonly Shape[];
  readonly steps: readonly StepFunction[];
  /** The functions that each step leads to, by way of others too. */
  readonly reached: readonly ReadonlySet<number>[];
  /** By value, the same object. */
  readonly states: Map<Value, States | null>;
  /** Results without one step of the function or of those that it calls, by the key of the step and by value. */
  readonly without: Map<string, ReadonlyMap<Value, Value | null>>;
}

/** What came of the values that a function was put together on. */
export interface Noted {
  readonly states: readonly States[];
  /** Has every step of the function and of those that it calls, each with the results in order. */
  readonly without: readonly { readonly leftOut: LeftOut; readonly values: readonly (Value | null)[] }[];
}

/** Functions may be put in the place of others meanwhile. */
export class Evaluation {
  readonly #functions: readonly FunctionPlan[];
  readonly #ready: Ready[] = [];

  constructor(functions: readonly FunctionPlan[]) {
    this.#functions = functions;
  }

  /** Results that are not kept. */
  readonly call: Call = (at, value) => {
    const ready = this.#readyAt(at);
    const known = ready.states.get(value);
    return known === undefined ? takenAll(ready.steps, value, this.call) : lastOf(known);
  };

  /** Results that are kept with what leads to them, so that what is changed can be carried out from there. */
  readonly keptCall: Call = (at, value) => lastOf(this.states(at, value));

  /** The same array whenever it is asked for again with the same value, the very object. */
  states(at: number, value: Value): States | null {
    const ready = this.#readyAt(at);
    const known = ready.states.get(value);
    if (known !== undefined) return known;
    const states = this.#statesFrom(ready, value);
    ready.states.set(value, states);
    return states;
  }

  /** Results of the functions without one of the steps. */
  callWithout(leftOut: LeftOut): Call {
    const key = keyOf(leftOut);
    const call: Call = (at, value) => {
      const ready = this.#readyAt(at);
      const noted = ready.without.get(key)?.get(value);
      if (noted !== undefined) return noted;
      const states = ready.states.get(value) ?? null;
      if (at === leftOut.function) return this.#resultWithout(ready, leftOut.step, value, states);
      return states === null
        ? takenAll(ready.steps, value, call)
        : resumed(ready, 0, value, states, call, leftOut.function);
    };
    return call;
  }

  #resultWithout(ready: Ready, omitted: number, value: Value, states: States | null): Value | null {
    const { steps, shapes } = ready;
    const before = states === null ? takenAll(steps.slice(0, omitted), value, this.call) : states[omitted]!;
    if (before === null) return null;
    const [from, to] = [shapes[omitted]!, shapes[omitted + 1]!];
    const after = from === to ? before : emptyOf(to);
    return states === null
      ? takenAll(steps.slice(omitted + 1), after, this.call)
      : resumed(ready, omitted + 1, after, states, this.call);
  }

  /** What the variant of a function gives for a value, given the states that the function itself goes through. */
  resultWith({ function: at, from, to, steps }: Variant): (states: States) => Value | null {
    const ready = this.#readyAt(at);
    let shape = ready.shapes[from]!;
    const taken = steps.map((step) => {
      const take = this.stepFunction(step, shape);
      shape = shapeAfter(step, shape, this.#functions);
      return take;
    });
    return (states) => {
      const state = takenAll(taken, states[from]!, this.call);
      return state === null ? null : resumed(ready, to, state, states, this.call);
    };
  }

  note(at: number, { states, without }: Noted): void {
    const ready = this.#readyAt(at);
    const values = states.map(([value]) => value!);
    for (const each of states) ready.states.set(each[0]!, each);
    for (const { leftOut, values: results } of without)
      ready.without.set(keyOf(leftOut), new Map(values.map((value, number) => [value, results[number]!])));
  }

  stepFunction(step: Step, shape: Shape): StepFunction {
    const take: StepFunction =
      step.kind === 'call' ? (value, call) => called(step, shape, value, call) : takingOf(step);
    return (value, call) => {
      const next = take(value, call);
      return next === null || isTooLarge(next) ? null : next;
    };
  }

  #statesFrom({ steps }: Ready, value: Value): States | null {
    const states = [value];
    for (const take of steps) {
      const next = take(states.at(-1)!, this.keptCall);
      if (next === null) return null;
      states.push(next);
    }
    return states;
  }

  #readyAt(at: number): Ready {
    const plan = this.#functions[at]!;
    const ready = this.#ready[at];
    if (ready?.plan === plan) return ready;
    const shapes = shapesOf(plan, this.#functions);
    const made: Ready = {
      plan,
      shapes,
      steps: plan.steps.map((step, number) => this.stepFunction(step, shapes[number]!)),
      reached: plan.steps.map((step) => reachedBy(step, this.#functions)),
      states: new Map(),
      without: new Map(),
    };
    this.#ready[at] = made;
    return made;
  }
}

/**
 * Goes on from a value before a step. Where it is the value that the states have there, all that follows is theirs, up to
 * the next step that leads to the changed function, if one is.
 */
function resumed(
  { steps, reached }: Ready,
  from: number,
  value: Value,
  states: States,
  call: Call,
  changed: number | null = null,
): Value | null {
  let [step, state] = [from, value];
  for (;;) {
    if (sameValue(state, states[step]!)) {
      while (step < steps.length && (changed === null || !reached[step]!.has(changed))) step++;
      state = states[step]!;
    }
    if (step === steps.length) return state;
    const next = steps[step]!(state, call);
    if (next === null) return null;
    state = next;
    step++;
  }
}

function takenAll(steps: readonly StepFunction[], value: Value, call: Call): Value | null {
  let state = value;
  for (const take of steps) {
    const next = take(state, call);
    if (next === null) return null;
    state = next;
  }
  return state;
}

export function keyOf({ function: at, step }: LeftOut): string {
  return `${at} ${step}`;
}

/** The functions that the step leads to, by way of others too. */
export function reachedBy(step: Step, functions: readonly FunctionPlan[]): ReadonlySet<number> {
  const reached = new Set(step.kind === 'call' ? [step.function] : []);
  for (const at of reached)
    for (const inner of functions[at]!.steps) if (inner.kind === 'call') reached.add(inner.function);
  return reached;
}

/** What a call hands to the function, one value or each part of it. */
export function argumentsOf({ way }: CallStep, value: Value): readonly Value[] {
  return way === 'each' ? (value as readonly number[] | readonly Item[]) : [value];
}

function called({ way, function: at }: CallStep, shape: Shape, value: Value, call: Call): Value | null {
  if (way === 'each') return eachCalled(at, value as readonly number[] | readonly Item[], call);
  const result = call(at, value);
  if (result === null || way === 'pass') return result;
  if (way === 'append') return [...(value as readonly number[]), ...(result as readonly number[])];
  const amount = result as number;
  switch (shape) {
    case 'numbers':
      return (value as readonly number[]).map((number) => number + amount);
    case 'tally':
      return (value as Tally).map(([label, number]): Tally[number] => [label, number + amount]);
    default:
      return (value as readonly Item[]).map((item) => ({ ...item, first: item.first + amount }));
  }
}

function eachCalled(at: number, parts: readonly number[] | readonly Item[], call: Call): Value | null {
  const results: Value[] = [];
  for (const part of parts) {
    const result = call(at, part);
    if (result === null) return null;
    results.push(result);
  }
  return results as unknown as Value;
}

function lastOf(states: States | null): Value | null {
  return states === null ? null : states.at(-1)!;
}
