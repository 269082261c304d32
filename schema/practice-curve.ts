import { sql } from 'kysely';
import type { Db } from './database.ts';
import { onScales } from './own-scale.ts';
import type { Regime } from './shapes.ts';
import { answerTokens } from './tokens.ts';

/**
 * Current practice rows of one checkpoint, domains before `overall`, under every protocol that has some, those of the
 * protocol that the family was last registered with first.
 */
export async function practiceRowsOf(
  db: Db,
  filter: { readonly familyId: number; readonly digest: string; readonly regime: Regime | undefined },
) {
  return await db
    .selectFrom('efficiencies')
    .innerJoin('checkpoints', 'checkpoints.id', 'efficiencies.checkpoint_id')
    .innerJoin('protocols', 'protocols.id', 'efficiencies.protocol_id')
    .innerJoin('suites', 'suites.id', 'protocols.suite_id')
    .leftJoin('family_protocols', (join) =>
      join
        .onRef('family_protocols.family_id', '=', 'efficiencies.family_id')
        .onRef('family_protocols.protocol_id', '=', 'efficiencies.protocol_id'),
    )
    .leftJoin('baselines', 'baselines.id', 'efficiencies.baseline_id')
    .leftJoin('families as reference', 'reference.id', 'baselines.family_id')
    .leftJoin('checkpoints as practised', 'practised.id', 'baselines.checkpoint_id')
    .selectAll('efficiencies')
    .select([
      'protocols.regime as regime',
      'protocols.depth as depth',
      sql<string>`suites.name || '@' || suites.version`.as('suite'),
      'baselines.version as baselineVersion',
      'reference.slug as baselineFamily',
      'practised.label as baselineCheckpoint',
    ])
    .where('efficiencies.family_id', '=', filter.familyId)
    .where('checkpoints.digest', '=', filter.digest)
    .where('efficiencies.kind', '=', 'practice')
    .where('efficiencies.current', '=', true)
    .where(onScales(undefined))
    .$if(filter.regime !== undefined, (query) => query.where('protocols.regime', '=', filter.regime!))
    .orderBy('family_protocols.added_at', (order) => order.desc().nullsLast())
    .orderBy('efficiencies.protocol_id', 'desc')
    .orderBy((order) => order.eb('efficiencies.domain', '=', 'overall'))
    .orderBy('efficiencies.domain')
    .execute();
}

/** How the sessions of an evaluation ended. */
export async function practiceSessions(db: Db, evaluationId: number) {
  return await db
    .selectFrom('sessions')
    .select([
      'id as sessionId',
      'domain',
      'stop_reason as stopReason',
      'practice_stop_reason as practiceStopReason',
    ])
    .where('evaluation_id', '=', evaluationId)
    .execute();
}

/** Tokens of the answered practice tasks of these sessions, round by round, the earliest first. */
export async function practiceTokens(db: Db, sessionIds: readonly number[]) {
  if (sessionIds.length === 0) return [];
  return await db
    .selectFrom('tasks')
    .innerJoin(answerTokens(db), 'counted.task_id', 'tasks.id')
    .select((select) => [
      'tasks.session_id as sessionId',
      'tasks.round as round',
      sql<number>`sum(counted.prompt_tokens)::bigint`.as('promptTokens'),
      sql<number>`sum(counted.completion_tokens)::bigint`.as('completionTokens'),
      select.fn.agg<boolean>('bool_or', ['counted.estimated']).as('estimated'),
    ])
    .where('tasks.session_id', 'in', [...sessionIds])
    .where('tasks.purpose', '=', 'practice')
    .groupBy(['tasks.session_id', 'tasks.round'])
    .orderBy('tasks.session_id')
    .orderBy('tasks.round')
    .execute();
}

/** What each skill was shown in the last round of these sessions. */
export async function lastNotebooks(db: Db, sessionIds: readonly number[]) {
  if (sessionIds.length === 0) return [];
  return await db
    .selectFrom('notebooks')
    .select([
      'session_id as sessionId',
      'skill',
      'tokens',
      sql<number>`jsonb_array_length(ordinals)`.as('entries'),
    ])
    .where('session_id', 'in', [...sessionIds])
    .where('round', '=', (query) =>
      query
        .selectFrom('notebooks as last')
        .select((select) => select.fn.max('last.round').as('round'))
        .whereRef('last.session_id', '=', 'notebooks.session_id'),
    )
    .orderBy('session_id')
    .orderBy('skill')
    .execute();
}
