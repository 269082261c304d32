import { describe, expect, it } from 'vitest';
import { gaussHermite } from '../../../measurement/numeric/gauss-hermite.ts';
import {
  expectedScoreAt,
  freshInformation,
  logisticInformation,
  logisticProbability,
  logLikelihood,
} from '../../../measurement/response-model/response.ts';
import golden from '../../fixtures/golden-measurement.json' with { type: 'json' };

describe('the response model', () => {
  it('gives the published information of a four-parameter item', () => {
    const { theta, a, b, c, d, correct } = golden.fourParameterInformation;
    expect(logisticInformation(a, c, 1 - d, theta, b)).toBeCloseTo(correct, 12);
  });

  it('integrates to the moments of a normal with the quadrature it is checked by', () => {
    const { nodes, weights } = gaussHermite(21);
    const moment = (power: number) => nodes.reduce((sum, z, i) => sum + weights[i]! * z ** power, 0);
    expect([0, 2, 4, 6].map(moment)).toEqual([1, 1, 3, 15].map((value) => expect.closeTo(value, 9)));
  });

  it('flattens the curve of a fresh instance as integrating its deviation out does', () => {
    const { nodes, weights } = gaussHermite(21);
    for (const residualSd of [0.3, 0.7, 1]) {
      for (const slope of [0.7, 1, 1.4]) {
        const model = { slope, chance: 0.1, slip: 0.02, residualSd, weight: 1 };
        for (let theta = -4; theta <= 4; theta += 0.5) {
          const exact = nodes.reduce(
            (sum, z, i) => sum + weights[i]! * logisticProbability(slope, 0.1, 0.02, theta, residualSd * z),
            0,
          );
          expect(Math.abs(expectedScoreAt(model, theta, 0) - exact)).toBeLessThan(0.01);
        }
      }
    }
  });

  it('gives as information the curvature of the expected log-likelihood', () => {
    const model = { slope: 1.3, chance: 0.15, slip: 0.02, residualSd: 0.6, weight: 2.5 };
    const truth = 0.4;
    const p = expectedScoreAt(model, truth, -0.3);
    const expected = (theta: number) =>
      p * logLikelihood(model, theta, -0.3, 1) + (1 - p) * logLikelihood(model, theta, -0.3, 0);
    const h = 1e-3;
    const curvature = -(expected(truth + h) - 2 * expected(truth) + expected(truth - h)) / (h * h);
    expect(freshInformation(model, truth, -0.3)).toBeCloseTo(curvature, 4);
  });
});
