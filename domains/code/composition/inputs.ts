/** The values that the functions of a composition are tried on: those kept that tell wrong functions apart. */
import { InstanceRejected } from '../../contract.ts';
import type { RandomStream } from '../../random.ts';
import { classesOf } from '../synthesis/grading.ts';
import type { Condition } from '../synthesis/operations.ts';
import { drawArguments } from './arguments.ts';
import { argumentsOf, Evaluation, type States } from './evaluation.ts';
import {
  type Composition,
  type Item,
  type LeftOut,
  type Shape,
  shapesOf,
  type Tally,
  type Value,
} from './plan.ts';
import { DistinctValues, emptyOf, sameResult, sameValue } from './values.ts';
import { conditionsIn, variantsOf } from './variants.ts';

/** What one function is tried on, what it gives for each, and the number of the behaviour class of each. */
export interface FunctionTests {
  readonly inputs: readonly Value[];
  readonly outputs: readonly Value[];
  readonly classes: readonly number[];
}

export interface CompositionTests {
  /** By the number of the function. */
  readonly functions: readonly FunctionTests[];
  /** Calls of the main function that may be shown: none of them is hidden. */
  readonly examples: readonly Example[];
  /** Variants that any value drawn tells apart, and how many of them the hidden ones do. */
  readonly variants: number;
  readonly variantsTold: number;
}

export interface Example {
  readonly input: Value;
  readonly output: Value;
}

interface Tried {
  readonly value: Value;
  readonly output: Value;
  readonly states: States;
}

/** Values drawn, of which so many are tried on at least and at most. */
const sizes = {
  main: { drawn: 80, least: 32, most: 64 },
  helper: { drawn: 40, least: 12, most: 28 },
} as const;
const examplesDrawn = 8;
/** Of the values drawn so many must not make numbers or lists too large. */
const smallShareMin = 0.75;
/** A function that mostly gives the same cannot be told from one that always does. */
const commonestShareMax = { main: 0.35, helper: 0.5 } as const;
/** Each step must matter to at least this share of what the main function is called with. */
const matteringShareMin = 0.05;
/** Parts of a list that is long. */
const longLengthMin = 5;
/** Inputs that each variant should be told apart by, so that one class of them does not hang on a single one. */
const killersWanted = 2;

/** Throws `InstanceRejected` where a step hardly matters or a function mostly gives the same. */
export function drawTests(composition: Composition, random: RandomStream): CompositionTests {
  const { functions } = composition;
  const evaluation = new Evaluation(functions);
  const candidates: Tried[][] = [];
  const met: Value[][] = functions.map(() => []);
  for (const [at, { steps }] of functions.entries()) {
    const all = drawTried(composition, at, met[at]!, evaluation, random);
    candidates.push(all);
    for (const { states } of all)
      for (const [number, step] of steps.entries())
        if (step.kind === 'call') met[step.function]!.push(...argumentsOf(step, states[number]!));
  }
  const [main] = candidates as [Tried[]];
  const examples = main.splice(main.length - examplesDrawn);
  requireThatAllMatters(composition, main, evaluation);
  const chosen = candidates.map((tried, at) => chooseTests(composition, at, tried, evaluation));
  return {
    functions: chosen.map(({ tests }) => tests),
    examples: examples
      .filter(({ output }) => !Array.isArray(output) || output.length > 0)
      .map(({ value, output }) => ({ input: value, output })),
    variants: chosen.reduce((sum, { variants }) => sum + variants, 0),
    variantsTold: chosen.reduce((sum, { told }) => sum + told, 0),
  };
}

/** Values drawn, half of them among those that the function meets when others call it. */
function drawTried(
  { functions }: Composition,
  at: number,
  met: readonly Value[],
  evaluation: Evaluation,
  random: RandomStream,
): Tried[] {
  const { takes, gives, steps } = functions[at]!;
  const kind = at === 0 ? 'main' : 'helper';
  const { drawn } = sizes[kind];
  const values = new DistinctValues();
  const edges = edgesOf(conditionsIn(steps));
  const [first, ...others] = drawArguments(takes, edges, drawn, random) as [Value, ...Value[]];
  values.add(first);
  addUpTo(drawn / 2, random.shuffle(met), values);
  addUpTo(drawn, others, values);
  const all = values.all.flatMap((value) => tried(at, value, evaluation));
  if (all.length < smallShareMin * values.all.length) throw new InstanceRejected('numbers grow too large');
  requireVariety(all, gives, commonestShareMax[kind]);
  return all;
}

function addUpTo(count: number, more: readonly Value[], values: DistinctValues): void {
  for (const value of more) {
    if (values.all.length >= count) return;
    values.add(value);
  }
}

