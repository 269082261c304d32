import { randomUUID } from 'node:crypto';
import { WorkflowUpdateFailedError } from '@temporalio/client';
import { ApplicationFailure } from '@temporalio/common';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type { PollResult, TrackerView } from '../../workflows/family-tracker.ts';
import { everyMs, gate, nothingFound, startTrackerHarness, type TrackerHarness } from './tracker-harness.ts';

describe('following a family', () => {
  let harness: TrackerHarness;
  beforeAll(async () => {
    harness = await startTrackerHarness();
  });
  afterAll(async () => {
    await harness.close();
  });

  const newSlug = () => `family-${randomUUID().slice(0, 8)}`;
  const statusOf = async (slug: string) => (await harness.handle(slug).describe()).status.name;
  const callsOf = (text: string) => harness.calls.filter((call) => call.includes(text));
  const refusalOf = (promise: Promise<unknown>) =>
    promise.then(
      () => null,
      (error: unknown) => (error instanceof WorkflowUpdateFailedError ? error.cause : error),
    );
  /** Settles once the tracker's run has taken in this many messages. */
  async function accepted(slug: string, messages: number): Promise<void> {
    await vi.waitUntil(async () => {
      const { events } = await harness.handle(slug).fetchHistory();
      return (
        events?.filter((event) => event.workflowExecutionUpdateAcceptedEventAttributes).length === messages
      );
    });
  }
  let evaluations = 0;
  function newEvaluation(): { evaluationId: number; workflowId: string } {
    evaluations++;
    return {
      evaluationId: evaluations,
      workflowId: `eval/${newSlug()}/0123456789ab/01234567/${evaluations}`,
    };
  }

  it('does not begin when the registration is refused', async () => {
    const slug = newSlug();
    const save = () =>
      Promise.reject(ApplicationFailure.nonRetryable('no such registry', 'RegistryNotFound'));
    harness.families.set(slug, { save, discover: async () => nothingFound });
    expect(await refusalOf(harness.register(slug))).toMatchObject({
      type: 'RegistryNotFound',
      message: 'no such registry',
    });
    await harness.handle(slug).result();
    expect(callsOf(slug)).toEqual([`saveFamily ${slug}`]);
  });

  it('answers every message with what it has come to', async () => {
    const slug = newSlug();
    let found = 3;
    harness.families.set(slug, { discover: async () => ({ ...nothingFound, found }) });
    expect(await harness.register(slug)).toEqual({ created: true, everyMs });
    await vi.waitUntil(async () => (await harness.view(slug)).pollsDone === 1);
    found = 4;
    expect(await harness.update<PollResult>(slug, 'pollNow')).toEqual({ found: 4, started: 0, error: null });
    expect(await harness.update<TrackerView>(slug, 'pauseTracking')).toMatchObject({ slug, state: 'paused' });
    expect(await refusalOf(harness.update(slug, 'pollNow'))).toMatchObject({ type: 'FamilyNotActive' });
    const pollsWhilePaused = callsOf(`discoverCheckpoints ${slug}`).length;
    expect(await harness.update<TrackerView>(slug, 'configureTracking', [{ everyMs: 5_000 }])).toMatchObject({
      everyMs: 5_000,
      state: 'paused',
    });
    expect(callsOf(`discoverCheckpoints ${slug}`)).toHaveLength(pollsWhilePaused);
    expect(await harness.update<TrackerView>(slug, 'resumeTracking')).toMatchObject({ state: 'active' });
    await vi.waitUntil(() => callsOf(`discoverCheckpoints ${slug}`).length > pollsWhilePaused);
    expect(await harness.update<TrackerView>(slug, 'stopTracking')).toMatchObject({ state: 'stopped' });
    await harness.handle(slug).result();
    expect(callsOf(`setFamilyState ${slug}`).map((call) => call.split(' ')[2])).toEqual([
      'paused',
      'active',
      'stopped',
    ]);
  });

  it('goes on when the registry cannot be read, and says why', async () => {
    const slug = newSlug();
    let readable = false;
    harness.families.set(slug, {
      discover: async () => {
        if (!readable) throw ApplicationFailure.nonRetryable('it may not be read', 'RegistryForbidden');
        return { ...nothingFound, found: 1 };
      },
    });
    await harness.register(slug);
    expect(await harness.update(slug, 'pollNow')).toMatchObject({ error: 'it may not be read' });
    expect(await statusOf(slug)).toBe('RUNNING');
    readable = true;
    expect(await harness.update(slug, 'pollNow')).toMatchObject({ found: 1, error: null });
    await harness.update(slug, 'stopTracking');
  });

  it('starts what is pending once, and leaves alone what runs already', async () => {
    const slug = newSlug();
    const [running, fresh] = [newEvaluation(), newEvaluation()];
    const door = gate();
    harness.evaluations.set(running.evaluationId, { record: () => door.passed });
    harness.evaluations.set(fresh.evaluationId, { record: () => door.passed });
    const started = await harness.client.workflow.start('evaluateCheckpoint', {
      workflowId: running.workflowId,
      taskQueue: harness.taskQueue,
      args: [{ evaluationId: running.evaluationId }],
    });
    const discover = gate();
    harness.families.set(slug, {
      discover: async () => {
        await discover.passed;
        return { found: 2, unidentified: [], writing: 0, pending: [running, fresh] };
      },
    });
    await harness.register(slug);
    discover.open();
    await vi.waitUntil(async () => (await harness.view(slug)).pollsDone >= 1);
    expect((await harness.view(slug)).lastPoll).toEqual({ found: 2, started: 1, error: null });
    expect(await harness.update(slug, 'pollNow')).toEqual({ found: 2, started: 0, error: null });
    await harness.update(slug, 'stopTracking');
    await harness.handle(slug).result();
    // A stopped family's evaluations are seen through.
    door.open();
    await Promise.all([started.result(), harness.client.workflow.getHandle(fresh.workflowId).result()]);
    for (const { evaluationId } of [running, fresh]) {
      expect(callsOf(`openEvaluation ${evaluationId}`)).toEqual([`openEvaluation ${evaluationId}`]);
    }
  });

  it('is not stopped by one bad checkpoint, neither by its content nor by its evaluation', async () => {
    const slug = newSlug();
    const [bad, good] = [newEvaluation(), newEvaluation()];
    harness.evaluations.set(bad.evaluationId, {
      open: () => Promise.reject(ApplicationFailure.nonRetryable('gone', 'CheckpointLost')),
    });
    let identified = 0;
    harness.families.set(slug, {
      discover: async () =>
        identified === 0
          ? { found: 2, unidentified: [`${slug}-unreadable`, `${slug}-readable`], writing: 0, pending: [] }
          : { found: 2, unidentified: [], writing: 0, pending: [bad, good] },
      identify: async (label) => {
        identified++;
        if (label.endsWith('unreadable'))
          throw ApplicationFailure.nonRetryable('unreadable', 'CheckpointLost');
      },
    });
    await harness.register(slug);
    const outcomes = [bad, good].map(({ workflowId }) =>
      vi.waitUntil(async () => {
        const { status } = await harness.client.workflow
          .getHandle(workflowId)
          .describe()
          .catch(() => ({ status: { name: 'UNKNOWN' } }));
        return status.name === 'COMPLETED' || status.name === 'FAILED' ? status.name : false;
      }, 20_000),
    );
    expect(await Promise.all(outcomes)).toEqual(['FAILED', 'COMPLETED']);
    expect(
      callsOf('identifyCheckpoint')
        .filter((call) => call.includes(slug))
        .sort(),
    ).toEqual([`identifyCheckpoint ${slug}-readable`, `identifyCheckpoint ${slug}-unreadable`]);
    expect(callsOf(`failEvaluation ${bad.evaluationId} CheckpointLost`)).toHaveLength(1);
    expect(callsOf(`recordEfficiency ${good.evaluationId}`)).toHaveLength(1);
    expect(await statusOf(slug)).toBe('RUNNING');
    await harness.update(slug, 'stopTracking');
  });

  it('looks again for a message that came while it looked', async () => {
    const slug = newSlug();
    const [begun, door] = [gate(), gate()];
    let found = 0;
    harness.families.set(slug, {
      discover: async () => {
        found++;
        const seen = found;
        if (seen === 1) {
          begun.open();
          await door.passed;
        }
        return { ...nothingFound, found: seen };
      },
    });
    await harness.register(slug);
    await begun.passed;
    const polled = harness.update<PollResult>(slug, 'pollNow');
    await accepted(slug, 2);
    door.open();
    expect((await polled).found).toBeGreaterThanOrEqual(2);
    await harness.update(slug, 'stopTracking');
  });

  it('does not leave a message waiting for a look that pausing has put off', async () => {
    const slug = newSlug();
    const [begun, door] = [gate(), gate()];
    harness.families.set(slug, {
      discover: async () => {
        begun.open();
        await door.passed;
        return nothingFound;
      },
    });
    await harness.register(slug);
    await begun.passed;
    const polled = refusalOf(harness.update(slug, 'pollNow'));
    await accepted(slug, 2);
    await harness.update(slug, 'pauseTracking');
    expect(await polled).toMatchObject({ type: 'FamilyNotActive', message: `family ${slug} is paused` });
    door.open();
    await harness.update(slug, 'stopTracking');
    await harness.handle(slug).result();
  });

  it('is taken up again when a stopped family is resumed', async () => {
    const slug = newSlug();
    harness.families.set(slug, { discover: async () => ({ ...nothingFound, found: 7 }) });
    const stopped = { slug, tracking: { everyMs, state: 'stopped' as const } };
    expect(await harness.update(slug, 'resumeTracking', [], stopped)).toMatchObject({ state: 'active' });
    expect(await harness.update(slug, 'pollNow', [], stopped)).toMatchObject({ found: 7 });
    expect(await statusOf(slug)).toBe('RUNNING');
    await harness.update(slug, 'stopTracking', [], stopped);
    await harness.handle(slug).result();
  });

  it('begins a new run when its history grows long, and no message is lost on the way', async () => {
    const slug = newSlug();
    // An answer of the registry far beyond any real one fills the history fast.
    const filler = 'x'.repeat(1024 * 1024);
    let doors = { begun: gate(), door: gate() };
    let gated = false;
    harness.families.set(slug, {
      discover: async () => {
        const { begun, door } = doors;
        begun.open();
        if (gated) await door.passed;
        return { ...nothingFound, found: 1, unidentified: [], filler } as typeof nothingFound;
      },
    });
    await harness.register(slug);
    const first = (await harness.handle(slug).describe()).runId;
    await harness.update(slug, 'configureTracking', [{ everyMs: 7_200_000 }]);
    for (let round = 0; round < 8; round++) {
      doors = { begun: gate(), door: gate() };
      gated = true;
      const early = harness.update<PollResult>(slug, 'pollNow');
      await doors.begun.passed;
      // This one waits for the poll after the one that runs, across the point where the history is too long.
      const late = harness.update<PollResult>(slug, 'pollNow');
      await accepted(slug, 2 * round + 4);
      gated = false;
      doors.door.open();
      expect(await Promise.all([early, late])).toMatchObject([{ found: 1 }, { found: 1 }]);
      if ((await harness.handle(slug).describe()).runId !== first) break;
    }
    expect((await harness.handle(slug).describe()).runId).not.toBe(first);
    expect(await harness.view(slug)).toMatchObject({ state: 'active', everyMs: 7_200_000 });
    await harness.update(slug, 'stopTracking');
    await harness.handle(slug).result();
  });
});
