import { Command, Option } from 'commander';
import { readCurve } from '../client/curve.ts';
import { type Regime, regimes } from '../schema/shapes.ts';
import { withDatabase } from './context.ts';
import { curveText } from './curve-text.ts';
import { printJson, printText } from './output.ts';

interface Options {
  readonly domain?: string;
  readonly regime?: Regime;
  readonly json?: true;
}

const example = `
Examples:
  $ etude curve tiny-lm checkpoint-300
  $ etude curve tiny-lm 0f1e2d3c --domain reasoning --regime static
  $ etude curve tiny-lm checkpoint-300 --json`;

export function curveCommand(): Command {
  return new Command('curve')
    .description('show how a checkpoint learned in its practice: curve, gain, practice PE, mastery, gap map')
    .argument('<family>', 'the family')
    .argument('<checkpoint>', 'the checkpoint by its label or the start of its digest')
    .option('--domain <domain>', 'one domain')
    .addOption(new Option('--regime <regime>', 'of a family that was evaluated under both').choices(regimes))
    .option('--json', 'as JSON')
    .addHelpText('after', example)
    .action(async (family: string, checkpoint: string, { domain, regime, json }: Options) => {
      const curve = await withDatabase(({ db }) => readCurve(db, family, checkpoint, { domain, regime }));
      await (json ? printJson(curve) : printText(curveText(curve)));
    });
}
