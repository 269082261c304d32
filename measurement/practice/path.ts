import type { Scale } from '../../schema/scale.ts';
import { type AbilityPosterior, likelihoodOn, type SkillWeights } from '../ability/ability.ts';
import type { Response } from '../response-model/response.ts';
import { type LatticeSummary, summarise, walkThetas } from './lattice.ts';
import { type PathStart, pathStart, type Residual } from './start.ts';
import { type Walk, type WalkPlace, walkAlong } from './walk.ts';

/** Measurement tasks that were answered at one place of the practice axis. */
export interface PathStep {
  readonly x: number;
  readonly responses: readonly Response[];
}

export interface PathPoint extends LatticeSummary {
  readonly x: number;
}

/** theta-bar along the practice axis. */
export interface PracticePath {
  /** One point a distinct place, ascending; the first is x = 0, before any practice. In logits. */
  readonly points: readonly PathPoint[];
  readonly placement: AbilityPosterior;
  readonly weights: SkillWeights;
  readonly start: PathStart;
  readonly walk: Walk;
}

/**
 * theta-bar from placement through practice: a random walk on the grid that starts at placement's posterior, its
 * rate integrated out. A skill keeps the residual r_f that placement found for it. What is unknown of r_f is
 * integrated out of every response for itself, as the spread between instances is: shifted by its mean, flattened
 * by its SD. That counts the errors of one skill's responses as independent, which they are not; over a rotation of
 * all skills they cancel (Σ w_f r_f = 0), so the level is not moved by it and its interval is slightly wide.
 * What practice changes in one skill alone moves theta-bar by that skill's weight.
 */
export function followPath(
  scale: Pick<Scale, 'skills'>,
  weights: SkillWeights,
  placement: AbilityPosterior,
  steps: readonly PathStep[],
): PracticePath {
  const start = pathStart(placement, weights);
  const walk = walkAlong(
    walkThetas,
    start.mass,
    walkPlaces(steps, (responses) => residualLikelihood(scale, start, responses)),
  );
  const points = walk.mass.map((mass, index) => ({ x: walk.xs[index]!, ...summarise(walkThetas, mass) }));
  return { points, placement, weights, start, walk };
}

/** Steps by distinct place, ascending from x = 0, with the likelihood of all that was answered there. */
export function walkPlaces(
  steps: readonly PathStep[],
  likelihood: (responses: readonly Response[]) => Float64Array,
): WalkPlace[] {
  const byPlace = new Map<number, Response[]>([[0, []]]);
  for (const { x, responses } of steps) byPlace.set(x, [...(byPlace.get(x) ?? []), ...responses]);
  return [...byPlace]
    .sort(([left], [right]) => left - right)
    .map(([x, responses]) => ({ x, likelihood: likelihood(responses) }));
}

function residualLikelihood(
  scale: Pick<Scale, 'skills'>,
  start: PathStart,
  responses: readonly Response[],
): Float64Array {
  const result = new Float64Array(walkThetas.length).fill(1);
  for (const [skill, residual] of Object.entries(start.residuals)) {
    const own = responses.filter((response) => response.skill === skill);
    if (own.length === 0) continue;
    const likelihood = skillLikelihood(scale, walkThetas, skill, residual, own);
    for (let index = 0; index < result.length; index++) result[index] = result[index]! * likelihood[index]!;
  }
  return result;
}

/** theta-bar + r is above a task of difficulty b by what theta-bar is above b − r. */
function skillLikelihood(
  scale: Pick<Scale, 'skills'>,
  thetas: Float64Array,
  skill: string,
  residual: Residual,
  responses: readonly Response[],
): Float64Array {
  const model = scale.skills[skill];
  if (model === undefined) throw new RangeError(`the scale has no skill ${skill}`);
  return likelihoodOn(
    thetas,
    { ...model, residualSd: Math.hypot(model.residualSd, residual.sd) },
    responses.map((response) => ({ ...response, difficulty: response.difficulty - residual.mean })),
  );
}
