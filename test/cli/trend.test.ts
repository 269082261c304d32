import { stripVTControlCharacters } from 'node:util';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { axisBy, inOrder, usualAxis } from '../../cli/trend-axis.ts';
import { trendCsv } from '../../cli/trend-csv.ts';
import { trendText } from '../../cli/trend-table.ts';
import type { TrendRow } from '../../client/trend.ts';
import { trendOf, trendRow } from './trend-sample.ts';

function textOf(rows: readonly TrendRow[], widthMax = 200): string {
  return stripVTControlCharacters(trendText(trendOf(rows), usualAxis(rows), { widthMax }));
}

const share = fc.double({ min: 0, max: 1, noNaN: true });
const difference = fc.double({ min: -1, max: 1, noNaN: true });
const ratio = fc.double({ min: 0.01, max: 30, noNaN: true });
const rowsOfAnySize = fc.array(
  fc.record({
    share,
    difference,
    ratio,
    compute: fc.double({ min: 1, max: 1e25, noNaN: true }),
    known: fc.boolean(),
  }),
  { minLength: 1, maxLength: 6 },
);

describe('the trend as text', () => {
  it('keeps within 80 columns and shows every number whole', () => {
    fc.assert(
      fc.property(rowsOfAnySize, fc.integer({ min: 80, max: 200 }), (drawn, widthMax) => {
        const rows = drawn.map(({ share, difference, ratio, compute, known }, index) =>
          trendRow({
            checkpoint: `step-${index}`,
            compute: { value: compute, unit: 'search-nodes' },
            performance: { value: share, lo: share, hi: share },
            accuracy: { value: share, lo: share, hi: share, n: 16 },
            gain: { value: difference, lo: difference, hi: difference, flat: known, relative: null },
            pe: known ? { value: ratio, lo: ratio, hi: ratio, prAboveOne: share, window: [1, 2] } : null,
            reason: known ? null : 'No baseline is set, so there is nothing to divide by.',
          }),
        );
        const text = textOf(rows, widthMax);
        for (const line of text.split('\n')) expect(line.length).toBeLessThanOrEqual(widthMax);
        expect(text).not.toContain('…');
        for (const { gain, pe } of rows) {
          expect(text).toContain(`[${gain!.lo.toFixed(2)},${gain!.hi.toFixed(2)}]`);
          if (pe) expect(text).toContain(`[${pe.lo.toFixed(2)},${pe.hi.toFixed(2)}]`);
        }
      }),
      { numRuns: 60 },
    );
  });

  it('says in a footnote why a PE is missing, once for each reason', () => {
    const none = { pe: null, gain: null };
    const rows = [
      trendRow({ ...none, checkpoint: 'a', reason: 'Too few.' }),
      trendRow({ ...none, checkpoint: 'b', reason: 'No window.' }),
      trendRow({ ...none, checkpoint: 'c', reason: 'Too few.' }),
      trendRow({ checkpoint: 'd' }),
    ];
    const text = textOf(rows);
    const markOf = (label: string) =>
      /– \[\d\]/.exec(text.split('\n').find((line) => line.includes(`│ ${label} `))!)?.[0];
    expect(['a', 'b', 'c', 'd'].map(markOf)).toEqual(['– [1]', '– [2]', '– [1]', undefined]);
    expect(text.match(/^\[\d\] .*$/gm)).toEqual(['[1] Too few.', '[2] No window.']);
    expect(text).toContain('divided by that of reference over the same window');
    expect(text).toContain('compute: without the tokenizer');
  });

  it('leaves the overall rows out where a single domain says the same, and only there', () => {
    const rows = [trendRow(), trendRow({ domain: 'overall' })];
    expect(textOf(rows)).not.toContain('overall');
    expect(textOf([...rows, trendRow({ domain: 'planning' })])).toContain('overall');
  });

  it('says of every change what it is, what would have been found, and where the series is heading', () => {
    const change = { verdict: 'regression', difference: -1.62, detectable: 1.4, from: 'a' } as const;
    const series = {
      domain: 'reasoning',
      slope: 0.01,
      lo: -0.02,
      hi: 0.04,
      margin: 0.05,
      doublings: 6,
      points: 4,
    };
    const rows = [
      trendRow({ checkpoint: 'a' }),
      trendRow({ checkpoint: 'b', change }),
      trendRow({
        checkpoint: 'c',
        change: { ...change, verdict: 'inconclusive', difference: 0.3, detectable: 1.45 },
      }),
    ];
    const trend = trendOf(rows, {
      series: [
        { ...series, verdict: 'plateau' },
        { ...series, verdict: 'gain' },
      ],
    });
    const text = stripVTControlCharacters(trendText(trend, usualAxis(rows), { widthMax: 400 }));
    expect(text).toMatch(/│ b .*│ -1\.62 regression +│/);
    expect(text).toMatch(/│ c .*│ \+0\.30 inconclusive +│/);
    expect(text).toContain('a change of 1.40–1.45 would have been found with power .8');
    expect(text).toContain('reasoning: a plateau, [-0.02,+0.04] logits a doubling of flops (4 points');
    expect(text).toContain('reasoning: gain per doubling of flops in [-0.02,+0.04] logits');
  });

  it('shows one metric alone', () => {
    const text = stripVTControlCharacters(
      trendText(trendOf([trendRow()]), usualAxis([trendRow()]), { metric: 'accuracy', widthMax: 200 }),
    );
    expect(text).toContain('accuracy (n)');
    expect(text).not.toMatch(/ability|PE|performance/);
  });
});

