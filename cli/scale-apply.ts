import { Command } from 'commander';
import { createRescoring } from '../activities/rescoring.ts';
import { applyScale, type RescoredSeries } from '../client/rescore.ts';
import { requireScale } from '../client/scales.ts';
import { scaleName } from '../schema/scale.ts';
import { withDatabase } from './context.ts';
import { counted } from './formats.ts';
import { type Column, printJson, printText, say, tableText } from './output.ts';

const example = `
Examples:
  $ etude scale apply reasoning@3
  $ etude scale apply my-scales/scales/reasoning-3.json
  $ etude trend tiny-lm --scale reasoning@3

Nothing that was measured is lost: abilities and rows on the old scale stay, the new ones stand beside them, and
both are kept up to date from then on.`;

/** `etude scale apply`: scores history on another version of its scale. */
export function applyCommand(): Command {
  return new Command('apply')
    .description('score every completed evaluation on this scale too, beside the one that it was measured on')
    .argument('<scale>', 'the scale, as DOMAIN@VERSION, or a scale file')
    .option('--json', 'as JSON')
    .addHelpText('after', example)
    .action(async (name: string, { json }: { readonly json?: true }) => {
      const { scale, series } = await withDatabase(async ({ db }) => {
        const scale = await requireScale(db, name);
        const { rescoreSeries } = createRescoring({ db });
        return { scale, series: await applyScale(db, rescoreSeries, scale, report) };
      });
      if (json) return printJson({ scale: scaleName(scale), series });
      await printText(seriesTable(series));
    });
}

function report({ family, sessions, rows, reason }: RescoredSeries): void {
  say(`${family}: ${reason ?? `${counted(sessions, 'session')} scored, ${counted(rows, 'row')} new`}`);
}

function seriesTable(series: readonly RescoredSeries[]): string {
  const columns: Column[] = [
    { head: 'family' },
    { head: 'suite' },
    { head: 'regime' },
    { head: 'depth' },
    { head: 'sessions', align: 'right' },
    { head: 'new rows', align: 'right' },
    { head: '', wraps: true },
  ];
  const rows = series.map((own) => [
    own.family,
    own.suite,
    own.regime,
    own.depth,
    String(own.sessions),
    String(own.rows),
    own.reason ?? '',
  ]);
  return tableText(columns, rows);
}
