import { randomUUID } from 'node:crypto';
import { ApplicationFailure } from '@temporalio/common';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { evaluateFamily } from '../../client/evaluate.ts';
import * as trackers from '../../client/trackers.ts';
import type { EvaluationState } from '../../schema/shapes.ts';
import { addCheckpoint, registerFamily, registrationOf, useDatabase } from '../schema/seed.ts';
import { gate, startTrackerHarness, type TrackerHarness } from '../workflows/tracker-harness.ts';

describe('orders to a tracker', () => {
  const database = useDatabase();
  let harness: TrackerHarness;
  let context: trackers.ClientContext;
  beforeAll(async () => {
    harness = await startTrackerHarness();
    context = { db: database.db, temporal: harness.client, queueSuffix: harness.queueSuffix };
  });
  afterAll(async () => {
    await harness.close();
  });

  /** Names are shared with every other test on the Temporal server. */
  const newName = () => `client-${randomUUID().slice(0, 8)}`;
  const statusOf = async (slug: string) => (await harness.handle(slug).describe()).status.name;

  it('are refused for a family that is not registered, with the names of those that are', async () => {
    const { slug } = await registerFamily(database.db, { name: newName() });
    await expect(trackers.pollFamily(context, 'nobody')).rejects.toMatchObject({
      name: 'OrderRefused',
      code: 'FamilyNotFound',
      message: expect.stringContaining(slug),
    });
  });

  it('that are refused say why, in the code and words of whoever refused them', async () => {
    const name = newName();
    harness.families.set(name, {
      save: () => Promise.reject(ApplicationFailure.nonRetryable('it follows another', 'FamilyConflict')),
      discover: () => Promise.reject(new Error('never asked')),
    });
    await expect(trackers.registerFamily(context, registrationOf({ name }))).rejects.toMatchObject({
      name: 'OrderRefused',
      code: 'FamilyConflict',
      message: 'it follows another',
    });
    await expect(trackers.pauseFamily(context, name)).rejects.toMatchObject({ code: 'FamilyNotFound' });
  });

  it('bring back a tracker that its server has lost, in the state that the rows say', async () => {
    const names = { active: newName(), paused: newName(), stopped: newName() };
    for (const [state, name] of Object.entries(names)) {
      const { id } = await registerFamily(database.db, { name });
      await database.db
        .updateTable('families')
        .set({ state: state as 'active' })
        .where('id', '=', id)
        .execute();
    }
    await trackers.ensureTrackers(context);
    await trackers.ensureTrackers(context);
    expect(await harness.view(names.active)).toMatchObject({ state: 'active', everyMs: 300_000 });
    expect(await harness.view(names.paused)).toMatchObject({ state: 'paused' });
    await expect(harness.handle(names.stopped).describe()).rejects.toThrow(/not found/i);

    await harness.handle(names.paused).terminate('lost');
    expect(await trackers.resumeFamily(context, names.paused)).toMatchObject({ state: 'active' });
    expect(await trackers.pollFamily(context, names.paused)).toMatchObject({ error: null });
    for (const name of [names.active, names.paused]) {
      expect(await trackers.stopFamily(context, name)).toMatchObject({ state: 'stopped' });
      await harness.handle(name).result();
      expect(await statusOf(name)).toBe('COMPLETED');
    }
  });

  it('to evaluate start what is not completed, once, and know a checkpoint by its label or digest', async () => {
    const family = await registerFamily(database.db, { name: newName() });
    const states = ['completed', 'failed', 'pending'] as const satisfies EvaluationState[];
    const ids = new Map<string, number>();
    const door = gate();
    for (const [index, state] of states.entries()) {
      const { evaluationId } = await addCheckpoint(database.db, family.id, `is-${state}`, { step: index });
      ids.set(state, evaluationId);
      harness.evaluations.set(evaluationId, { record: () => door.passed });
    }
    for (const [state, id] of ids) {
      const values = { state: state as EvaluationState };
      await database.db.updateTable('evaluations').set(values).where('id', '=', id).execute();
    }
    const all = await evaluateFamily(context, family.slug, undefined);
    expect(all.map((one) => [one.label, one.started])).toEqual([
      ['is-failed', true],
      ['is-pending', true],
    ]);
    const [again] = await evaluateFamily(context, family.slug, 'is-failed');
    expect(again).toMatchObject({ started: false, workflowId: all[0]?.workflowId });
    const [completed] = await evaluateFamily(context, family.slug, 'is-completed');
    expect(completed).toMatchObject({ started: false, state: 'completed' });
    const [byDigest] = await evaluateFamily(context, family.slug, completed!.digest.slice(0, 10));
    expect(byDigest).toMatchObject({ label: 'is-completed' });
    await expect(evaluateFamily(context, family.slug, 'unheard-of')).rejects.toMatchObject({
      code: 'CheckpointNotFound',
      message: expect.stringMatching(/is-completed, is-failed, is-pending/),
    });
    door.open();
    await Promise.all(all.map((one) => harness.client.workflow.getHandle(one.workflowId).result()));
    // What completed under its id is never run again by it.
    const [closed] = await evaluateFamily(context, family.slug, 'is-failed');
    expect(closed).toMatchObject({ started: false });
    await trackers.stopFamily(context, family.slug);
  });
});
