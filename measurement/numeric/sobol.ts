/**
 * Primitive polynomial (degree and inner coefficients as bits) and initial direction numbers of every axis after
 * the first, from the table of Joe and Kuo (2008), which keeps two-dimensional projections even.
 */
const axes: readonly { degree: number; inner: number; initial: readonly number[] }[] = [
  { degree: 1, inner: 0, initial: [1] },
  { degree: 2, inner: 1, initial: [1, 3] },
  { degree: 3, inner: 1, initial: [1, 3, 1] },
  { degree: 3, inner: 2, initial: [1, 1, 1] },
  { degree: 4, inner: 1, initial: [1, 1, 3, 3] },
  { degree: 4, inner: 4, initial: [1, 3, 5, 13] },
  { degree: 5, inner: 2, initial: [1, 1, 5, 5, 17] },
  { degree: 5, inner: 4, initial: [1, 1, 5, 5, 5] },
  { degree: 5, inner: 7, initial: [1, 1, 7, 11, 19] },
];

const bits = 30;

/**
 * The first `count` Sobol points of the unit cube. Of the first 2^k points every axis has one in each of its 2^k
 * equal cells. The first point is the origin; `shift` (0 to 1) moves all points along every axis, wrapping round,
 * and so gives another set of the same evenness. At most 10 dimensions.
 */
export function evenPoints(dimensions: number, count: number, shift = 0): number[][] {
  if (!Number.isInteger(dimensions) || dimensions < 1 || dimensions > axes.length + 1) {
    throw new RangeError(`Sobol points have 1 to ${axes.length + 1} dimensions, not ${dimensions}`);
  }
  const directions = Array.from({ length: dimensions }, (_, axis) => directionNumbers(axis));
  return Array.from({ length: count }, (_, index) =>
    directions.map((numbers) => {
      let value = 0;
      for (let bit = 0; bit < bits; bit++) if ((index >> bit) & 1) value ^= numbers[bit]!;
      return (value / 2 ** bits + shift) % 1;
    }),
  );
}

/** Direction numbers of an axis, scaled to `bits` binary digits. */
function directionNumbers(axis: number): number[] {
  const numbers: number[] = [];
  const shape = axis === 0 ? null : axes[axis - 1]!;
  for (let bit = 0; bit < bits; bit++) {
    const initial = shape === null ? 1 : shape.initial[bit];
    numbers.push(initial !== undefined ? initial << (bits - 1 - bit) : recurrence(numbers, shape!, bit));
  }
  return numbers;
}

/** v_i = v_{i−s} ⊕ (v_{i−s} >> s) ⊕ the earlier v_{i−k} whose coefficient in the polynomial is 1. */
function recurrence(numbers: readonly number[], shape: (typeof axes)[number], bit: number): number {
  const { degree, inner } = shape;
  let value = numbers[bit - degree]! ^ (numbers[bit - degree]! >> degree);
  for (let k = 1; k < degree; k++) if ((inner >> (degree - 1 - k)) & 1) value ^= numbers[bit - k]!;
  return value;
}
