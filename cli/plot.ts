import { coloured, drawSeries, markerOf } from './chart-canvas.ts';

export interface PlotPoint {
  readonly x: number;
  readonly y: number;
}

export interface Plot {
  readonly title: string;
  /** Points in ascending order of x, and what the legend says of them. */
  readonly series: readonly { readonly legend: string; readonly points: readonly PlotPoint[] }[];
  /** Heights that are shown in any case, so that charts can be compared. */
  readonly shown: readonly number[];
  /** What stands below the axis: its ends as text, and what it counts. */
  readonly endText: (x: number) => string;
  readonly axis: string;
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
export function chartWidth(): number {
  const columns = process.stdout.columns ?? widthUsual.fallback;
  return Math.min(Math.max(columns, widthUsual.min), widthUsual.max);
}

/** Series over a common axis, as text of at most `width` columns (40 at least). Empty without a point to draw. */
export function plotText({ title, series, shown, endText, axis }: Plot, width: number): string {
  const points = series.flatMap((each) => each.points);
  if (points.length === 0) return '';
  const x = rangeOf(points.map((point) => point.x));
  const y = rangeOf([...points.map((point) => point.y), ...shown]);
  const columns = Math.max(plotColumnsMin, width - yLabelWidth - 1);
  const placed = series.map((each) =>
    each.points.map((point) => ({
      column: Math.round(shareOf(point.x, x) * (columns - 1)),
      height: shareOf(point.y, y),
    })),
  );
  const plot = drawSeries(placed, columns, plotRows).map((line, row) => `${yLabel(row, y)}┤${line}`);
  const margin = ' '.repeat(yLabelWidth);
  return [
    cut(title, width),
    ...plot,
    `${margin}└${'─'.repeat(columns)}`,
    `${margin} ${xLabels(endText(x.min), axis, endText(x.max), columns)}`,
    ...series.map(({ legend }, index) => coloured(index, cut(`${markerOf(index)} ${legend}`, width))),
    '',
  ].join('\n');
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

function xLabels(left: string, axis: string, right: string, columns: number): string {
  const room = columns - left.length - right.length - 2;
  const middle = cut(axis, room);
  const centred = Math.floor((columns - middle.length) / 2) - left.length;
  const before = Math.min(Math.max(1, centred), room + 1 - middle.length);
  return `${left}${' '.repeat(before)}${middle}`.padEnd(columns - right.length) + right;
}

function cut(text: string, width: number): string {
  return text.length > width ? `${text.slice(0, width - 1)}…` : text;
}
