import { sql, type Transaction } from 'kysely';
import type { Db } from './database.ts';
import { endpointColumns } from './endpoints.ts';
import type { Suite } from './scale.ts';
import { servingPending } from './servings.ts';
import type { Database } from './tables.ts';

/** Makes the evaluation's sessions, one a domain of its suite; returns the domains that are not finished. */
export async function openSessions(
  transaction: Transaction<Database>,
  evaluationId: number,
  suite: Suite,
): Promise<string[]> {
  for (const part of suite.domains) {
    const scale = await transaction
      .selectFrom('scales')
      .select('id')
      .where('domain', '=', part.domain)
      .where('version', '=', part.scaleVersion)
      .executeTakeFirstOrThrow();
    await transaction
      .insertInto('sessions')
      .values({
        evaluation_id: evaluationId,
        domain: part.domain,
        scale_id: scale.id,
        state: 'running',
        stop_reason: null,
        paused_reason: null,
        closed_at: null,
        practice_stop_reason: null,
      })
      .onConflict((conflict) => conflict.constraint('sessions_key').doNothing())
      .execute();
  }
  const open = await transaction
    .selectFrom('sessions')
    .select('domain')
    .where('evaluation_id', '=', evaluationId)
    .where('state', '!=', 'completed')
    .orderBy('domain')
    .execute();
  return open.map((row) => row.domain);
}

/** Everything that a round of one session needs to know about what it belongs to. */
export async function sessionContext(db: Db, evaluationId: number, domain: string) {
  return await db
    .selectFrom('sessions')
    .innerJoin('evaluations', 'evaluations.id', 'sessions.evaluation_id')
    .innerJoin('protocols', 'protocols.id', 'evaluations.protocol_id')
    .innerJoin('suites', 'suites.id', 'protocols.suite_id')
    .innerJoin('scales', 'scales.id', 'sessions.scale_id')
    .innerJoin('checkpoints', 'checkpoints.id', 'evaluations.checkpoint_id')
    .innerJoin('families', 'families.id', 'checkpoints.family_id')
    .select([
      'families.session_budget_tokens as budgetTokens',
      'families.model_family as modelFamily',
      'sessions.id as sessionId',
      'sessions.state as state',
      'sessions.stop_reason as stopReason',
      'sessions.practice_stop_reason as practiceStopReason',
      'sessions.scale_id as scaleId',
      'evaluations.root as root',
      'protocols.depth as depth',
      'protocols.regime as regime',
      'protocols.decoding as decoding',
      'suites.content as suite',
      'scales.content as scale',
      'checkpoints.family_id as familyId',
    ])
    .where('sessions.evaluation_id', '=', evaluationId)
    .where('sessions.domain', '=', domain)
    .executeTakeFirstOrThrow();
}

/** Where and as what a session's tasks are asked. */
export async function sessionEndpoint(db: Db, sessionId: number) {
  return await db
    .selectFrom('sessions')
    .innerJoin('evaluations', 'evaluations.id', 'sessions.evaluation_id')
    .innerJoin('protocols', 'protocols.id', 'evaluations.protocol_id')
    .innerJoin('checkpoints', 'checkpoints.id', 'evaluations.checkpoint_id')
    .innerJoin('families', 'families.id', 'checkpoints.family_id')
    .innerJoin('endpoints', 'endpoints.id', 'families.endpoint_id')
    .select([
      'families.slug as family',
      'families.model_template as modelTemplate',
      'checkpoints.label as label',
      'checkpoints.step as step',
      'checkpoints.digest as digest',
      'protocols.decoding as decoding',
      servingPending.as('servingPending'),
      ...endpointColumns,
    ])
    .where('sessions.id', '=', sessionId)
    .executeTakeFirstOrThrow();
}

export async function pauseSession(db: Db, sessionId: number, reason: string): Promise<void> {
  await db
    .updateTable('sessions')
    .set({ state: 'paused', paused_reason: reason })
    .where('id', '=', sessionId)
    .where('state', '!=', 'completed')
    .execute();
}

export async function resumeSession(db: Db, sessionId: number): Promise<void> {
  await db
    .updateTable('sessions')
    .set({ state: 'running', paused_reason: null })
    .where('id', '=', sessionId)
    .where('state', '=', 'paused')
    .execute();
}

/** Records why placement stopped; the session goes on. What was recorded first stays. */
export async function endPlacement(db: Db, sessionId: number, stopReason: string): Promise<void> {
  await db
    .updateTable('sessions')
    .set({ stop_reason: stopReason })
    .where('id', '=', sessionId)
    .where('stop_reason', 'is', null)
    .execute();
}

/** Closes a session; the reason is that of its practice, null where it had none. */
export async function completeSession(
  db: Db,
  sessionId: number,
  practiceStopReason: string | null,
): Promise<void> {
  await db
    .updateTable('sessions')
    .set({
      state: 'completed',
      practice_stop_reason: practiceStopReason,
      paused_reason: null,
      closed_at: sql`now()`,
    })
    .where('id', '=', sessionId)
    .where('state', '!=', 'completed')
    .execute();
}

/** Holds an endpoint back until the given time; never moves it earlier. */
export async function coolEndpoint(db: Db, endpointId: number, notBefore: Date): Promise<void> {
  await db
    .updateTable('endpoints')
    .set({ not_before: sql<Date>`greatest(not_before, ${notBefore})` })
    .where('id', '=', endpointId)
    .execute();
}

/** A family's completed sessions of a domain under a protocol, those of runs that are no longer current included. */
export async function completedSessions(
  db: Db,
  familyId: number,
  protocolId: number,
  domain: string,
): Promise<number[]> {
  const rows = await db
    .selectFrom('sessions')
    .innerJoin('evaluations', 'evaluations.id', 'sessions.evaluation_id')
    .innerJoin('checkpoints', 'checkpoints.id', 'evaluations.checkpoint_id')
    .select('sessions.id')
    .where('checkpoints.family_id', '=', familyId)
    .where('evaluations.protocol_id', '=', protocolId)
    .where('evaluations.state', '=', 'completed')
    .where('sessions.domain', '=', domain)
    .orderBy('sessions.id')
    .execute();
  return rows.map((row) => row.id);
}
