import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  domainWorkflowId,
  evaluationWorkflowId,
  familyWorkflowId,
  parseEvaluationWorkflowId,
  queueName,
  roles,
  siblingQueue,
} from '../ids.ts';
import { slugSchema } from '../schema/registration.ts';

const slug = fc.stringMatching(/^[a-z0-9][a-z0-9-]{0,62}$/);
const digest = fc.stringMatching(/^[0-9a-f]{64}$/);
const key = fc.record({
  family: slug,
  checkpointDigest: digest,
  protocolDigest: digest,
  run: fc.integer({ min: 1, max: 10_000 }),
});

describe('ids', () => {
  it('of evaluations are read back as what they were made from', () => {
    fc.assert(
      fc.property(key, (evaluation) => {
        expect(slugSchema.safeParse(evaluation.family).success).toBe(true);
        expect(parseEvaluationWorkflowId(evaluationWorkflowId(evaluation))).toEqual({
          ...evaluation,
          checkpointDigest: evaluation.checkpointDigest.slice(0, 12),
          protocolDigest: evaluation.protocolDigest.slice(0, 8),
        });
      }),
    );
  });

  it('of anything else are not taken for an evaluation', () => {
    const id = 'eval/a/0123456789ab/01234567/1';
    expect(parseEvaluationWorkflowId(id)).not.toBeNull();
    const others = [
      domainWorkflowId(id, 'reasoning', 1),
      familyWorkflowId('a'),
      id.replace('eval', 'replay'),
      id.replace('/a/', '/A/'),
      id.replace('/a/', '/-a/'),
      id.replace('ab/', '/'),
      id.replace('67/', '6z/'),
      `${id.slice(0, -1)}0`,
      `${id}\n`,
      ` ${id}`,
      '',
    ];
    expect(others.filter((other) => parseEvaluationWorkflowId(other) !== null)).toEqual([]);
  });

  it('of the domains and openings of one evaluation differ', () => {
    const ids = ['code', 'reasoning'].flatMap((domain) =>
      [1, 2, 11].map((opening) => domainWorkflowId('eval/a/0123456789ab/01234567/1', domain, opening)),
    );
    expect(new Set(ids).size).toBe(ids.length);
  });

  it('of queues name the role and the suffix, and lead from one role to the other', () => {
    const suffix = fc.stringMatching(/^([a-z0-9]+(-[a-z0-9]+)*)?$/);
    fc.assert(
      fc.property(suffix, fc.constantFrom(...roles), fc.constantFrom(...roles), (own, from, to) => {
        expect(siblingQueue(queueName(from, own), to)).toBe(queueName(to, own));
        expect(queueName(from, own) === queueName(to, own)).toBe(from === to);
      }),
    );
  });
});
