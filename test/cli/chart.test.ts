import { stripVTControlCharacters } from 'node:util';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type ChartSeries, metricChart, performanceChart } from '../../cli/chart.ts';
import { usualAxis } from '../../cli/trend-axis.ts';
import { metricNames } from '../../cli/trend-metrics.ts';
import { trendRow } from './trend-sample.ts';

function series(
  name: string,
  points: readonly (readonly [compute: number, performance: number])[],
): ChartSeries {
  return {
    name,
    rows: points.map(([value, performance]) =>
      trendRow({
        compute: { value, unit: 'flops' },
        performance: { value: performance, lo: performance, hi: performance },
      }),
    ),
  };
}

/** Where a marker stands: columns from the axis on, rows from the top. */
function placesOf(marker: string, chart: string) {
  const plot = stripVTControlCharacters(chart)
    .split('\n')
    .filter((line) => line.includes('┤'));
  return plot.flatMap((line, row) =>
    [...line.slice(line.indexOf('┤') + 1)].flatMap((symbol, column) =>
      symbol === marker ? [{ row, column }] : [],
    ),
  );
}

const points = fc.array(
  fc.tuple(fc.double({ min: 1, max: 1e24, noNaN: true }), fc.double({ min: 0, max: 1, noNaN: true })),
  {
    maxLength: 12,
  },
);
const names = fc.string({ unit: 'grapheme-ascii', minLength: 1, maxLength: 70 });

describe('the chart', () => {
  it('keeps within its width, whatever is drawn', () => {
    const drawn = fc.array(fc.tuple(names, points), { minLength: 1, maxLength: 8 });
    fc.assert(
      fc.property(
        drawn,
        fc.integer({ min: 40, max: 140 }),
        fc.constantFrom(...metricNames),
        (all, width, metric) => {
          const given = all.map(([name, each]) => series(name, each));
          const chart = metricChart(given, metric, usualAxis(given.flatMap(({ rows }) => rows)), width);
          for (const line of chart.split('\n')) {
            expect(stripVTControlCharacters(line).length).toBeLessThanOrEqual(width);
          }
        },
      ),
      { numRuns: 200 },
    );
  });

  it('puts points where logarithm of compute and performance say', () => {
    const chart = performanceChart(
      [
        series('a', [
          [1e10, 0],
          [1e12, 1],
          [1e14, 0.5],
        ]),
      ],
      68,
    );
    // 60 columns and 11 rows: both ends, the middle of the decades, and the middle of the height.
    expect(placesOf('●', chart)).toEqual([
      { row: 0, column: 30 },
      { row: 5, column: 59 },
      { row: 10, column: 0 },
    ]);
  });

  it('draws families on one scale, each with a sign that does not need colour', () => {
    const chart = performanceChart(
      [
        series('a', [
          [1e10, 0.2],
          [1e11, 0.4],
        ]),
        series('b', [
          [1e12, 0.6],
          [1e14, 1],
        ]),
      ],
      68,
    );
    expect(
      placesOf('●', chart)
        .map(({ column }) => column)
        .sort((x, y) => x - y),
    ).toEqual([0, 15]);
    expect(
      placesOf('▲', chart)
        .map(({ column }) => column)
        .sort((x, y) => x - y),
    ).toEqual([30, 59]);
    expect(stripVTControlCharacters(chart)).toMatch(/● a\n▲ b\n$/);
    expect(chart).toContain('compute, flops, log scale');
  });

  it('says how many checkpoints a logarithmic axis cannot show, and draws nothing without a point', () => {
    const zero = trendRow({ compute: { value: 0, unit: 'flops' } });
    const chart = performanceChart(
      [{ name: 'a', rows: [zero, trendRow(), trendRow({ compute: null })] }],
      80,
    );
    expect(placesOf('●', chart)).toHaveLength(1);
    expect(chart).toContain('2 not drawn: flops unknown or 0');
    expect(performanceChart([{ name: 'a', rows: [zero] }], 80)).toBe('');
    expect(performanceChart([], 80)).toBe('');
  });

  it('draws the overall rows of several domains, and the rows of a single one', () => {
    const rows = [
      trendRow({ performance: { value: 0, lo: 0, hi: 0 } }),
      trendRow({ domain: 'overall', performance: { value: 1, lo: 1, hi: 1 } }),
    ];
    expect(placesOf('●', performanceChart([{ name: 'a', rows }], 80))[0]?.row).toBe(10);
    const more = [...rows, trendRow({ domain: 'planning', performance: { value: 0, lo: 0, hi: 0 } })];
    expect(placesOf('●', performanceChart([{ name: 'a', rows: more }], 80))[0]?.row).toBe(0);
  });
});
