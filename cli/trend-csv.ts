import type { Trend, TrendRow } from '../client/trend.ts';

type Value = string | number | boolean | null | undefined;

/** Every column with what it holds; each line names all that its numbers rest on. */
const columns: readonly (readonly [name: string, value: (row: TrendRow, trend: Trend) => Value])[] = [
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
  ['reason', (row) => row.reason],
  ['change', (row) => row.change?.verdict],
  ['change_difference', (row) => row.change?.difference],
  ['change_detectable', (row) => row.change?.detectable],
  ['change_from', (row) => row.change?.from],
  ['flags', (row) => row.flags.join(' ')],
  ['suite', (_, trend) => trend.suite],
  ['regime', (_, trend) => trend.regime],
  ['depth', (_, trend) => trend.depth],
  ['scale', (row, trend) => (row.domain === 'overall' ? null : trend.scale)],
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
