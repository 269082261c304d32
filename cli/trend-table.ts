import { stripVTControlCharacters } from 'node:util';
import pc from 'picocolors';
import type { Trend, TrendRow } from '../client/trend.ts';
import { abilityText, computeText, counted, intervalText } from './formats.ts';
import { type Column, formatNumber, tableText } from './output.ts';
import { type Axis, inOrder } from './trend-axis.ts';
import { changeNotes, changeText } from './trend-changes.ts';
import type { Metric } from './trend-metrics.ts';
import { learningNotes } from './trend-notes.ts';

/** A column of the table with what it shows of a row. */
interface TrendColumn {
  readonly column: Column;
  readonly cell: (row: TrendRow) => string;
  /** The metrics that it belongs to; without them it tells the rows apart. */
  readonly metrics?: readonly Metric[];
  /** Width of a column that wraps in which no word of it is cut, padding included. */
  readonly widthMin?: number;
}

const labelLengthMax = 28;
/** Room for `[0.12,0.34]` and a head like `accuracy (n)`. */
const unitIntervalWidth = 14;
/** Room for `[-0.12,-0.01]` and `[10.21,13.40]`. */
const intervalWidth = 15;
/** Room for `inconclusive`. */
const changeWidth = 14;

/**
 * A trend as text within `widthMax` columns (80 always do): one table where there is room, else several, one below
 * the other. Why a PE is missing stands in footnotes.
 */
export function trendText(
  trend: Trend,
  axis: Axis,
  options: { readonly metric?: Metric | undefined; readonly widthMax?: number | undefined } = {},
): string {
  const widthMax = options.widthMax ?? process.stdout.columns ?? Number.POSITIVE_INFINITY;
  const rows = inOrder(withoutRepeats(trend.rows), axis);
  const reasons = [...new Set(rows.flatMap(({ reason }) => (reason === null ? [] : [reason])))];
  const keys = keyColumns(rows, axis);
  const groups = [...levelColumns.map((column) => [column]), learningColumns(rows, reasons)]
    .map((group) => group.filter((column) => shows(column, options.metric)))
    .filter((group) => group.length > 0);
  const tables = packed(keys, groups, rows, widthMax).map((columns) => table(columns, rows, widthMax));
  const shown = groups.flat().flatMap(({ metrics = [] }) => metrics);
  const footnotes = shown.includes('pe') ? learningNotes({ ...trend, rows }, reasons) : [];
  return [
    pc.bold(heading(trend)),
    ...tables.map((each) => each.trimEnd()),
    ...footnotes,
    ...(shown.includes('ability') ? changeNotes(trend) : []),
    ...computeNotes(trend),
  ]
    .map((part) => (part.includes('│') ? part : folded(part, widthMax)))
    .join('\n')
    .concat('\n');
}

/** The columns table by table: each holds the key columns and as many groups of others as fit beside them. */
function packed(
  keys: readonly TrendColumn[],
  groups: readonly (readonly TrendColumn[])[],
  rows: readonly TrendRow[],
  widthMax: number,
): TrendColumn[][] {
  const whole = [...keys, ...groups.flat()];
  if (widthOf(table(whole, rows, Number.POSITIVE_INFINITY)) <= widthMax) return [whole];
  const width = (columns: readonly TrendColumn[]) => {
    const fixed = columns.filter(({ column }) => !column.wraps);
    const wrapping = columns.filter(({ column }) => column.wraps);
    const share = Math.max(0, ...wrapping.map(({ widthMin = 0 }) => widthMin));
    return widthOf(table(fixed, rows, Number.POSITIVE_INFINITY)) + wrapping.length * (share + 1);
  };
  const packs: TrendColumn[][] = [[...keys]];
  for (const group of groups) {
    const last = packs.at(-1)!;
    if (last.length === keys.length || width([...last, ...group]) <= widthMax) last.push(...group);
    else packs.push([...keys, ...group]);
  }
  return packs;
}

/** With one domain, the overall rows say again what the domain's rows say. */
function withoutRepeats(rows: readonly TrendRow[]): readonly TrendRow[] {
  const domains = new Set(rows.map(({ domain }) => domain).filter((domain) => domain !== 'overall'));
  return domains.size === 1 ? rows.filter(({ domain }) => domain !== 'overall') : rows;
}

