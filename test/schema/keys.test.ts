import { sql } from 'kysely';
import type pg from 'pg';
import { beforeAll, describe, expect, it } from 'vitest';
import {
  insertAbility,
  insertAnswer,
  insertCall,
  insertCallFailure,
  insertGrades,
} from '../../schema/attempts.ts';
import { appendEfficiencies } from '../../schema/efficiencies.ts';
import { insertPracticeRound } from '../../schema/practice.ts';
import { insertRatings } from '../../schema/ratings.ts';
import { columnsOf } from './introspection.ts';
import { efficiencyRow } from './results-rows.ts';
import { addCheckpoint, addTasks, openSession, registerFamily, useDatabase } from './seed.ts';

/** Every natural key: the columns that two rows of a table may not share, and what else a copy must change. */
const keys: readonly [table: string, columns: string, changed: Readonly<Record<string, string>>][] = [
  ['families', 'slug', { registry: "'list:other'" }],
  ['checkpoints', 'family_id, digest', { label: "'other'", location: "'/other'" }],
  ['scales', 'domain, version', { digest: "'other'" }],
  ['suites', 'name, version', { digest: "'other'" }],
  ['protocols', 'digest', { depth: "'deep'" }],
  ['family_protocols', 'family_id, protocol_id', {}],
  ['evaluations', 'checkpoint_id, protocol_id, run', { current: 'false', root: "'other'" }],
  ['evaluations', 'checkpoint_id, protocol_id', { run: '2', root: "'other'" }],
  ['openings', 'evaluation_id, opening', { workflow_run_id: "'other'" }],
  ['openings', 'evaluation_id, workflow_run_id', { opening: '7' }],
  ['sessions', 'evaluation_id, domain', { state: "'paused'" }],
  ['tasks', 'session_id, ordinal', { round: '9', seed: "'other'", prompt: "'other'" }],
  ['inference_calls', 'task_id, call', { model: "'other'" }],
  ['call_failures', 'call_id', { code: "'TimedOut'" }],
  ['answers', 'task_id', { text: "'other'" }],
  ['grades', 'task_id, grader_version', { category: '4', score: '1' }],
  ['rating_exports', 'seed', { score_max: '9' }],
  ['rating_responses', 'export_id, task_id', { anchor: 'true' }],
  ['rating_sheets', 'export_id, rater, occasion', { rater_kind: "'judge'" }],
  ['rating_rows', 'row_id', { place: '9' }],
  ['rating_rows', 'sheet_id, task_id', { row_id: "'other'" }],
  ['ratings', 'task_id, criterion, rater, occasion', { score: '1', rater_kind: "'judge'" }],
  ['abilities', 'session_id, "position", scale_id, grader_version', { theta: '1' }],
  ['notebooks', 'session_id, round, skill', { text: "'other'" }],
  ['practice_blocks', 'session_id, round', { state: `'{"other":1}'` }],
  ['expectations', 'evaluation_id', { tasks: '7' }],
  ['baselines', 'family_id, protocol_id, kind, version', { curve_digest: "'other'" }],
  ['efficiencies', 'family_id, checkpoint_id, protocol_id, domain, kind, scale', { curve_digest: "'other'" }],
  ['changes', 'from_evaluation_id, to_evaluation_id, domain, scale, grader_version', { p_value: '0.5' }],
];

describe('the natural keys', () => {
  const database = useDatabase();

  beforeAll(async () => {
    const { db } = database;
    const family = await registerFamily(db);
    const { checkpointId, evaluationId, protocolId } = await addCheckpoint(db, family.id, 'a', { step: 1 });
    const sessionId = await openSession(db, evaluationId);
    const [taskId = 0] = await addTasks(db, { sessionId, familyId: family.id }, [0]);
    const call = { taskId, endpointId: family.endpoint_id, model: 'm' };
    const callId = await insertCall(db, { ...call, call: 1 });
    await insertCallFailure(db, { call_id: callId, code: 'Unavailable', message: 'down' });
    await insertAnswer(db, {
      task_id: taskId,
      call_id: callId,
      text: '',
      finish_reason: 'stop',
      latency_ms: 1,
    });
    await insertGrades(db, [{ task_id: taskId, grader_version: 1, category: 2, score: 0.5, cause: null }]);
    const { scale_id } = await db.selectFrom('sessions').select('scale_id').executeTakeFirstOrThrow();
    const ability = { theta: 0, sd: 1, lo: -2, hi: 2, skills: '{}' };
    await insertAbility(db, { session_id: sessionId, position: 1, scale_id, grader_version: 1, ...ability });
    await insertPracticeRound(db, {
      sessionId,
      round: 2,
      state: '{}',
      notebooks: [{ skill: 'B1', ordinals: '[]', text: '', tokens: 0 }],
      tasks: [],
    });
    const { id: exportId } = await db
      .insertInto('rating_exports')
      .values({ seed: 's', criteria: '["novelty"]', score_max: 4 })
      .returning('id')
      .executeTakeFirstOrThrow();
    await db
      .insertInto('rating_responses')
      .values({ export_id: exportId, task_id: taskId, anchor: false, held_out: true, length: 9 })
      .execute();
    const rater = { rater: 'r', rater_kind: 'human', occasion: 1 } as const;
    const { id: sheetId } = await db
      .insertInto('rating_sheets')
      .values({ export_id: exportId, ...rater })
      .returning('id')
      .executeTakeFirstOrThrow();
    await db
      .insertInto('rating_rows')
      .values({ row_id: 'w', sheet_id: sheetId, place: 0, task_id: taskId })
      .execute();
    await insertRatings(db, [{ task_id: taskId, criterion: 'novelty', ...rater, score: 2, score_max: 4 }]);
    const owner = { family_id: family.id, protocol_id: protocolId };
    await db
      .insertInto('baselines')
      .values({
        ...owner,
        kind: 'training',
        version: 1,
        unit: 'step',
        grader_version: 1,
        curve: '{"domains":[]}',
        curve_digest: 'd',
      })
      .execute();
    const row = efficiencyRow({ ...owner, checkpoint_id: checkpointId, evaluation_id: evaluationId });
    await db.transaction().execute((transaction) => appendEfficiencies(transaction, [row]));
    const pair = { from_evaluation_id: evaluationId, to_evaluation_id: evaluationId };
    const verdict = {
      difference: 0,
      variance: 1,
      p_value: 1,
      detectable: 1,
      verdict: 'inconclusive' as const,
    };
    await db
      .insertInto('changes')
      .values({ ...owner, ...pair, domain: 'reasoning', scale: 'reasoning@1', grader_version: 1, ...verdict })
      .execute();
  });

  it.each(keys)('%s has one row a (%s)', async (table, columns, changed) => {
    const all = (await columnsOf(database.db)).filter(
      (column) => column.table === table && !column.generated,
    );
    const names = all.map((column) => sql.ref(column.name));
    const values = all.map(({ name }) => (name in changed ? sql.raw(changed[name]!) : sql.ref(name)));
    const copy = sql`insert into ${sql.table(table)} (${sql.join(names)})
      select ${sql.join(values)} from ${sql.table(table)} limit 1`;
    const refused = await copy.execute(database.db).then(
      () => null,
      (error: pg.DatabaseError) => error,
    );
    expect(refused?.code).toBe('23505');
    expect(refused?.detail?.replaceAll('::text', '')).toMatch(startingWith(`Key (${columns})=`));
  });
});

function startingWith(text: string): RegExp {
  return new RegExp(`^${text.replaceAll(/[()"]/g, '\\$&')}`);
}
