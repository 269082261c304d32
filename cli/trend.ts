import { Command, Option } from 'commander';
import { readTrend, type Trend } from '../client/trend.ts';
import type { Kind } from '../schema/shapes.ts';
import { type ChartSeries, metricChart } from './chart.ts';
import { withDatabase } from './context.ts';
import { shellWord } from './formats.ts';
import { printJson, printText, say, UsageError } from './output.ts';
import { axisBy, inOrder, type Order, orders, usualAxis } from './trend-axis.ts';
import { trendCsv } from './trend-csv.ts';
import { type Metric, metricNames } from './trend-metrics.ts';
import { trendText } from './trend-table.ts';

interface Options {
  readonly domain?: string;
  readonly scale?: string;
  readonly kind: Kind;
  readonly metric?: Metric;
  readonly by?: Order;
  readonly csv?: true;
  readonly json?: true;
}

const example = `
Examples:
  $ etude trend tiny-lm
  $ etude trend tiny-lm --metric accuracy --by step
  $ etude trend tiny-lm --kind practice
  $ etude trend tiny-lm --csv > tiny-lm.csv

--metric narrows table and chart; --csv and --json always hold every number.`;

export function trendCommand(): Command {
  return new Command('trend')
    .description("show a family's performance and Practice Efficiency by checkpoint")
    .argument('<family>', 'the family')
    .option('--domain <domain>', 'one domain, or overall')
    .option('--scale <scale>', "another scale than the suite's that history was scored on, like reasoning@3")
    .addOption(
      new Option('--kind <kind>', 'over training compute, or over practice inside a checkpoint')
        .choices(['training', 'practice'])
        .default('training'),
    )
    .addOption(new Option('--metric <metric>', 'show one metric').choices(metricNames))
    .addOption(new Option('--by <order>', 'what checkpoints are put in order by').choices(orders))
    .addOption(new Option('--csv', 'as comma-separated values').conflicts('json'))
    .option('--json', 'as JSON')
    .addHelpText('after', example)
    .action(trend);
}

async function trend(family: string, options: Options): Promise<void> {
  const { domain, scale, kind, metric, by } = options;
  const series = await withDatabase(({ db }) => readTrend(db, family, { domain, scale, kind }));
  const axis = by === undefined ? usualAxis(series.rows) : axisBy(series.rows, by);
  if (options.json)
    return printJson(by === undefined ? series : { ...series, rows: inOrder(series.rows, axis) });
  if (options.csv) {
    return printText(trendCsv(series, by === undefined ? series.rows : inOrder(series.rows, axis)));
  }
  if (series.rows.length === 0) {
    if (domain !== undefined) throw new UsageError(`${family} has no ${kind} rows of domain ${domain}`);
    const why = kind === 'practice' ? ' (a suite without a practice phase has none)' : '';
    return say(
      `${family} has no ${kind} rows yet${why}; \`./etude status ${shellWord(family)}\` shows what runs`,
    );
  }
  await printText(trendText(series, axis, { metric }));
  const drawn = metric ?? 'performance';
  const chart = metricChart(chartSeries(series, drawn), drawn, axis);
  if (chart !== '') await printText(`\n${chart}`);
}

/** Abilities of different domains share no scale, so that there is none overall: each domain is a line of its own. */
function chartSeries({ family, rows }: Trend, metric: Metric): ChartSeries[] {
  if (metric !== 'ability') return [{ name: family, rows }];
  const domains = new Set(rows.map(({ domain }) => domain).filter((domain) => domain !== 'overall'));
  return [...domains].map((domain) => ({
    name: `${family}, ${domain}`,
    rows: rows.filter((row) => row.domain === domain),
  }));
}
