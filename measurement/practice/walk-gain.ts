import { spread, spreadFrom, walkKernel } from './kernel.ts';
import { type LatticeSummary, massBelow, stepOf, summarise } from './lattice.ts';
import type { SmoothedWalk, Walk } from './walk.ts';

/** Posterior of theta_to − theta_from: mass on multiples of the grid's step, in logits. */
export interface GainPosterior extends LatticeSummary {
  readonly gains: Float64Array;
  readonly mass: Float64Array;
}

/** Places that weigh less than this share add nothing to a gain's distribution. */
const negligibleMass = 1e-7;

/**
 * The gain between two places, exactly: each ability at `from` is walked to `to` through everything answered between
 * and weighed by what was answered outside. Draws would do, at the cost of a verdict that depends on them. Throws a
 * RangeError unless from < to are places of the walk.
 */
export function gainBetween(walk: Walk, from: number, to: number): GainPosterior {
  if (!(from >= 0 && from < to && to < walk.xs.length)) {
    throw new RangeError(`a walk of ${walk.xs.length} places has no gain from place ${from} to ${to}`);
  }
  const size = walk.thetas.length;
  const mass = new Float64Array(2 * size - 1);
  for (const rated of walk.rates) addGains(mass, rated, walk.likelihoods, from, to);
  return gainPosterior(mass, stepOf(walk.thetas));
}

/** The gain over a stretch of the axis before any response: a step of the walk at each rate, weighed by its prior. */
export function priorGain(walk: Walk, from: number, to: number): GainPosterior {
  const size = walk.thetas.length;
  const mass = new Float64Array(2 * size - 1);
  for (const { rate, prior } of walk.rates) {
    walkKernel(rate * (walk.xs[to]! - walk.xs[from]!), stepOf(walk.thetas)).forEach((share, n) => {
      if (n >= size) return;
      mass[size - 1 + n] = mass[size - 1 + n]! + prior * share;
      if (n > 0) mass[size - 1 - n] = mass[size - 1 - n]! + prior * share;
    });
  }
  return gainPosterior(mass, stepOf(walk.thetas));
}

export function probabilityGainBelow(gain: GainPosterior, bound: number): number {
  return massBelow(gain.gains, gain.mass, bound);
}

function addGains(
  mass: Float64Array,
  { probability, forward, backward, kernels }: SmoothedWalk,
  likelihoods: readonly Float64Array[],
  from: number,
  to: number,
): void {
  const size = likelihoods[0]!.length;
  const start = forward[from]!.map((share, index) => share * backward[from]![index]!);
  const total = start.reduce((sum, share) => sum + share, 0);
  const joint = new Float64Array(mass.length);
  let jointTotal = 0;
  for (let origin = 0; origin < size; origin++) {
    if (start[origin]! < negligibleMass * total) continue;
    let reached = spreadFrom(origin, size, kernels[from + 1]!);
    weigh(reached, likelihoods[from + 1]!);
    for (let place = from + 2; place <= to; place++) {
      reached = spread(reached, kernels[place]!);
      weigh(reached, likelihoods[place]!);
    }
    for (let index = 0; index < size; index++) {
      const share = forward[from]![origin]! * reached[index]! * backward[to]![index]!;
      joint[size - 1 + index - origin] = joint[size - 1 + index - origin]! + share;
      jointTotal += share;
    }
  }
  joint.forEach((share, index) => {
    mass[index] = mass[index]! + (probability * share) / jointTotal;
  });
}

function weigh(mass: Float64Array, likelihood: Float64Array): void {
  for (let index = 0; index < mass.length; index++) mass[index] = mass[index]! * likelihood[index]!;
}

function gainPosterior(unscaled: Float64Array, step: number): GainPosterior {
  const total = unscaled.reduce((sum, share) => sum + share, 0);
  const mass = unscaled.map((share) => share / total);
  const centre = (mass.length - 1) / 2;
  const gains = mass.map((_, index) => (index - centre) * step);
  return { gains, mass, ...summarise(gains, mass) };
}
