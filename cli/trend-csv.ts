import type { Trend, TrendRow } from '../client/trend.ts';
import { milestoneLevels } from '../measurement/constants.ts';

type Value = string | number | boolean | null | undefined;

type CsvColumn = readonly [name: string, value: (row: TrendRow, trend: Trend) => Value];

/** Compute to one level; without a value where it is censored, which `_state` says. */
function milestoneColumns(level: number): CsvColumn[] {
  const name = `milestone_${Math.round(100 * level)}`;
  const of = (row: TrendRow) => row.milestones.find(({ performance }) => performance === level);
  return [
    [name, (row) => of(row)?.compute],
    [`${name}_lo`, (row) => of(row)?.lo],
    [`${name}_hi`, (row) => of(row)?.hi],
    [`${name}_state`, (row) => of(row)?.state],
    [`pr_${name}`, (row) => of(row)?.prReached],
  ];
}

/** PE of one quarter of the mix, easiest first, and what the level alone implies. */
function quartileColumns(index: number): CsvColumn[] {
  const name = `pe_quartile_${index + 1}`;
  const of = (row: TrendRow) => row.quartiles?.quartiles[index];
  return [
    [name, (row) => of(row)?.pe?.value],
    [`${name}_lo`, (row) => of(row)?.pe?.lo],
    [`${name}_hi`, (row) => of(row)?.pe?.hi],
    [`${name}_implied`, (row) => of(row)?.implied?.value],
  ];
}

/** Every column with what it holds; each line names all that its numbers rest on. */
const columns: readonly CsvColumn[] = [
  ['family', (_, trend) => trend.family],
  ['checkpoint', (row) => row.checkpoint],
  ['digest', (row) => row.digest],
  ['step', (row) => row.step],
  ['compute', (row) => row.compute?.value],
  ['compute_unit', (row) => row.compute?.unit],
  ['domain', (row) => row.domain],
  ['kind', (row) => row.kind],
  ['ability', (row) => row.ability?.theta],
  ['ability_sd', (row) => row.ability?.sd],
  ['performance', (row) => row.performance.value],
  ['performance_lo', (row) => row.performance.lo],
  ['performance_hi', (row) => row.performance.hi],
  ['accuracy', (row) => row.accuracy?.value],
  ['accuracy_lo', (row) => row.accuracy?.lo],
  ['accuracy_hi', (row) => row.accuracy?.hi],
  ['accuracy_n', (row) => row.accuracy?.n],
  ['attempts', (row) => row.attempts],
  ['pe', (row) => row.pe?.value],
  ['pe_lo', (row) => row.pe?.lo],
  ['pe_hi', (row) => row.pe?.hi],
  ['pr_pe_above_one', (row) => row.pe?.prAboveOne],
  ['window_lo', (row) => row.pe?.window?.[0]],
  ['window_hi', (row) => row.pe?.window?.[1]],
  ['gain', (row) => row.gain?.value],
  ['gain_lo', (row) => row.gain?.lo],
  ['gain_hi', (row) => row.gain?.hi],
  ['flat', (row) => row.gain?.flat],
  ['gain_relative', (row) => row.gain?.relative],
  ['pe_unit', (row) => row.unit],
  ['pe_partial', (row) => row.pePartial],
  ['area_difference', (row) => row.areaDifference?.value],
  ['area_difference_lo', (row) => row.areaDifference?.lo],
  ['area_difference_hi', (row) => row.areaDifference?.hi],
  ['multiplier', (row) => row.multiplier?.value],
  ['multiplier_lo', (row) => row.multiplier?.lo],
  ['multiplier_hi', (row) => row.multiplier?.hi],
  ...milestoneLevels.flatMap(milestoneColumns),
  ...[0, 1, 2, 3].flatMap(quartileColumns),
  ['slope_difference', (row) => row.quartiles?.slopeDifference.value],
  ['slope_difference_lo', (row) => row.quartiles?.slopeDifference.lo],
  ['slope_difference_hi', (row) => row.quartiles?.slopeDifference.hi],
  ['diverges', (row) => row.quartiles?.diverges],
  ['practice_tokens', (row) => row.practice?.tokens],
  ['practice_blocks', (row) => row.practice?.blocks],
  ['reason', (row) => row.reason],
  ['change', (row) => row.change?.verdict],
  ['change_difference', (row) => row.change?.difference],
  ['change_detectable', (row) => row.change?.detectable],
  ['change_from', (row) => row.change?.from],
  ['flags', (row) => row.flags.join(' ')],
  ['suite', (_, trend) => trend.suite],
  ['regime', (_, trend) => trend.regime],
  ['depth', (_, trend) => trend.depth],
  ['scale', (row) => row.scale],
  ['grader_version', (_, trend) => trend.graderVersion],
  ['baseline', (_, trend) => trend.baseline?.family],
  ['baseline_version', (_, trend) => trend.baseline?.version],
  ['compute_note', (_, trend) => trend.computeNote],
];

/** Comma-separated values with a head line; what is not known is empty, a number is written in full. */
export function trendCsv(trend: Trend, rows: readonly TrendRow[]): string {
  const lines = rows.map((row) => columns.map(([, value]) => field(value(row, trend))).join(','));
  return `${[columns.map(([name]) => name).join(','), ...lines].join('\n')}\n`;
}

function field(value: Value): string {
  if (value === null || value === undefined || Number.isNaN(value)) return '';
  const text = String(value);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
