import { describe, expect, it } from 'vitest';
import { noveltyPools, poolAnswersMin, standingIn } from '../../../measurement/calibration/novelty-pool.ts';
import { createDraws } from '../../../measurement/numeric/draws.ts';

/** Novelties that often are exactly 0 or 1, as those of few strategies are. */
function drawn(count: number, seed: string) {
  const draws = createDraws(seed);
  return Array.from({ length: count }, () => {
    const value = 1.6 * draws.uniform() - 0.3;
    return { skill: 'D2', novelty: Math.min(1, Math.max(0, value)) };
  });
}

describe('the frozen pool of novelty', () => {
  it('places an answer as counting does, to a quarter of a step of the quantiles', () => {
    const answers = drawn(4_000, 'pool');
    const pool = noveltyPools(answers).D2!;
    for (const novelty of [0, 0.05, 0.3, 0.5, 0.77, 1]) {
      const below = answers.filter((answer) => answer.novelty < novelty).length;
      const same = answers.filter((answer) => answer.novelty === novelty).length;
      expect(standingIn(pool, novelty)).toBeCloseTo((below + same / 2) / answers.length, 1);
      expect(Math.abs(standingIn(pool, novelty) - (below + same / 2) / answers.length)).toBeLessThan(0.026);
    }
  });

  it('gives the answers that it was made of one half on average', () => {
    const answers = drawn(1_000, 'half');
    const pool = noveltyPools(answers).D2!;
    const mean = answers.reduce((sum, { novelty }) => sum + standingIn(pool, novelty), 0) / answers.length;
    expect(mean).toBeCloseTo(0.5, 2);
  });

  it('is made of valid answers only, and of enough of them', () => {
    const few = drawn(poolAnswersMin - 1, 'few');
    const others = Array.from({ length: 500 }, () => ({ skill: 'D2', novelty: undefined }));
    expect(noveltyPools([...few, ...others])).toEqual({});
    expect(Object.keys(noveltyPools([...few, ...drawn(1, 'one')]))).toEqual(['D2']);
  });
});
