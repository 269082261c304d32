import asciichart from 'asciichart';
import pc from 'picocolors';
import type { TrendRow } from '../client/trend.ts';
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

const plotRows = 10;
const plotColumnsMin = 16;
const widthDefaultMax = 100;
const labelColumns = 7;
const markers = ['●', '▲', '■', '◆', '○', '△'] as const;
const colours = [pc.cyan, pc.magenta, pc.yellow, pc.green, pc.blue, pc.red] as const;

/** Performance of one or several families over the logarithm of their compute; empty without a point to draw. */
export function performanceChart(series: readonly ChartSeries[], width = terminalWidth()): string {
  const [first] = series;
  return first === undefined ? '' : metricChart(series, 'performance', usualAxis(first.rows), width);
}

export function terminalWidth(): number {
  return Math.min(process.stdout.columns ?? 80, widthDefaultMax);
}

/**
 * One metric over the logarithm of an axis, as text of at most `width` columns (30 at least). Rows without a value
 * or a positive place on the axis are not drawn.
 */
export function metricChart(
  series: readonly ChartSeries[],
  metric: Metric,
  axis: Axis,
  width: number = terminalWidth(),
): string {
  const drawn = series.map(({ name, rows }) => ({ name, points: pointsOf(rows, metric, axis) }));
  const all = drawn.flatMap(({ points }) => points);
  if (all.length === 0) return '';
  const y = rangeOf(
    all.map((point) => point.y),
    metrics[metric].range,
  );
  const x = rangeOf(
    all.map((point) => point.x),
    null,
  );
  const columns = Math.max(plotColumnsMin, width - labelColumns - 1);
  const cells: string[][] = Array.from({ length: plotRows + 1 }, () => Array(columns).fill(' '));
  drawn.forEach(({ points }, index) => {
    const placed = points.map((point) => ({
      x: Math.round(unit(point.x, x) * (columns - 1)),
      y: unit(point.y, y),
    }));
    drawLine(cells, placed, colours[index % colours.length]!);
  });
  drawn.forEach(({ points }, index) => {
    const mark = colours[index % colours.length]!(markers[index % markers.length]!);
    for (const point of points) {
      const column = Math.round(unit(point.x, x) * (columns - 1));
      cells[plotRows - Math.round(unit(point.y, y) * plotRows)]![column] = mark;
    }
  });
  const lines = cells.map((row, index) => `${yLabel(index, y)}┤${row.join('')}`.trimEnd());
  return [
    ...cut(metrics[metric].title, width),
    ...lines,
    `${' '.repeat(labelColumns)}└${'─'.repeat(columns)}`,
    `${' '.repeat(labelColumns + 1)}${xLabels(x, axis, columns)}`,
    ...legend(
      drawn.map(({ name }) => name),
      width,
    ),
    '',
  ].join('\n');
}

function pointsOf(rows: readonly TrendRow[], metric: Metric, axis: Axis): Point[] {
  const overall = rows.filter(({ domain }) => domain === 'overall');
  const domains = rows.filter(({ domain }) => domain !== 'overall');
  const single = new Set(domains.map(({ domain }) => domain)).size === 1;
  const chosen = single || overall.length === 0 ? domains : overall;
  return chosen
    .flatMap((row) => {
      const place = axis.valueOf(row);
      const value = metrics[metric].valueOf(row);
      return place === null || place <= 0 || value === null ? [] : [{ x: Math.log10(place), y: value }];
    })
    .sort((a, b) => a.x - b.x);
}

interface Range {
  readonly min: number;
  readonly max: number;
}

function rangeOf(values: readonly number[], fixed: Range | null): Range {
  const min = Math.min(...values, ...(fixed === null ? [] : [fixed.min]));
  const max = Math.max(...values, ...(fixed === null ? [] : [fixed.max]));
  return max > min ? { min, max } : { min: min - 0.5, max: max + 0.5 };
}

function unit(value: number, { min, max }: Range): number {
  return (value - min) / (max - min);
}

/**
 * Draws the straight lines between points, given by column and by height from 0 to 1. The plotter knows series that
 * begin at its left edge only, so each is plotted alone and moved to where it begins.
 */
function drawLine(cells: string[][], points: readonly Point[], colour: (text: string) => string): void {
  const [first, last] = [points[0], points.at(-1)];
  if (first === undefined || last === undefined || last.x === first.x) return;
  const heights = Array.from({ length: last.x - first.x + 1 }, (_, index) =>
    heightAt(points, first.x + index),
  );
  const plot = asciichart.plot(heights, { min: 0, max: 1, height: plotRows, offset: 1, format: () => ' ' });
  plot.split('\n').forEach((line, row) => {
    [...line].slice(1).forEach((symbol, index) => {
      if (symbol !== ' ') cells[row]![first.x + index] = colour(symbol);
    });
  });
}

function heightAt(points: readonly Point[], column: number): number {
  const right = points.findIndex(({ x }) => x >= column);
  const end = points[right]!;
  const start = points[right - 1] ?? end;
  if (end.x === column || end.x === start.x) return end.y;
  return start.y + ((end.y - start.y) * (column - start.x)) / (end.x - start.x);
}

function yLabel(row: number, { min, max }: Range): string {
  const value = max - (row * (max - min)) / plotRows;
  return row % 2 === 0 ? value.toFixed(2).padStart(labelColumns) : ' '.repeat(labelColumns);
}

function xLabels({ min, max }: Range, { label }: Axis, columns: number): string {
  const left = computeText(10 ** min);
  const right = computeText(10 ** max);
  const room = columns - left.length - right.length - 2;
  const middle = `${label}, log scale`.slice(0, Math.max(0, room));
  const before = Math.max(1, Math.floor((columns - middle.length) / 2) - left.length);
  return `${left}${' '.repeat(before)}${middle}`.padEnd(columns - right.length) + right;
}

function legend(names: readonly string[], width: number): string[] {
  return names.flatMap((name, index) =>
    cut(`${markers[index % markers.length]} ${name}`, width).map((line) =>
      colours[index % colours.length]!(line),
    ),
  );
}

function cut(text: string, width: number): string[] {
  return [text.length > width ? `${text.slice(0, width - 1)}…` : text];
}
