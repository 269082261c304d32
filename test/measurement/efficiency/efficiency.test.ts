import { describe, expect, it } from 'vitest';
import { scoreAbility } from '../../../measurement/ability/ability.ts';
import { trainingRules } from '../../../measurement/efficiency/comparison.ts';
import { slopeEvidence } from '../../../measurement/efficiency/difficulty-slope.ts';
import {
  type DomainEfficiency,
  type TrainingCurve,
  trainingEfficiency,
} from '../../../measurement/efficiency/efficiency.ts';
import { overallEfficiency } from '../../../measurement/efficiency/overall.ts';
import { notEstimableReasons, reasonSentence } from '../../../measurement/efficiency/reasons.ts';
import { createDraws } from '../../../measurement/numeric/draws.ts';
import { skillWeightsOf } from '../../../measurement/performance/performance.ts';
import {
  createPerformanceSampler,
  type PerformanceSampler,
} from '../../../measurement/performance/performance-sampler.ts';
import golden from '../../fixtures/golden-measurement.json' with { type: 'json' };
import { answerTask, sampleMix, sampleScale } from '../simulated-session.ts';

const scale = sampleScale(0.5, 0.6, 0.1);
const mix = sampleMix(scale);
const weights = skillWeightsOf(mix);
const prior = scoreAbility(scale, weights, []);
const noEvidence = slopeEvidence(scale, mix, []);

function posteriorAt(key: string, theta: number, count = 60) {
  const draws = createDraws('efficiency', key);
  const names = Object.keys(weights);
  const thetas = Object.fromEntries(names.map((name) => [name, theta]));
  return scoreAbility(
    scale,
    weights,
    Array.from({ length: count }, (_, i) =>
      answerTask(scale, thetas, names[i % 3]!, theta + draws.normal(), draws),
    ),
  );
}

function curveOf(
  name: string,
  computes: readonly (number | null)[],
  thetas: readonly number[],
): TrainingCurve {
  return {
    domain: 'reasoning',
    suite: 'core@1',
    scale: 'reasoning@1',
    computeUnit: 'flops',
    computeOrigin: 'scratch',
    points: computes.map((compute, index) => ({
      checkpointKey: `${name}-${index}`,
      compute,
      posterior: posteriorAt(`${name}-${index}`, thetas[index]!),
      slopeEvidence: noEvidence,
    })),
  };
}

/** Heights that are known exactly: the same in every draw. */
function tableSampler(heights: Readonly<Record<string, number>>): PerformanceSampler {
  const profile = (key: string) => ({
    performance: new Float64Array(100).fill(heights[key]!),
    quartiles: [],
    implied: [],
  });
  return { quartiles: [], profile, path: (key) => [profile(key)] };
}

function tableCurve(name: string, computes: readonly (number | null)[]): TrainingCurve {
  const points = computes.map((compute, index) => ({
    checkpointKey: `${name}-${index}`,
    compute,
    posterior: prior,
    slopeEvidence: noEvidence,
  }));
  return {
    domain: 'reasoning',
    suite: 'core@1',
    scale: 'reasoning@1',
    computeUnit: 'flops',
    computeOrigin: 'scratch',
    points,
  };
}

function tableEfficiency(
  model: readonly [computes: readonly (number | null)[], heights: readonly number[]],
  baseline: readonly [computes: readonly (number | null)[], heights: readonly number[]],
) {
  const heights = Object.fromEntries([
    ...model[1].map((height, index) => [`model-${index}`, height]),
    ...baseline[1].map((height, index) => [`base-${index}`, height]),
  ]);
  const last = `model-${model[0].length - 1}`;
  return trainingEfficiency(
    tableSampler(heights),
    tableCurve('model', model[0]),
    tableCurve('base', baseline[0]),
    last,
  );
}

const decades = [1e20, 1e21, 1e22];
const climb = [0.2, 0.4, 0.6];

