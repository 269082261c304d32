import { cumulative, pick } from '../../measurement/ability/ability-draws.ts';
import { walkGrid, walkRates } from '../../measurement/constants.ts';
import type { Draws } from '../../measurement/numeric/draws.ts';

/**
 * Logits gained at each place of the practice axis by a theta-bar that walks from `start` as scoring assumes: at a
 * rate drawn from the rates' prior, and mirrored at the ends of the lattice.
 */
export function walkedGains(start: number, xs: readonly number[], draws: Draws): number[] {
  const priors = cumulative(Float64Array.from(walkRates, ({ prior }) => prior));
  const { rate } = walkRates[pick(priors, draws.uniform())]!;
  let theta = start;
  return xs.map((x, index) => {
    if (index > 0) theta = mirrored(theta + Math.sqrt(rate * (x - xs[index - 1]!)) * draws.normal());
    return theta - start;
  });
}

function mirrored(theta: number): number {
  const { min, max } = walkGrid;
  if (theta < min) return mirrored(2 * min - theta);
  return theta > max ? mirrored(2 * max - theta) : theta;
}
