import { z } from 'zod';
import type { Db } from '../schema/database.ts';
import { latestProtocol } from '../schema/protocols.ts';
import type { Kind } from '../schema/shapes.ts';
import { trendRows } from '../schema/trend.ts';
import { OrderRefused, requireFamily } from './families.ts';
import {
  type Change,
  changeSchema,
  readChanges,
  readSeriesChanges,
  seriesChangeSchema,
} from './series-changes.ts';

const interval = z.object({ value: z.number(), lo: z.number(), hi: z.number() });

export const trendSchema = z.object({
  family: z.string(),
  baseline: z.object({ family: z.string(), version: z.number().int() }).nullable(),
  suite: z.string(),
  regime: z.string(),
  depth: z.string(),
  scale: z.string().nullable(),
  graderVersion: z.number().int().nullable(),
  /** What the compute counts, said wherever it is shown. */
  computeNote: z.string().nullable(),
  /** Whether each domain still gains; of training series. */
  series: z.array(seriesChangeSchema),
  rows: z.array(
    z.object({
      checkpoint: z.string(),
      digest: z.string(),
      step: z.number().nullable(),
      /** When the checkpoint was made, as its registry says. */
      createdAt: z.string().nullable(),
      compute: z.object({ value: z.number(), unit: z.string() }).nullable(),
      domain: z.string(),
      kind: z.string(),
      ability: z.object({ theta: z.number(), sd: z.number() }).nullable(),
      performance: interval,
      accuracy: interval.extend({ n: z.number().int() }).nullable(),
      attempts: z.number().int(),
      /** The window is null for an overall PE whose domains rest on different ones. */
      pe: interval
        .extend({ prAboveOne: z.number(), window: z.tuple([z.number(), z.number()]).nullable() })
        .nullable(),
      /** Over the estimable domains alone; of overall rows. Not comparable between suites. */
      pePartial: z.number().nullable(),
      /** Mean performance on the window less the baseline's, also where the ratio is not estimable. */
      areaDifference: interval.nullable(),
      gain: interval.extend({ flat: z.boolean(), relative: z.number().nullable() }).nullable(),
      reason: z.string().nullable(),
      /** Against the checkpoint before; null for the first and for overall rows. */
      change: changeSchema.nullable(),
      flags: z.array(z.string()),
    }),
  ),
});

/** A family's time series as every reader of EtudeEval gets it. */
export type Trend = z.infer<typeof trendSchema>;
export type TrendRow = Trend['rows'][number];

export interface TrendOptions {
  readonly kind?: Kind;
  readonly domain?: string | undefined;
}

/** Reads the series under the family's latest protocol. PE at a checkpoint is that of the curve up to it. */
export async function readTrend(db: Db, slug: string, options: TrendOptions = {}): Promise<Trend> {
  const family = await requireFamily(db, slug);
  const protocol = await latestProtocol(db, family.id);
  if (!protocol) throw new OrderRefused('NoProtocol', `family ${slug} has no protocol yet`);
  const kind = options.kind ?? 'training';
  const series = { familyId: family.id, protocolId: protocol.id };
  const rows = await trendRows(db, { ...series, kind, domain: options.domain });
  const changes = await readChanges(db, series, rows);
  const newest = rows.reduce<(typeof rows)[number] | null>(
    (latest, row) => (latest === null || row.recorded_at >= latest.recorded_at ? row : latest),
    null,
  );
  return {
    family: slug,
    baseline:
      newest?.baselineFamily && newest.baselineVersion !== null
        ? { family: newest.baselineFamily, version: newest.baselineVersion }
        : null,
    suite: `${protocol.suiteName}@${protocol.suiteVersion}`,
    regime: protocol.regime,
    depth: protocol.depth,
    scale: rows.find((row) => row.domain !== 'overall')?.scale ?? null,
    graderVersion: newest?.grader_version ?? null,
    computeNote: family.compute_note,
    series: kind === 'training' ? await readSeriesChanges(db, protocol.id, rows) : [],
    rows: rows.map((row) => rowOf(row, changes.get(row) ?? null)),
  };
}

function rowOf(row: Awaited<ReturnType<typeof trendRows>>[number], change: Change | null): TrendRow {
  return {
    checkpoint: row.label,
    digest: row.digest,
    step: row.step,
    createdAt: row.createdAt?.toISOString() ?? null,
    compute: row.compute === null || row.unit === null ? null : { value: row.compute, unit: row.unit },
    domain: row.domain,
    kind: row.kind,
    ability: row.theta === null || row.theta_sd === null ? null : { theta: row.theta, sd: row.theta_sd },
    performance: { value: row.performance, lo: row.performance_lo, hi: row.performance_hi },
    accuracy: withInterval(row.accuracy, row.accuracy_lo, row.accuracy_hi, { n: row.accuracy_n }),
    attempts: row.attempts,
    pe: withInterval(row.pe, row.pe_lo, row.pe_hi, {
      prAboveOne: row.pe_above_one ?? 0,
      window: windowOf(row),
    }),
    pePartial: row.pe_partial,
    areaDifference: intervalOf(row.area_difference, row.area_difference_lo, row.area_difference_hi),
    gain: withInterval(row.gain, row.gain_lo, row.gain_hi, {
      flat: row.flat ?? false,
      relative: row.gain_relative,
    }),
    reason: row.reason,
    change,
    flags: row.flags,
  };
}

function windowOf(row: { window_lo: number | null; window_hi: number | null }): [number, number] | null {
  return row.window_lo === null || row.window_hi === null ? null : [row.window_lo, row.window_hi];
}

function intervalOf(value: number | null, lo: number | null, hi: number | null) {
  return withInterval(value, lo, hi, {});
}

/** Null where there is no value; a value is never stored without its bounds. */
function withInterval<More extends object>(
  value: number | null,
  lo: number | null,
  hi: number | null,
  more: More,
): ({ value: number; lo: number; hi: number } & More) | null {
  return value === null || lo === null || hi === null ? null : { value, lo, hi, ...more };
}
