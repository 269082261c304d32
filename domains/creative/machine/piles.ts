import { codeOf, effectOf, type Operation } from './operations.ts';

/** The most numbers that a pile holds. */
export const room = 3;

/** The numbers of a pile, from the bottom to the top. */
export type Pile = readonly number[];

/** Stands where an operation cannot be carried out. */
export const impossible = -1;

/** An operation on piles that are numbers: `after` of a pile's number, or `impossible`; and the way back. */
export interface StepTable {
  readonly after: Int16Array;
  /** Those of `before` from `starts[pile]` to `starts[pile + 1]` lead to the pile. */
  readonly starts: Int32Array;
  readonly before: Int16Array;
}

/** How many piles of numbers from 0 to `modulus` - 1 there are. */
export function pilesOf(modulus: number): number {
  return firstOfHeight(room + 1, modulus);
}

/** The number of a pile: first the empty one, then those of height 1, and so on. */
export function pileNumber(pile: Pile, modulus: number): number {
  return firstOfHeight(pile.length, modulus) + pile.reduce((sum, item) => sum * modulus + item, 0);
}

/** The pile of a number, the other way round. */
export function pileOf(number: number, modulus: number): Pile {
  let height = 0;
  while (firstOfHeight(height + 1, modulus) <= number) height++;
  let rest = number - firstOfHeight(height, modulus);
  const pile: number[] = [];
  for (; pile.length < height; rest = Math.floor(rest / modulus)) pile.unshift(rest % modulus);
  return pile;
}

const known = new Map<string, StepTable>();

/** The table of an operation; made once, since few operations and moduli make up all machines. */
export function stepTable(operation: Operation, modulus: number): StepTable {
  const key = `${codeOf(operation)} ${modulus}`;
  const found = known.get(key) ?? madeTable(operation, modulus);
  known.set(key, found);
  return found;
}

function madeTable({ kind, builtIn }: Operation, modulus: number): StepTable {
  const { takes, puts, puttingOf } = effectOf(kind);
  const count = pilesOf(modulus);
  const after = new Int16Array(count).fill(impossible);
  for (const pile of allPiles(modulus)) {
    if (pile.length < takes || pile.length - takes + puts > room) continue;
    const kept = pile.slice(0, pile.length - takes);
    const put = puttingOf(pile.slice(pile.length - takes), modulus, builtIn);
    const result = [...kept, ...put.map((item) => ((item % modulus) + modulus) % modulus)];
    after[pileNumber(pile, modulus)] = pileNumber(result, modulus);
  }
  const starts = new Int32Array(count + 1);
  for (const pile of after) if (pile !== impossible) starts[pile + 1]!++;
  for (let pile = 0; pile < count; pile++) starts[pile + 1]! += starts[pile]!;
  const free = starts.slice();
  const before = new Int16Array(starts[count]!);
  for (const [pile, next] of after.entries()) if (next !== impossible) before[free[next]!++] = pile;
  return { after, starts, before };
}

function allPiles(modulus: number): Pile[] {
  const numbers = Array.from({ length: modulus }, (_, item) => item);
  let last: Pile[] = [[]];
  const all: Pile[] = [[]];
  for (let height = 1; height <= room; height++) {
    last = last.flatMap((pile) => numbers.map((item) => [...pile, item]));
    all.push(...last);
  }
  return all;
}

function firstOfHeight(height: number, modulus: number): number {
  let first = 0;
  for (let below = 0, count = 1; below < height; below++, count *= modulus) first += count;
  return first;
}
