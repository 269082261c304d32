import type { Transaction } from 'kysely';
import { graderVersion } from '../domains/task.ts';
import { unitOf } from '../measurement/compute-axis.ts';
import { trainingEfficiency } from '../measurement/efficiency.ts';
import { overallEfficiency } from '../measurement/overall.ts';
import { createPerformanceSampler } from '../measurement/performance.ts';
import { appendTrainingBaseline, type Baseline, newestBaseline } from '../schema/baselines.ts';
import type { Db } from '../schema/database.ts';
import * as efficiencies from '../schema/efficiencies.ts';
import { closeRun } from '../schema/evaluations.ts';
import { type Family, findFamily } from '../schema/families.ts';
import { digestOf, latestProtocol } from '../schema/protocols.ts';
import type { BaselineCurve } from '../schema/shapes.ts';
import type { Database } from '../schema/tables.ts';
import type { BaselineResult } from '../workflows/messages.ts';
import { domainRow, overallRow } from './efficiency-row.ts';
import { Refusal } from './failure.ts';
import { unknownFamily } from './families.ts';
import { axisOf, computeReader, curveOf, type Evaluated, measureDomain, scaleName } from './family-curve.ts';

type Content = Awaited<ReturnType<typeof efficiencies.protocolContent>>;

/** One seed for all intervals: the same rows give the same numbers, and curves that share a point share its draws. */
const intervalSeed = 'etude/efficiency';

export function createEfficiency({ db }: { readonly db: Db }) {
  /**
   * Completes the evaluation and brings its family's series up to date, in one transaction. Rows of other
   * checkpoints are appended again where they rest on this one (a checkpoint found late changes later curves).
   */
  async function recordEfficiency(evaluationId: number, workflowRunId: string): Promise<{ rows: number }> {
    return await db.transaction().execute(async (transaction) => {
      const { familyId, protocolId } = await transaction
        .selectFrom('evaluations')
        .innerJoin('checkpoints', 'checkpoints.id', 'evaluations.checkpoint_id')
        .select(['checkpoints.family_id as familyId', 'evaluations.protocol_id as protocolId'])
        .where('evaluations.id', '=', evaluationId)
        .executeTakeFirstOrThrow();
      const family = await efficiencies.lockFamily(transaction, familyId);
      await closeRun(transaction, evaluationId, workflowRunId, 'completed', null);
      return { rows: await recordSeries(transaction, family, protocolId) };
    });
  }

  /** Freezes the family's curve as its next baseline version and recomputes what is normalised to it. */
  async function saveBaseline(slug: string): Promise<BaselineResult> {
    return await db.transaction().execute(async (transaction) => {
      const known = await findFamily(transaction, slug);
      if (!known) throw unknownFamily(slug);
      const family = await efficiencies.lockFamily(transaction, known.id);
      const protocol = await latestProtocol(transaction, family.id);
      if (!protocol) throw new Error(`family ${slug} has no protocol`);
      const baseline = await freezeCurve(transaction, family, protocol.id);
      for (const dependent of await efficiencies.dependentFamilies(transaction, slug)) {
        const locked = await efficiencies.lockFamily(transaction, dependent.familyId);
        await recordSeries(transaction, locked, dependent.protocolId);
      }
      return {
        family: slug,
        version: baseline.version,
        points: baseline.curve.domains[0]?.points.length ?? 0,
      };
    });
  }

  return { recordEfficiency, saveBaseline };
}

async function freezeCurve(
  transaction: Transaction<Database>,
  family: Family,
  protocolId: number,
): Promise<Baseline> {
  const { axis, measured } = await measureFamily(transaction, family, protocolId);
  if (axis === null) {
    throw new Refusal(
      'InvalidRegistration',
      `family ${family.slug} has no evaluated checkpoints with a compute in common; a baseline needs some`,
    );
  }
  const curve: BaselineCurve = {
    domains: measured.map((domain) => {
      const sampler = createPerformanceSampler(domain.scale, domain.part.mix, { seed: intervalSeed });
      return {
        domain: domain.part.domain,
        scale: scaleName(domain.scale),
        points: domain.points.flatMap((point) => {
          if (point.compute === null) return [];
          const draws = sampler.sample(point.checkpointKey, point.posterior);
          const performance = draws.reduce((sum, draw) => sum + draw, 0) / draws.length;
          return [{ evaluationId: point.evaluation.evaluationId, compute: point.compute, performance }];
        }),
      };
    }),
  };
  return await appendTrainingBaseline(transaction, {
    familyId: family.id,
    protocolId,
    unit: unitOf(axis),
    graderVersion,
    curve,
  });
}

