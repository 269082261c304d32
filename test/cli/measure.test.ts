import { describe, expect, it } from 'vitest';
import { changeStatistic } from '../../cli/measure-change.ts';
import { efficiencyStatistic } from '../../cli/measure-efficiency.ts';
import { fitStatistic } from '../../cli/measure-fit.ts';
import { linkStatistic } from '../../cli/measure-link.ts';
import { scoreStatistic } from '../../cli/measure-score.ts';
import { resultOf } from '../../cli/measure-statistic.ts';
import { UsageError } from '../../cli/output.ts';
import golden from '../fixtures/golden-measurement.json' with { type: 'json' };
import { runCli } from './run.ts';

const measures = {
  score: (input: string) => resultOf(scoreStatistic, input),
  fit: (input: string) => resultOf(fitStatistic, input),
  link: (input: string) => resultOf(linkStatistic, input),
  efficiency: (input: string) => resultOf(efficiencyStatistic, input),
  change: (input: string) => resultOf(changeStatistic, input),
};
type Name = keyof typeof measures;
const names = Object.keys(measures) as Name[];

/** What the command prints for this input. */
function measure<Result = Record<string, number>>(name: Name, input: unknown): Result {
  return JSON.parse(JSON.stringify(measures[name](JSON.stringify(input)))) as Result;
}

/** The message of the usage error that the command ends with. */
function refusal(name: Name, input: string): string {
  try {
    measures[name](input);
  } catch (error) {
    expect(error).toBeInstanceOf(UsageError);
    return (error as UsageError).message;
  }
  throw new Error(`${name} takes ${input}`);
}

const points = (heights: readonly number[]) =>
  heights.map((performance, index) => ({
    compute: 10 ** golden.practiceEfficiencyToy.log10C[index]!,
    performance,
  }));
const toy = {
  unit: 'flops',
  model: points(golden.practiceEfficiencyToy.model),
  baseline: points(golden.practiceEfficiencyToy.ref),
};

