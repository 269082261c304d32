import {
  ApplicationFailure,
  allHandlersFinished,
  CancellationScope,
  condition,
  continueAsNew,
  isCancellation,
  ParentClosePolicy,
  setHandler,
  startChild,
  WorkflowIdReusePolicy,
  workflowInfo,
} from '@temporalio/workflow';
import type { PendingEvaluation } from '../activities/discovery.ts';
import { evaluateCheckpoint } from './evaluate-checkpoint.ts';
import { failureOf } from './failure.ts';
import { FamilyTracker, type PollResult, type TrackerInput } from './family-tracker.ts';
import {
  configureTracking,
  pauseTracking,
  pollNow,
  registerFamily,
  resumeTracking,
  setBaseline,
  stopTracking,
  trackerState,
} from './messages.ts';
import { database, hashing, recording, registering, registry } from './proxies.ts';

/** Wait where something will happen that pokes nobody, in milliseconds. */
const soonMs = 15_000;

/**
 * One family, followed until it is stopped: look at the registry, start what the rows say is pending, wait for
 * the interval or a poke.
 */
export async function trackFamily(input: TrackerInput): Promise<void> {
  const tracker = new FamilyTracker(input);
  const watched = new Set<string>();
  let polling = false;
  let looking: CancellationScope | null = null;

  setHandler(registerFamily, async (registration) => {
    try {
      const saved = await orReject(registering.saveFamily(registration));
      tracker.register(saved.everyMs);
      return saved;
    } finally {
      tracker.registrationTried();
    }
  });
  setHandler(configureTracking, async (change) => {
    tracker.configure((await orReject(database.changeTracking(tracker.slug, change))).everyMs);
    return tracker.view();
  });
  setHandler(pollNow, async () => {
    if (tracker.state !== 'active') throw notActive(tracker);
    const ticket = tracker.pokeAfterRunning(polling);
    await condition(() => tracker.answered(ticket) || tracker.state !== 'active');
    if (!tracker.answered(ticket)) throw notActive(tracker);
    return tracker.view().lastPoll as PollResult;
  });
  const setState = async (state: 'active' | 'paused' | 'stopped') => {
    await database.setFamilyState(tracker.slug, state);
    tracker.set(state);
    // A registry that does not answer would hold a stopped tracker for as long as it stays away.
    if (state !== 'active') looking?.cancel();
    return tracker.view();
  };
  setHandler(pauseTracking, () => setState('paused'));
  setHandler(resumeTracking, () => setState('active'));
  setHandler(stopTracking, () => setState('stopped'));
  setHandler(setBaseline, (order) => orReject(recording.saveBaseline(tracker.slug, order)));
  setHandler(trackerState, () => tracker.view());

  const woken = () => tracker.state === 'stopped' || (tracker.state === 'active' && tracker.pollWanted);
  await condition(() => tracker.decided);
  let waitMs = tracker.everyMs;
  do {
    while (tracker.registered && tracker.state !== 'stopped') {
      if (tracker.state === 'active') {
        polling = true;
        looking = new CancellationScope();
        const { result, soon } = await poll(tracker, looking, watched);
        looking = null;
        tracker.polled(result);
        waitMs = soon ? Math.min(tracker.everyMs, soonMs) : tracker.everyMs;
        polling = false;
      }
      if (workflowInfo().continueAsNewSuggested) {
        // A handler that waits for a poll ends after that poll alone.
        await condition(() => allHandlersFinished() || woken());
        if (allHandlersFinished()) await continueAsNew<typeof trackFamily>(tracker.carry());
      } else if (tracker.state === 'active') await condition(woken, waitMs);
      else await condition(woken);
    }
    await condition(allHandlersFinished);
    // One of them may have taken up again what was stopped.
  } while (tracker.state !== 'stopped');
}

function notActive(tracker: FamilyTracker): ApplicationFailure {
  return ApplicationFailure.nonRetryable(`family ${tracker.slug} is ${tracker.state}`, 'FamilyNotActive');
}

interface Poll {
  readonly result: PollResult;
  /**
   * True while a checkpoint is being written, or an evaluation runs whose end nobody here waits for (a client or an
   * earlier run of this workflow started it).
   */
  readonly soon: boolean;
}

async function poll(tracker: FamilyTracker, looking: CancellationScope, watched: Set<string>): Promise<Poll> {
  let started = 0;
  let others = false;
  const open = async (pending: readonly PendingEvaluation[]) => {
    for (const evaluation of pending) {
      if (watched.has(evaluation.workflowId)) continue;
      if (await startEvaluation(tracker, evaluation, watched)) started++;
      else others = true;
    }
  };
  try {
    let listing = await looking.run(() => registry.discoverCheckpoints(tracker.slug));
    await open(listing.pending);
    if (listing.unidentified.length > 0) {
      await looking.run(() => identifyAll(tracker.slug, listing.unidentified));
      listing = await looking.run(() => registry.discoverCheckpoints(tracker.slug));
      others = false;
      await open(listing.pending);
    }
    return { result: { found: listing.found, started, error: null }, soon: others || listing.writing > 0 };
  } catch (error) {
    return { result: { found: 0, started, error: failureOf(error).message }, soon: others };
  }
}

/** One after the other: reading weights is bound by the disk, and other families' activities share the queue. */
async function identifyAll(slug: string, labels: readonly string[]): Promise<void> {
  for (const label of labels) {
    try {
      await hashing.identifyCheckpoint(slug, label);
    } catch (error) {
      if (isCancellation(error)) throw error;
      // One checkpoint that cannot be read is reported by the activity and stops nothing else.
    }
  }
}

/** False when it runs already: then whoever started it sees it through. */
async function startEvaluation(
  tracker: FamilyTracker,
  { workflowId, evaluationId }: PendingEvaluation,
  watched: Set<string>,
): Promise<boolean> {
  try {
    const child = await startChild(evaluateCheckpoint, {
      workflowId,
      args: [{ evaluationId }],
      workflowIdReusePolicy: WorkflowIdReusePolicy.ALLOW_DUPLICATE_FAILED_ONLY,
      parentClosePolicy: ParentClosePolicy.ABANDON,
    });
    watched.add(workflowId);
    // A closed evaluation frees a place for the next pending one; its outcome is in the rows.
    const closed = () => {
      watched.delete(workflowId);
      tracker.poke();
    };
    child.result().then(closed, closed);
    return true;
  } catch (error) {
    if (error instanceof Error && error.name === 'WorkflowExecutionAlreadyStartedError') return false;
    throw error;
  }
}

/** An update whose activity fails is answered with that failure; the tracker goes on. */
async function orReject<T>(work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (error) {
    const failure = failureOf(error);
    throw ApplicationFailure.nonRetryable(failure.message, failure.code);
  }
}
