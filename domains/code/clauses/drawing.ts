/** Draws exceptions to a procedure, each of which decides for some lists and leaves some to the normal case. */
import { InstanceRejected } from '../../contract.ts';
import type { RandomStream } from '../../random.ts';
import type { Condition, Procedure } from '../synthesis/operations.ts';
import { type Clause, type Guard, type Outcome, sumOf } from './clause.ts';
import { fittedList } from './fitting.ts';
import type { Sample } from './sample.ts';

/** Guards of which the one is taken that holds about as rarely as wanted. */
const guardsCompared = 8;
const guardDrawsMax = 12;
const fittingsMax = 6;
const outcomeDrawsMax = 60;
const anyChance = 0.25;

/** Clauses in the order in which they are looked at. The sample is random, and `share` of it should meet a guard. */
export function drawClauses(
  count: number,
  share: number,
  normal: Procedure,
  sample: Sample,
  random: RandomStream,
): Clause[] {
  const outcomes = drawOutcomes(count, normal, random);
  const guards: Guard[] = [];
  for (const _ of outcomes) guards.push(drawGuard(guards, share, sample, random));
  return guards.map((guard, rank) => ({ guard, outcome: outcomes[rank] as Outcome }));
}

function drawGuard(earlier: readonly Guard[], share: number, sample: Sample, random: RandomStream): Guard {
  for (let draw = 0; draw < guardDrawsMax; draw++) {
    const guard = nearestGuard(share, sample, random);
    if (asksNothingInVain(guard, sample) && decides(earlier, guard, sample.lists, random)) return guard;
  }
  throw new InstanceRejected('no guard leaves something to decide');
}

function nearestGuard(share: number, sample: Sample, random: RandomStream): Guard {
  const drawn = Array.from({ length: guardsCompared }, () => drawSomeGuard(sample.lists, random));
  const distances = drawn.map((guard) => Math.abs(sample.shareOf(guard) - share));
  return drawn[distances.indexOf(Math.min(...distances))] as Guard;
}

/** Whether each of its questions makes a difference to some of the lists. */
function asksNothingInVain(guard: Guard, sample: Sample): boolean {
  if (!('of' in guard)) return true;
  const share = sample.shareOf(guard);
  return guard.of.every((_, at) => sample.shareOf({ ...guard, of: guard.of.toSpliced(at, 1) }) !== share);
}

/** Whether it can be the first that applies, and whether it can fail together with all before it. */
function decides(
  earlier: readonly Guard[],
  guard: Guard,
  lists: readonly (readonly number[])[],
  random: RandomStream,
): boolean {
  const guards = [...earlier, guard];
  const fail = earlier.map(() => false);
  return [true, false].every((so) => {
    for (let fitting = 0; fitting < fittingsMax; fitting++)
      if (fittedList(guards, [...fail, so], random.pick(lists), random) !== null) return true;
    return false;
  });
}

/** One to three questions about different things. */
function drawSomeGuard(lists: readonly (readonly number[])[], random: RandomStream): Guard {
  const subjects = random.sample(
    ['size', 'first', 'last', 'sum', 'numbers', 'contains', 'repeats', 'ends'] as const,
    random.int(1, 3),
  );
  const parts = subjects.map((subject) => drawQuestion(subject, random.pick(lists), random));
  if (parts.length === 1) return parts[0] as Guard;
  return { kind: parts.length === 2 && random.chance(anyChance) ? 'any' : 'all', of: parts };
}

function drawQuestion(
  subject: 'size' | 'first' | 'last' | 'sum' | 'numbers' | 'contains' | 'repeats' | 'ends',
  list: readonly number[],
  random: RandomStream,
): Guard {
  switch (subject) {
    case 'size':
      return { kind: subject, condition: drawSizeCondition(random) };
    case 'first':
    case 'last':
      return { kind: subject, condition: drawCondition(random.int(-8, 16), random.int(2, 5), random) };
    case 'sum':
      return {
        kind: subject,
        condition: drawCondition(sumOf(list), random.int(3, 6), random),
      };
    case 'numbers': {
      const test = random.pick(['divisible', 'above', 'below'] as const);
      const amount = { divisible: random.int(5, 9), above: random.int(8, 18), below: random.int(-10, 0) }[
        test
      ];
      return { kind: random.pick(['some', 'none']), condition: { test, amount } };
    }
    case 'contains':
      return { kind: subject, amount: random.int(-12, 20) };
    case 'repeats':
      return { kind: random.pick(['repeats', 'distinct']) };
    case 'ends':
      return { kind: subject, relation: random.pick(['<', '<=', '==', '>=', '>']) };
  }
}

/** `below` 1 is that the list is empty. */
function drawSizeCondition(random: RandomStream): Condition {
  return random.chance(0.5)
    ? { test: 'above', amount: random.int(2, 7) }
    : { test: 'below', amount: random.pick([1, 2, 3, 4, 5, 6]) };
}

function drawCondition(amount: number, divisor: number, random: RandomStream): Condition {
  const test = random.pick(['divisible', 'above', 'below'] as const);
  return { test, amount: test === 'divisible' ? divisor : amount };
}

/** Different ones; those of all kinds but three occur once. */
function drawOutcomes(count: number, normal: Procedure, random: RandomStream): Outcome[] {
  const outcomes = new Map<string, Outcome>();
  for (let draw = 0; draw < outcomeDrawsMax && outcomes.size < count; draw++) {
    const outcome = drawOutcome(normal, random);
    outcomes.set(JSON.stringify(outcome), outcome);
  }
  if (outcomes.size < count) throw new InstanceRejected('too few outcomes');
  return random.shuffle([...outcomes.values()]);
}

function drawOutcome({ operations, result }: Procedure, random: RandomStream): Outcome {
  const isList = result.kind === 'list';
  const amount = random.int(1, 99);
  switch (random.pick(['fixed', 'fixed', 'fixed', 'plain', 'more', 'without', 'rest'] as const)) {
    case 'fixed': {
      const value = random.chance(0.3) ? -amount : amount;
      return { kind: 'fixed', output: isList ? (random.chance(0.25) ? [] : [value]) : value };
    }
    case 'plain':
      return { kind: isList ? 'given' : random.pick(['size', 'sum']) };
    case 'more':
      return { kind: 'more', amount: isList || random.chance(0.5) ? amount : -amount };
    case 'without':
      return { kind: 'without', step: random.int(0, operations.length - 1) };
    case 'rest':
      return { kind: 'rest' };
  }
}
