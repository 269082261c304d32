import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type ComputeFacts,
  chooseAxis,
  computeAxes,
  computeOn,
  unitOf,
} from '../../../measurement/efficiency/compute-axis.ts';

const amount = fc.option(fc.constantFrom(0, 1, 10, 1e21));
const facts: fc.Arbitrary<ComputeFacts> = fc.record({
  step: fc.option(fc.constantFrom(0, 1, 500)),
  tokens: amount,
  flops: amount,
  computeValue: amount,
  computeUnit: fc.option(fc.constantFrom('flops', 'tokens', 'gpu-seconds', 'usd', 'search-nodes')),
});
const nothing: ComputeFacts = {
  step: null,
  tokens: null,
  flops: null,
  computeValue: null,
  computeUnit: null,
};

describe('the compute axis', () => {
  it('is the first on which every checkpoint is known, and none when there is none', () => {
    const families = fc.array(facts, { maxLength: 5 });
    fc.assert(
      fc.property(families, fc.option(fc.constant(1e9)), (family, parameterCount) => {
        const known = (axis: (typeof computeAxes)[number]) =>
          family.length > 0 && family.every((one) => computeOn(axis, one, parameterCount) !== null);
        expect(chooseAxis(family, parameterCount)).toBe(computeAxes.find(known) ?? null);
      }),
    );
  });

  it('is one in the unit of the baseline wherever all checkpoints know one', () => {
    const all = { step: 3, tokens: 10, flops: 100, computeValue: 7, computeUnit: 'usd' };
    expect(chooseAxis([all, all], 2, 'tokens')).toBe('tokens');
    expect(chooseAxis([all, all], 2, 'flops')).toBe('flops');
    expect(chooseAxis([all, all], 2, 'gpu-seconds')).toBe('flops');
    expect(chooseAxis([all, { ...all, tokens: null }], 2, 'tokens')).toBe('flops');
  });

  it('prefers measured FLOPs, then 6·N·tokens, then tokens, then what is stated, then the step', () => {
    const all = { step: 3, tokens: 10, flops: 100, computeValue: 7, computeUnit: 'usd' };
    expect(chooseAxis([all, all], 2)).toBe('flops');
    expect(chooseAxis([all, { ...all, flops: null }], 2)).toBe('flops-6nt');
    expect(computeOn('flops-6nt', all, 2)).toBe(120);
    expect(unitOf('flops-6nt')).toBe('flops');
    expect(chooseAxis([all, { ...all, flops: null }], null)).toBe('tokens');
    expect(chooseAxis([all, { ...all, flops: null, tokens: null }], 2)).toBe('usd');
    expect(chooseAxis([all, { ...nothing, step: 4 }], 2)).toBe('step');
    expect(chooseAxis([all, nothing], 2)).toBeNull();
    expect(chooseAxis([], 2)).toBeNull();
  });

  it('takes a 0 of tokens or FLOPs for unknown, but not before the first step', () => {
    fc.assert(
      fc.property(facts, fc.constantFrom('flops', 'flops-6nt', 'tokens'), (one, axis) => {
        const compute = computeOn(axis, one, 1e9);
        if (compute === 0) expect(one.step).toBe(0);
      }),
    );
    expect(computeOn('tokens', { ...nothing, step: 0, tokens: 0 }, null)).toBe(0);
    expect(computeOn('tokens', { ...nothing, step: 9, tokens: 0 }, null)).toBeNull();
    expect(
      computeOn('search-nodes', { ...nothing, step: 9, computeValue: 0, computeUnit: 'search-nodes' }, null),
    ).toBe(0);
  });

  it('counts a stated compute in its own unit alone', () => {
    const stated = { ...nothing, computeValue: 50, computeUnit: 'tokens' };
    expect(computeOn('tokens', stated, null)).toBe(50);
    expect(computeOn('flops', stated, 1)).toBeNull();
    expect(computeOn('flops-6nt', stated, 2)).toBe(600);
    expect(computeOn('usd', stated, 1)).toBeNull();
  });
});
