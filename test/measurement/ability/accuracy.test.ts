import { describe, expect, it } from 'vitest';
import { checkFit, probeAccuracy, wilsonInterval } from '../../../measurement/ability/accuracy.ts';

describe('accuracy of the probe', () => {
  // Newcombe, Statistics in Medicine 17 (1998), table I, method 3.
  it.each([
    [81, 263, 0.2553, 0.3662],
    [15, 148, 0.0624, 0.1605],
    [0, 20, 0, 0.1611],
    [1, 29, 0.0061, 0.1718],
  ])('has the published Wilson interval for %i of %i', (successes, trials, lo, hi) => {
    const interval = wilsonInterval(successes, trials);
    expect(interval.lo).toBeCloseTo(lo, 4);
    expect(interval.hi).toBeCloseTo(hi, 4);
  });

  it('is the mean of graded scores, and nothing without tasks', () => {
    expect(probeAccuracy([1, 0.5, 0, 0.5])).toMatchObject({ value: 0.5, tasks: 4, ...wilsonInterval(2, 4) });
    expect(probeAccuracy([])).toBeNull();
  });

  it('flags a probe only beyond 2.58 standard errors of its prediction', () => {
    const predicted = new Array<number>(100).fill(0.5);
    const withHits = (hits: number) => predicted.map((_, index) => (index < hits ? 1 : 0));
    expect(checkFit(withHits(62), predicted)).toMatchObject({ observed: 0.62, flagged: false });
    expect(checkFit(withHits(63), predicted)?.flagged).toBe(true);
    expect(checkFit(withHits(37), predicted)?.flagged).toBe(true);
    expect(checkFit([], [])).toBeNull();
  });
});
