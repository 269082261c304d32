import { describe, expect, it } from 'vitest';
import { normalQuantile, normalTail } from '../../../measurement/numeric/normal.ts';
import { normalCdf } from '../../../measurement/numeric/statistics.ts';

describe('the standard normal distribution', () => {
  it('is known to full precision where p-values are made, far into the tail', () => {
    expect(normalTail(1.959963984540054) / 0.025).toBeCloseTo(1, 13);
    expect(normalTail(10) / 7.61985302416e-24).toBeCloseTo(1, 11);
    for (const probability of [1e-10, 1e-4, 0.0125, 0.3, 0.8, 0.95, 0.99999]) {
      expect(normalTail(-normalQuantile(probability)) / probability).toBeCloseTo(1, 6);
    }
  });

  it('is within 7.5e-8 of that where it is asked for thousands of times', () => {
    for (let z = -8; z <= 8; z += 0.001) {
      expect(Math.abs(normalCdf(z) - normalTail(-z))).toBeLessThan(7.5e-8);
    }
  });
});
