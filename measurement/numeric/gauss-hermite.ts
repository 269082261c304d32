import { bisect } from './statistics.ts';

/** Nodes and weights of a rule for the expectation over a standard normal: E f(Z) ≈ Σ weight · f(node). */
export interface NormalRule {
  readonly nodes: readonly number[];
  readonly weights: readonly number[];
}

/**
 * Gauss–Hermite rule for the standard normal with `size` nodes (≤ 40). The nodes are the roots of the orthonormal
 * Hermite polynomial, isolated by a scan with a step far below their distance and refined by bisection; a weight
 * is 1 / Σ_k h_k(node)² (Christoffel–Darboux).
 */
export function gaussHermite(size: number): NormalRule {
  if (!Number.isInteger(size) || size < 1 || size > 40) {
    throw new RangeError(`a Gauss-Hermite rule has 1 to 40 nodes, not ${size}`);
  }
  const reach = 2 * Math.sqrt(size) + 1;
  const step = 0.01;
  const nodes: number[] = [];
  // An odd start keeps the root at 0 off the scan's own points.
  let left = -reach - step / 3;
  let valueLeft = hermite(size, left).at(-1)!;
  while (left < reach) {
    const right = left + step;
    const valueRight = hermite(size, right).at(-1)!;
    if (valueLeft * valueRight < 0) nodes.push(bisect((x) => hermite(size, x).at(-1)!, left, right));
    left = right;
    valueLeft = valueRight;
  }
  const weights = nodes.map(
    (node) =>
      1 /
      hermite(size - 1, node)
        .map((value) => value * value)
        .reduce((sum, value) => sum + value, 0),
  );
  return { nodes, weights };
}

/** Orthonormal Hermite polynomials h_0 … h_degree under the standard normal, at x. */
function hermite(degree: number, x: number): number[] {
  const values = [1];
  for (let k = 0; k < degree; k++) {
    const before = k === 0 ? 0 : Math.sqrt(k) * values[k - 1]!;
    values.push((x * values[k]! - before) / Math.sqrt(k + 1));
  }
  return values;
}
