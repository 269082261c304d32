import { Command } from 'commander';
import type { CheckpointReference } from '../client/checkpoints.ts';
import type { Comparison } from '../client/compare.ts';
import { withDatabase } from './context.ts';
import { abilityText } from './formats.ts';
import {
  CliError,
  type Column,
  exitCodes,
  formatNumber,
  printJson,
  printText,
  tableText,
  UsageError,
} from './output.ts';
import { signed } from './trend-changes.ts';

interface Options {
  readonly family?: string;
  readonly json?: true;
}

const example = `
Examples:
  $ etude compare tiny-lm:checkpoint-300 tiny-lm:checkpoint-400
  $ etude compare --family tiny-lm checkpoint-300 0f1e2d3c
  $ etude compare small-lm:final large-lm:final --json

A domain has a regression when it dropped (Holm-adjusted p < .05 over the domains) by more than 0.2 logits
(probability .95); an improvement mirrors it; equivalent means a difference within ±0.5 (90 % interval). Exit code 3
says that a domain has a regression.`;

export function compareCommand(): Command {
  return new Command('compare')
    .description(
      'say what changed from one checkpoint to another, and how small a change would have been found',
    )
    .argument('<before>', 'FAMILY:CHECKPOINT, the checkpoint by its label or the start of its digest')
    .argument('<after>', 'the same')
    .option('--family <family>', 'the family of both, which are then given without it')
    .option('--json', 'as JSON')
    .addHelpText('after', example)
    .action(compare);
}

async function compare(before: string, after: string, { family, json }: Options): Promise<void> {
  const references = { before: reference(before, family), after: reference(after, family) };
  const { compareCheckpoints } = await import('../client/compare.ts');
  const comparison = await withDatabase(({ db }) => compareCheckpoints(db, references));
  await (json ? printJson(comparison) : printText(comparisonText(comparison)));
  const worse = comparison.domains.filter(({ verdict }) => verdict === 'regression');
  if (worse.length > 0) {
    const domains = worse.map(({ domain }) => domain).join(', ');
    throw new CliError(`${named(comparison.after)} is a regression in ${domains}`, exitCodes.regression);
  }
}

function reference(text: string, family: string | undefined): CheckpointReference {
  if (family !== undefined) return { family, checkpoint: text };
  const colon = text.indexOf(':');
  if (colon < 1 || colon === text.length - 1) {
    throw new UsageError(`${text} must be FAMILY:CHECKPOINT, or name the family of both with --family`);
  }
  return { family: text.slice(0, colon), checkpoint: text.slice(colon + 1) };
}

function named({ family, checkpoint }: Comparison['before']): string {
  return `${family}:${checkpoint}`;
}

function comparisonText(comparison: Comparison): string {
  const { before, after, suite, regime, depth, graderVersion, domains } = comparison;
  const columns: Column[] = [
    { head: 'domain' },
    { head: 'before' },
    { head: 'after' },
    { head: 'difference', wraps: true },
    { head: 'z', align: 'right' },
    { head: 'p (Holm)', align: 'right' },
    { head: 'verdict' },
    { head: 'found from', align: 'right' },
  ];
  const rows = domains.map((own) => [
    own.domain,
    abilityText(own.before),
    abilityText(own.after),
    `${signed(own.difference.value)} [${signed(own.difference.lo)},${signed(own.difference.hi)}]`,
    own.z.toFixed(2),
    formatNumber(own.pAdjusted, 2),
    own.verdict,
    own.detectable.toFixed(2),
  ]);
  return [
    `${named(before)} → ${named(after)}: ${suite}, ${regime}, ${depth}; scale ${scales(comparison)}; grader ${graderVersion}`,
    tableText(columns, rows).trimEnd(),
    'Differences of ability in logits with 95 % intervals; "found from" is the change that would have been found with power .8.',
    ...domains.flatMap((own) => settlingText(own, comparison)),
    runsText(comparison),
  ].join('\n');
}

function scales({ domains }: Comparison): string {
  return domains.map(({ scale }) => scale).join(', ');
}

/** What to do about a verdict that is none. */
function settlingText(
  { domain, verdict, difference, settledBy }: Comparison['domains'][number],
  { depth }: Comparison,
) {
  if (verdict !== 'inconclusive') return [];
  const size = Math.abs(difference.value).toFixed(2);
  if (settledBy !== null) {
    return [
      `${domain}: at depth ${settledBy} on both sides a true difference of ${size} would be decided (power .8).`,
    ];
  }
  const reason = depth === 'deep' ? 'depth deep is not enough to decide' : 'not even depth deep would decide';
  return [`${domain}: ${reason} a true difference of ${size} (power .8).`];
}

function runsText({ runSd, runPairs }: Comparison): string {
  return runSd === null
    ? `How far repeated runs of one checkpoint differ beyond that is not known (${runPairs} pairs, 5 are needed) and counts as 0.`
    : `Repeated runs of one checkpoint differ by an SD of ${runSd.toFixed(2)} beyond their own (${runPairs} pairs); it is counted.`;
}