describe('etude measure', () => {
  it.each(names)('%s prints one line of JSON for the example in its help', async (name) => {
    const help = await runCli(['measure', name, '--help']);
    const example = new RegExp(`\\$ echo '(.*)' \\| etude measure ${name}\n`).exec(help.stdout);
    const { code, stdout, stderr } = await runCli(['measure', name], { input: `${example![1]}\n` });
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout.trim().split('\n')).toHaveLength(1);
    expect(JSON.parse(stdout)).toEqual(JSON.parse(JSON.stringify(measures[name](example![1]!))));
    expect(stdout).not.toContain('NaN');
  });

  it('fits LSAT section 7 to its published parameters', () => {
    const { frequencies, slopes, intercepts, logLikelihood } = golden.lsat7;
    const responses = frequencies.map((_, code) => [16, 8, 4, 2, 1].map((bit) => (code & bit ? 1 : 0)));
    const fitted = measure<{
      items: { a: number; b: number }[];
      logLikelihood: number;
      converged: boolean;
    }>('fit', { responses, weights: frequencies, model: '2pl' });
    expect(fitted.converged).toBe(true);
    expect(fitted.logLikelihood).toBeCloseTo(logLikelihood, 5);
    fitted.items.forEach(({ a, b }, item) => {
      expect(a).toBeCloseTo(slopes[item]!, 3);
      expect(-a * b).toBeCloseTo(intercepts[item]!, 3);
    });
  });

  it('hands fitted items on to the score and the link as they are', () => {
    const items = [
      { a: 1.1, b: -0.4, seA: 0.2, seB: 0.1 },
      { a: 0.8, b: 0.7, seA: 0.2, seB: 0.1 },
    ];
    const scored = measure('score', { items, responses: [1, 0] });
    expect(Object.keys(scored)).toEqual(['theta', 'sd', 'lo', 'hi']);
    const to = items.map((item) => ({ ...item, a: item.a / 1.5, b: 1.5 * item.b - 0.2 }));
    for (const method of ['mean-sigma', 'mean-mean', 'haebara', 'stocking-lord']) {
      const link = measure('link', {
        from: items,
        to,
        method,
        D: 1.7,
        grid: { min: -3, max: 3, step: 0.25 },
      });
      expect(link).toEqual({ slope: expect.closeTo(1.5, 8), intercept: expect.closeTo(-0.2, 8) });
    }
  });

  it('gives the published Practice Efficiency, and refuses sides in different units by name', () => {
    const { A_model, A_ref, PE } = golden.practiceEfficiencyToy;
    expect(measure('efficiency', toy)).toEqual({
      pe: expect.closeTo(PE, 10),
      lo: expect.closeTo(PE, 10),
      hi: expect.closeTo(PE, 10),
      prAboveOne: 1,
      areaModel: expect.closeTo(A_model, 10),
      areaBaseline: expect.closeTo(A_ref, 10),
      window: { lower: 20, upper: 22 },
      gain: expect.objectContaining({ value: expect.closeTo(A_model - 0.2, 10), flat: false }),
      multiplier: expect.objectContaining({ value: expect.any(Number) }),
      reason: null,
    });
    expect(measure('efficiency', { ...toy, model: toy.baseline })).toMatchObject({
      pe: 1,
      lo: 1,
      hi: 1,
    });
    const short = measure('efficiency', { ...toy, model: toy.model.slice(0, 2) });
    expect(short).toMatchObject({ pe: null, lo: null, multiplier: null, reason: 'model-points' });
    for (const baseline of [
      { unit: 'tokens', points: toy.baseline },
      toy.baseline.map((point) => ({ ...point, unit: 'tokens' })),
    ]) {
      expect(refusal('efficiency', JSON.stringify({ ...toy, baseline }))).toContain(
        'baseline: its compute is in tokens, not in flops',
      );
    }
  });

  it('tests a change as strictly as the number of domains asks', () => {
    const pair = { before: { theta: 1, sd: 0.2 }, after: { theta: 0.35, sd: 0.2 } };
    const alone = measure<{ verdict: string; difference: number; z: number; detectable: number }>(
      'change',
      pair,
    );
    const among = measure<typeof alone>('change', { ...pair, domains: 4 });
    // z = −0.65/√0.08 = −2.298 and p = .0216: below .05 alone, and not among four. Pr(D < −0.2) is .944 in both.
    expect(alone.z).toBeCloseTo(-2.298, 3);
    expect(among.z).toBe(alone.z);
    expect([alone.verdict, among.verdict]).toEqual(['inconclusive', 'inconclusive']);
    const larger = { ...pair, after: { theta: 0.3, sd: 0.19 } };
    expect(measure('change', larger)).toMatchObject({ verdict: 'regression' });
    expect(measure('change', { ...larger, domains: 20 })).toMatchObject({ verdict: 'inconclusive' });
    expect(measure('change', { ...larger, runSd: 0.4 })).toMatchObject({ verdict: 'inconclusive' });
  });

  it.each([
    [
      'score',
      {
        items: [
          { a: 1, b: 0 },
          { a: 1, b: 'x' },
        ],
        responses: [1, 0],
      },
      /items\[1\]\.b: .*number/,
    ],
    ['score', { items: [{ a: 1, b: 0 }], responses: [2] }, /responses\[0\]: .*<=1/],
    [
      'score',
      { items: [{ a: 1, b: 0 }], responses: [1, 0] },
      /responses: it has 2 entries, but there are 1 items/,
    ],
    ['score', { items: [{ a: 1, b: 0, g: 0.6, u: 0.4 }], responses: [1] }, /items\[0\]\.u: /],
    ['score', { items: [{ a: 1, b: 0 }], responses: [1], prio: {} }, /prio/],
    ['fit', { responses: [[1, 0], [1]], model: 'rasch' }, /responses\[1\]: it has 1 entries/],
    [
      'fit',
      {
        responses: [
          [1, 0],
          [0, 1],
        ],
        model: 'lltm',
      },
      /features: model lltm needs features/,
    ],
    [
      'fit',
      {
        responses: [
          [1, 0],
          [1, 1],
        ],
        model: 'rasch',
      },
      /rasch needs at least 2 items/,
    ],
    [
      'link',
      { from: [{ a: 1, b: 0 }], to: [{ a: 1, b: 0 }], method: 'haebara', grid: { min: 0, max: 1, step: 0 } },
      /grid\.step: /,
    ],
    [
      'link',
      { from: [{ a: 1, b: 0 }], to: [{ a: 1, b: 0 }], method: 'mean-sigma' },
      /two different difficulties/,
    ],
    ['link', { from: [{ a: 1, b: 0 }], to: [{ a: 1, b: 0 }], method: 'best' }, /method: .*mean-sigma/],
    ['efficiency', { ...toy, model: [{ compute: 1, performance: 1.2 }] }, /model\[0\]\.performance: /],
    [
      'efficiency',
      { ...toy, model: { points: [{ compute: -1, performance: 1 }] } },
      /model\.points\[0\]\.compute: /,
    ],
    ['change', { before: { theta: 0, sd: 0 }, after: { theta: 1, sd: 0 } }, /SDs that are not both 0/],
    ['change', { before: { theta: 0, sd: 1 }, after: { theta: 1 } }, /after\.sd: /],
  ] as const)('%s refuses %j with the field at fault', (name, input, message) => {
    expect(refusal(name, JSON.stringify(input))).toMatch(message);
  });

  it('refuses an input that is none, in one line and with exit code 1', async () => {
    expect(refusal('score', '{"a":')).toMatch(/is not JSON/);
    expect(refusal('score', '[1]')).toMatch(/the input: .*object/);
    const { code, stdout, stderr } = await runCli(['measure', 'score']);
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(stderr).toMatch(/^etude: standard input is empty.*\n$/);
  });
});
