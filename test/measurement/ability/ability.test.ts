import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { scoreAbility, skillMass } from '../../../measurement/ability/ability.ts';
import { drawAbilities } from '../../../measurement/ability/ability-draws.ts';
import { createDraws } from '../../../measurement/numeric/draws.ts';
import { meanOf, quantile } from '../../../measurement/numeric/statistics.ts';
import { expectedScoreAt, type Response } from '../../../measurement/response-model/response.ts';
import { answerTask, sampleScale } from '../simulated-session.ts';

const weights = { first: 0.7, second: 0.3 };
const scale = sampleScale(0.8, 0.9);

function twoSkillResponses(seed: string, count: number): Response[] {
  const draws = createDraws(seed);
  return Array.from({ length: count }, (_, index) =>
    answerTask(
      scale,
      { first: 1.2, second: -0.6 },
      index % 3 === 0 ? 'second' : 'first',
      draws.normal(),
      draws,
    ),
  );
}

/** Moments and 95 % interval of theta-bar by trapezoids over both skills' abilities, theta_d integrated by formula. */
function bruteForce(responses: readonly Response[]) {
  const step = 0.02;
  const axis = Array.from({ length: 551 }, (_, index) => -5.5 + index * step);
  const logOf = (skill: string) =>
    axis.map((theta) =>
      responses
        .filter((response) => response.skill === skill)
        .reduce((sum, { difficulty, score }) => {
          const p = expectedScoreAt(scale.skills[skill]!, theta, difficulty);
          return sum + Math.log(score === 1 ? p : 1 - p);
        }, 0),
    );
  const first = logOf('first');
  const second = logOf('second');
  // Both abilities have prior variance 2² + tau² and covariance 2².
  const variance = 4 + scale.deviationSd ** 2;
  const determinant = variance ** 2 - 16;
  const cells = axis.flatMap((x, i) =>
    axis.map((y, j) => ({
      bar: 0.7 * x + 0.3 * y,
      mass: Math.exp(
        first[i]! + second[j]! - (variance * x * x - 8 * x * y + variance * y * y) / (2 * determinant),
      ),
    })),
  );
  const total = cells.reduce((sum, { mass }) => sum + mass, 0);
  const mean = cells.reduce((sum, { bar, mass }) => sum + (bar * mass) / total, 0);
  const square = cells.reduce((sum, { bar, mass }) => sum + (bar * bar * mass) / total, 0);
  cells.sort((left, right) => left.bar - right.bar);
  const at = (share: number) => {
    let sum = 0;
    for (const { bar, mass } of cells) {
      sum += mass / total;
      if (sum >= share) return bar;
    }
    throw new Error('the shares sum to less than 1');
  };
  return { mean, sd: Math.sqrt(square - mean * mean), lower: at(0.025), upper: at(0.975) };
}

describe('scoring of abilities', () => {
  it.each([0, 6, 60])('agrees with brute-force integration after %i responses', (count) => {
    const responses = twoSkillResponses('brute', count);
    const scored = scoreAbility(scale, weights, responses);
    if (count === 0) {
      expect(scored.mean).toBeCloseTo(0, 10);
      expect(scored.sd).toBeCloseTo(Math.sqrt(4 + 0.81 * (0.49 + 0.09)), 1);
      return;
    }
    const exact = bruteForce(responses);
    expect(scored.mean).toBeCloseTo(exact.mean, 2);
    expect(scored.sd).toBeCloseTo(exact.sd, 2);
    expect(Math.abs(scored.lower - exact.lower)).toBeLessThan(0.02);
    expect(Math.abs(scored.upper - exact.upper)).toBeLessThan(0.02);
  });

  it('never lowers an ability for a better score', () => {
    const response = fc.record({
      skill: fc.constantFrom('first', 'second'),
      difficulty: fc.double({ min: -4, max: 4, noNaN: true }),
      score: fc.constantFrom(0, 0.25, 0.5, 0.75),
    });
    fc.assert(
      fc.property(fc.array(response, { minLength: 1, maxLength: 12 }), fc.nat(), (responses, pick) => {
        const raised = responses.map((own, index) =>
          index === pick % responses.length ? { ...own, score: own.score + 0.25 } : own,
        );
        const before = scoreAbility(scale, weights, responses);
        const after = scoreAbility(scale, weights, raised);
        expect(after.mean).toBeGreaterThan(before.mean);
        expect(after.skills.first!.mean).toBeGreaterThan(before.skills.first!.mean);
      }),
      { numRuns: 40, seed: 7 },
    );
  });

  it('draws joint abilities with the moments and the interval of the posterior', () => {
    const posterior = scoreAbility(scale, weights, twoSkillResponses('draws', 40));
    const { skills } = drawAbilities(posterior, createDraws('joint'), 20_000);
    const bar = skills.first!.map((theta, draw) => 0.7 * theta + 0.3 * skills.second![draw]!);
    const ascending = Float64Array.from(bar).sort();
    const sdOf = (values: Float64Array) => {
      const mean = meanOf(values);
      return Math.sqrt(meanOf(values.map((value) => (value - mean) ** 2)));
    };
    expect(meanOf(bar)).toBeCloseTo(posterior.mean, 1);
    expect(sdOf(bar) / posterior.sd).toBeCloseTo(1, 1);
    expect(sdOf(skills.second!) / posterior.skills.second!.sd).toBeCloseTo(1, 1);
    expect(Math.abs(quantile(ascending, 0.025) - posterior.lower)).toBeLessThan(0.04);
    expect(Math.abs(quantile(ascending, 0.975) - posterior.upper)).toBeLessThan(0.04);
  });

  it('gives every skill a posterior whose mass has its mean', () => {
    const posterior = scoreAbility(scale, weights, twoSkillResponses('mass', 25));
    for (const skill of ['first', 'second']) {
      const mass = skillMass(posterior, skill);
      expect(mass.reduce((sum, value) => sum + value, 0)).toBeCloseTo(1, 9);
      const mean = mass.reduce((sum, value, index) => sum + value * posterior.skillThetas[index]!, 0);
      expect(mean).toBeCloseTo(posterior.skills[skill]!.mean, 9);
    }
  });

  it('scores a skill that was never asked by what the others say, less surely', () => {
    const onlyFirst = twoSkillResponses('rest', 60).filter(({ skill }) => skill === 'first');
    const { skills } = scoreAbility(scale, weights, onlyFirst);
    expect(skills.second!.mean).toBeGreaterThan(0.3);
    expect(skills.second!.mean).toBeLessThan(skills.first!.mean);
    expect(skills.second!.sd).toBeGreaterThan(scale.deviationSd);
  });

  it('refuses a skill that the mix does not have', () => {
    expect(() => scoreAbility(scale, weights, [{ skill: 'third', difficulty: 0, score: 1 }])).toThrow(
      RangeError,
    );
  });
});
