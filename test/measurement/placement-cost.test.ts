import { describe, expect, it } from 'vitest';
import { oracleRatioMax, placementCost } from '../../bench/adaptive/placement-cost.ts';

describe('placement to the SD target of the standard depth', () => {
  it.each([
    [1, 2],
    [1.5, 0],
    [2, -2],
  ])(
    'takes few tasks more than an oracle and far fewer than random ones (slope %f, ability %f)',
    (slope, theta) => {
      const cost = placementCost(slope, theta, 40, 'test');
      expect(cost.oracleRatio).toBeLessThan(oracleRatioMax + 0.05);
      expect(cost.randomRatio).toBeLessThan(cost.randomRatioMax! + 0.05);
    },
  );
});
