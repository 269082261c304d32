import { describe, expect, it } from 'vitest';
import { scoreAbility } from '../../../measurement/ability/ability.ts';
import { depths } from '../../../measurement/constants.ts';
import { createDraws } from '../../../measurement/numeric/draws.ts';
import { meanOf } from '../../../measurement/numeric/statistics.ts';
import { skillWeightsOf } from '../../../measurement/performance/performance.ts';
import type { LatticeSummary } from '../../../measurement/practice/lattice.ts';
import { followPath } from '../../../measurement/practice/path.ts';
import { drawPath } from '../../../measurement/practice/path-draws.ts';
import { gainBetween } from '../../../measurement/practice/walk-gain.ts';
import type { Response } from '../../../measurement/response-model/response.ts';
import { type Gain, placed, simulatePractice } from '../simulated-practice.ts';
import { answerTask, sampleMix, sampleScale } from '../simulated-session.ts';

const scale = sampleScale(0.7, 0.8);
const mix = sampleMix(scale);
const weights = skillWeightsOf(mix);
const thetas = { first: 1, second: -0.6, third: 0.1 };

/** Answers to tasks of every skill, most of them in the first, so that it is known best. */
function answersOf(seed: string, count: number, shift = 0): Response[] {
  const draws = createDraws(seed);
  const skills = ['first', 'first', 'second', 'first', 'third', 'first'];
  const moved = Object.fromEntries(Object.entries(thetas).map(([skill, theta]) => [skill, theta + shift]));
  return Array.from({ length: count }, (_, index) =>
    answerTask(scale, moved, skills[index % skills.length]!, 1.5 * draws.normal(), draws),
  );
}

const placement = scoreAbility(scale, weights, answersOf('placement', 60));

describe('theta-bar along practice', () => {
  it('begins where placement ended', () => {
    const { points } = followPath(scale, weights, placement, []);
    expect(points).toHaveLength(1);
    expect(points[0]!.x).toBe(0);
    for (const key of ['mean', 'sd', 'lower', 'upper'] as const) {
      // The lattice is .1 logit wide; its sums are exact, its interval interpolates inside a cell.
      expect(points[0]![key]).toBeCloseTo(placement[key], 2);
    }
  });

  it('has one point a distinct place, whatever the order and grouping of the answers', () => {
    const [a, b, c, d] = [0, 1, 2, 3].map((index) => answersOf(`step ${index}`, 2));
    const grouped = followPath(scale, weights, placement, [
      { x: 0, responses: [...a!, ...b!] },
      { x: 0.4, responses: c! },
      { x: 0.9, responses: d! },
    ]);
    const scattered = followPath(scale, weights, placement, [
      { x: 0.9, responses: d! },
      { x: 0, responses: b! },
      { x: 0.4, responses: c! },
      { x: 0, responses: a! },
    ]);
    expect(grouped.points.map(({ x }) => x)).toEqual([0, 0.4, 0.9]);
    for (const [index, point] of grouped.points.entries()) {
      expect(scattered.points[index]!.mean).toBeCloseTo(point.mean, 9);
    }
  });

  it('at x = 0 is placement with those answers added, but for the approximation of the residuals', () => {
    const more = answersOf('more', 6);
    const { points } = followPath(scale, weights, placement, [{ x: 0, responses: more }]);
    const exact = scoreAbility(scale, weights, [...answersOf('placement', 60), ...more]);
    expect(points[0]!.sd).toBeLessThan(placement.sd);
    expect(Math.abs(points[0]!.mean - exact.mean)).toBeLessThan(0.25 * placement.sd);
    expect(points[0]!.sd / exact.sd).toBeGreaterThan(0.9);
    expect(points[0]!.sd / exact.sd).toBeLessThan(1.1);
  });

  it('follows a rise that many answers show, and widens where nothing was asked', () => {
    const { points } = followPath(scale, weights, placement, [
      { x: 0.5, responses: answersOf('risen', 120, 1.5) },
      { x: 1.5, responses: [] },
    ]);
    const [start, risen, later] = points;
    expect(risen!.mean - start!.mean).toBeGreaterThan(1);
    expect(later!.mean).toBeCloseTo(risen!.mean, 1);
    expect(later!.sd).toBeGreaterThan(1.5 * risen!.sd);
  });
});

