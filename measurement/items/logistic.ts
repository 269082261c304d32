/** ln(1 + e^z) without overflow. */
export function softplus(z: number): number {
  return z > 0 ? z + Math.log1p(Math.exp(-z)) : Math.log1p(Math.exp(z));
}

/** 1 / (1 + e^−z). */
export function sigmoid(z: number): number {
  return 1 / (1 + Math.exp(-z));
}

/**
 * y·ln P + (1 − y)·ln(1 − P) with P = g + (1 − g − u)·sigmoid(z), from logarithms throughout: other people's items
 * may be so steep that P itself is 0 or 1 to the last bit where its logarithm still matters.
 */
export function logisticLog(chance: number, slip: number, z: number, score: number): number {
  const hit = score > 0 ? score * logShare(chance, 1 - slip, z) : 0;
  const miss = score < 1 ? (1 - score) * logShare(slip, 1 - chance, -z) : 0;
  return hit + miss;
}

/** ln(low + (high − low)·sigmoid(z)) = ln(low·e^−z + high) − ln(e^−z + 1). */
function logShare(low: number, high: number, z: number): number {
  if (low === 0) return Math.log(high) - softplus(-z);
  const { exp } = Math;
  return z > 0
    ? Math.log(low * exp(-z) + high) - Math.log1p(exp(-z))
    : Math.log(low + high * exp(z)) - softplus(z);
}