describe('training PE', () => {
  it('is the published ratio of the toy', () => {
    const { model, ref, PE } = golden.practiceEfficiencyToy;
    const { row } = tableEfficiency([decades, model], [decades, ref]);
    expect(row.pe!.value).toBeCloseTo(PE, 12);
    expect(row.pe).toMatchObject({ prAboveOne: 1, window: { lower: 20, upper: 22 } });
    expect(row.gain).toMatchObject({
      value: expect.closeTo(0.275, 12),
      flat: false,
      relative: expect.closeTo(1.375),
    });
    expect(row.performance).toMatchObject({ value: expect.closeTo(0.7, 12) });
    expect(row.reason).toBeNull();
  });

  it('of the baseline against itself is exactly 1 with no width, at every checkpoint', () => {
    const curve = curveOf('same', [1e18, 3e18, 1e19, 4e19, 1e20], [-1, -0.4, 0, 0.6, 1]);
    const sampler = createPerformanceSampler(scale, mix, { seed: 'self', runSd: 0.2 });
    for (const { checkpointKey } of curve.points.slice(2)) {
      const { row } = trainingEfficiency(sampler, curve, curve, checkpointKey);
      expect(row.pe).toMatchObject({ value: 1, lo: 1, hi: 1, prAboveOne: 0.5 });
      expect(row.areas!.difference).toEqual({ value: 0, lo: 0, hi: 0 });
    }
    const steep = tableEfficiency([decades, climb], [decades, climb]);
    expect(steep.row.gain!.relative).toBe(1);
  });

  it('does not depend on the unit that compute is counted in', () => {
    const model = curveOf('model', [2e18, 1e19, 5e19, 3e20], [-0.5, 0.2, 0.8, 1.2]);
    const baseline = curveOf('base', [1e18, 6e18, 3e19, 1e20, 4e20], [-1, -0.2, 0.4, 0.6, 0.9]);
    const inUnits = (factor: number) => {
      const scaled = (curve: TrainingCurve) => ({
        ...curve,
        points: curve.points.map((point) => ({ ...point, compute: point.compute! * factor })),
      });
      const sampler = createPerformanceSampler(scale, mix, { seed: 'units' });
      return trainingEfficiency(sampler, scaled(model), scaled(baseline), 'model-3').row.pe!;
    };
    const flops = inUnits(1);
    const petaflops = inUnits(1e-15 / 3);
    for (const part of ['value', 'lo', 'hi', 'prAboveOne'] as const) {
      expect(petaflops[part]).toBeCloseTo(flops[part], 9);
    }
  });

  it('at a checkpoint is that of the curve up to it', () => {
    const heights = [0.3, 0.5, 0.7, 0.1, 0.9];
    const computes = [1e20, 1e21, 1e22, 1e23, 1e24];
    const whole = { 'model-0': 0.3, 'model-1': 0.5, 'model-2': 0.7, 'model-3': 0.1, 'model-4': 0.9 };
    const reference = Object.fromEntries(computes.map((_, index) => [`base-${index}`, 0.5]));
    const sampler = tableSampler({ ...whole, ...reference });
    const early = trainingEfficiency(
      sampler,
      tableCurve('model', computes),
      tableCurve('base', computes),
      'model-2',
    );
    const alone = tableEfficiency(
      [computes.slice(0, 3), heights.slice(0, 3)],
      [computes, [0.5, 0.5, 0.5, 0.5, 0.5]],
    );
    expect(early.row).toEqual(alone.row);
    expect(early.row.pe!.value).toBeCloseTo(1, 12);
  });

  it.each([
    [
      'compute-unknown',
      [
        [...decades, null],
        [...climb, 0.7],
      ],
      [decades, climb],
    ],
    [
      'compute-zero',
      [
        [...decades, 0],
        [...climb, 0.7],
      ],
      [decades, climb],
    ],
    [
      'model-points',
      [
        [1e20, 1e22],
        [0.2, 0.6],
      ],
      [decades, climb],
    ],
    [
      'baseline-points',
      [decades, climb],
      [
        [1e20, 1e22],
        [0.2, 0.6],
      ],
    ],
    ['no-overlap', [decades, climb], [[1e10, 1e11, 1e12], climb]],
    ['window-narrow', [[1e20, 2e20, 3e20], climb], [decades, climb]],
    ['model-points-in-window', [[1e18, 1e21, 1e22], climb], [decades, climb]],
    ['baseline-points-in-window', [decades, climb], [[1e15, 1e16, 1e22], climb]],
    ['baseline-at-chance', [decades, climb], [decades, [0.04, 0.05, 0.05]]],
    ['baseline-at-ceiling', [decades, climb], [decades, [0.95, 0.96, 0.97]]],
  ] as const)('is not estimable for the reason %s', (reason, model, baseline) => {
    const { row, logRatioDraws } = tableEfficiency(
      model as unknown as [number[], number[]],
      baseline as unknown as [number[], number[]],
    );
    expect(row).toMatchObject({ pe: null, reason });
    expect(logRatioDraws).toBeNull();
    expect(reasonSentence(reason)).toMatch(/^[A-Z].*\.$/);
  });

  it('without a baseline says so and still gives performance', () => {
    const curve = tableCurve('model', decades);
    const sampler = tableSampler({ 'model-0': 0.2, 'model-1': 0.4, 'model-2': 0.6 });
    const { row } = trainingEfficiency(sampler, curve, null, 'model-2');
    expect(row).toMatchObject({ pe: null, reason: 'no-baseline', gain: null, areas: null });
    expect(row.performance.value).toBeCloseTo(0.6, 12);
  });

  it('that is not estimable keeps the difference of the areas when both exist', () => {
    const { row } = tableEfficiency([decades, climb], [decades, [0.02, 0.02, 0.02]]);
    expect(row.reason).toBe('baseline-at-chance');
    expect(row.areas).toMatchObject({
      difference: { value: expect.closeTo(0.38, 12) },
      window: { lower: 20, upper: 22 },
    });
  });

  it('calls a level curve flat and a noisy climb not yet risen', () => {
    expect(tableEfficiency([decades, [0.6, 0.6, 0.6]], [decades, climb]).row).toMatchObject({
      pe: { value: expect.closeTo(1.5) },
      gain: { value: expect.closeTo(0, 12), flat: true },
    });
    const sampler = createPerformanceSampler(scale, mix, { seed: 'noise' });
    const model = curveOf('level', decades, [0, 0, 0.05]);
    expect(trainingEfficiency(sampler, model, model, 'level-2').row.gain!.flat).toBe(true);
  });

  it.each([
    ['DOMAIN_MISMATCH', { domain: 'planning' }],
    ['SUITE_MISMATCH', { suite: 'core@2' }],
    ['SCALE_MISMATCH', { scale: 'reasoning@2' }],
    ['UNIT_MISMATCH', { computeUnit: 'tokens' }],
    ['ORIGIN_MISMATCH', { computeOrigin: 'start-checkpoint' }],
  ])('refuses curves with %s', (code, change) => {
    const curve = tableCurve('model', decades);
    const sampler = tableSampler({});
    expect(() => trainingEfficiency(sampler, curve, { ...curve, ...change }, 'model-2')).toThrow(
      expect.objectContaining({ name: 'CurveMismatch', code }),
    );
  });
});

