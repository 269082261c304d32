import { Command, Option } from 'commander';
import type { CurveReference } from '../client/contrast.ts';
import { type Kind, type Regime, regimes } from '../schema/shapes.ts';
import { withDatabase } from './context.ts';
import { contrastText } from './contrast-text.ts';
import { printJson, printText, UsageError } from './output.ts';

interface Options {
  readonly kind: Kind;
  readonly domain?: string;
  readonly json?: true;
}

const example = `
Examples:
  $ etude contrast small-lm large-lm
  $ etude contrast tiny-lm@practice tiny-lm@static --kind practice
  $ etude contrast tiny-lm@practice:checkpoint-400 tiny-lm@static:checkpoint-400 --kind practice --json

The ratio is the first's mean performance over the second's on the compute that both cover, so the ratio of their PEs
there. Suite, scale, unit, depth and decoding must be the same, else the command says in what they differ.`;

export function contrastCommand(): Command {
  const reference = 'FAMILY[@REGIME][:CHECKPOINT]';
  return new Command('contrast')
    .description('put two families, or two regimes of one, side by side: PE, milestones, peaks, quartiles')
    .argument('<first>', reference)
    .argument('<second>', `${reference}; a checkpoint only with --kind practice, the newest without it`)
    .addOption(
      new Option('--kind <kind>', 'curves over training compute, or over the practice of one checkpoint')
        .choices(['training', 'practice'])
        .default('training'),
    )
    .option('--domain <domain>', 'one domain, or overall')
    .option('--json', 'as JSON')
    .addHelpText('after', example)
    .action(contrast);
}

async function contrast(first: string, second: string, { kind, domain, json }: Options): Promise<void> {
  const order = { first: reference(first, kind), second: reference(second, kind), kind, domain };
  const { contrastFamilies } = await import('../client/contrast.ts');
  const { createContrastCurves } = await import('../activities/contrast-curves.ts');
  const found = await withDatabase(({ db }) => contrastFamilies(db, createContrastCurves({ db }), order));
  await (json ? printJson(found) : printText(contrastText(found)));
}

function reference(text: string, kind: Kind): CurveReference {
  const parts = /^(?<family>[^@:]+)(?:@(?<regime>[^:]+))?(?::(?<checkpoint>.+))?$/.exec(text)?.groups;
  if (parts?.family === undefined) throw new UsageError(`${text} must be FAMILY[@REGIME][:CHECKPOINT]`);
  const { family, regime, checkpoint } = parts;
  if (regime !== undefined && !isRegime(regime)) {
    throw new UsageError(`${text}: there is no regime ${regime}; there is ${regimes.join(', ')}`);
  }
  if (checkpoint !== undefined && kind === 'training') {
    throw new UsageError(`${text}: a training curve is of all checkpoints; --kind practice is of one`);
  }
  return { family, regime, checkpoint };
}

function isRegime(text: string): text is Regime {
  return regimes.some((regime) => regime === text);
}
