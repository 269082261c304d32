import { type BaselineOrder, baselineOrderSchema } from '../schema/baselines.ts';
import type { Db } from '../schema/database.ts';
import { dependentFamilies, evaluationSeries, lockFamily } from '../schema/efficiencies.ts';
import { closeRun } from '../schema/evaluations.ts';
import { findFamily } from '../schema/families.ts';
import type { BaselineResult } from '../workflows/messages.ts';
import { unknownFamily } from './families.ts';
import { freezePractice } from './freeze-practice.ts';
import { freezeTraining } from './freeze-training.ts';
import { recordSeries, refreshSeries } from './series.ts';

export function createEfficiency({ db }: { readonly db: Db }) {
  /**
   * Completes the evaluation and brings its family's series up to date, in one transaction. Rows of other
   * checkpoints are appended again where they rest on this one (a checkpoint found late changes later curves).
   */
  async function recordEfficiency(evaluationId: number, workflowRunId: string): Promise<{ rows: number }> {
    return await db.transaction().execute(async (transaction) => {
      const { familyId, protocolId } = await evaluationSeries(transaction, evaluationId);
      const family = await lockFamily(transaction, familyId);
      await closeRun(transaction, evaluationId, workflowRunId, 'completed', null);
      return { rows: await recordSeries(transaction, family, protocolId) };
    });
  }

  /** Freezes a curve of the family as its next baseline version and recomputes what is normalised to it. */
  async function saveBaseline(
    slug: string,
    order: BaselineOrder = { kind: 'training' },
  ): Promise<BaselineResult> {
    const { kind, ...wanted } = baselineOrderSchema.parse(order);
    return await db.transaction().execute(async (transaction) => {
      const known = await findFamily(transaction, slug);
      if (!known) throw unknownFamily(slug);
      const family = await lockFamily(transaction, known.id);
      const { baseline, checkpoint } =
        'checkpoint' in wanted
          ? await freezePractice(transaction, family, wanted.checkpoint)
          : await freezeTraining(transaction, family);
      for (const dependentId of await dependentFamilies(transaction, slug)) {
        await refreshSeries(transaction, dependentId);
      }
      return {
        family: slug,
        version: baseline.version,
        points: Math.max(0, ...baseline.curve.domains.map(({ points }) => points.length)),
        kind,
        checkpoint,
      };
    });
  }

  return { recordEfficiency, saveBaseline };
}
