import pc from 'picocolors';
import type { Contrast, ContrastDomain } from '../client/contrast-schema.ts';
import { computeText, intervalText, openBounds } from './formats.ts';
import { type Column, formatNumber, tableText } from './output.ts';
import { signed } from './trend-changes.ts';

type Milestone = ContrastDomain['milestones'][number];

/** The contrast as tables one below the other, each with what it means. */
export function contrastText(contrast: Contrast): string {
  const { domains } = contrast;
  const reasons = domains.flatMap(({ domain, reason }) => (reason === null ? [] : [`${domain}: ${reason}`]));
  return [
    pc.bold(heading(contrast)),
    `first: ${sideText(contrast.first)}; second: ${sideText(contrast.second)}`,
    table(
      ['domain', 'PE ratio', '>Pr(>1)', 'mean S⁺ of first', 'of second', 'compute multiplier'],
      domains.map((own) => [own.domain, ...ratioCells(own)]),
    ),
    ...(reasons.length === 0 ? [] : [...reasons, "There the second stands in the baseline's place."]),
    table(
      ['domain', '>S⁺', `first (${contrast.unit})`, `second (${contrast.unit})`, 'ratio', '>Pr(first less)'],
      domains.flatMap((own) => own.milestones.map((each) => [own.domain, ...milestoneCells(each)])),
    ),
    table(
      ['domain', 'peak of first', 'peak of second', 'difference', peakHead(contrast)],
      domains.map((own) => [own.domain, ...peakCells(own)]),
    ),
    ...quartileTables(domains),
    'The compute multiplier is how many times less compute the first needs for what the second performs. Brackets hold 95 % intervals over joint draws; – for a bound that lies beyond what was measured. A peak is the measured point with the highest mean S⁺.',
  ].join('\n');
}

function heading({ kind, first, second, suite, depth, graderVersion, unit }: Contrast): string {
  return `${first.family} against ${second.family}, over ${kind} compute in ${unit}: ${suite}, ${depth}; grader ${graderVersion}`;
}

function sideText({ family, regime, checkpoint, parameters, computeNote }: Contrast['first']): string {
  return [
    `${family}, ${regime}`,
    ...(checkpoint === null ? [] : [checkpoint]),
    ...(parameters === null ? [] : [`${computeText(parameters)} parameters`]),
    ...(computeNote === null ? [] : [`compute: ${computeNote}`]),
  ].join(', ');
}

/** Heads that begin with `>` are aligned to the right. */
function table(heads: readonly string[], rows: readonly (readonly string[])[]): string {
  const columns = heads.map(
    (head): Column =>
      head.startsWith('>') ? { head: head.slice(1), align: 'right' } : { head, wraps: true },
  );
  return tableText(columns, rows).trimEnd();
}

function ratioCells({ pe, areas, multiplier }: ContrastDomain): string[] {
  return [
    pe === null ? '–' : intervalText(pe),
    pe === null ? '–' : formatNumber(pe.prAboveOne, 2),
    areas === null ? '–' : intervalText(areas.first),
    areas === null ? '–' : intervalText(areas.second),
    multiplier === null
      ? '–'
      : `${multiplier.value.toFixed(2)}× ${openBounds(multiplier, (each) => each.toFixed(2))}`,
  ];
}

function milestoneCells({ performance, first, second, ratio }: Milestone): string[] {
  return [
    String(performance),
    reachedText(first),
    reachedText(second),
    ratio === null ? '–' : ratioText(ratio),
    ratio === null ? '–' : formatNumber(ratio.prFirstLess, 2),
  ];
}

function ratioText(ratio: NonNullable<Milestone['ratio']>): string {
  if (ratio.value === null && ratio.lo === null && ratio.hi === null) return '–';
  const digits = (value: number) => formatNumber(value, 2);
  return `${ratio.value === null ? '–' : digits(ratio.value)} ${openBounds(ratio, digits)}`;
}

function reachedText(milestone: Milestone['first']): string {
  if (milestone.state === 'before-first') return `before ${computeText(milestone.from)}`;
  if (milestone.state === 'not-reached') return `not by ${computeText(milestone.until)}`;
  return `${computeText(milestone.compute ?? Number.NaN)} ${openBounds(milestone, computeText)}`;
}

function peakHead({ smaller }: Contrast): string {
  return smaller === null ? '>Pr(first higher)' : `>Pr(${smaller}, the smaller ≥ larger)`;
}

function peakCells({ peaks }: ContrastDomain): string[] {
  if (peaks === null) return ['–', '–', '–', '–'];
  const { first, second, difference, prFirstHigher, prSmallerAtLeast } = peaks;
  return [
    peakText(first),
    peakText(second),
    `${signed(difference.value)} [${signed(difference.lo)},${signed(difference.hi)}]`,
    formatNumber(prSmallerAtLeast ?? prFirstHigher, 2),
  ];
}

function peakText({
  performance,
  compute,
  checkpoint,
}: NonNullable<ContrastDomain['peaks']>['first']): string {
  return `${intervalText(performance)} at ${computeText(compute)}${checkpoint === null ? '' : ` (${checkpoint})`}`;
}

function quartileTables(domains: readonly ContrastDomain[]): string[] {
  const rows = domains.flatMap(({ domain, quartiles }) =>
    (quartiles?.quartiles ?? []).map(({ from, to, pe, implied }) => [
      domain,
      `${signed(from)} to ${signed(to)}`,
      pe === null ? '–' : intervalText(pe),
      implied === null ? '–' : intervalText(implied),
    ]),
  );
  if (rows.length === 0) return [];
  const verdicts = domains.flatMap(({ domain, quartiles }) => {
    if (quartiles === null) return [];
    const { value, lo, hi } = quartiles.slopeDifference;
    const bounds = `${signed(value)} [${signed(lo)},${signed(hi)}]`;
    return [
      quartiles.diverges
        ? `${domain}: hard and easy tasks part otherwise for the first than for the second (slope difference ${bounds}).`
        : `${domain}: nothing shows that hard and easy tasks part otherwise than the abilities imply (slope difference ${bounds}).`,
    ];
  });
  return [
    table(['domain', 'difficulty (logits)', 'PE ratio', 'implied by ability alone'], rows),
    ...verdicts,
  ];
}
