import type { AbilityPosterior, SkillWeights } from '../ability/ability.ts';
import { normalCdf } from '../numeric/statistics.ts';
import { stepOf, walkThetas } from './lattice.ts';

/** How a skill's ability lies beside theta-bar after placement: moments of r_f = theta_f − theta-bar, in logits. */
export interface Residual {
  readonly mean: number;
  readonly sd: number;
}

/** Where a practice path begins: placement's theta-bar on `walkThetas`, and what every skill keeps beside it. */
export interface PathStart {
  readonly mass: Float64Array;
  readonly residuals: Readonly<Record<string, Residual>>;
}

/** Grid points of theta_d that weigh less move no reported number. */
const negligibleMass = 1e-12;

/**
 * Given theta_d the skills are independent with known moments, so theta-bar = Σ w_f theta_f has Σ w·mean and
 * Σ w²·variance there, and its posterior is the mixture of these normals over theta_d, the same that placement's
 * interval is of. A grid point gets the mass of its cell.
 */
export function pathStart(placement: AbilityPosterior, weights: SkillWeights): PathStart {
  const { mass, skills } = placement;
  const names = Object.keys(weights).sort();
  const onGrid = new Float64Array(walkThetas.length);
  const sums = new Map(names.map((name) => [name, { first: 0, second: 0 }]));
  mass.forEach((share, d) => {
    if (share < negligibleMass) return;
    const moments = names.map((name) => ({
      mean: skills[name]!.conditionalMean[d]!,
      variance: skills[name]!.conditionalVariance[d]!,
      weight: weights[name]!,
    }));
    const mean = moments.reduce((sum, own) => sum + own.weight * own.mean, 0);
    const variance = moments.reduce((sum, own) => sum + own.weight ** 2 * own.variance, 0);
    addNormal(onGrid, share, mean, variance);
    moments.forEach((own, index) => {
      const sum = sums.get(names[index]!)!;
      const offset = own.mean - mean;
      sum.first += share * offset;
      sum.second += share * (own.variance * (1 - 2 * own.weight) + variance + offset ** 2);
    });
  });
  const residuals = Object.fromEntries(
    [...sums].map(([name, { first, second }]) => [
      name,
      { mean: first, sd: Math.sqrt(Math.max(second - first ** 2, 0)) },
    ]),
  );
  return { mass: onGrid, residuals };
}

/** Adds a normal's mass cell by cell; the cells at the ends hold what lies beyond them. */
function addNormal(mass: Float64Array, share: number, mean: number, variance: number): void {
  // Without deviations nothing is left to vary; the mass then falls into one cell.
  const sd = Math.max(Math.sqrt(variance), Number.EPSILON);
  let below = 0;
  const step = stepOf(walkThetas);
  walkThetas.forEach((theta, index) => {
    const end = index === walkThetas.length - 1 ? 1 : normalCdf((theta + step / 2 - mean) / sd);
    mass[index] = mass[index]! + share * Math.max(end - below, 0);
    below = end;
  });
}