function shows({ metrics }: TrendColumn, metric: Metric | undefined): boolean {
  return metric === undefined || metrics === undefined || metrics.includes(metric);
}

function keyColumns(rows: readonly TrendRow[], axis: Axis): TrendColumn[] {
  const place = (row: TrendRow) => {
    const value = axis.valueOf(row);
    return value === null ? '–' : computeText(value);
  };
  const domain: TrendColumn = { column: { head: 'domain' }, cell: (row) => row.domain };
  return [
    { column: { head: 'checkpoint' }, cell: (row) => shortened(row.checkpoint) },
    { column: { head: axis.unit, align: 'right' }, cell: place },
    ...(new Set(rows.map((row) => row.domain)).size > 1 ? [domain] : []),
  ];
}

const levelColumns: readonly TrendColumn[] = [
  {
    column: { head: 'performance', wraps: true },
    cell: ({ performance }) => intervalText(performance),
    metrics: ['performance'],
    widthMin: unitIntervalWidth,
  },
  {
    column: { head: 'accuracy (n)', wraps: true },
    cell: ({ accuracy }) => (accuracy === null ? '–' : intervalText(accuracy, ` (${accuracy.n})`)),
    metrics: ['accuracy'],
    widthMin: unitIntervalWidth,
  },
  {
    column: { head: 'ability' },
    cell: ({ ability }) => abilityText(ability),
    metrics: ['ability'],
  },
  {
    column: { head: 'change', wraps: true },
    cell: changeText,
    metrics: ['ability'],
    widthMin: changeWidth,
  },
];

const practised: TrendColumn = {
  column: { head: 'practised', wraps: true },
  cell: ({ practice }) =>
    practice === null ? '–' : `${computeText(practice.tokens)} tokens, ${counted(practice.blocks, 'block')}`,
  metrics: ['pe'],
  widthMin: intervalWidth,
};

function learningColumns(rows: readonly TrendRow[], reasons: readonly string[]): TrendColumn[] {
  return [
    ...(rows.some(({ practice }) => practice !== null) ? [practised] : []),
    {
      column: { head: 'PE', wraps: true },
      cell: ({ pe, reason }) => {
        if (pe !== null) return intervalText(pe);
        return reason === null ? '–' : `– [${reasons.indexOf(reason) + 1}]`;
      },
      metrics: ['pe'],
      widthMin: intervalWidth,
    },
    {
      column: { head: 'Pr(PE>1)', align: 'right' },
      cell: ({ pe }) => (pe === null ? '–' : formatNumber(pe.prAboveOne, 2)),
      metrics: ['pe'],
    },
    {
      column: { head: 'gain', wraps: true },
      cell: ({ gain }) => (gain === null ? '–' : `${intervalText(gain)}${gain.flat ? ' flat' : ''}`),
      metrics: ['pe', 'performance'],
      widthMin: intervalWidth,
    },
  ];
}

function shortened(label: string): string {
  return label.length <= labelLengthMax ? label : `${label.slice(0, labelLengthMax - 1)}…`;
}

function table(columns: readonly TrendColumn[], rows: readonly TrendRow[], widthMax: number): string {
  const cells = rows.map((row) => columns.map(({ cell }) => cell(row)));
  return tableText(
    columns.map(({ column }) => column),
    cells,
    widthMax,
  );
}

function widthOf(text: string): number {
  return Math.max(...text.split('\n').map((line) => stripVTControlCharacters(line).length));
}

function heading({ family, suite, regime, depth, scales, baseline }: Trend): string {
  const reference = baseline === null ? 'no baseline' : `baseline ${baseline.family} v${baseline.version}`;
  return `${family}: ${suite}, ${regime}, ${depth}; ${scales.length > 1 ? 'scales' : 'scale'} ${scales.join(', ') || 'none yet'}; ${reference}`;
}

function computeNotes({ computeNote }: Trend): string[] {
  return computeNote === null ? [] : [`compute: ${computeNote}`];
}

function folded(text: string, widthMax: number): string {
  if (text.length <= widthMax) return text;
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ')) {
    if (line !== '' && line.length + 1 + word.length > widthMax) {
      lines.push(line);
      line = word;
    } else line = line === '' ? word : `${line} ${word}`;
  }
  return [...lines, line].join('\n');
}
