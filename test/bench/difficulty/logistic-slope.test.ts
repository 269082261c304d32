import { expect, it } from 'vitest';
import { logisticSlope } from '../../../bench/difficulty/logistic-slope.ts';

/** So many successes and failures at 0 and at 1. */
function table(counts: readonly [number, number, number, number]) {
  const x: number[] = [];
  const successes: (0 | 1)[] = [];
  counts.forEach((count, cell) => {
    for (let index = 0; index < count; index++) {
      x.push(cell < 2 ? 0 : 1);
      successes.push(cell % 2 === 0 ? 1 : 0);
    }
  });
  return [x, successes] as const;
}

it('is the log odds ratio of a two by two table, with its standard error', () => {
  const counts = [3_000, 1_000, 1_500, 2_500] as const;
  const { value, se, pFalling } = logisticSlope(...table(counts));
  const [a, b, c, d] = counts;
  expect(value).toBeCloseTo(Math.log((c * b) / (d * a)), 2);
  expect(se).toBeCloseTo(Math.sqrt(1 / a + 1 / b + 1 / c + 1 / d), 4);
  expect(pFalling).toBeLessThan(1e-100);
  expect(pFalling).toBeGreaterThan(0);
});

it('stays finite where everything succeeds, and is as likely as not where nothing changes', () => {
  const all = logisticSlope(...table([40, 0, 40, 0]));
  expect(Math.abs(all.value)).toBeLessThan(1e-6);
  expect(all.pFalling).toBeCloseTo(0.5, 6);
  expect(Number.isFinite(logisticSlope(...table([40, 0, 0, 40])).value)).toBe(true);
});
