import { type AbilityPosterior, scoreAbility } from '../../measurement/ability/ability.ts';
import { depths, offTargetShare } from '../../measurement/constants.ts';
import { createDraws, type Draws } from '../../measurement/numeric/draws.ts';
import { meanOf } from '../../measurement/numeric/statistics.ts';
import { drawParameters } from '../../measurement/placement/candidates.ts';
import { roundSize } from '../../measurement/placement/expected-sd.ts';
import { planRound } from '../../measurement/placement/selection.ts';
import { difficultyOf } from '../../measurement/response-model/difficulty.ts';
import { logisticProbability, type Response } from '../../measurement/response-model/response.ts';
import type { SkillScale } from '../../schema/scale.ts';

/** What placement costs at one slope a* of fresh instances and one ability, and whether that keeps the bounds. */
export interface PlacementCost {
  readonly slope: number;
  readonly theta: number;
  /** Mean tasks to the SD target. */
  readonly placement: number;
  readonly oracle: number;
  readonly random: number;
  readonly oracleRatio: number;
  readonly randomRatio: number;
  /** Null at abilities for which no bound is set. */
  readonly randomRatioMax: number | null;
  readonly ok: boolean;
}

/** Difficulties of the tasks of a round; null for a task off target. */
type Policy = (posterior: AbilityPosterior, size: number, draws: Draws) => (number | null)[];

export const oracleRatioMax = 1.25;
const weights = { only: 1 };
const randomSd = 1.5;
/** At most this share of the tasks that drawing at random takes, by how far the ability lies from 0. */
const randomRatioMax: Readonly<Record<number, number>> = { 0: 0.85, 2: 0.6 };
/** No policy needs more; it only ends a run that would never reach the SD. */
const tasksMax = 2_000;

/**
 * Mean tasks of placement, of an oracle and of random difficulties b ~ N(0, 1.5²). They differ in nothing but the
 * difficulty of tasks that are not off target: prior, slip, width of the rounds and share off target are the same.
 */
export function placementCost(
  slope: number,
  theta: number,
  repetitions: number,
  seed: string,
): PlacementCost {
  const model = skillScale(slope);
  const mean = (policy: string, plan: Policy) =>
    meanOf(
      Array.from({ length: repetitions }, (_, repetition) =>
        tasksNeeded(model, theta, plan, createDraws(seed, policy, slope, theta, repetition)),
      ),
    );
  const placement = mean('placement', (posterior, size, draws) =>
    planRound({ skills: { only: model } }, posterior, weights, size, draws.uniform).map(
      ({ difficulty }) => difficulty,
    ),
  );
  const oracle = mean(
    'oracle',
    aimed(() => theta),
  );
  const random = mean(
    'random',
    aimed((draws) => randomSd * draws.normal()),
  );
  const bound = randomRatioMax[Math.abs(theta)] ?? null;
  const oracleRatio = placement / oracle;
  const randomRatio = placement / random;
  const ok = oracleRatio <= oracleRatioMax && (bound === null || randomRatio <= bound);
  return { slope, theta, placement, oracle, random, oracleRatio, randomRatio, randomRatioMax: bound, ok };
}

/** The same share off target as placement has, the others where `difficulty` says. */
function aimed(difficulty: (draws: Draws) => number): Policy {
  return (_, size, draws) =>
    Array.from({ length: size }, () => (draws.uniform() < offTargetShare ? null : difficulty(draws)));
}

/** Tasks until the posterior SD is at the standard depth's target, counted task by task; planned round by round. */
function tasksNeeded(model: SkillScale, theta: number, plan: Policy, draws: Draws): number {
  const scale = { skills: { only: model }, deviationSd: 0 };
  const responses: Response[] = [];
  let posterior = scoreAbility(scale, weights, responses);
  while (responses.length < tasksMax) {
    const size = roundSize(scale, posterior, weights, depths.standard.sdTarget);
    for (const wanted of plan(posterior, size, draws)) {
      const difficulty = difficultyOf(model, drawParameters(model, wanted, draws.uniform));
      const p = logisticProbability(model.slope, model.chance, model.slip, theta, difficulty);
      responses.push({ skill: 'only', difficulty, score: draws.uniform() < p ? 1 : 0 });
    }
    posterior = scoreAbility(scale, weights, responses);
    if (posterior.sd > depths.standard.sdTarget) continue;
    // The round went past the target; which of its tasks reached it?
    for (let count = responses.length - size + 1; count < responses.length; count++) {
      if (scoreAbility(scale, weights, responses.slice(0, count)).sd <= depths.standard.sdTarget)
        return count;
    }
    return responses.length;
  }
  return tasksMax;
}

/** One skill whose fresh instances have the slope a*, of difficulty -6 to 6 by its one parameter. */
function skillScale(slope: number): SkillScale {
  const term = (basis: 'lower' | 'upper') =>
    ({ parameters: ['load'], basis, coefficient: 6, se: 0, status: 'calibrated' }) as const;
  return {
    ranges: { load: { min: 0, max: 1, scale: 'linear' } },
    intercept: { value: -6, se: 0 },
    terms: [term('lower'), term('upper')].map((shape) => ({ ...shape, parameters: [...shape.parameters] })),
    slope,
    chance: 0,
    slip: 0.02,
    residualSd: 0,
    weight: 1,
  };
}
