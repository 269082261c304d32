import type { Transaction } from 'kysely';
import { graderVersion } from '../domains/task.ts';
import { meanOf } from '../measurement/numeric/statistics.ts';
import { appendBaseline, type Baseline } from '../schema/baselines.ts';
import type { Family } from '../schema/families.ts';
import { latestProtocol } from '../schema/protocols.ts';
import { scaleName } from '../schema/scale.ts';
import type { Database } from '../schema/tables.ts';
import { Refusal } from './failure.ts';
import { measureFamily } from './measured-series.ts';

export interface Frozen {
  readonly baseline: Baseline;
  /** Label of the checkpoint that a practice baseline rests on. */
  readonly checkpoint: string | null;
}

/** Freezes the family's training curve under its latest protocol: its placed checkpoints over their compute. */
export async function freezeTraining(transaction: Transaction<Database>, family: Family): Promise<Frozen> {
  const protocol = await latestProtocol(transaction, family.id);
  if (!protocol) throw new Error(`family ${family.slug} has no protocol`);
  const { unit, domains } = await measureFamily(transaction, family, protocol.id);
  if (unit === null) {
    throw new Refusal(
      'InvalidRegistration',
      `family ${family.slug} has no evaluated checkpoints with a compute in common; a baseline needs some`,
    );
  }
  const baseline = await appendBaseline(transaction, {
    familyId: family.id,
    protocolId: protocol.id,
    kind: 'training',
    checkpointId: null,
    unit,
    graderVersion,
    curve: {
      domains: domains.map(({ part, scale, sampler, points }) => ({
        domain: part.domain,
        scale: scaleName(scale),
        points: points.flatMap(({ checkpointKey, compute, evaluation, posterior }) => {
          if (compute === null) return [];
          const performance = meanOf(sampler.profile(checkpointKey, posterior).performance);
          return [{ evaluationId: evaluation.evaluationId, compute, performance }];
        }),
      })),
    },
  });
  return { baseline, checkpoint: null };
}
