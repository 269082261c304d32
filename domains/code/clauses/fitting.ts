/** Lists of which guards hold or fail as wanted: random ones, changed until they fit. */
import type { RandomStream } from '../../random.ts';
import { type Condition, meets } from '../synthesis/operations.ts';
import { type Guard, holds, type Relation, sumOf } from './clause.ts';

const sizeMax = 12;
/** Changes before a list is given up, besides one for each guard. */
const roundsMin = 4;

/** A list that the guards hold of or fail for as `wanted` says, null leaves it open; null where none is found. */
export function fittedList(
  guards: readonly Guard[],
  wanted: readonly (boolean | null)[],
  start: readonly number[],
  random: RandomStream,
): readonly number[] | null {
  let list = start;
  for (let round = roundsMin + guards.length; round > 0; round--) {
    const number = wrongFrom(random.int(0, guards.length - 1), guards, wanted, list);
    if (number === null) return list;
    list = changedFor(guards[number] as Guard, wanted[number] as boolean, list, random);
    if (list.length > sizeMax) return null;
  }
  return null;
}

/** Of the guards from a number on, and round again, the first that is not as wanted. */
function wrongFrom(
  from: number,
  guards: readonly Guard[],
  wanted: readonly (boolean | null)[],
  list: readonly number[],
): number | null {
  for (let offset = 0; offset < guards.length; offset++) {
    const number = (from + offset) % guards.length;
    const so = wanted[number] as boolean | null;
    if (so !== null && holds(guards[number] as Guard, list) !== so) return number;
  }
  return null;
}

/** The list changed a little, mostly so that the guard holds, or else fails, and often only just. */
function changedFor(
  guard: Guard,
  so: boolean,
  list: readonly number[],
  random: RandomStream,
): readonly number[] {
  switch (guard.kind) {
    case 'size':
      return resized(list, Math.max(0, numberThat(guard.condition, so, random)), random);
    case 'first':
    case 'last':
      return withAt(
        list,
        guard.kind === 'first' ? 0 : list.length - 1,
        numberThat(guard.condition, so, random),
      );
    case 'sum': {
      const at = random.int(0, Math.max(0, list.length - 1));
      const missing = numberThat(guard.condition, so, random) - sumOf(list);
      return withAt(list, at, (list[at] ?? 0) + missing);
    }
    case 'some':
    case 'none':
      return withSome(guard.condition, (guard.kind === 'some') === so, list, random);
    case 'contains':
      return so
        ? withAt(list, random.int(0, Math.max(0, list.length - 1)), guard.amount)
        : list.map((value) => (value === guard.amount ? value + random.pick([-1, 1]) : value));
    case 'repeats':
    case 'distinct':
      return (guard.kind === 'repeats') === so ? withCopy(list, random) : withoutCopies(list, random);
    case 'ends':
      return withEnds(guard.relation, so, list, random);
    case 'all':
    case 'any': {
      const parts = (guard.kind === 'all') === so ? guard.of : [random.pick(guard.of)];
      return parts.reduce(
        (changed, part) => (holds(part, changed) === so ? changed : changedFor(part, so, changed, random)),
        list,
      );
    }
  }
}

/** A number that meets the condition, or does not; half of the time, right at its edge. */
function numberThat({ test, amount }: Condition, so: boolean, random: RandomStream): number {
  if (test === 'divisible') {
    const multiple = amount * random.int(-3, 5);
    return so ? multiple : multiple + random.int(1, amount - 1);
  }
  const beyond = random.chance(0.5) ? 0 : random.int(1, 8);
  const upwards = (test === 'above') === so;
  const edge = so ? amount + (upwards ? 1 : -1) : amount;
  return upwards ? edge + beyond : edge - beyond;
}

function resized(list: readonly number[], size: number, random: RandomStream): number[] {
  const resized = list.slice(0, size);
  while (resized.length < size) resized.push(random.int(-12, 20));
  return resized;
}

/** The list with another number at a place; of an empty list, one of this number alone. */
function withAt(list: readonly number[], at: number, value: number): readonly number[] {
  return list.length === 0 ? [value] : list.with(at, value);
}

function withSome(
  condition: Condition,
  some: boolean,
  list: readonly number[],
  random: RandomStream,
): readonly number[] {
  if (some)
    return withAt(list, random.int(0, Math.max(0, list.length - 1)), numberThat(condition, true, random));
  return list.map((value) => (meets(condition, value) ? numberThat(condition, false, random) : value));
}

function withCopy(list: readonly number[], random: RandomStream): readonly number[] {
  if (list.length === 0) return [3, 3];
  const from = random.int(0, list.length - 1);
  if (list.length === 1 || random.chance(0.3))
    return list.toSpliced(random.int(0, list.length), 0, list[from] as number);
  const others = list.map((_, at) => at).filter((at) => at !== from);
  return list.with(random.pick(others), list[from] as number);
}

function withoutCopies(list: readonly number[], random: RandomStream): readonly number[] {
  const seen = new Set<number>();
  return list.map((value) => {
    let other = value;
    while (seen.has(other)) other = random.int(-20, 30);
    seen.add(other);
    return other;
  });
}

function withEnds(
  relation: Relation,
  so: boolean,
  list: readonly number[],
  random: RandomStream,
): readonly number[] {
  if (list.length === 0) return [random.int(-12, 20)];
  const first = list[0] as number;
  const last = first + random.pick([-1, 0, 0, 1]) * random.int(1, 6);
  const changed = list.length === 1 ? [first, last] : list.with(list.length - 1, last);
  return holds({ kind: 'ends', relation }, changed) === so ? changed : [first];
}
