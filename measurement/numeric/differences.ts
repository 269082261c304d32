import type { Place } from './ascend.ts';
import { zeroMatrix } from './linear.ts';

/** A function without derivatives of its own as a place with differences of this width: central, mixed ones forward. */
export function placeByDifferences(
  f: (parameters: Float64Array) => number,
  parameters: Float64Array,
  width: number,
): Place {
  const value = f(parameters);
  const size = parameters.length;
  const moved = (...moves: readonly (readonly [index: number, by: number])[]) => {
    const at = Float64Array.from(parameters);
    for (const [index, by] of moves) at[index] = at[index]! + by * width;
    return f(at);
  };
  const derivatives = () => {
    const gradient = new Float64Array(size);
    const information = zeroMatrix(size);
    const above = new Float64Array(size);
    for (let i = 0; i < size; i++) {
      above[i] = moved([i, 1]);
      const below = moved([i, -1]);
      gradient[i] = (above[i]! - below) / (2 * width);
      information.values[i * size + i] = (2 * value - above[i]! - below) / width ** 2;
      for (let j = 0; j < i; j++) {
        const bend = (above[i]! + above[j]! - value - moved([i, 1], [j, 1])) / width ** 2;
        information.values[i * size + j] = bend;
        information.values[j * size + i] = bend;
      }
    }
    return { gradient, information };
  };
  return { value, derivatives };
}
