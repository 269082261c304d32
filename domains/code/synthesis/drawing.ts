import { InstanceRejected } from '../../contract.ts';
import type { RandomStream } from '../../random.ts';
import { magnitudeMax } from './inputs.ts';
import {
  applied,
  type Change,
  type Condition,
  type Operation,
  type Procedure,
  type Result,
  sameOutput,
} from './operations.ts';

/** Draws of one step before the procedure is given up. */
const drawsMax = 40;
/** Of the lists that a step is tried on: so many it must change, and so many it must leave with some numbers. */
const changedShareMin = 0.3;
const nonEmptyShareMin = 0.7;
/** Further along the lists must still differ from one another. */
const distinctShareMin = 0.5;

/**
 * A procedure of `count` operations, `conditional` of which ask something of each number, in random order. It grows step
 * by step on some lists, so that each step has something to do and leaves something to do.
 */
export function drawProcedure(
  count: number,
  conditional: number,
  lists: readonly (readonly number[])[],
  random: RandomStream,
): Procedure {
  const asks = random.shuffle(Array.from({ length: count }, (_, index) => index < conditional));
  const operations: Operation[] = [];
  let states = lists;
  for (const conditionally of asks) {
    const drawn = drawStep(conditionally, states, random);
    operations.push(drawn.operation);
    states = drawn.states;
  }
  return { operations, result: drawResult(states, random) };
}

function drawStep(
  conditionally: boolean,
  states: readonly (readonly number[])[],
  random: RandomStream,
): { readonly operation: Operation; readonly states: readonly (readonly number[])[] } {
  for (let draw = 0; draw < drawsMax; draw++) {
    const operation = conditionally ? drawConditional(states, random) : drawPlain(random);
    const next = states.map((list) => applied(operation, list));
    if (goesOn(states, next)) return { operation, states: next };
  }
  throw new InstanceRejected('no step goes on from here');
}

function goesOn(before: readonly (readonly number[])[], after: readonly (readonly number[])[]): boolean {
  let changed = 0;
  let nonEmpty = 0;
  for (const [index, list] of after.entries()) {
    if (!sameOutput(list, before[index] as readonly number[])) changed++;
    if (list.length > 0) nonEmpty++;
    if (list.some((value) => Math.abs(value) > magnitudeMax)) return false;
  }
  return (
    changed >= changedShareMin * after.length &&
    nonEmpty >= nonEmptyShareMin * after.length &&
    distinctCount(after) >= distinctShareMin * after.length
  );
}

function distinctCount(lists: readonly (readonly number[])[]): number {
  return new Set(lists.map((list) => list.join())).size;
}

function drawResult(states: readonly (readonly number[])[], random: RandomStream): Result {
  const kind = random.pick(['list', 'list', 'list', 'sum', 'sum', 'largest', 'count'] as const);
  return kind === 'count' ? { kind, condition: drawCondition(states, random) } : { kind };
}

export function drawConditional(states: readonly (readonly number[])[], random: RandomStream): Operation {
  const condition = drawCondition(states, random);
  if (random.chance(0.4)) return { kind: 'keep', condition };
  const whenMet = drawChange(random);
  let otherwise = random.chance(0.4) ? null : drawChange(random);
  while (otherwise?.by === whenMet.by && otherwise.amount === whenMet.amount) otherwise = drawChange(random);
  return { kind: 'choose', condition, whenMet, otherwise };
}

export function drawPlain(random: RandomStream): Operation {
  const kind = random.pick([
    'change',
    'change',
    'change',
    'skip',
    'every',
    'position',
    'reverse',
    'totals',
    'gaps',
    'distinct',
  ] as const);
  switch (kind) {
    case 'change':
      return { kind, change: drawChange(random) };
    case 'skip':
      return { kind, count: random.int(1, 2) };
    case 'every':
      return { kind, step: random.int(2, 3) };
    case 'position':
      return { kind, from: random.int(0, 1) };
    default:
      return { kind };
  }
}

export function drawChange(random: RandomStream): Change {
  const by = random.pick(['add', 'add', 'times', 'from', 'remainder'] as const);
  switch (by) {
    case 'add': {
      const amount = random.int(1, 9);
      return { by, amount: random.chance(0.5) ? amount : -amount };
    }
    case 'times':
      return { by, amount: random.pick([2, 3, 4, -1, -2]) };
    case 'from':
      return { by, amount: random.int(5, 30) };
    case 'remainder':
      return { by, amount: random.int(4, 12) };
  }
}

/** Compares with a number that occurs, so that it holds of some and not of others. */
export function drawCondition(states: readonly (readonly number[])[], random: RandomStream): Condition {
  const test = random.pick(['divisible', 'above', 'below'] as const);
  const values = random.pick(states);
  const amount = values.length === 0 ? random.int(0, 9) : random.pick(values);
  return { test, amount: test === 'divisible' ? random.int(2, 4) : amount };
}
