/** The lists that a function is tried on: drawn in plenty, and of them those kept that tell wrong functions apart. */
import type { RandomStream } from '../../random.ts';
import {
  applied,
  type Condition,
  type Operation,
  type Output,
  type Procedure,
  resultOf,
  sameOutput,
} from './operations.ts';
import type { Variant } from './variants.ts';

export interface Tried {
  readonly values: readonly number[];
  /** The list before each operation and after the last. */
  readonly states: readonly (readonly number[])[];
  readonly output: Output;
}

const lengthMax = 9;
const valueMin = -12;
const valueMax = 20;
/** Numbers and states beyond this are not for people to follow. */
export const magnitudeMax = 1_000_000;
/** Inputs that each variant should be told apart by, so that one class of them does not hang on a single one. */
const killersWanted = 2;

/** Different random lists, the empty one first, with many numbers near those that the conditions compare with. */
export function drawInputs(
  conditions: readonly Condition[],
  count: number,
  random: RandomStream,
): number[][] {
  const edges = conditions.flatMap(({ test, amount }) =>
    test === 'divisible' ? [0, amount, 2 * amount] : [amount - 1, amount, amount + 1],
  );
  const value = () =>
    edges.length > 0 && random.chance(0.3) ? random.pick(edges) : random.int(valueMin, valueMax);
  const inputs = new Map<string, number[]>([['', []]]);
  while (inputs.size < count) {
    const list: number[] = [];
    const length = random.int(1, lengthMax);
    while (list.length < length) {
      list.push(list.length > 0 && random.chance(0.15) ? random.pick(list) : value());
    }
    inputs.set(list.join(), list);
  }
  return [...inputs.values()];
}

/** Null where the numbers grow too large. */
export function tried({ operations, result }: Procedure, values: readonly number[]): Tried | null {
  const states: (readonly number[])[] = [values];
  for (const operation of operations) {
    const next = applied(operation, states.at(-1) as readonly number[]);
    if (next.some((value) => Math.abs(value) > magnitudeMax)) return null;
    states.push(next);
  }
  return { values, states, output: resultOf(result, states.at(-1) as readonly number[]) };
}

/** For each variant the numbers of the inputs on which it gives something else: the kill matrix. */
export function killersOf(variants: readonly Variant[], inputs: readonly Tried[]): number[][] {
  return variants.map((variant) => {
    const numbers: number[] = [];
    for (let number = 0; number < inputs.length; number++)
      if (isKilledBy(variant, inputs[number] as Tried)) numbers.push(number);
    return numbers;
  });
}

function isKilledBy({ procedure, from, rejoins }: Variant, { states, output }: Tried): boolean {
  const { operations, result } = procedure;
  // Where it comes to the same list as the procedure, and goes on alike from there, so do both to the end.
  const alike = rejoins === null ? -1 : operations.length - (states.length - 1 - rejoins);
  let list = states[from] as readonly number[];
  for (let at = from; at < operations.length; at++) {
    if (at === alike && sameOutput(list, states[rejoins as number] as readonly number[])) return false;
    list = applied(operations[at] as Operation, list);
  }
  return !sameOutput(resultOf(result, list), output);
}

/** Numbers of `count` inputs: those that tell variants apart, and what is left is filled up in order. */
export function chosenInputs(
  killers: readonly (readonly number[])[],
  inputsCount: number,
  count: number,
): number[] {
  const chosen = tellingInputs(killers, inputsCount, count);
  for (let number = 0; number < inputsCount && chosen.size < count; number++) chosen.add(number);
  return [...chosen].sort((left, right) => left - right);
}

/**
 * Numbers of up to `count` inputs that tell every variant apart which any of them does, each by several where there
 * are some: greedily the input that is wanted by most, after the first one, which is always there.
 */
export function tellingInputs(
  killers: readonly (readonly number[])[],
  inputsCount: number,
  count: number,
): Set<number> {
  const wanted = killers.map((numbers) => Math.min(killersWanted, numbers.length));
  const killsOf: number[][] = Array.from({ length: inputsCount }, () => []);
  for (const [variant, numbers] of killers.entries())
    for (const number of numbers) killsOf[number]!.push(variant);
  /** By input, how many variants it tells apart that are still wanted. */
  const gains = killsOf.map(({ length }) => length);
  const chosen = new Set<number>();
  const choose = (input: number) => {
    chosen.add(input);
    for (const variant of killsOf[input]!)
      if (--wanted[variant]! === 0) for (const number of killers[variant]!) gains[number]!--;
  };
  // The empty list is the edge that every reader must think of.
  choose(0);
  while (chosen.size < count) {
    let best = -1;
    let bestGain = 0;
    for (let number = 0; number < inputsCount; number++)
      if (gains[number]! > bestGain && !chosen.has(number)) [best, bestGain] = [number, gains[number]!];
    if (best < 0) break;
    choose(best);
  }
  return chosen;
}

/** What an input meets on its way: for each operation whether it finds nothing, does nothing or does something. */
export function behaviourOf({ states }: Tried): string {
  let behaviour = '';
  for (let at = 0; at + 1 < states.length; at++) {
    const before = states[at] as readonly number[];
    if (before.length === 0) behaviour += '0';
    else behaviour += sameOutput(before, states[at + 1] as readonly number[]) ? '=' : '+';
  }
  return behaviour;
}

export function conditionsOf({ operations, result }: Procedure): Condition[] {
  return [...operations, result].flatMap((part) => ('condition' in part ? [part.condition] : []));
}
