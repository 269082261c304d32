import { ApplicationFailure, type ApplicationFailureOptions } from '@temporalio/common';
import pg from 'pg';
import { SecretError } from '../http/secrets.ts';
import { isFatal, ProviderError } from '../providers/contract.ts';
import { RegistryError } from '../registries/contract.ts';
import { KeyBoundElsewhere } from '../schema/families.ts';
import { FrozenContentError } from '../schema/protocols.ts';

const messageCharactersMax = 500;
/** A registry may ask for hours; it is looked at again before that. */
const registryWaitMaxMs = 5 * 60_000;

/** Failures of the caller's making, which trying again cannot mend. */
export class Refusal extends Error {
  override readonly name = 'Refusal';
  readonly code:
    | 'FamilyNotFound'
    | 'FamilyConflict'
    | 'InvalidRegistration'
    | 'TasksExhausted'
    | 'BudgetTooSmall'
    | 'CheckpointLost'
    | 'ServingFailed';
  constructor(code: Refusal['code'], message: string) {
    super(message);
    this.code = code;
  }
}

/**
 * The one edge at which errors become what Temporal stores: a fresh failure of a code and a short message. The
 * cause is left behind on purpose, since a large failure cannot be reported and an API error carries the prompt.
 */
export function toFailure(error: unknown): ApplicationFailure {
  if (error instanceof ApplicationFailure) {
    const { nextRetryDelay, category } = error;
    return failure(error.type ?? 'Unexpected', error.message, error.nonRetryable ?? false, {
      ...(nextRetryDelay ? { nextRetryDelay } : {}),
      ...(category ? { category } : {}),
    });
  }
  if (error instanceof Refusal) return failure(error.code, error.message, true);
  if (error instanceof RegistryError) {
    const { code, message, retryAfterMs } = error;
    const wait = retryAfterMs === null ? {} : { nextRetryDelay: Math.min(retryAfterMs, registryWaitMaxMs) };
    return failure(code, message, code !== 'RegistryUnavailable', wait);
  }
  if (error instanceof ProviderError) {
    return failure(error.code, error.message, isFatal(error));
  }
  if (error instanceof SecretError || error instanceof KeyBoundElsewhere) {
    return failure('KeyRefused', error.message, true);
  }
  if (error instanceof FrozenContentError) return failure('ConstraintViolated', error.message, true);
  if (error instanceof pg.DatabaseError) {
    // Class 22 is a value that the column cannot hold, 23 a broken constraint: neither mends itself.
    const violated = /^2[23]/.test(error.code ?? '');
    return failure(violated ? 'ConstraintViolated' : 'DatabaseUnavailable', error.message, violated);
  }
  const message = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  return failure('Unexpected', message, false);
}

function failure(
  type: string,
  message: string,
  nonRetryable: boolean,
  rest: Pick<ApplicationFailureOptions, 'nextRetryDelay' | 'category'> = {},
): ApplicationFailure {
  return ApplicationFailure.create({
    type,
    message: message.slice(0, messageCharactersMax),
    nonRetryable,
    ...rest,
  });
}

type AsyncFunction = (...args: never[]) => Promise<unknown>;

/** Wraps every activity so that nothing but `toFailure`'s failures leaves it. */
export function withFailures<T extends Record<string, AsyncFunction>>(activities: T): T {
  return Object.fromEntries(
    Object.entries(activities).map(([name, activity]) => [
      name,
      async (...args: never[]) => {
        try {
          return await activity(...args);
        } catch (error) {
          throw toFailure(error);
        }
      },
    ]),
  ) as T;
}
