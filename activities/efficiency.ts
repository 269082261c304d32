import type { Transaction } from 'kysely';
import { graderVersion } from '../domains/task.ts';
import { unitOf } from '../measurement/compute-axis.ts';
import { meanOf } from '../measurement/statistics.ts';
import { appendTrainingBaseline, type Baseline } from '../schema/baselines.ts';
import type { Db } from '../schema/database.ts';
import * as efficiencies from '../schema/efficiencies.ts';
import { closeRun } from '../schema/evaluations.ts';
import { type Family, findFamily } from '../schema/families.ts';
import { latestProtocol } from '../schema/protocols.ts';
import type { BaselineCurve } from '../schema/shapes.ts';
import type { Database } from '../schema/tables.ts';
import type { BaselineResult } from '../workflows/messages.ts';
import { Refusal } from './failure.ts';
import { unknownFamily } from './families.ts';
import { scaleName } from './family-curve.ts';
import { measureFamily, recordSeries, refreshSeries, samplerOf } from './series.ts';

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
      for (const dependentId of await efficiencies.dependentFamilies(transaction, slug)) {
        await refreshSeries(transaction, dependentId);
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
      const sampler = samplerOf(domain);
      return {
        domain: domain.part.domain,
        scale: scaleName(domain.scale),
        points: domain.points.flatMap((point) => {
          if (point.compute === null) return [];
          const { performance: draws } = sampler.profile(point.checkpointKey, point.posterior);
          const performance = meanOf(draws);
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
