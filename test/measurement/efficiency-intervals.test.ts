import { describe, expect, it } from 'vitest';
import { meanOf } from '../../measurement/numeric/statistics.ts';
import {
  type SimulatedComparison,
  type SimulationSettings,
  simulatePractice,
  simulateTraining,
} from './simulated-efficiency.ts';

// Small versions of the bench's efficiency group. Bounds are three standard errors of so many trials away from what
// the bench holds with narrow ones.
const repetitions = 60;
const least = 0.95 - 3 * Math.sqrt((0.95 * 0.05) / repetitions);

type Simulate = (settings: SimulationSettings) => SimulatedComparison;

function simulated(simulate: Simulate, settings: Omit<SimulationSettings, 'seed' | 'draws'>) {
  return Array.from({ length: repetitions }, (_, repetition) =>
    simulate({ ...settings, seed: `small ${repetition}`, draws: 300 }),
  );
}

interface Bounds {
  readonly lo: number;
  readonly hi: number;
}

function shareHeld(results: readonly (Bounds & { readonly truth: number })[]): number {
  return results.filter(({ lo, hi, truth }) => lo <= truth && truth <= hi).length / results.length;
}

describe('the 95 % interval of PE', () => {
  it.each([
    ['training', simulateTraining, { itemSe: 0.15, persistent: true }],
    ['practice', simulatePractice, { itemSe: 0.15 }],
  ] as const)('of %s holds the truth, as does that of the gain, and is no wider than need be', (...args) => {
    const [, simulate, settings] = args;
    const results = simulated(simulate, settings).flatMap(({ estimate: { pe, gain }, truth }) =>
      pe === null || gain === null ? [] : [{ pe, gain, truth }],
    );
    expect(results.length).toBeGreaterThan(0.9 * repetitions);
    expect(shareHeld(results.map(({ pe, truth }) => ({ ...pe, truth: truth.pe })))).toBeGreaterThan(least);
    expect(shareHeld(results.map(({ gain, truth }) => ({ ...gain, truth: truth.gain })))).toBeGreaterThan(
      least,
    );
    // Errors in SDs of the interval: of a right one they have SD 1, known here to 1/sqrt(2 · 60).
    const errors = results.map(
      ({ pe, truth }) => (Math.log(pe.value / truth.pe) * 2 * 1.96) / Math.log(pe.hi / pe.lo),
    );
    const sd = Math.sqrt(meanOf(errors.map((error) => error ** 2)));
    expect(sd).toBeGreaterThan(0.73);
    expect(sd).toBeLessThan(1.27);
  });
});

describe('one family, evaluated twice', () => {
  const results = simulated(simulateTraining, { itemSe: 0.15, twins: true });

  it('is rarely called better or worse than itself', () => {
    const certain = results.filter(({ estimate }) => Math.abs(estimate.pe!.prAboveOne - 0.5) >= 0.475);
    expect(certain.length / repetitions).toBeLessThan(1 - least);
  });

  it('has PE 1 from 1 to 1 where the evaluations are the same', () => {
    for (const { self } of results) expect(self.pe).toMatchObject({ value: 1, lo: 1, hi: 1 });
  });
});

describe('the interval of the compute multiplier', () => {
  it('holds a planted shift', () => {
    const results = simulated(simulateTraining, { rise: 3.5, ahead: 0.3 }).flatMap(({ multiplier, truth }) =>
      multiplier === null || truth.multiplier === null
        ? []
        : [
            {
              lo: multiplier.lo ?? 0,
              hi: multiplier.hi ?? Number.POSITIVE_INFINITY,
              truth: truth.multiplier,
            },
          ],
    );
    expect(results.length).toBeGreaterThan(0.9 * repetitions);
    expect(shareHeld(results)).toBeGreaterThan(least);
    // The curves differ by their skills' deviations as well, so that the best shift only centres on the planted one.
    expect(Math.abs(meanOf(results.map(({ truth }) => Math.log10(truth))) - 0.3)).toBeLessThan(0.1);
  });
});