function edgesOf(conditions: readonly Condition[]): number[] {
  return conditions.flatMap(({ test, amount }) =>
    test === 'divisible' ? [0, amount, 2 * amount] : [amount - 1, amount, amount + 1],
  );
}

function tried(at: number, value: Value, evaluation: Evaluation): Tried[] {
  const states = evaluation.states(at, value);
  return states === null ? [] : [{ value, states, output: states.at(-1)! }];
}

function requireVariety(all: readonly Tried[], gives: Shape, shareMax: number): void {
  const outputs = new DistinctValues();
  for (const { output } of all) outputs.add(gives === 'tally' ? inOrder(output as Tally) : output);
  if (outputs.commonest() > shareMax * all.length)
    throw new InstanceRejected('a function mostly gives the same');
}

function inOrder(tally: Tally): Tally {
  return tally.toSorted(([left], [right]) => left - right);
}

/** No step of any function, calls included, can be left out without consequences for what the main one gives. */
function requireThatAllMatters(
  { functions }: Composition,
  main: readonly Tried[],
  evaluation: Evaluation,
): void {
  const { gives } = functions[0]!;
  for (const [at, { steps }] of functions.entries())
    for (const step of steps.keys())
      if (!stepMatters({ function: at, step }, main, gives, evaluation))
        throw new InstanceRejected('a step hardly matters');
}

function stepMatters(
  leftOut: LeftOut,
  main: readonly Tried[],
  gives: Shape,
  evaluation: Evaluation,
): boolean {
  const callWithout = evaluation.callWithout(leftOut);
  let left = Math.ceil(matteringShareMin * main.length);
  for (const { value, output } of main) {
    if (!isSameResult(gives, callWithout(0, value), output)) left--;
    if (left <= 0) return true;
  }
  return false;
}

/** What is too large, null, is not the same. */
function isSameResult(gives: Shape, result: Value | null, output: Value): boolean {
  return result !== null && sameResult(gives, result, output);
}

/** Takes values in their order, and for each variant those that tell it apart, until it is told apart often enough. */
function chooseTests(
  composition: Composition,
  at: number,
  all: readonly Tried[],
  evaluation: Evaluation,
): { readonly tests: FunctionTests; readonly variants: number; readonly told: number } {
  const plan = composition.functions[at]!;
  const shapes = shapesOf(plan, composition.functions);
  const { least, most } = sizes[at === 0 ? 'main' : 'helper'];
  // The empty value is the edge that every reader must think of.
  const chosen = new Set([0]);
  let variants = 0;
  let told = 0;
  for (const variant of variantsOf(composition, at)) {
    const resultOf = evaluation.resultWith(variant);
    const tells = (number: number) =>
      !isSameResult(plan.gives, resultOf(all[number]!.states), all[number]!.output);
    let killers = 0;
    for (const number of chosen) if (killers < killersWanted && tells(number)) killers++;
    const already = killers;
    for (let number = 0; number < all.length && killers < killersWanted; number++) {
      if (chosen.has(number) || !tells(number)) continue;
      killers++;
      if (chosen.size < most) chosen.add(number);
    }
    if (killers > 0) variants++;
    if (already > 0 || (killers > 0 && chosen.size < most)) told++;
  }
  for (let number = 0; number < all.length && chosen.size < least; number++) chosen.add(number);
  const tests = [...chosen].sort((left, right) => left - right).map((number) => all[number]!);
  return {
    tests: {
      inputs: tests.map(({ value }) => value),
      outputs: tests.map(({ output }) => output),
      classes: classesOf(tests.map(({ states }) => behaviourOf(states, shapes))),
    },
    variants,
    told,
  };
}

/**
 * What a value is like, and what it meets on its way: for each step whether it finds nothing, does nothing or does
 * something.
 */
function behaviourOf(states: readonly Value[], shapes: readonly Shape[]): string {
  let behaviour = `${likenessOf(states[0]!)}:`;
  for (let at = 0; at + 1 < states.length; at++) {
    const before = states[at]!;
    if (sameValue(before, emptyOf(shapes[at]!))) behaviour += '0';
    else behaviour += shapes[at] === shapes[at + 1] && sameValue(before, states[at + 1]!) ? '=' : '+';
  }
  return behaviour;
}

/** The sign of a number, those of a record's numbers, and about how long a list or map is. */
function likenessOf(value: Value): string {
  if (typeof value === 'number') return signOf(value);
  if (!Array.isArray(value)) {
    const { first, second } = value as Item;
    return signOf(first) + signOf(second);
  }
  const parts = value.length;
  return parts === 0 ? 'none' : parts === 1 ? 'one' : parts < longLengthMin ? 'few' : 'many';
}

function signOf(value: number): string {
  return value === 0 ? '0' : value < 0 ? '-' : '+';
}
