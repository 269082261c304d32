import { expect } from 'vitest';
import { createDraws } from '../../../measurement/numeric/draws.ts';
import type { WalkPlace } from '../../../measurement/practice/walk.ts';

/** A walk small enough to be enumerated: five abilities, four places, two rates. */
export const tinyThetas = Float64Array.of(-1, -0.5, 0, 0.5, 1);
export const tinyStart = Float64Array.of(0.1, 0.2, 0.4, 0.2, 0.1);
export const tinyRates = [
  { rate: 0.1, prior: 0.3 },
  { rate: 1.5, prior: 0.7 },
];
export const tinyPlaces: WalkPlace[] = [0, 0.3, 0.35, 0.9].map((x, place) => {
  const draws = createDraws('tiny-walk', place);
  return { x, likelihood: tinyThetas.map(() => 0.05 + draws.uniform()) };
});

type Matrix = number[][];

/** Every entry is what `expected` gives for its index, to so many decimals. */
export function expectEntries(actual: Float64Array, expected: (index: number) => number, decimals: number) {
  for (const [index, value] of actual.entries()) expect(value).toBeCloseTo(expected(index), decimals);
}

/**
 * Transition of the walk by its definition: it leaves a point for either neighbour at rate q / (2·step²), and at an
 * end has one neighbour only. exp(x·G) by scaling and squaring a Taylor series.
 */
export function transition(size: number, step: number, variance: number): Matrix {
  const rate = variance / (2 * step * step);
  const generator = Array.from({ length: size }, (_, i) =>
    Array.from({ length: size }, (_, j) => {
      if (Math.abs(i - j) === 1) return rate;
      if (i !== j) return 0;
      return i === 0 || i === size - 1 ? -rate : -2 * rate;
    }),
  );
  const halvings = Math.max(0, Math.ceil(Math.log2(4 * rate + 1))) + 4;
  let term = identity(size);
  let result = identity(size);
  for (let order = 1; order <= 18; order++) {
    term = product(term, generator).map((row) => row.map((value) => value / 2 ** halvings / order));
    result = result.map((row, i) => row.map((value, j) => value + term[i]![j]!));
  }
  for (let halving = 0; halving < halvings; halving++) result = product(result, result);
  return result;
}

interface WeighedPath {
  /** Index of the ability at each place. */
  readonly path: readonly number[];
  readonly rate: number;
  /** Posterior probability of path and rate. */
  readonly probability: number;
}

/** Every path of the tiny walk at every rate. */
export function enumeratePaths(): WeighedPath[] {
  const size = tinyThetas.length;
  const step = tinyThetas[1]! - tinyThetas[0]!;
  const found = tinyRates.flatMap(({ rate, prior }) => {
    const steps = tinyPlaces.map(({ x }, place) =>
      place === 0 ? identity(size) : transition(size, step, rate * (x - tinyPlaces[place - 1]!.x)),
    );
    return Array.from({ length: size ** tinyPlaces.length }, (_, code) => {
      const path = tinyPlaces.map((_, place) => Math.floor(code / size ** place) % size);
      const probability = path.reduce((weight, index, place) => {
        const moved = place === 0 ? tinyStart[index]! : steps[place]![path[place - 1]!]![index]!;
        return weight * moved * tinyPlaces[place]!.likelihood[index]!;
      }, prior);
      return { path, rate, probability };
    });
  });
  const total = found.reduce((sum, { probability }) => sum + probability, 0);
  return found.map((path) => ({ ...path, probability: path.probability / total }));
}

function identity(size: number): Matrix {
  return Array.from({ length: size }, (_, i) => Array.from({ length: size }, (_, j) => (i === j ? 1 : 0)));
}

function product(left: Matrix, right: Matrix): Matrix {
  return left.map((row) => row.map((_, j) => row.reduce((sum, value, k) => sum + value * right[k]![j]!, 0)));
}
