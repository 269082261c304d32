import { Command } from 'commander';
import { readAnchorDrift } from '../client/anchor-drift.ts';
import { OrderRefused } from '../client/families.ts';
import { listScales, requireScale, suiteOn } from '../client/scales.ts';
import { compareScales } from '../measurement/linking/scale-difference.ts';
import { type Scale, scaleName } from '../schema/scale.ts';
import { withDatabase, withDatabaseIfAny } from './context.ts';
import { orUsageError, printJson, printText, say } from './output.ts';
import { applyCommand } from './scale-apply.ts';
import { scaleDifferenceText } from './scale-difference-text.ts';
import { driftText, scaleListText, scaleText } from './scale-text.ts';

interface Options {
  readonly json?: true;
}

const nameHelp = 'the scale, as DOMAIN@VERSION, or a scale file';

/** `etude scale …`: the frozen difficulty models that abilities are measured on. */
export function scaleCommand(): Command {
  return new Command('scale')
    .description(
      'list, show and compare the difficulty scales, watch their anchors, and score history on one',
    )
    .addCommand(listCommand())
    .addCommand(showCommand())
    .addCommand(diffCommand())
    .addCommand(driftCommand())
    .addCommand(applyCommand());
}

function listCommand(): Command {
  return new Command('list')
    .description('list every scale that is shipped or has been used here')
    .option('--json', 'as JSON')
    .addHelpText('after', '\nExample:\n  $ etude scale list')
    .action(async ({ json }: Options) => {
      const listed = await withDatabaseIfAny(listScales);
      if (!json) return printText(scaleListText(listed));
      await printJson(
        listed.map(({ scale, sources, suites }) => {
          const { domain, version, provisional, provenance } = scale;
          return { domain, version, provisional, sources, suites, provenance };
        }),
      );
    });
}

function showCommand(): Command {
  return new Command('show')
    .description('show what a scale says of every parameter, and what its calibration published about itself')
    .argument('<scale>', nameHelp)
    .option('--json', 'as JSON')
    .addHelpText('after', '\nExample:\n  $ etude scale show reasoning@3')
    .action(async (name: string, { json }: Options) => {
      const { scale, suites, drifted } = await withDatabaseIfAny(async (db) => {
        const scale = await requireScale(db, name);
        const listed = (await listScales(db)).find((own) => scaleName(own.scale) === scaleName(scale));
        const drift = db === null ? [] : await readAnchorDrift(db, scale);
        return { scale, suites: listed?.suites ?? [], drifted: drift.filter(({ flagged }) => flagged) };
      });
      if (json) return printJson({ ...scale, suites, drifted });
      await printText(scaleText(scale, suites));
      if (drifted.length > 0) {
        const names = drifted.map(({ anchor }) => anchor + 1).join(', ');
        say(`drifted anchors: ${names}; see \`etude scale drift ${name}\``);
      }
    });
}

function diffCommand(): Command {
  return new Command('diff')
    .description('compare two scales of a domain: parameters with z, the link between them, anchors, the mix')
    .argument('<from>', nameHelp)
    .argument('<to>', nameHelp)
    .option('--json', 'as JSON')
    .addHelpText('after', '\nExample:\n  $ etude scale diff reasoning@2 reasoning@3')
    .action(async (fromName: string, toName: string, { json }: Options) => {
      const { from, to, suite } = await withDatabaseIfAny(async (db) => {
        const from = await requireScale(db, fromName);
        const to = await requireScale(db, toName);
        return { from, to, suite: (await suiteOn(db, to)) ?? (await suiteOn(db, from)) };
      });
      const mix = suite?.domains.find(({ domain }) => domain === to.domain)?.mix ?? [];
      const difference = orUsageError(() => compareScales(from, to, mix));
      const names = [scaleName(from), scaleName(to)] as const;
      if (json) return printJson({ from: names[0], to: names[1], ...difference });
      await printText(scaleDifferenceText(...names, difference));
    });
}

function driftCommand(): Command {
  return new Command('drift')
    .description("test whether a scale's anchors have moved, on all attempts at them that are stored here")
    .argument('<scale>', nameHelp)
    .option('--json', 'as JSON')
    .addHelpText(
      'after',
      `
Example:
  $ etude scale drift reasoning@3

A cell is tested once it has 30 attempts, pooled over runs; it has drifted when |z| > 2.7 and |shift| > .3.`,
    )
    .action(async (name: string, { json }: Options) => {
      const { scale, drift } = await withDatabase(async ({ db }) => {
        const scale = await requireScale(db, name);
        return { scale, drift: await readAnchorDrift(db, requireAnchors(scale)) };
      });
      if (json) return printJson(drift);
      await printText(driftText(scale.anchors ?? [], drift));
      const tested = drift.filter(({ shift }) => shift !== null).length;
      const flagged = drift.filter((own) => own.flagged).length;
      say(`${tested} of ${drift.length} anchors have enough attempts; ${flagged} drifted`);
    });
}

function requireAnchors(scale: Scale): Scale {
  if ((scale.anchors ?? []).length > 0) return scale;
  throw new OrderRefused(
    'NoAnchors',
    `${scaleName(scale)} has no anchors; scales have them since reasoning@2`,
  );
}
