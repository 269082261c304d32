import {
  type Client,
  WithStartWorkflowOperation,
  WorkflowIdConflictPolicy,
  WorkflowIdReusePolicy,
  WorkflowUpdateFailedError,
} from '@temporalio/client';
import { ApplicationFailure } from '@temporalio/common';
import { familyWorkflowId, queueName } from '../ids.ts';
import type { BaselineOrder } from '../schema/baselines.ts';
import type { Db } from '../schema/database.ts';
import { type Family, listFamilies } from '../schema/families.ts';
import type { Registration, TrackingChange } from '../schema/registration.ts';
import type { PollResult, TrackerInput, TrackerView } from '../workflows/family-tracker.ts';
import type * as messages from '../workflows/messages.ts';
import type { trackFamily } from '../workflows/track-family.ts';
import { OrderRefused, requireFamily } from './families.ts';

export interface ClientContext {
  readonly db: Db;
  readonly temporal: Client;
  readonly queueSuffix: string;
}

/** Registers the family and starts its tracker in one step; the same registration again changes nothing. */
export async function registerFamily(
  context: ClientContext,
  registration: Registration,
): Promise<messages.RegistrationResult> {
  const input: TrackerInput = { slug: registration.name, tracking: null };
  return await order<messages.RegistrationResult>(context, 'registerFamily', input, [registration]);
}

export async function pollFamily(context: ClientContext, slug: string) {
  return await orderKnown<PollResult>(context, 'pollNow', slug);
}

export async function pauseFamily(context: ClientContext, slug: string) {
  return await orderKnown<TrackerView>(context, 'pauseTracking', slug);
}

export async function resumeFamily(context: ClientContext, slug: string) {
  return await orderKnown<TrackerView>(context, 'resumeTracking', slug);
}

export async function stopFamily(context: ClientContext, slug: string) {
  return await orderKnown<TrackerView>(context, 'stopTracking', slug);
}

export async function configureFamily(context: ClientContext, slug: string, change: TrackingChange) {
  return await orderKnown<TrackerView>(context, 'configureTracking', slug, [change]);
}

export async function setBaseline(
  context: ClientContext,
  slug: string,
  wanted: BaselineOrder = { kind: 'training' },
): Promise<messages.BaselineResult> {
  return await orderKnown<messages.BaselineResult>(context, 'setBaseline', slug, [wanted]);
}

/** Starts the tracker of every family that is not stopped and has none: a new server has lost them all. */
export async function ensureTrackers(context: ClientContext): Promise<void> {
  for (const family of await listFamilies(context.db)) {
    if (family.state === 'stopped') continue;
    await context.temporal.workflow.start<typeof trackFamily>('trackFamily', {
      ...trackerOptions(context, family.slug),
      args: [trackerInput(family)],
    });
  }
}

async function orderKnown<Result>(
  context: ClientContext,
  name: string,
  slug: string,
  args: unknown[] = [],
): Promise<Result> {
  const family = await requireFamily(context.db, slug);
  return await order<Result>(context, name, trackerInput(family), args);
}

/** Sends an update to the tracker, starting the tracker where there is none; waits for the answer. */
async function order<Result>(
  context: ClientContext,
  name: string,
  input: TrackerInput,
  args: unknown[],
): Promise<Result> {
  const start = new WithStartWorkflowOperation<typeof trackFamily>('trackFamily', {
    ...trackerOptions(context, input.slug),
    args: [input],
  });
  try {
    return await context.temporal.workflow.executeUpdateWithStart<typeof trackFamily, Result, unknown[]>(
      name,
      {
        startWorkflowOperation: start,
        args,
      },
    );
  } catch (error) {
    if (error instanceof WorkflowUpdateFailedError && error.cause instanceof ApplicationFailure) {
      throw new OrderRefused(error.cause.type ?? 'Refused', error.cause.message);
    }
    throw error;
  }
}

function trackerOptions(context: ClientContext, slug: string) {
  return {
    workflowId: familyWorkflowId(slug),
    taskQueue: queueName('control', context.queueSuffix),
    workflowIdConflictPolicy: WorkflowIdConflictPolicy.USE_EXISTING,
    workflowIdReusePolicy: WorkflowIdReusePolicy.ALLOW_DUPLICATE,
  };
}

function trackerInput(family: Family): TrackerInput {
  return { slug: family.slug, tracking: { everyMs: family.poll_interval_ms, state: family.state } };
}