describe('joint draws along the path', () => {
  const steps = [0, 0.5, 0.8, 1].map((x, index) => ({ x, responses: answersOf(`draws ${index}`, 4, x) }));
  const path = followPath(scale, weights, placement, steps);
  const count = 4_000;
  const drawn = drawPath(path, createDraws('path'), count);
  const barOf = (place: number) =>
    Float64Array.from({ length: count }, (_, draw) =>
      Object.entries(weights).reduce(
        (sum, [skill, weight]) => sum + weight * drawn[place]!.skills[skill]![draw]!,
        0,
      ),
    );

  /** Mean within four standard errors, and as many draws beyond either bound as belong there. */
  function expectDistribution(values: Float64Array, { mean, sd, lower, upper }: LatticeSummary): void {
    const shareBelow = (bound: number) => values.filter((value) => value < bound).length / count;
    expect(Math.abs(meanOf(values) - mean)).toBeLessThan((4 * sd) / Math.sqrt(count));
    expect(Math.abs(shareBelow(lower) - 0.025)).toBeLessThan(0.01);
    expect(Math.abs(shareBelow(upper) - 0.975)).toBeLessThan(0.01);
  }

  it('have the moments and interval of theta-bar at every point', () => {
    for (const [place, point] of path.points.entries()) {
      expectDistribution(barOf(place), point);
    }
  });

  it('have the distribution of the gain', () => {
    const last = path.points.length - 1;
    const gain = gainBetween(path.walk, 0, last);
    const from = barOf(0);
    expectDistribution(
      barOf(last).map((bar, draw) => bar - from[draw]!),
      gain,
    );
  });

  it('move all skills of a draw alike', () => {
    const from = barOf(0);
    const to = barOf(2);
    for (const skill of Object.keys(weights)) {
      for (let draw = 0; draw < count; draw += 400) {
        const moved = drawn[2]!.skills[skill]![draw]! - drawn[0]!.skills[skill]![draw]!;
        expect(moved).toBeCloseTo(to[draw]! - from[draw]!, 9);
      }
    }
  });

  it('without practice have the spread that placement gives every skill', () => {
    const [still] = drawPath(followPath(scale, weights, placement, []), createDraws('still'), count);
    for (const [skill, { mean, sd }] of Object.entries(placement.skills)) {
      const own = still!.skills[skill]!;
      const deviation = Math.sqrt(meanOf(own.map((theta) => (theta - mean) ** 2)));
      expect(Math.abs(meanOf(own) - mean)).toBeLessThan(0.06 * sd);
      expect(deviation / sd).toBeGreaterThan(0.95);
      expect(deviation / sd).toBeLessThan(1.06);
    }
  });
});

describe('a planted gain', () => {
  const seeds = 30;
  const linear: Gain = (x, xs) => x / xs.at(-1)!;
  const late: Gain = (x, xs) => (x > xs[Math.floor(xs.length / 2)]! ? 1 : 0);

  it('of one logit, linear or a late step, or of none, lies in the 95 % interval', () => {
    const covered = { none: 0, linear: 0, late: 0 };
    const errors: number[] = [];
    for (let seed = 0; seed < seeds; seed++) {
      const draws = createDraws('planted', seed);
      const model = placed(scale, mix, depths.standard, 1.2 * draws.normal(), draws);
      for (const [name, gain] of Object.entries({ none: () => 0, linear, late })) {
        const { path, xs } = simulatePractice(model, gain, draws);
        const { mean, lower, upper } = gainBetween(path.walk, 0, path.points.length - 1);
        const truth = gain(xs.at(-1)!, xs);
        if (lower <= truth && truth <= upper) covered[name as keyof typeof covered]++;
        if (name === 'none') errors.push(mean);
      }
    }
    // .93 less two standard errors of 30 trials; the bench has the narrow bounds.
    for (const count of Object.values(covered)) expect(count / seeds).toBeGreaterThan(0.83);
    expect(Math.abs(meanOf(errors))).toBeLessThan(0.25);
  });
});
