import { Command, Option } from 'commander';
import { OrderRefused, requireFamily } from '../client/families.ts';
import { setBaseline } from '../client/trackers.ts';
import { type BaselineOrder, listBaselines } from '../schema/baselines.ts';
import type { Kind } from '../schema/shapes.ts';
import { patiently, withDatabase, withEngine } from './context.ts';
import { computeText, counted, shellWord } from './formats.ts';
import { type Column, printJson, printText, say, tableText, UsageError } from './output.ts';

interface Options {
  readonly json?: true;
  readonly kind?: Kind;
}

interface SetOptions extends Options {
  readonly checkpoint?: string;
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

const setExample = `
Examples:
  $ etude baseline set tiny-lm
  $ etude baseline set tiny-lm --kind practice --checkpoint checkpoint-300

A training baseline is the family's curve over training compute. A practice baseline is the practice of one checkpoint
in regime static; families of both regimes are normalised to it, if they share its suite, depth and decoding.`;

function setCommand(): Command {
  return new Command('set')
    .description("freeze a family's curve as a new version of its baseline")
    .argument('<family>', 'the family')
    .addOption(kindOption('which curve').default('training'))
    .option(
      '--checkpoint <checkpoint>',
      'of a practice baseline: the checkpoint by label or start of its digest',
    )
    .option('--json', 'as JSON')
    .addHelpText('after', setExample)
    .action(async (family: string, options: SetOptions) => {
      const wanted = orderOf(options);
      const result = await withEngine((context) => patiently(setBaseline(context, family, wanted)));
      if (options.json) return printJson(result);
      const { version, points, checkpoint } = result;
      const curve =
        checkpoint === null
          ? counted(points, 'checkpoint')
          : `the practice of ${checkpoint}, ${counted(points, 'place')}`;
      await printText(`${family} is a ${wanted.kind} baseline, version ${version}, of ${curve}`);
      say(`normalise a family to it with: ./etude family configure NAME --baseline ${family}`);
    });
}

function kindOption(description: string): Option {
  return new Option('--kind <kind>', description).choices(['training', 'practice']);
}

function orderOf({ kind, checkpoint }: SetOptions): BaselineOrder {
  if (kind !== 'practice') {
    if (checkpoint === undefined) return { kind: 'training' };
    throw new UsageError(
      '--checkpoint goes with --kind practice: a training baseline is of the whole family',
    );
  }
  if (checkpoint === undefined) {
    throw new UsageError('a practice baseline is of one checkpoint: name it with --checkpoint LABEL');
  }
  return { kind, checkpoint };
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
        { head: 'checkpoint' },
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

function row({ family, version, kind, checkpoint, suite, regime, depth, unit, curve, createdAt }: Listed) {
  const points = Math.max(0, ...curve.domains.map((domain) => domain.points.length));
  return [
    family,
    String(version),
    kind,
    checkpoint ?? '–',
    suite,
    regime,
    depth,
    unit,
    String(points),
    createdAt.toISOString(),
  ];
}

function showCommand(): Command {
  return new Command('show')
    .description("show the curve of a family's newest baseline")
    .argument('<family>', 'the family')
    .addOption(kindOption('the newest of one kind'))
    .option('--json', 'as JSON')
    .addHelpText('after', '\nExample:\n  $ etude baseline show tiny-lm --kind practice --json')
    .action(async (family: string, { kind, json }: Options) => {
      const newest = await withDatabase(async ({ db }) => {
        await requireFamily(db, family);
        return (await listBaselines(db))
          .filter((baseline) => baseline.family === family && baseline.kind === (kind ?? baseline.kind))
          .at(-1);
      });
      if (!newest) {
        const options = kind === 'practice' ? ' --kind practice --checkpoint LABEL' : '';
        const remedy = `set one with: ./etude baseline set ${shellWord(family)}${options}`;
        const wanted = kind === undefined ? 'baseline' : `${kind} baseline`;
        throw new OrderRefused('BaselineNotFound', `${family} has no ${wanted}; ${remedy}`);
      }
      if (json) return printJson(newest);
      await printText(curveText(newest));
    });
}

function curveText({ family, version, kind, checkpoint, suite, regime, depth, unit, curve }: Listed) {
  const columns: Column[] = [
    { head: 'domain' },
    { head: 'scale' },
    { head: `compute (${unit})`, align: 'right' },
    { head: 'performance', align: 'right' },
  ];
  const rows = curve.domains.flatMap(({ domain, scale, points }) =>
    points.map(({ compute, performance }) => [domain, scale, computeText(compute), performance.toFixed(3)]),
  );
  const whose = checkpoint === null ? family : `${family}:${checkpoint}`;
  const heading = `${whose}, ${kind} baseline version ${version}: ${suite}, ${regime}, ${depth}`;
  return `${heading}\n${tableText(columns, rows)}`;
}
