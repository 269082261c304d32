/**
 * The rating scale at one place: with z = θ − difficulty − severity,
 *
 *   P(x = k) ∝ exp(k·z − Σ_{m ≤ k} τ_m),   so that ln P(k)/P(k − 1) = z − τ_k   (Andrich 1978, Psychometrika 43, 561–573)
 *
 * Writes P(0 … K) into `into` from `at` on.
 */
export function writeProbabilities(
  z: number,
  thresholds: ArrayLike<number>,
  into: Float64Array,
  at: number,
): void {
  const scoreMax = thresholds.length;
  let exponent = 0;
  let top = 0;
  into[at] = 0;
  for (let k = 1; k <= scoreMax; k++) {
    exponent += z - thresholds[k - 1]!;
    into[at + k] = exponent;
    if (exponent > top) top = exponent;
  }
  let total = 0;
  for (let k = 0; k <= scoreMax; k++) {
    into[at + k] = Math.exp(into[at + k]! - top);
    total += into[at + k]!;
  }
  for (let k = 0; k <= scoreMax; k++) into[at + k] = into[at + k]! / total;
}

/** Mean and variance of a score with these probabilities. */
export function momentsOf(
  probabilities: Float64Array,
  at: number,
  scoreMax: number,
): { readonly mean: number; readonly variance: number } {
  let mean = 0;
  let square = 0;
  for (let k = 1; k <= scoreMax; k++) {
    mean += k * probabilities[at + k]!;
    square += k * k * probabilities[at + k]!;
  }
  return { mean, variance: square - mean * mean };
}
