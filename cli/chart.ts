import type { TrendRow } from '../client/trend.ts';
import { coloured, drawSeries, markerOf } from './chart-canvas.ts';
import { computeText } from './formats.ts';
import { type Axis, usualAxis } from './trend-axis.ts';
import { type Metric, metrics } from './trend-metrics.ts';

export interface ChartSeries {
  readonly name: string;
  /** Rows of a trend. Of several domains the overall rows are drawn. */
  readonly rows: readonly TrendRow[];
}

interface Point {
  readonly x: number;
  readonly y: number;
}

interface Range {
  readonly min: number;
  readonly max: number;
}

const plotRows = 10;
const plotColumnsMin = 30;
const widthUsual = { min: 40, fallback: 80, max: 100 } as const;
const yLabelWidth = 7;

/** Columns that a chart takes on standard output. */
function chartWidth(): number {
  const columns = process.stdout.columns ?? widthUsual.fallback;
  return Math.min(Math.max(columns, widthUsual.min), widthUsual.max);
}

/**
 * Performance of one or several families over the logarithm of their compute, as text of at most `width` columns
 * (40 at least). Empty without a point to draw. Families are drawn in the unit of the first.
 */
export function performanceChart(series: readonly ChartSeries[], width: number = chartWidth()): string {
  return metricChart(series, 'performance', usualAxis(series[0]?.rows ?? []), width);
}

/** The same of any metric over any axis. Rows without a positive place on the axis are counted, not drawn. */
export function metricChart(
  series: readonly ChartSeries[],
  metric: Metric,
  axis: Axis,
  width: number = chartWidth(),
): string {
  const drawn = series.map(({ rows }) => pointsOf(rows, metric, axis));
  const points = drawn.flatMap((each) => each.points);
  if (points.length === 0) return '';
  const x = rangeOf(points.map((point) => point.x));
  const y = rangeOf([...points.map((point) => point.y), ...metrics[metric].shown]);
  const columns = Math.max(plotColumnsMin, width - yLabelWidth - 1);
  const placed = drawn.map((each) =>
    each.points.map((point) => ({
      column: Math.round(shareOf(point.x, x) * (columns - 1)),
      height: shareOf(point.y, y),
    })),
  );
  const plot = drawSeries(placed, columns, plotRows).map((line, row) => `${yLabel(row, y)}┤${line}`);
  const margin = ' '.repeat(yLabelWidth);
  const legend = series.map(({ name }, index) => {
    const { left } = drawn[index]!;
    const missing = left === 0 ? '' : ` (${left} not drawn: ${axis.unit} unknown or 0)`;
    return coloured(index, cut(`${markerOf(index)} ${name}${missing}`, width));
  });
  return [
    cut(metrics[metric].title, width),
    ...plot,
    `${margin}└${'─'.repeat(columns)}`,
    `${margin} ${xLabels(x, axis, columns)}`,
    ...legend,
    '',
  ].join('\n');
}

/** In the order of the axis, by its logarithm; `left` counts rows that have the metric and no place. */
function pointsOf(rows: readonly TrendRow[], metric: Metric, axis: Axis) {
  const measured = oneDomain(rows).flatMap((row) => {
    const y = metrics[metric].valueOf(row);
    return y === null ? [] : [{ place: axis.valueOf(row), y }];
  });
  const points: Point[] = measured
    .flatMap(({ place, y }) => (place === null || place <= 0 ? [] : [{ x: Math.log10(place), y }]))
    .sort((a, b) => a.x - b.x);
  return { points, left: measured.length - points.length };
}

/** The rows of the only domain, or the overall rows. */
function oneDomain(rows: readonly TrendRow[]): readonly TrendRow[] {
  const domainRows = rows.filter(({ domain }) => domain !== 'overall');
  const single = new Set(domainRows.map(({ domain }) => domain)).size === 1;
  return single ? domainRows : rows.filter(({ domain }) => domain === 'overall');
}

function rangeOf(values: readonly number[]): Range {
  const min = Math.min(...values);
  const max = Math.max(...values);
  return max > min ? { min, max } : { min: min - 0.5, max: max + 0.5 };
}

function shareOf(value: number, { min, max }: Range): number {
  return (value - min) / (max - min);
}

function yLabel(row: number, { min, max }: Range): string {
  const value = max - (row * (max - min)) / plotRows;
  return (row % 2 === 0 ? value.toFixed(2) : '').padStart(yLabelWidth);
}

function xLabels({ min, max }: Range, { unit }: Axis, columns: number): string {
  const [left, right] = [computeText(10 ** min), computeText(10 ** max)];
  const room = columns - left.length - right.length - 2;
  const middle = cut(`${unit === 'step' ? '' : 'compute, '}${unit}, log scale`, room);
  const centred = Math.floor((columns - middle.length) / 2) - left.length;
  const before = Math.min(Math.max(1, centred), room + 1 - middle.length);
  return `${left}${' '.repeat(before)}${middle}`.padEnd(columns - right.length) + right;
}

function cut(text: string, width: number): string {
  return text.length > width ? `${text.slice(0, width - 1)}…` : text;
}
