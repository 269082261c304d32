import { describe, expect, it } from 'vitest';
import {
  difficultySlope,
  type RandomResponse,
  slopeDifference,
  slopeEvidence,
} from '../../../measurement/efficiency/difficulty-slope.ts';
import { createDraws, type Draws } from '../../../measurement/numeric/draws.ts';
import { meanOf } from '../../../measurement/numeric/statistics.ts';
import { difficultyOf } from '../../../measurement/response-model/difficulty.ts';
import { logLikelihood } from '../../../measurement/response-model/response.ts';
import { sampleMix, sampleScale } from '../simulated-session.ts';
import { deviationsOf, slopeResponses } from '../simulated-slope.ts';

const scale = sampleScale(0.5, 0.7);
const mix = sampleMix(scale);
const pivot = meanOf(mix.map((cell) => difficultyOf(scale.skills[cell.skill]!, cell.features)));

/** A model drawn from the prior of abilities. */
function session(draws: Draws, tasks: number, lambda: number, drift = 0): RandomResponse[] {
  const model = { level: 1.2 * draws.normal(), deviations: deviationsOf(scale, draws) };
  return slopeResponses(scale, mix, { ...model, tasks, lambda, drift }, draws);
}

/** ln of the likelihood at one lambda by midpoint sums over theta_d and each skill's theta, without a shared lattice. */
function logEvidenceByHand(responses: readonly RandomResponse[], lambda: number): number {
  let total = 0;
  for (let theta = -6; theta <= 6; theta += 0.04) {
    let product = Math.exp(-0.5 * (theta / 2) ** 2);
    for (const [skill, model] of Object.entries(scale.skills)) {
      const own = responses.filter((response) => response.skill === skill);
      let inner = 0;
      for (let z = -5; z <= 5; z += 0.2) {
        const logs = own.map(({ difficulty, score }) =>
          logLikelihood(model, theta + 0.7 * z + lambda * (difficulty - pivot), difficulty, score),
        );
        inner += Math.exp(-0.5 * z * z + logs.reduce((sum, value) => sum + value, 0));
      }
      product *= inner;
    }
    total += product;
  }
  return Math.log(total);
}

describe('the person × difficulty slope', () => {
  it('has the likelihood that sums over all abilities give', () => {
    const responses = session(createDraws('by hand'), 12, 0.3);
    const { logLikelihood: logs } = slopeEvidence(scale, mix, responses);
    const at = (lambda: number) => logs[12 + Math.round(lambda / 0.1)]! - logs[12]!;
    for (const lambda of [-0.6, 0.3, 0.9]) {
      const expected = logEvidenceByHand(responses, lambda) - logEvidenceByHand(responses, 0);
      expect(at(lambda)).toBeCloseTo(expected, 2);
    }
  });

  it('is its prior without random tasks', () => {
    const none = difficultySlope([]);
    expect(none).toMatchObject({ tasks: 0, value: expect.closeTo(0, 9), sd: expect.closeTo(0.3, 3) });
    expect(none.lo).toBeCloseTo(-0.588, 2);
    expect(slopeDifference([], []).hi).toBeCloseTo(0.588 * Math.SQRT2, 2);
  });

  it('is recovered from the random tasks of a family, also while the ability moves', () => {
    for (const [lambda, drift] of [
      [0.5, 0],
      [0, 1.5],
      [-0.4, 1.5],
    ] as const) {
      const draws = createDraws('recovered', lambda);
      const found = difficultySlope(
        Array.from({ length: 24 }, () => slopeEvidence(scale, mix, session(draws, 16, lambda, drift))),
      );
      expect(found.tasks).toBe(384);
      expect(Math.abs(found.value - lambda)).toBeLessThan(2.6 * found.sd);
      expect(found.sd).toBeLessThan(0.17);
    }
  });

  it('differs between models in its interval only where it does', () => {
    const draws = createDraws('differs');
    const family = (lambda: number) =>
      Array.from({ length: 30 }, () => slopeEvidence(scale, mix, session(draws, 16, lambda)));
    const [steep, level, alike] = [family(0.6), family(0), family(0)];
    expect(slopeDifference(steep, level).lo).toBeGreaterThan(0);
    const none = slopeDifference(alike, level);
    expect(none.lo).toBeLessThan(0);
    expect(none.hi).toBeGreaterThan(0);
    expect(slopeDifference(level, level).value).toBeCloseTo(0, 9);
  });
});
