import {
  ActivityCancellationType,
  type ActivityInterfaceFor,
  proxyActivities,
  proxyLocalActivities,
} from '@temporalio/workflow';
import type { Activities } from '../activities/index.ts';

type Calls = ActivityInterfaceFor<Activities>;

/** Short transactions: retried through a database outage of a quarter of an hour. */
export const database: Calls = proxyActivities<Activities>({
  startToCloseTimeout: '10 seconds',
  scheduleToCloseTimeout: '15 minutes',
  retry: {
    initialInterval: '200 milliseconds',
    maximumInterval: '10 seconds',
    nonRetryableErrorTypes: ['ConstraintViolated', 'FamilyNotFound', 'InvalidRegistration'],
  },
});

/** Registering looks at the registry once: whoever registers wants to hear at once that it cannot be read. */
export const registering: Calls = proxyActivities<Activities>({
  startToCloseTimeout: '1 minute',
  scheduleToCloseTimeout: '15 minutes',
  retry: {
    initialInterval: '200 milliseconds',
    maximumInterval: '10 seconds',
    nonRetryableErrorTypes: ['ConstraintViolated', 'RegistryUnavailable'],
  },
});

/** A registry that is down is asked again for as long as it takes. */
export const registry: Calls = proxyActivities<Activities>({
  startToCloseTimeout: '30 seconds',
  retry: {
    initialInterval: '1 second',
    maximumInterval: '5 minutes',
    nonRetryableErrorTypes: ['RegistryForbidden', 'RegistryNotFound', 'RegistryMalformed', 'FamilyNotFound'],
  },
});

/** Hashing a checkpoint can take as long as reading it; the heartbeat tells work from a dead worker. */
export const hashing: Calls = proxyActivities<Activities>({
  startToCloseTimeout: '12 hours',
  heartbeatTimeout: '60 seconds',
  retry: { maximumAttempts: 3, nonRetryableErrorTypes: ['CheckpointLost', 'FamilyNotFound'] },
});

/** Pure computation over rows, run in the workflow's own worker: a round trip to the server is what a round costs. */
export const local: Calls = proxyLocalActivities<Activities>({
  startToCloseTimeout: '60 seconds',
  scheduleToCloseTimeout: '15 minutes',
  retry: {
    initialInterval: '200 milliseconds',
    maximumInterval: '10 seconds',
    nonRetryableErrorTypes: ['ConstraintViolated', 'TasksExhausted', 'GraderRejected'],
  },
});

export const recording: Calls = proxyActivities<Activities>({
  startToCloseTimeout: '5 minutes',
  scheduleToCloseTimeout: '30 minutes',
  retry: { initialInterval: '500 milliseconds', nonRetryableErrorTypes: ['ConstraintViolated'] },
});

/**
 * Asking the model. Retried without bound inside the schedule; a task is given up on by rows, never by attempts.
 * The heartbeat is for liveness and cancellation only: progress is in the rows.
 */
export function inference(queue: string, heartbeatTimeoutMs: number): Calls {
  return proxyActivities<Activities>({
    taskQueue: queue,
    startToCloseTimeout: '2 hours',
    scheduleToCloseTimeout: '24 hours',
    heartbeatTimeout: heartbeatTimeoutMs,
    retry: {
      initialInterval: '1 second',
      maximumInterval: '1 minute',
      nonRetryableErrorTypes: [
        'InvalidRequest',
        'AuthenticationFailed',
        'ModelNotFound',
        'KeyRefused',
        'CheckpointLost',
      ],
    },
  });
}

/** Waiting for an endpoint that another evaluation has: for as long as that takes, looking again every so often. */
export const waiting: Calls = proxyActivities<Activities>({
  startToCloseTimeout: '10 seconds',
  retry: {
    initialInterval: '200 milliseconds',
    maximumInterval: '10 seconds',
    nonRetryableErrorTypes: ['ConstraintViolated', 'InvalidRegistration', 'CheckpointLost'],
  },
});

/**
 * Serving a checkpoint for as long as its evaluation lasts. Each attempt starts the server, after a worker's death too;
 * one that ends again and again is given up. Cancelled, it is waited for: the endpoint is free afterwards.
 */
export function serving(queue: string, heartbeatTimeoutMs: number): Calls {
  return proxyActivities<Activities>({
    taskQueue: queue,
    startToCloseTimeout: '90 days',
    heartbeatTimeout: heartbeatTimeoutMs,
    cancellationType: ActivityCancellationType.WAIT_CANCELLATION_COMPLETED,
    retry: {
      initialInterval: '1 second',
      maximumInterval: '1 minute',
      maximumAttempts: 20,
      nonRetryableErrorTypes: ['ServingFailed', 'InvalidRegistration', 'KeyRefused'],
    },
  });
}

/**
 * Grading of answers that are programs, which may take time and memory: on a queue of its own, so that no grader takes
 * the workflows down with it. It waits until some worker grades.
 */
export function grading(queue: string, heartbeatTimeoutMs: number): Calls {
  return proxyActivities<Activities>({
    taskQueue: queue,
    startToCloseTimeout: '1 hour',
    scheduleToCloseTimeout: '24 hours',
    heartbeatTimeout: heartbeatTimeoutMs,
    retry: {
      initialInterval: '1 second',
      maximumInterval: '1 minute',
      nonRetryableErrorTypes: ['ConstraintViolated', 'GraderRejected'],
    },
  });
}
