import { graderVersion } from '../domains/task.ts';
import type { AbilityPosterior } from '../measurement/ability/ability.ts';
import { type ProbeAccuracy, probeAccuracy } from '../measurement/ability/accuracy.ts';
import { type RandomResponse, slopeEvidence } from '../measurement/efficiency/difficulty-slope.ts';
import type { DomainEfficiency, PracticeCurve } from '../measurement/efficiency/efficiency.ts';
import { interval95 } from '../measurement/numeric/statistics.ts';
import { skillWeightsOf } from '../measurement/performance/performance.ts';
import { practiceAxis } from '../measurement/practice/axis.ts';
import { followPath } from '../measurement/practice/path.ts';
import type { Response } from '../measurement/response-model/response.ts';
import type { Db } from '../schema/database.ts';
import { practisedTasks } from '../schema/efficiencies.ts';
import type { PracticeDetail } from '../schema/efficiency-detail.ts';
import { type Suite, scaleName, suiteName } from '../schema/scale.ts';
import { type MeasuredDomain, type MeasuredPoint, onScale, truncationFlags } from './family-curve.ts';

type Practised = Awaited<ReturnType<typeof practisedTasks>>[number] & { readonly difficulty: number };

/** Measurement tasks of one block: they see the practice of the blocks before it. */
interface PracticeStep {
  readonly x: number;
  /** Prompt and completion tokens of all practice tasks before it. */
  readonly tokens: number;
  readonly responses: readonly Response[];
}

/** The practice phase of one evaluation in one domain, as its rows tell it. */
export interface PracticeSession {
  readonly placement: MeasuredPoint;
  readonly steps: readonly PracticeStep[];
  readonly blocks: number;
  readonly practiceTasks: number;
  readonly attempts: number;
  /** Of the measurement tasks, which are drawn at random from the reference mix. */
  readonly accuracy: ProbeAccuracy | null;
  readonly flags: readonly string[];
}

/** Reads the practice of every placed evaluation; one without a practice phase has no steps. */
export async function readPractice(
  db: Db,
  { part, points, scale }: MeasuredDomain,
  tokenOffset: number,
): Promise<PracticeSession[]> {
  const ids = points.map(({ evaluation }) => evaluation.evaluationId);
  const tasks = onScale(scale, await practisedTasks(db, ids, part.domain, graderVersion));
  const byEvaluation = Map.groupBy(tasks, ({ evaluationId }) => evaluationId);
  return points.map((placement) =>
    sessionOf(placement, byEvaluation.get(placement.evaluation.evaluationId) ?? [], tokenOffset),
  );
}

function sessionOf(
  placement: MeasuredPoint,
  tasks: readonly Practised[],
  tokenOffset: number,
): PracticeSession {
  const measured = tasks.filter(({ purpose }) => purpose === 'measurement');
  const practised = tasks.filter(({ purpose }) => purpose === 'practice');
  const steps = [...Map.groupBy(measured, ({ round }) => round)].map(([round, responses]) => {
    const tokens = practised.filter((task) => task.round < round).reduce((sum, task) => sum + task.tokens, 0);
    return { x: practiceAxis(tokens, tokenOffset), tokens, responses };
  });
  const estimated = practised.some(({ tokensEstimated }) => tokensEstimated);
  return {
    placement,
    steps,
    blocks: new Set(practised.map(({ round }) => round)).size,
    practiceTasks: practised.length,
    attempts: measured.length,
    accuracy: probeAccuracy(measured.map(({ score }) => score)),
    flags: [...truncationFlags(tasks), ...(estimated ? ['tokens-estimated'] : [])],
  };
}

/** The curve that the session's answers draw, from placement on. */
export function practiceCurveOf(
  { part, scale }: MeasuredDomain,
  suite: Suite,
  tokenOffset: number,
  session: PracticeSession,
): PracticeCurve {
  const { placement, steps } = session;
  const path = followPath(scale, skillWeightsOf(part.mix), placement.posterior, steps);
  const levels = new Map(path.points.map(({ x, mean }) => [x, mean]));
  const start = path.points[0]!.mean;
  const random = steps.flatMap(({ x, responses }): RandomResponse[] =>
    responses.map((response) => ({ ...response, shift: levels.get(x)! - start })),
  );
  return {
    domain: part.domain,
    suite: suiteName(suite),
    scale: scaleName(scale),
    computeUnit: 'tokens',
    checkpointKey: placement.checkpointKey,
    tokenOffset,
    path,
    slopeEvidence: slopeEvidence(scale, part.mix, random),
  };
}

/** Ability where practice ended. */
export function finalAbility({ path }: PracticeCurve): Pick<AbilityPosterior, 'mean' | 'sd'> {
  return path.points.at(-1)!;
}

/** The curve point by point, as it is stored. */
export function practiceDetail(
  session: PracticeSession,
  { path, tokenOffset }: PracticeCurve,
  { model }: DomainEfficiency,
): PracticeDetail {
  const tokens = new Map(session.steps.map((step) => [step.x, step.tokens]));
  return {
    tokenOffset,
    blocks: session.blocks,
    practiceTasks: session.practiceTasks,
    points: path.points.map(({ x, mean, sd }, index) => ({
      x,
      tokens: tokens.get(x) ?? 0,
      performance: interval95(model[index]!.draws),
      theta: mean,
      sd,
    })),
  };
}
