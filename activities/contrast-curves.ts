import { graderVersion } from '../domains/task.ts';
import { type AxisUnit, unitOf } from '../measurement/efficiency/compute-axis.ts';
import type { PracticeCurve, TrainingCurve } from '../measurement/efficiency/efficiency.ts';
import type { Db } from '../schema/database.ts';
import { completedEvaluations, protocolContent } from '../schema/efficiencies.ts';
import type { Family } from '../schema/families.ts';
import type { Scale } from '../schema/scale.ts';
import {
  axisOf,
  computeReader,
  curveOf,
  type Evaluated,
  measureAll,
  type SuiteDomain,
} from './family-curve.ts';
import { practiceCurveOf, readPractice } from './practice-curve.ts';

/** One domain of a family, scored anew from its rows. */
export interface ScoredDomain<Curve> {
  readonly part: SuiteDomain;
  readonly scale: Scale;
  readonly curve: Curve;
}

export interface ScoredFamily<Curve> {
  readonly graderVersion: number;
  /** Of the curves' compute; null where a training curve's is not known. */
  readonly unit: AxisUnit | null;
  /** Labels of the checkpoints by the curves' keys, in checkpoint order. */
  readonly labels: ReadonlyMap<string, string>;
  readonly domains: readonly ScoredDomain<Curve>[];
}

/**
 * Reads the curves of families for whoever compares them, and writes nothing. A family without an axis of compute
 * of its own takes one in the preferred unit where it can.
 */
export function createContrastCurves({ db }: { readonly db: Db }) {
  /** The placements of all checkpoints over training compute. */
  async function training(
    family: Family,
    protocolId: number,
    preferred: AxisUnit | null,
  ): Promise<ScoredFamily<TrainingCurve>> {
    const { content, axis, evaluations, measured } = await scored(family, protocolId, preferred);
    const unit = axis && unitOf(axis);
    return {
      graderVersion,
      unit,
      labels: labelsOf(evaluations),
      domains: measured.map((domain) => ({
        part: domain.part,
        scale: domain.scale,
        curve: curveOf(domain, content.suite, unit ?? 'unknown', family.compute_origin),
      })),
    };
  }

  /** The practice of one checkpoint, named by its digest; null where the suite has no practice phase. */
  async function practice(
    family: Family,
    protocolId: number,
    digest: string,
  ): Promise<ScoredFamily<PracticeCurve> | null> {
    const { content, evaluations, measured } = await scored(family, protocolId, null, digest);
    const tokenOffset = content.suite.practice?.tokenOffset;
    if (tokenOffset === undefined) return null;
    const domains: ScoredDomain<PracticeCurve>[] = [];
    for (const domain of measured) {
      const [session] = await readPractice(db, domain, tokenOffset);
      if (session === undefined) continue;
      const curve = practiceCurveOf(domain, content.suite, tokenOffset, session);
      domains.push({ part: domain.part, scale: domain.scale, curve });
    }
    return { graderVersion, unit: 'tokens', labels: labelsOf(evaluations), domains };
  }

  async function scored(family: Family, protocolId: number, preferred: AxisUnit | null, digest?: string) {
    const content = await protocolContent(db, protocolId);
    const all = await completedEvaluations(db, family.id, protocolId);
    const { axis } = axisOf(family, all, preferred);
    const evaluations = digest === undefined ? all : all.filter((each) => each.digest === digest);
    const measured = await measureAll(db, content, evaluations, computeReader(axis, family.parameter_count));
    return { content, axis, evaluations, measured };
  }

  return { training, practice };
}

function labelsOf(evaluations: readonly Evaluated[]): Map<string, string> {
  return new Map(evaluations.map(({ evaluationId, label }) => [String(evaluationId), label]));
}
