import { jointDraws } from '../../measurement/constants.ts';
import type { Draws } from '../../measurement/numeric/draws.ts';
import { type Interval, interval95 } from '../../measurement/numeric/statistics.ts';
import { expectedScoreAt } from '../../measurement/response-model/response.ts';
import { thetas } from './abilities.ts';
import type { Asked } from './asking.ts';

/**
 * A model's mean score over its whole bank, from the items that it was asked: their own scores, and for the rest joint
 * draws of the abilities and then of the scores themselves, whose mean is normal with the variance of so many
 * independent ones: P(1 − P)/m each.
 */
export function estimateAccuracy({ answers, rest, posterior }: Asked, draws: Draws): Interval {
  const bySkill = Map.groupBy(rest, ({ skill }) => skill);
  const tables = Array.from(bySkill, ([skill, items]) => {
    const mean = new Float64Array(thetas.length);
    const variance = new Float64Array(thetas.length);
    for (const { model, difficulty } of items) {
      thetas.forEach((theta, t) => {
        const expected = expectedScoreAt(model, theta, difficulty);
        mean[t] = mean[t]! + expected;
        variance[t] = variance[t]! + (expected * (1 - expected)) / model.weight;
      });
    }
    return { skill, mean, variance };
  });
  const known = answers.reduce((sum, { score }) => sum + score, 0);
  const values = Float64Array.from({ length: jointDraws }, () => {
    const points = posterior.draw(draws);
    let mean = known;
    let variance = 0;
    for (const table of tables) {
      const point = points.get(table.skill)!;
      mean += table.mean[point]!;
      variance += table.variance[point]!;
    }
    return (mean + Math.sqrt(variance) * draws.normal()) / (answers.length + rest.length);
  });
  return interval95(values);
}