describe('overall PE', () => {
  const overall = (domains: readonly DomainEfficiency[]) =>
    overallEfficiency(domains, trainingRules, (x) => 10 ** x);
  const good = tableEfficiency([decades, [0.4, 0.6, 0.8]], [decades, [0.2, 0.3, 0.4]]);
  const level = { ...tableEfficiency([decades, climb], [decades, climb]), domain: 'planning' };
  const none = { ...tableEfficiency([decades, climb], [decades, [0.02, 0.02, 0.02]]), domain: 'code' };

  it('is the geometric mean over the domains, with the mean performance', () => {
    const row = overall([good, level]);
    expect(row.pe).toMatchObject({
      value: expect.closeTo(Math.SQRT2, 12),
      lo: expect.closeTo(Math.SQRT2, 9),
      window: { lower: 20, upper: 22 },
    });
    expect(row).toMatchObject({
      reason: null,
      domainsMissing: [],
      pePartial: expect.closeTo(Math.SQRT2, 12),
    });
    expect(row.performance.value).toBeCloseTo(0.7, 12);
  });

  it('is null with the domains named when one is not estimable, and the rest is told apart', () => {
    const row = overall([none, good, level]);
    expect(row).toMatchObject({
      pe: null,
      reason: 'domains-not-estimable',
      domainsMissing: [{ domain: 'code', reason: 'baseline-at-chance' }],
    });
    expect(row.pePartial).toBeCloseTo(Math.SQRT2, 12);
    expect(overall([none]).pePartial).toBeNull();
  });

  it('has a sentence for every reason', () => {
    expect(new Set(notEstimableReasons.map((reason) => reasonSentence(reason))).size).toBe(
      notEstimableReasons.length,
    );
  });
});
