import { ApplicationFailure } from '@temporalio/common';
import pg from 'pg';
import { describe, expect, it } from 'vitest';
import { Refusal, toFailure, withFailures } from '../../activities/failure.ts';
import { ProviderError, type ProviderErrorCode } from '../../providers/contract.ts';
import { SecretError } from '../../providers/secrets.ts';
import { RegistryError, type RegistryErrorCode } from '../../registries/contract.ts';
import { FrozenContentError } from '../../schema/protocols.ts';

const long = 'x'.repeat(5_000);
const cause = new Error('holds the prompt');

function databaseError(code: string): pg.DatabaseError {
  return Object.assign(new pg.DatabaseError(long, 0, 'error'), { code });
}

/** Every kind of error that an activity may throw, with its type and whether trying again is pointless. */
const cases: readonly [error: unknown, type: string, nonRetryable: boolean][] = [
  ...(
    [
      ['Throttled', false],
      ['Unavailable', false],
      ['TimedOut', false],
      ['Cancelled', false],
      ['InvalidRequest', true],
      ['AuthenticationFailed', true],
      ['ModelNotFound', true],
    ] satisfies [ProviderErrorCode, boolean][]
  ).map(([code, final]) => [new ProviderError(code, long, { cause }), code, final] as const),
  ...(
    [
      ['RegistryForbidden', true],
      ['RegistryNotFound', true],
      ['RegistryUnavailable', false],
      ['RegistryMalformed', true],
      ['CheckpointLost', true],
    ] satisfies [RegistryErrorCode, boolean][]
  ).map(([code, final]) => [new RegistryError(code, long, { cause }), code, final] as const),
  ...(
    ['FamilyNotFound', 'FamilyConflict', 'InvalidRegistration', 'TasksExhausted', 'CheckpointLost'] as const
  ).map((code) => [new Refusal(code, long), code, true] as const),
  [new SecretError(long), 'KeyRefused', true],
  [new FrozenContentError(long), 'ConstraintViolated', true],
  ...['23505', '23503', '23514'].map((code) => [databaseError(code), 'ConstraintViolated', true] as const),
  ...['40001', '40P01', '08006', '57P01'].map(
    (code) => [databaseError(code), 'DatabaseUnavailable', false] as const,
  ),
  [new TypeError(long, { cause }), 'Unexpected', false],
  [Object.assign(new Error('connect'), { code: 'ECONNREFUSED' }), 'Unexpected', false],
  [long, 'Unexpected', false],
  [undefined, 'Unexpected', false],
];

describe('a failure that leaves an activity', () => {
  it.each(cases.map(([error, type, nonRetryable]) => ({ error, type, nonRetryable })))(
    'says $type in a short message, retried: not $nonRetryable',
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

  it('of our own making keeps how long to wait', () => {
    const failure = toFailure(
      ApplicationFailure.create({ type: 'Throttled', message: 'wait', nextRetryDelay: 1_500 }),
    );
    expect(failure).toMatchObject({ type: 'Throttled', message: 'wait', nextRetryDelay: 1_500 });
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
