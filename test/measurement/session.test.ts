import { beforeAll, describe, expect, it } from 'vitest';
import { depths } from '../../measurement/constants.ts';
import { createDraws } from '../../measurement/numeric/draws.ts';
import { meanOf } from '../../measurement/numeric/statistics.ts';
import { type SimulatedSession, sampleMix, sampleScale, simulateSession } from './simulated-session.ts';

const sessions = 240;

/** Placements of models whose mean ability is spread evenly over -2 to 2 and whose skills deviate from it. */
function simulate(): SimulatedSession[] {
  const scale = sampleScale(0.7, 0.8);
  const mix = sampleMix(scale);
  const depth = { ...depths.standard, tasksMax: 160 };
  return Array.from({ length: sessions }, (_, index) => {
    const draws = createDraws('session', index);
    const bar = -2 + (4 * (index + 0.5)) / sessions;
    const deviations = ['first', 'second', 'third'].map((skill) => [skill, 0.8 * draws.normal()] as const);
    const mean = meanOf(deviations.map(([, deviation]) => deviation));
    const thetas = Object.fromEntries(deviations.map(([skill, own]) => [skill, bar + own - mean]));
    return simulateSession(scale, mix, depth, thetas, draws);
  });
}

describe('a placement from selection through scoring to the stop', () => {
  let all: SimulatedSession[];

  beforeAll(() => {
    all = simulate();
  });

  it('ends at the SD target when the cap leaves room', () => {
    expect(all.filter(({ reason }) => reason === 'sd-target').length).toBeGreaterThan(0.97 * sessions);
    expect(Math.max(...all.map(({ posterior }) => posterior.sd))).toBeLessThanOrEqual(0.31);
  });

  it('is hardly biased over abilities from -2 to 2', () => {
    // The error regressed on the ability: the line's value at 0 and at both ends is the bias there.
    const errors = all.map(({ posterior, truth }) => posterior.mean - truth);
    const slope =
      meanOf(all.map(({ truth }, index) => truth * errors[index]!)) /
      meanOf(all.map(({ truth }) => truth ** 2));
    const centre = meanOf(errors);
    // The line's own sampling error is up to .04 with so few sessions; `npm run bench:measurement` holds the bound itself.
    for (const ability of [-2, 0, 2]) expect(Math.abs(centre + slope * ability)).toBeLessThan(0.05 + 0.04);
  });

  it('has 95 % intervals that cover the truth in all but a binomial share of cases', () => {
    const covered = all.filter(
      ({ posterior, truth }) => posterior.lower <= truth && truth <= posterior.upper,
    );
    // Three standard errors of 240 trials at .95.
    expect(covered.length / sessions).toBeGreaterThan(0.908);
    expect(covered.length / sessions).toBeLessThan(0.992);
  });
});
