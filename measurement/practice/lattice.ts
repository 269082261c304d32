import { normal95, walkGrid } from '../constants.ts';
import { normalCdf } from '../numeric/statistics.ts';

/** The points that an ability walks on. */
export const walkThetas: Float64Array = Float64Array.from(
  { length: Math.round((walkGrid.max - walkGrid.min) / walkGrid.step) + 1 },
  (_, index) => walkGrid.min + index * walkGrid.step,
);

export function stepOf(lattice: Float64Array): number {
  return lattice[1]! - lattice[0]!;
}

export interface LatticeSummary {
  readonly mean: number;
  readonly sd: number;
  /** 95 % equal-tail interval. */
  readonly lower: number;
  readonly upper: number;
}

/** Moments and interval of mass on an even lattice, each point's mass spread evenly over its cell. */
export function summarise(thetas: Float64Array, mass: Float64Array): LatticeSummary {
  let first = 0;
  let second = 0;
  mass.forEach((share, index) => {
    first += share * thetas[index]!;
    second += share * thetas[index]! ** 2;
  });
  const tail = 1 - normalCdf(normal95);
  return {
    mean: first,
    sd: Math.sqrt(Math.max(second - first ** 2, 0)),
    lower: latticeQuantile(thetas, mass, tail),
    upper: latticeQuantile(thetas, mass, 1 - tail),
  };
}

/** Mass below `theta`, each point's mass spread evenly over its cell. */
export function massBelow(thetas: Float64Array, mass: Float64Array, theta: number): number {
  const step = stepOf(thetas);
  return mass.reduce((sum, share, index) => {
    const inside = (theta - thetas[index]!) / step + 0.5;
    return sum + share * Math.min(Math.max(inside, 0), 1);
  }, 0);
}

function latticeQuantile(thetas: Float64Array, mass: Float64Array, probability: number): number {
  let below = 0;
  for (let index = 0; index < mass.length; index++) {
    const share = mass[index]!;
    if (below + share >= probability) {
      return thetas[index]! + ((probability - below) / share - 0.5) * stepOf(thetas);
    }
    below += share;
  }
  return thetas.at(-1)! + stepOf(thetas) / 2;
}

/**
 * Mass on any lattice moved to `walkThetas`: each point's is shared between its two neighbours so that the mean
 * stays; what lies beyond the ends goes to the ends.
 */
export function ontoWalk(thetas: Float64Array, mass: Float64Array): Float64Array {
  const result = new Float64Array(walkThetas.length);
  thetas.forEach((theta, index) => {
    const position = (theta - walkGrid.min) / walkGrid.step;
    const clamped = Math.min(Math.max(position, 0), result.length - 1);
    const low = Math.min(Math.floor(clamped), result.length - 2);
    const share = clamped - low;
    result[low] = result[low]! + (1 - share) * mass[index]!;
    result[low + 1] = result[low + 1]! + share * mass[index]!;
  });
  return result;
}