async function measureFamily(transaction: Transaction<Database>, family: Family, protocolId: number) {
  const content = await efficiencies.protocolContent(transaction, protocolId);
  const evaluations = await efficiencies.completedEvaluations(transaction, family.id, protocolId);
  const { axis, freezeNow } = axisOf(family, evaluations);
  if (freezeNow && axis !== null) await efficiencies.freezeAxis(transaction, family.id, axis);
  const measured = await measureAll(
    transaction,
    content,
    evaluations,
    computeReader(axis, family.parameter_count),
  );
  return { content, axis, evaluations, measured };
}

async function measureAll(
  db: Db,
  content: Content,
  evaluations: readonly Evaluated[],
  computeOf: (evaluation: Evaluated) => number | null,
) {
  return await Promise.all(
    content.suite.domains.map(async (part) => {
      const scale = content.scales.find(
        (candidate) => candidate.domain === part.domain && candidate.version === part.scaleVersion,
      );
      if (!scale) throw new Error(`scale ${part.domain}@${part.scaleVersion} is not stored`);
      return await measureDomain(db, part, scale, evaluations, computeOf);
    }),
  );
}

/** Recomputes every row of the family's training series from what is graded; returns the rows that are new. */
async function recordSeries(
  transaction: Transaction<Database>,
  family: Family,
  protocolId: number,
): Promise<number> {
  const { content, axis, evaluations, measured } = await measureFamily(transaction, family, protocolId);
  const baseline = await baselineOf(transaction, family, protocolId);
  const reference = baseline ? await measureBaseline(transaction, content, baseline) : null;
  const unit = axis === null ? null : unitOf(axis);
  const common = { family, protocolId, baseline, unit };
  const rows: efficiencies.NewEfficiency[] = [];
  const results = new Map<number, ReturnType<typeof trainingEfficiency>[]>();
  const mismatch =
    baseline && unit !== null && baseline.unit !== unit ? unitMismatch(unit, baseline.unit) : null;

  for (const domain of measured) {
    const sampler = createPerformanceSampler(domain.scale, domain.part.mix, { seed: intervalSeed });
    const curve = curveOf(domain, content.suite, unit ?? 'unknown');
    const against = reference?.find((other) => other.part.domain === domain.part.domain);
    const comparable = against && !mismatch ? curveOf(against, content.suite, baseline?.unit ?? '') : null;
    for (const point of domain.points) {
      const result = trainingEfficiency(sampler, curve, comparable, point.checkpointKey);
      const evaluationId = point.evaluation.evaluationId;
      results.set(evaluationId, [...(results.get(evaluationId) ?? []), result]);
      rows.push(
        domainRow({ ...common, domain, point, result, mismatch, curveDigest: curveDigest(domain, point) }),
      );
    }
  }
  for (const evaluation of evaluations) {
    const parts = results.get(evaluation.evaluationId) ?? [];
    const points = measured.flatMap((domain) =>
      domain.points.filter((point) => point.evaluation === evaluation),
    );
    const own = rows.filter((row) => row.evaluation_id === evaluation.evaluationId);
    rows.push(overallRow({ ...common, points, result: overallEfficiency(parts), domainRows: own }));
  }
  return await efficiencies.appendEfficiencies(transaction, rows);
}

async function baselineOf(db: Db, family: Family, protocolId: number): Promise<Baseline | undefined> {
  const reference = family.baseline === null ? family : await findFamily(db, family.baseline);
  return reference ? await newestBaseline(db, reference.id, protocolId) : undefined;
}

/** The baseline's frozen points, scored on the same scales under the same grader. */
async function measureBaseline(db: Db, content: Content, baseline: Baseline) {
  const compute = new Map(
    baseline.curve.domains.flatMap((domain) =>
      domain.points.map((point) => [point.evaluationId, point.compute]),
    ),
  );
  const evaluations = [...compute.keys()].map((evaluationId) => ({ evaluationId }) as Evaluated);
  return await measureAll(
    db,
    content,
    evaluations,
    (evaluation) => compute.get(evaluation.evaluationId) ?? null,
  );
}

/** Names everything that a row's PE rests on: the points of the curve up to its compute. */
function curveDigest(
  domain: Awaited<ReturnType<typeof measureDomain>>,
  end: { readonly compute: number | null },
): string {
  const points = domain.points
    .filter((point) => point.compute !== null && end.compute !== null && point.compute <= end.compute)
    .map((point) => ({ key: point.checkpointKey, compute: point.compute, attempts: point.attempts }));
  return digestOf({ scale: scaleName(domain.scale), graderVersion, points });
}

function unitMismatch(own: string, other: string): string {
  return `This family's compute is in ${own} and the baseline's in ${other}: they cannot be compared.`;
}
