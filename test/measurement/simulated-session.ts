import type { AbilityPosterior } from '../../measurement/ability/ability.ts';
import { scoreAbility } from '../../measurement/ability/ability.ts';
import type { Depth } from '../../measurement/constants.ts';
import type { Draws } from '../../measurement/numeric/draws.ts';
import { evenPoints } from '../../measurement/numeric/sobol.ts';
import { skillWeightsOf } from '../../measurement/performance/performance.ts';
import { drawParameters } from '../../measurement/placement/candidates.ts';
import { expectedSdGain, roundSize } from '../../measurement/placement/expected-sd.ts';
import { planRound } from '../../measurement/placement/selection.ts';
import { decideStop, type StopReason } from '../../measurement/placement/stopping.ts';
import { difficultyOf } from '../../measurement/response-model/difficulty.ts';
import type { Response } from '../../measurement/response-model/response.ts';
import { logisticProbability } from '../../measurement/response-model/response.ts';
import type { Cell, Scale, SkillScale } from '../../schema/scale.ts';

type DomainScale = Pick<Scale, 'skills' | 'deviationSd'>;

function skillScale(slope: number, residualSd: number, se: number): SkillScale {
  const term = (parameter: string, basis: 'lower' | 'upper') =>
    ({ parameters: [parameter], basis, coefficient: 2, se, status: 'calibrated' }) as const;
  return {
    ranges: {
      depth: { min: 1, max: 64, scale: 'log' },
      width: { min: 0, max: 10, scale: 'linear' },
    },
    intercept: { value: -4, se },
    terms: [
      term('depth', 'lower'),
      term('depth', 'upper'),
      term('width', 'lower'),
      term('width', 'upper'),
    ].map((shape) => ({ ...shape, parameters: [...shape.parameters] })),
    slope,
    chance: 0,
    slip: 0.02,
    residualSd,
    weight: 1,
  };
}

/** Three skills of difficulty -4 to 4 whose instances differ by `residualSd` beyond what their features say. */
export function sampleScale(residualSd: number, deviationSd: number, se = 0): DomainScale {
  const skills = { first: 0.8, second: 1, third: 1.25 };
  return {
    deviationSd,
    skills: Object.fromEntries(
      Object.entries(skills).map(([id, slope]) => [id, skillScale(slope, residualSd, se)]),
    ),
  };
}

export function sampleMix(scale: DomainScale, cellsPerSkill = 16): Cell[] {
  const skills = Object.keys(scale.skills);
  return skills.flatMap((skill) =>
    evenPoints(2, cellsPerSkill).map(([depth, width]) => {
      const point = { depth: 64 ** depth!, width: 10 * width! };
      return { skill, parameters: point, features: point, weight: 1 / (skills.length * cellsPerSkill) };
    }),
  );
}

/** A model that follows the response model exactly, instance deviations included. */
export function answerTask(
  scale: DomainScale,
  thetas: Readonly<Record<string, number>>,
  skill: string,
  difficulty: number,
  draws: Draws,
): Response {
  const { slope, chance, slip, residualSd } = scale.skills[skill]!;
  const actual = difficulty + residualSd * draws.normal();
  const probability = logisticProbability(slope, chance, slip, thetas[skill]!, actual);
  return { skill, difficulty, score: draws.uniform() < probability ? 1 : 0 };
}

export interface SimulatedSession {
  readonly posterior: AbilityPosterior;
  readonly reason: StopReason;
  /** Mean of the skills' true abilities over the mix. */
  readonly truth: number;
}

/** A whole placement: probe at random cells, then aimed rounds of eight until the rule stops it. */
export function simulateSession(
  scale: DomainScale,
  mix: readonly Cell[],
  depth: Depth,
  thetas: Readonly<Record<string, number>>,
  draws: Draws,
): SimulatedSession {
  const weights = skillWeightsOf(mix);
  const responses: Response[] = [];
  for (let task = 0; task < depth.probeTasks; task++) {
    const cell = mix[Math.floor(draws.uniform() * mix.length)]!;
    const difficulty = difficultyOf(scale.skills[cell.skill]!, cell.features);
    responses.push(answerTask(scale, thetas, cell.skill, difficulty, draws));
  }
  const truth = Object.entries(weights).reduce((sum, [skill, weight]) => sum + weight * thetas[skill]!, 0);
  for (;;) {
    const posterior = scoreAbility(scale, weights, responses);
    const decision = decideStop(depth, {
      attempts: responses.length,
      sd: posterior.sd,
      expectedSdGain: expectedSdGain(scale, posterior, weights),
      budgetSpent: false,
    });
    if (decision.stop) return { posterior, reason: decision.reason, truth };
    const wanted = roundSize(scale, posterior, weights, depth.sdTarget);
    const size = Math.min(wanted, depth.tasksMax - responses.length);
    for (const { skill, difficulty } of planRound(scale, posterior, weights, size, draws.uniform)) {
      const model = scale.skills[skill]!;
      const features = drawParameters(model, difficulty, draws.uniform);
      responses.push(answerTask(scale, thetas, skill, difficultyOf(model, features), draws));
    }
  }
}
