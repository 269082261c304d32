import { describe, expect, it } from 'vitest';
import { spread, spreadFrom, walkKernel } from '../../../measurement/practice/kernel.ts';
import { expectEntries, transition } from './tiny-walk.ts';

const variances = [1e-6, 0.003, 0.05, 1, 7];
const step = 0.1;

/** The kernel with both halves, at distances −reach … reach. */
function whole(kernel: Float64Array): number[] {
  return [...kernel.slice(1).reverse(), ...kernel];
}

describe('the step of a walk on the lattice', () => {
  it.each(variances)('sums to 1 and has exactly the variance %f', (variance) => {
    const kernel = whole(walkKernel(variance, step));
    const reach = (kernel.length - 1) / 2;
    const second = kernel.reduce((sum, share, index) => sum + share * ((index - reach) * step) ** 2, 0);
    expect(kernel.reduce((sum, share) => sum + share, 0)).toBeCloseTo(1, 12);
    expect(second / variance).toBeCloseTo(1, 6);
  });

  it('is the transition of the walk that jumps to either neighbour, mirrored at the ends', () => {
    const size = 9;
    for (const variance of [0.001, 0.02, 0.3, 4]) {
      const expected = transition(size, step, variance);
      for (let from = 0; from < size; from++) {
        const start = new Float64Array(size);
        start[from] = 1;
        const reached = spread(start, walkKernel(variance, step));
        expectEntries(reached, (to) => expected[from]![to]!, 8);
        expectEntries(spreadFrom(from, size, walkKernel(variance, step)), (to) => reached[to]!, 12);
      }
    }
  });

  it('makes of two steps the step of their summed variances', () => {
    const start = Float64Array.from({ length: 101 }, (_, index) => (index === 40 ? 1 : 0));
    const twice = spread(spread(start, walkKernel(0.03, step)), walkKernel(0.11, step));
    const once = spread(start, walkKernel(0.14, step));
    expectEntries(twice, (index) => once[index]!, 9);
  });

  it('stands still without variance and refuses a negative one', () => {
    expect([...walkKernel(0, step)]).toEqual([1]);
    expect([...walkKernel(1e-30, step)]).toEqual([1]);
    expect(() => walkKernel(-0.1, step)).toThrow(RangeError);
  });
});
