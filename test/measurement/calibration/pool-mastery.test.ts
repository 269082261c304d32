import { describe, expect, it } from 'vitest';
import { type PoolResponse, poolMastery } from '../../../measurement/calibration/pool-mastery.ts';
import { createDraws } from '../../../measurement/numeric/draws.ts';
import { publishedScale, publishedSuite } from '../../../measurement/published.ts';
import { difficultyOf } from '../../../measurement/response-model/difficulty.ts';
import { expectedScoreAt } from '../../../measurement/response-model/response.ts';

const scale = publishedScale('reasoning', 2)!;
const { mix } = publishedSuite('core@1')!.domains[0]!;

/** 120 answers in every skill by models of these abilities, in logits above the point where the skill is mastered. */
function answers(models: Readonly<Record<string, Readonly<Record<string, number>>>>): PoolResponse[] {
  const draws = createDraws('pool mastery');
  return Object.entries(models).flatMap(([name, lead]) =>
    Object.entries(scale.skills).flatMap(([skill, model]) => {
      const cells = mix.filter((cell) => cell.skill === skill);
      const sorted = cells.map(({ features }) => difficultyOf(model, features)).sort((a, b) => a - b);
      // The 15th of 24 equal cells is the first to hold 60 %; there four in five have to be solved.
      const point = sorted[14]!;
      let theta = point;
      while (expectedScoreAt(model, theta, point) < 0.8) theta += 0.001;
      theta += lead[skill]!;
      return Array.from({ length: 120 }, (_, index) => {
        const { features } = cells[index % cells.length]!;
        const probability = expectedScoreAt(model, theta, difficultyOf(model, features));
        return { model: name, skill, features, score: draws.uniform() < probability ? 1 : 0 };
      });
    }),
  );
}

describe('the mastery of a pool', () => {
  it('tells planted masters from those that fall short, skill by skill', () => {
    const table = poolMastery(
      scale,
      mix,
      answers({
        all: { B1: 1.5, B2: 1.5, B5: 1.5 },
        first: { B1: 1.5, B2: -1.5, B5: -1.5 },
        none: { B1: -9, B2: -9, B5: -9 },
        perfect: { B1: 30, B2: 30, B5: 30 },
      }),
    );
    expect(table).toEqual([
      { B1: true, B2: true, B5: true },
      { B1: true, B2: false, B5: false },
      { B1: false, B2: false, B5: false },
      { B1: true, B2: true, B5: true },
    ]);
  });
});