describe('the order of a trend', () => {
  const rows = [
    trendRow({ checkpoint: 'late', step: 9, compute: { value: 1, unit: 'flops' } }),
    trendRow({ checkpoint: 'unknown', step: null, compute: null }),
    trendRow({ checkpoint: 'early', step: 1, compute: { value: 5, unit: 'flops' } }),
  ];

  it('is that of the axis, with rows at the end that have no place on it', () => {
    const labels = (order: 'step' | 'flops') =>
      inOrder(rows, axisBy(rows, order)).map(({ checkpoint }) => checkpoint);
    expect(labels('step')).toEqual(['early', 'late', 'unknown']);
    expect(labels('flops')).toEqual(['late', 'early', 'unknown']);
  });

  it('is refused where the series does not say it, with what it does say', () => {
    for (const order of ['tokens', 'time'] as const) {
      expect(() => axisBy(rows, order)).toThrow(
        `--by ${order}: this series does not say it; there is step, flops`,
      );
    }
  });
});

describe('the trend as CSV', () => {
  it('gives back every number exactly, and nothing where nothing is known', () => {
    fc.assert(
      fc.property(share, fc.string(), (value, label) => {
        const row = trendRow({
          checkpoint: label,
          performance: { value, lo: value, hi: value },
          pe: null,
          reason: 'a, "b"\n',
        });
        const [head, cells] = parsed(trendCsv(trendOf([row]), [row]));
        const cell = (name: string) => cells![head!.indexOf(name)];
        expect(cells).toHaveLength(head!.length);
        expect(Number(cell('performance'))).toBe(value);
        expect(cell('checkpoint')).toBe(label);
        expect(cell('reason')).toBe('a, "b"\n');
        expect(['pe', 'pe_lo', 'pr_pe_above_one', 'window_hi'].map(cell)).toEqual(['', '', '', '']);
        expect([cell('compute_unit'), cell('suite'), cell('baseline_version')]).toEqual([
          'flops',
          'core@1',
          '2',
        ]);
      }),
    );
  });
});

/** A reader of RFC 4180, written for this test alone. */
function parsed(text: string): string[][] {
  const lines: string[][] = [[]];
  for (const match of text.matchAll(/(?:"((?:[^"]|"")*)"|([^",\n]*))(,|\n|$)/g)) {
    if (match[0] === '') continue;
    lines.at(-1)!.push(match[1]?.replaceAll('""', '"') ?? match[2] ?? '');
    if (match[3] === '\n') lines.push([]);
  }
  return lines;
}
