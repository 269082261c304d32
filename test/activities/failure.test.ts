import { ApplicationFailure, ApplicationFailureCategory } from '@temporalio/common';
import pg from 'pg';
import { describe, expect, it } from 'vitest';
import { Refusal, toFailure, withFailures } from '../../activities/failure.ts';
import { SecretError } from '../../http/secrets.ts';
import { ProviderError, type ProviderErrorCode } from '../../providers/contract.ts';
import { RegistryError, type RegistryErrorCode } from '../../registries/contract.ts';
import { FrozenContentError } from '../../schema/protocols.ts';

const long = 'x'.repeat(5_000);
const cause = new Error('holds the prompt');

function databaseError(code: string): pg.DatabaseError {
  return Object.assign(new pg.DatabaseError(long, 0, 'error'), { code });
}

interface Case {
  readonly error: unknown;
  readonly type: string;
  /** Trying again is pointless. */
  readonly nonRetryable: boolean;
}

function casesOf<Code extends string>(
  finality: Readonly<Record<Code, boolean>>,
  make: (code: Code) => Error,
): Case[] {
  return (Object.keys(finality) as Code[]).map((code) => ({
    error: make(code),
    type: code,
    nonRetryable: finality[code],
  }));
}

/** Every kind of error that an activity may throw. */
const cases: readonly Case[] = [
  ...casesOf<ProviderErrorCode>(
    {
      Throttled: false,
      Unavailable: false,
      ConnectionReset: false,
      TimedOut: false,
      Cancelled: false,
      InvalidRequest: true,
      AuthenticationFailed: true,
      ModelNotFound: true,
      AddressRefused: true,
    },
    (code) => new ProviderError(code, long, { cause }),
  ),
  ...casesOf<RegistryErrorCode>(
    {
      RegistryForbidden: true,
      RegistryNotFound: true,
      RegistryUnavailable: false,
      RegistryMalformed: true,
      CheckpointLost: true,
    },
    (code) => new RegistryError(code, long, { cause }),
  ),
  ...casesOf<Refusal['code']>(
    {
      FamilyNotFound: true,
      FamilyConflict: true,
      InvalidRegistration: true,
      TasksExhausted: true,
      BudgetTooSmall: true,
      CheckpointLost: true,
      ServingFailed: true,
    },
    (code) => new Refusal(code, long),
  ),
  { error: new SecretError('KeyMissing', long), type: 'KeyRefused', nonRetryable: true },
  { error: new FrozenContentError(long), type: 'ConstraintViolated', nonRetryable: true },
  ...['23505', '23503', '23514'].map((code) => ({
    error: databaseError(code),
    type: 'ConstraintViolated',
    nonRetryable: true,
  })),
  ...['40001', '40P01', '08006', '57P01'].map((code) => ({
    error: databaseError(code),
    type: 'DatabaseUnavailable',
    nonRetryable: false,
  })),
  ...[
    new TypeError(long, { cause }),
    Object.assign(new Error('connect'), { code: 'ECONNREFUSED' }),
    long,
    undefined,
  ].map((error) => ({ error, type: 'Unexpected', nonRetryable: false })),
  ...[true, false].map((nonRetryable) => ({
    error: ApplicationFailure.create({ type: 'Ours', message: long, cause, nonRetryable, details: [long] }),
    type: 'Ours',
    nonRetryable,
  })),
];

describe('a failure that leaves an activity', () => {
  it.each(cases)(
    'says $type in a short message, and that it is final: $nonRetryable',
    ({ error, type, nonRetryable }) => {
      const failure = toFailure(error);
      expect(failure).toBeInstanceOf(ApplicationFailure);
      expect(failure).toMatchObject({ type, nonRetryable });
      expect(failure.message.length).toBeGreaterThan(0);
      expect(failure.message.length).toBeLessThanOrEqual(500);
      expect(failure.cause).toBeUndefined();
      expect(failure.details ?? []).toEqual([]);
    },
  );

  it('of our own making keeps how long to wait, and that it is none to warn of', () => {
    const kept = {
      type: 'Throttled',
      message: 'wait',
      nextRetryDelay: 1_500,
      category: ApplicationFailureCategory.BENIGN,
    };
    expect(toFailure(ApplicationFailure.create(kept))).toMatchObject(kept);
  });

  it('is all that a wrapped activity can throw, and its result passes through', async () => {
    const wrapped = withFailures({
      double: async (value: number) => 2 * value,
      refuse: async () => {
        throw new Refusal('FamilyNotFound', 'there is no family a');
      },
    });
    expect(await wrapped.double(21)).toBe(42);
    await expect(wrapped.refuse()).rejects.toMatchObject({
      name: 'ApplicationFailure',
      type: 'FamilyNotFound',
      nonRetryable: true,
    });
  });
});
