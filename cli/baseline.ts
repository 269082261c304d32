import { Command } from 'commander';
import { OrderRefused, requireFamily } from '../client/families.ts';
import { setBaseline } from '../client/trackers.ts';
import { listBaselines } from '../schema/baselines.ts';
import { patiently, withDatabase, withEngine } from './context.ts';
import { computeText, counted, shellWord } from './formats.ts';
import { type Column, printJson, printText, say, tableText } from './output.ts';

interface Options {
  readonly json?: true;
}

type Listed = Awaited<ReturnType<typeof listBaselines>>[number];

/** `etude baseline …`: the stored curves that PE is normalised to. */
export function baselineCommand(): Command {
  return new Command('baseline')
    .description('set, list and show the reference curves that PE is normalised to')
    .addCommand(setCommand())
    .addCommand(listCommand())
    .addCommand(showCommand());
}

function setCommand(): Command {
  return new Command('set')
    .description("freeze a family's curve as a new version of its baseline")
    .argument('<family>', 'the family')
    .option('--json', 'as JSON')
    .addHelpText('after', '\nExample:\n  $ etude baseline set tiny-lm')
    .action(async (family: string, { json }: Options) => {
      const result = await withEngine((context) => patiently(setBaseline(context, family)));
      if (json) return printJson(result);
      await printText(
        `${result.family} is a baseline, version ${result.version}, of ${counted(result.points, 'checkpoint')}`,
      );
      say(`normalise a family to it with: ./etude family configure NAME --baseline ${result.family}`);
    });
}

function listCommand(): Command {
  return new Command('list')
    .description('list every version of every baseline')
    .option('--json', 'as JSON')
    .addHelpText('after', '\nExample:\n  $ etude baseline list')
    .action(async ({ json }: Options) => {
      const baselines = await withDatabase(({ db }) => listBaselines(db));
      if (json) return printJson(baselines);
      if (baselines.length === 0) return say('No baseline is set yet: see `etude baseline set --help`.');
      const columns: Column[] = [
        { head: 'family' },
        { head: 'version', align: 'right' },
        { head: 'kind' },
        { head: 'suite' },
        { head: 'regime' },
        { head: 'depth' },
        { head: 'unit' },
        { head: 'points', align: 'right' },
        { head: 'set at', wraps: true },
      ];
      await printText(tableText(columns, baselines.map(row)));
    });
}

function row({ family, version, kind, suite, regime, depth, unit, curve, createdAt }: Listed): string[] {
  const points = Math.max(0, ...curve.domains.map((domain) => domain.points.length));
  return [family, String(version), kind, suite, regime, depth, unit, String(points), createdAt.toISOString()];
}

function showCommand(): Command {
  return new Command('show')
    .description("show the curve of a family's newest baseline")
    .argument('<family>', 'the family')
    .option('--json', 'as JSON')
    .addHelpText('after', '\nExample:\n  $ etude baseline show tiny-lm --json')
    .action(async (family: string, { json }: Options) => {
      const newest = await withDatabase(async ({ db }) => {
        await requireFamily(db, family);
        return (await listBaselines(db))
          .filter((baseline) => baseline.family === family)
          .sort((a, b) => b.createdAt.getTime() - a.createdAt.getTime())[0];
      });
      if (!newest) {
        const remedy = `set one with: ./etude baseline set ${shellWord(family)}`;
        throw new OrderRefused('BaselineNotFound', `${family} has no baseline; ${remedy}`);
      }
      if (json) return printJson(newest);
      await printText(curveText(newest));
    });
}

function curveText({ family, version, suite, regime, depth, unit, curve }: Listed): string {
  const columns: Column[] = [
    { head: 'domain' },
    { head: 'scale' },
    { head: `compute (${unit})`, align: 'right' },
    { head: 'performance', align: 'right' },
  ];
  const rows = curve.domains.flatMap(({ domain, scale, points }) =>
    points.map(({ compute, performance }) => [domain, scale, computeText(compute), performance.toFixed(3)]),
  );
  const heading = `${family}, baseline version ${version}: ${suite}, ${regime}, ${depth}`;
  return `${heading}\n${tableText(columns, rows)}`;
}
