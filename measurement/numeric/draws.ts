import { createHash } from 'node:crypto';
import { xoroshiro128plusFromState } from 'pure-rand/generator/xoroshiro128plus';

/** A seeded source of random numbers for simulation; unlike a task's stream it may use floating point. */
export interface Draws {
  /** Uniform in (0, 1): never an end, so its logarithm and quantiles are finite. */
  uniform(): number;
  /** Standard normal. */
  normal(): number;
}

/** The source at a path. The same path gives the same numbers, and different paths share nothing. */
export function createDraws(...path: readonly (string | number)[]): Draws {
  const digest = createHash('sha256').update(path.join('/')).digest();
  const generator = xoroshiro128plusFromState([0, 4, 8, 12].map((offset) => digest.readInt32LE(offset)));
  let spare: number | null = null;

  function uniform(): number {
    return ((generator.next() >>> 0) + 0.5) / 0x100000000;
  }

  /** Marsaglia's polar method: two normals from a point in the unit disc; the second is kept. */
  function normal(): number {
    if (spare !== null) {
      const kept = spare;
      spare = null;
      return kept;
    }
    for (;;) {
      const x = 2 * uniform() - 1;
      const y = 2 * uniform() - 1;
      const squared = x * x + y * y;
      if (squared >= 1 || squared === 0) continue;
      const factor = Math.sqrt((-2 * Math.log(squared)) / squared);
      spare = y * factor;
      return x * factor;
    }
  }

  return { uniform, normal };
}
