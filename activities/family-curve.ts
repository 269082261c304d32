import { setImmediate as yieldToOthers } from 'node:timers/promises';
import { graderVersion } from '../domains/task.ts';
import { scoreAbility } from '../measurement/ability/ability.ts';
import { checkFit, probeAccuracy } from '../measurement/ability/accuracy.ts';
import {
  type AxisUnit,
  axisFrozenAfter,
  type ComputeAxis,
  chooseAxis,
  computeOn,
} from '../measurement/efficiency/compute-axis.ts';
import { slopeEvidence } from '../measurement/efficiency/difficulty-slope.ts';
import type { CheckpointPoint, TrainingCurve } from '../measurement/efficiency/efficiency.ts';
import { predictedScore, skillWeightsOf } from '../measurement/performance/performance.ts';
import { difficultyOf } from '../measurement/response-model/difficulty.ts';
import type { Db } from '../schema/database.ts';
import { type completedEvaluations, gradedTasks } from '../schema/efficiencies.ts';
import { type Cell, type Scale, type Suite, scaleName, suiteName } from '../schema/scale.ts';

export type Evaluated = Awaited<ReturnType<typeof completedEvaluations>>[number];
export type SuiteDomain = Suite['domains'][number];

/** A family's evaluations in one domain: the points of its curve and what is reported beside them. */
export interface MeasuredDomain {
  readonly part: SuiteDomain;
  readonly scale: Scale;
  readonly points: readonly MeasuredPoint[];
}

export interface MeasuredPoint extends CheckpointPoint {
  readonly evaluation: Evaluated;
  readonly attempts: number;
  readonly accuracy: ReturnType<typeof probeAccuracy>;
  readonly flags: readonly string[];
}

/** More truncated answers than this flag a session: its limit, not its model, may be what was measured. */
const truncatedShareMax = 0.05;

/** Scores a domain's evaluations from their rows; nothing stored along the way is trusted. */
export async function measureDomain(
  db: Db,
  part: SuiteDomain,
  scale: Scale,
  evaluations: readonly Evaluated[],
  computeOf: (evaluation: Evaluated) => number | null,
): Promise<MeasuredDomain> {
  const ids = evaluations.map((evaluation) => evaluation.evaluationId);
  const graded = await gradedTasks(db, ids, part.domain, graderVersion);
  const byEvaluation = Map.groupBy(graded, (task) => task.evaluationId);
  const weights = skillWeightsOf(part.mix);
  // Answers that this grader version has not graded yet say nothing, and a prior is no measurement.
  const scored = evaluations.filter((evaluation) => byEvaluation.has(evaluation.evaluationId));
  const points: MeasuredPoint[] = [];
  for (const evaluation of scored) {
    const placed = byEvaluation.get(evaluation.evaluationId)!.filter((task) => task.phase === 'placement');
    const tasks = onScale(scale, placed);
    const posterior = scoreAbility(scale, weights, tasks);
    const probe = tasks.filter((task) => task.purpose === 'probe');
    const scores = probe.map((task) => task.score);
    const fit = checkFit(
      scores,
      probe.map((task) => predictedScore(scale, posterior, task)),
    );
    points.push({
      checkpointKey: String(evaluation.evaluationId),
      compute: computeOf(evaluation),
      posterior,
      slopeEvidence: slopeEvidence(scale, part.mix, probe),
      evaluation,
      attempts: tasks.length,
      accuracy: probeAccuracy(scores),
      flags: [...(fit?.flagged ? ['misfit'] : []), ...truncationFlags(tasks)],
    });
    // Scoring is pure computation: heartbeats get their turn in between.
    await yieldToOthers();
  }
  return { part, scale, points };
}

/**
 * Tasks with the difficulty that this scale predicts for them: what was stored when they were made is of the scale that
 * they were made on, which need not be this one.
 */
export function onScale<Task extends { readonly skill: string; readonly features: Cell['features'] }>(
  scale: Scale,
  tasks: readonly Task[],
): (Task & { readonly difficulty: number })[] {
  return tasks.map((task) => {
    const model = scale.skills[task.skill];
    if (model === undefined) throw new Error(`${scaleName(scale)} has no skill ${task.skill}`);
    return { ...task, difficulty: difficultyOf(model, task.features) };
  });
}

/** The evaluations scored on every domain's scale. */
export async function measureAll(
  db: Db,
  content: { readonly suite: Suite; readonly scales: readonly Scale[] },
  evaluations: readonly Evaluated[],
  computeOf: (evaluation: Evaluated) => number | null,
): Promise<MeasuredDomain[]> {
  const measured: MeasuredDomain[] = [];
  for (const part of content.suite.domains) {
    const scale = content.scales.find(
      (candidate) => candidate.domain === part.domain && candidate.version === part.scaleVersion,
    );
    if (!scale) throw new Error(`scale ${part.domain}@${part.scaleVersion} is not stored`);
    measured.push(await measureDomain(db, part, scale, evaluations, computeOf));
  }
  return measured;
}

export function truncationFlags(tasks: readonly { readonly cause: string | null }[]): string[] {
  const truncated = tasks.filter((task) => task.cause === 'TRUNCATED').length;
  return truncated > truncatedShareMax * tasks.length ? ['truncated'] : [];
}

export function curveOf(
  measured: MeasuredDomain,
  suite: Suite,
  unit: string,
  computeOrigin: string,
): TrainingCurve {
  return {
    domain: measured.part.domain,
    suite: suiteName(suite),
    scale: scaleName(measured.scale),
    computeUnit: unit,
    computeOrigin,
    points: measured.points,
  };
}

/** The family's axis: the frozen one, else the first that all its evaluated checkpoints and its baseline know. */
export function axisOf(
  family: { readonly compute_axis: ComputeAxis | null; readonly parameter_count: number | null },
  evaluations: readonly Evaluated[],
  baselineUnit: AxisUnit | null,
): { axis: ComputeAxis | null; freezeNow: boolean } {
  if (family.compute_axis !== null) return { axis: family.compute_axis, freezeNow: false };
  const axis = chooseAxis(evaluations, family.parameter_count, baselineUnit);
  return { axis, freezeNow: axis !== null && evaluations.length >= axisFrozenAfter };
}

export function computeReader(axis: ComputeAxis | null, parameterCount: number | null) {
  return (evaluation: Evaluated) => (axis === null ? null : computeOn(axis, evaluation, parameterCount));
}
