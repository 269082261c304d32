import {
  ActivityFailure,
  ApplicationFailure,
  ChildWorkflowFailure,
  TimeoutFailure,
} from '@temporalio/workflow';

export interface Failure {
  readonly code: string;
  readonly message: string;
}

/** The innermost failure as code and message: what wraps it only says which activity or child it came from. */
export function failureOf(error: unknown): Failure {
  if ((error instanceof ActivityFailure || error instanceof ChildWorkflowFailure) && error.cause) {
    return failureOf(error.cause);
  }
  if (error instanceof ApplicationFailure) {
    return { code: error.type ?? 'Unexpected', message: error.message };
  }
  if (error instanceof TimeoutFailure) return { code: 'TimedOut', message: error.message };
  if (error instanceof Error) return { code: error.name, message: error.message };
  return { code: 'Unexpected', message: String(error) };
}
