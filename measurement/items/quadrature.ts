/** Places and weights that integrate over ability θ ~ N(0, 1). */
export interface Quadrature {
  readonly thetas: Float64Array;
  readonly logWeights: Float64Array;
}

/** Beyond ±8 lies 1e-15 of the abilities. */
const reach = 8;
/** Widest step: half of the 0.2 that is usual in the field. */
const stepMax = 0.1;

/**
 * Equal steps, whose sum is exact to rounding as long as a step is no wider than any person's posterior SD. With
 * n items of slope 2 that SD is about 1/√(n + 1), so the step shrinks with it.
 */
export function standardNormalQuadrature(itemCount: number): Quadrature {
  const steps = Math.ceil(reach / Math.min(stepMax, 1 / Math.sqrt(itemCount + 1)));
  const step = reach / steps;
  const thetas = Float64Array.from({ length: 2 * steps + 1 }, (_, index) => (index - steps) * step);
  return {
    thetas,
    logWeights: thetas.map((theta) => Math.log(step / Math.sqrt(2 * Math.PI)) - 0.5 * theta * theta),
  };
}

/** Whether every item's slope is one that the quadrature's step can follow; steeper ones run away in small data. */
export function isResolved(lines: Float64Array, { thetas }: Quadrature): boolean {
  const slopeMax = 2 / (thetas[1]! - thetas[0]!);
  return lines.every((value, entry) => entry % 2 === 1 || Math.abs(value) <= slopeMax);
}
