import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseEvaluationWorkflowId } from '../../ids.ts';
import {
  closeRun,
  evaluationsDue,
  findEvaluation,
  openingsOf,
  openRun,
  planEvaluations,
} from '../../schema/evaluations.ts';
import { addFamilyProtocol } from '../../schema/families.ts';
import type { EvaluationState } from '../../schema/shapes.ts';
import { addCheckpoint, digestNamed, registerFamily, useDatabase } from './seed.ts';

describe('evaluations', () => {
  const database = useDatabase();

  it('are planned once a ready checkpoint and protocol, however often', async () => {
    const { db } = database;
    const family = await registerFamily(db);
    const { checkpointId, protocolId } = await addCheckpoint(db, family.id, 'a');
    const other = await registerFamily(db, { depth: 'deep' });
    const { id: deep } = await db
      .selectFrom('family_protocols')
      .select('protocol_id as id')
      .where('family_id', '=', other.id)
      .executeTakeFirstOrThrow();
    await addFamilyProtocol(db, family.id, deep);
    await Promise.all([planEvaluations(db, family.id), planEvaluations(db, family.id)]);
    await planEvaluations(db, family.id);
    const rows = await db
      .selectFrom('evaluations')
      .selectAll()
      .where('checkpoint_id', '=', checkpointId)
      .execute();
    expect(rows.map((row) => [row.protocol_id, row.run, row.current, row.state])).toEqual([
      [protocolId, 1, true, 'pending'],
      [deep, 1, true, 'pending'],
    ]);
    // The root is secret and unlike any other; what is public from the start commits to it.
    expect(new Set(rows.map((row) => row.root)).size).toBe(2);
    for (const row of rows) {
      expect(row.root).toMatch(/^[0-9a-f]{64}$/);
      expect(row.root_commitment).toBe(createHash('sha256').update(row.root).digest('hex'));
    }
  });

  it('that are due are the running ones, then pending ones in step order, as many as may be open', async () => {
    const { db } = database;
    const stateArbitrary = fc.constantFrom<EvaluationState>(
      'pending',
      'running',
      'completed',
      'failed',
      'lost',
    );
    const planned = fc.array(
      fc.record({ state: stateArbitrary, step: fc.option(fc.integer({ min: 0, max: 20 })) }),
      { minLength: 1, maxLength: 7 },
    );
    await fc.assert(
      fc.asyncProperty(planned, fc.integer({ min: 1, max: 6 }), async (evaluations, openMax) => {
        const family = await registerFamily(db);
        const ids: number[] = [];
        for (const [index, { step }] of evaluations.entries()) {
          const attributes = step === null ? {} : { step };
          ids.push((await addCheckpoint(db, family.id, `c${index}`, attributes)).evaluationId);
        }
        for (const [index, { state }] of evaluations.entries()) {
          await db.updateTable('evaluations').set({ state }).where('id', '=', ids[index]!).execute();
        }
        const rank = (state: EvaluationState) => (state === 'running' ? 0 : 1);
        const expected = evaluations
          .map((evaluation, index) => ({
            ...evaluation,
            id: ids[index]!,
            step: evaluation.step ?? Number.MAX_VALUE,
          }))
          .filter(({ state }) => state === 'running' || state === 'pending')
          .sort((a, b) => rank(a.state) - rank(b.state) || a.step - b.step || a.id - b.id)
          .slice(0, openMax);
        const due = await evaluationsDue(db, family.id, openMax);
        expect(due.map((one) => one.evaluationId)).toEqual(expected.map((one) => one.id));
      }),
      { numRuns: 12 },
    );
  });

  it('are found again by the id of their workflow', async () => {
    const { db } = database;
    const family = await registerFamily(db);
    const { evaluationId } = await addCheckpoint(db, family.id, 'a');
    const [due] = await evaluationsDue(db, family.id, 1);
    const parsed = parseEvaluationWorkflowId(due!.workflowId)!;
    expect(parsed).toMatchObject({
      family: family.slug,
      checkpointDigest: digestNamed('a').slice(0, 12),
      run: 1,
    });
    expect(await findEvaluation(db, parsed)).toMatchObject({ evaluationId, label: 'a' });
    expect(await findEvaluation(db, { ...parsed, run: 2 })).toBeUndefined();
  });

  it('are opened once a workflow run, with the next number for the next run', async () => {
    const { db } = database;
    const family = await registerFamily(db);
    const { evaluationId } = await addCheckpoint(db, family.id, 'a');
    const open = (run: string) =>
      db.transaction().execute((transaction) => openRun(transaction, evaluationId, run));
    const close = (run: string, state: 'completed' | 'failed', code: string | null) =>
      db
        .transaction()
        .execute((transaction) =>
          closeRun(transaction, evaluationId, run, state, code === null ? null : { code, message: 'why' }),
        );
    const stateOf = () =>
      db.selectFrom('evaluations').selectAll().where('id', '=', evaluationId).executeTakeFirstOrThrow();

    expect(await Promise.all([open('r1'), open('r1'), open('r1')])).toEqual([1, 1, 1]);
    expect(await stateOf()).toMatchObject({ state: 'running', closed_at: null });
    await close('r1', 'failed', 'ModelNotFound');
    expect(await stateOf()).toMatchObject({ state: 'failed', failure_code: 'ModelNotFound' });
    expect(await open('r2')).toBe(2);
    expect(await stateOf()).toMatchObject({ state: 'running', failure_code: null, closed_at: null });
    await close('r2', 'completed', null);
    const completed = await stateOf();
    expect(completed).toMatchObject({ state: 'completed', failure_code: null });
    // Neither a repeated close nor a late failure of an older run takes a result back.
    await close('r1', 'failed', 'Late');
    await close('r2', 'failed', 'Late');
    expect(await stateOf()).toEqual(completed);
    expect((await openingsOf(db, evaluationId)).map((row) => [row.opening, row.failureCode])).toEqual([
      [1, 'ModelNotFound'],
      [2, null],
    ]);
  });
});
