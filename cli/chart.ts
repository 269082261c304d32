import type { TrendRow } from '../client/trend.ts';
import { computeText } from './formats.ts';
import { chartWidth, type PlotPoint, plotText } from './plot.ts';
import { type Axis, usualAxis } from './trend-axis.ts';
import { type Metric, metrics } from './trend-metrics.ts';

export interface ChartSeries {
  readonly name: string;
  /** Rows of a trend. Of several domains the overall rows are drawn. */
  readonly rows: readonly TrendRow[];
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
  const drawn = series.map(({ name, rows }) => {
    const { points, left } = pointsOf(rows, metric, axis);
    const missing = left === 0 ? '' : ` (${left} not drawn: ${axis.unit} unknown or 0)`;
    return { legend: `${name}${missing}`, points };
  });
  return plotText(
    {
      title: metrics[metric].title,
      series: drawn,
      shown: metrics[metric].shown,
      endText: (x) => computeText(10 ** x),
      axis: `${axis.unit === 'step' ? '' : 'compute, '}${axis.unit}, log scale`,
    },
    width,
  );
}

/** In the order of the axis, by its logarithm; `left` counts rows that have the metric and no place. */
function pointsOf(rows: readonly TrendRow[], metric: Metric, axis: Axis) {
  const measured = oneDomain(rows).flatMap((row) => {
    const y = metrics[metric].valueOf(row);
    return y === null ? [] : [{ place: axis.valueOf(row), y }];
  });
  const points: PlotPoint[] = measured
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
