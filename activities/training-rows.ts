import { graderVersion } from '../domains/task.ts';
import { trainingRules } from '../measurement/efficiency/comparison.ts';
import { type TrainingCurve, trainingEfficiency } from '../measurement/efficiency/efficiency.ts';
import type { Baseline } from '../schema/baselines.ts';
import type { Db } from '../schema/database.ts';
import type { NewEfficiency } from '../schema/efficiencies.ts';
import { digestOf } from '../schema/protocols.ts';
import { scaleName } from '../schema/scale.ts';
import type { Measurement } from './efficiency-row.ts';
import { curveOf, type Evaluated, type MeasuredPoint, measureAll } from './family-curve.ts';
import type { SampledDomain, Series } from './measured-series.ts';
import { trainingReference } from './reference.ts';
import { changedRows, type Part } from './series-rows.ts';

/** The rows of the training series that rest on other grounds than the current ones. */
export async function trainingRows(db: Db, series: Series): Promise<NewEfficiency[]> {
  const { family, protocolId, evaluations, domains, unit } = series;
  const { baseline, mismatch } = await trainingReference(db, family, protocolId, unit);
  return await changedRows(db, {
    base: { family, protocolId, kind: 'training', baseline, unit, mismatch },
    evaluations: evaluations.map((evaluation) =>
      domains.flatMap((domain) => {
        const point = domain.points.find((candidate) => candidate.evaluation === evaluation);
        return point ? [partOf(series, domain, point)] : [];
      }),
    ),
    domains: domains.length,
    rules: trainingRules,
    computeAt: (x) => 10 ** x,
    against: async () => (baseline && !mismatch ? await baselineCurves(db, series, baseline) : []),
  });
}

function partOf(series: Series, domain: SampledDomain, point: MeasuredPoint): Part<readonly TrainingCurve[]> {
  const { content, family, unit } = series;
  const measurement: Measurement = {
    ...point,
    domain: domain.part.domain,
    scale: scaleName(domain.scale),
    curveDigest: curveDigest(series, domain, point),
  };
  return {
    measurement,
    compute: (references) => {
      const model = curveOf(domain, content.suite, unit ?? 'unknown', family.compute_origin);
      const against = references.find((curve) => curve.domain === domain.part.domain) ?? null;
      const result = trainingEfficiency(domain.sampler, model, against, point.checkpointKey);
      return { result, ability: point.posterior, practice: null };
    },
  };
}

/** Names everything that a row's PE rests on: the points of the curve up to its compute, and s_run. */
function curveDigest({ runSd }: Series, domain: SampledDomain, end: MeasuredPoint): string {
  const points = domain.points
    .filter((point) => point.compute !== null && end.compute !== null && point.compute <= end.compute)
    .map((point) => ({ key: point.checkpointKey, compute: point.compute, attempts: point.attempts }));
  return digestOf({ scale: scaleName(domain.scale), graderVersion, points, runSd });
}

/** The baseline's frozen points, scored on the same scales under the same grader. */
async function baselineCurves(db: Db, series: Series, baseline: Baseline): Promise<TrainingCurve[]> {
  const { content, family } = series;
  const compute = new Map(
    baseline.curve.domains.flatMap((domain) =>
      domain.points.map((point) => [point.evaluationId, point.compute]),
    ),
  );
  const evaluations = [...compute.keys()].map((evaluationId) => ({ evaluationId }) as Evaluated);
  const measured = await measureAll(
    db,
    content,
    evaluations,
    (each) => compute.get(each.evaluationId) ?? null,
  );
  return measured.map((domain) => curveOf(domain, content.suite, baseline.unit, family.compute_origin));
}
