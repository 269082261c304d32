import {
  ApplicationFailure,
  allHandlersFinished,
  condition,
  continueAsNew,
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

/**
 * One family, followed until it is stopped: look at the registry, start what the rows say is pending, wait for
 * the interval or a poke.
 */
export async function trackFamily(input: TrackerInput): Promise<void> {
  const tracker = new FamilyTracker(input);
  let polling = false;

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
    return tracker.view();
  };
  setHandler(pauseTracking, () => setState('paused'));
  setHandler(resumeTracking, () => setState('active'));
  setHandler(stopTracking, () => setState('stopped'));
  setHandler(setBaseline, () => orReject(recording.saveBaseline(tracker.slug)));
  setHandler(trackerState, () => tracker.view());

  const woken = () => tracker.state === 'stopped' || (tracker.state === 'active' && tracker.pollWanted);
  await condition(() => tracker.decided);
  do {
    while (tracker.registered && tracker.state !== 'stopped') {
      if (tracker.state === 'active') {
        polling = true;
        tracker.polled(await poll(tracker));
        polling = false;
      }
      if (workflowInfo().continueAsNewSuggested) {
        // A handler that waits for a poll ends after that poll alone.
        await condition(() => allHandlersFinished() || woken());
        if (allHandlersFinished()) await continueAsNew<typeof trackFamily>(tracker.carry());
      } else if (tracker.state === 'active') await condition(woken, tracker.everyMs);
      else await condition(woken);
    }
    await condition(allHandlersFinished);
    // One of them may have taken up again what was stopped.
  } while (tracker.state !== 'stopped');
}

function notActive(tracker: FamilyTracker): ApplicationFailure {
  return ApplicationFailure.nonRetryable(`family ${tracker.slug} is ${tracker.state}`, 'FamilyNotActive');
}

async function poll(tracker: FamilyTracker): Promise<PollResult> {
  try {
    let listing = await registry.discoverCheckpoints(tracker.slug);
    if (listing.unidentified.length > 0) {
      // One checkpoint that cannot be read is reported by the activity and stops nothing else.
      await Promise.allSettled(
        listing.unidentified.map((label) => hashing.identifyCheckpoint(tracker.slug, label)),
      );
      listing = await registry.discoverCheckpoints(tracker.slug);
    }
    let started = 0;
    for (const evaluation of listing.pending) {
      if (await startEvaluation(evaluation, () => tracker.poke())) started++;
    }
    return { found: listing.found, started, error: null };
  } catch (error) {
    return { found: 0, started: 0, error: failureOf(error).message };
  }
}

/** False when it runs already: then whoever started it sees it through. */
async function startEvaluation(evaluation: PendingEvaluation, closed: () => void): Promise<boolean> {
  try {
    const child = await startChild(evaluateCheckpoint, {
      workflowId: evaluation.workflowId,
      args: [{ evaluationId: evaluation.evaluationId }],
      workflowIdReusePolicy: WorkflowIdReusePolicy.ALLOW_DUPLICATE_FAILED_ONLY,
      parentClosePolicy: ParentClosePolicy.ABANDON,
    });
    // A closed evaluation frees a place for the next pending one; its outcome is in the rows.
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
