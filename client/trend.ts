import { z } from 'zod';
import type { Db } from '../schema/database.ts';
import { efficiencyDetailSchema } from '../schema/efficiency-detail.ts';
import { latestProtocol } from '../schema/protocols.ts';
import type { Kind } from '../schema/shapes.ts';
import { trendRows } from '../schema/trend.ts';
import {
  gainOf,
  gainSchema,
  intervalOf,
  intervalSchema,
  peOf,
  peSchema,
  withInterval,
} from './efficiency-fields.ts';
import { OrderRefused, requireFamily } from './families.ts';
import {
  type Change,
  changeSchema,
  readChanges,
  readSeriesChanges,
  seriesChangeSchema,
} from './series-changes.ts';

const detail = efficiencyDetailSchema.shape;

export const trendSchema = z.object({
  family: z.string(),
  baseline: z.object({ family: z.string(), version: z.number().int() }).nullable(),
  suite: z.string(),
  regime: z.string(),
  depth: z.string(),
  /** The scales of its domains. */
  scales: z.array(z.string()),
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
      /** Of training, in practice rows too. */
      compute: z.object({ value: z.number(), unit: z.string() }).nullable(),
      /** What the axis of PE, multiplier and milestones counts. */
      unit: z.string().nullable(),
      domain: z.string(),
      /** Null of overall rows, which rest on the scales of all domains. */
      scale: z.string().nullable(),
      kind: z.string(),
      ability: z.object({ theta: z.number(), sd: z.number() }).nullable(),
      /** Of placement; in practice rows where practice ended, as is the ability. */
      performance: intervalSchema,
      accuracy: intervalSchema.extend({ n: z.number().int() }).nullable(),
      attempts: z.number().int(),
      pe: peSchema.nullable(),
      /** Over the estimable domains alone; of overall rows. Not comparable between suites. */
      pePartial: z.number().nullable(),
      /** Mean heights over the window. */
      areas: detail.areas.unwrap(),
      /** Mean performance on the window less the baseline's, also where the ratio is not estimable. */
      areaDifference: intervalSchema.nullable(),
      gain: gainSchema.nullable(),
      /** 10^Δ: how many times less compute is needed for what the baseline performs; an open bound is null. */
      multiplier: detail.multiplier.unwrap(),
      milestones: detail.milestones.unwrap(),
      quartiles: detail.quartiles.unwrap(),
      /** What was practised; of practice rows of one domain. */
      practice: z
        .object({ tokens: z.number(), blocks: z.number().int(), practiceTasks: z.number().int() })
        .nullable(),
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
  /** Another scale than the suite's that the series has been scored on, as `reasoning@3`. */
  readonly scale?: string | undefined;
}

/**
 * Reads the series under the family's latest protocol. Training PE at a checkpoint is that of the curve up to it,
 * practice PE that of its own practice.
 */
export async function readTrend(db: Db, slug: string, options: TrendOptions = {}): Promise<Trend> {
  const family = await requireFamily(db, slug);
  const protocol = await latestProtocol(db, family.id);
  if (!protocol) throw new OrderRefused('NoProtocol', `family ${slug} has no protocol yet`);
  const kind = options.kind ?? 'training';
  const series = { familyId: family.id, protocolId: protocol.id };
  const rows = await trendRows(db, { ...series, kind, domain: options.domain, scale: options.scale });
  if (options.scale !== undefined && rows.length === 0) {
    throw new OrderRefused(
      'NotScored',
      `${slug} has no rows on ${options.scale}; \`etude scale apply ${options.scale}\` scores history on it`,
    );
  }
  const changes = kind === 'training' ? await readChanges(db, series, rows) : new Map<Row, Change>();
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
    scales: [...new Set(rows.filter((row) => row.domain !== 'overall').map((row) => row.scale))].sort(),
    graderVersion: newest?.grader_version ?? null,
    computeNote: family.compute_note,
    series: kind === 'training' ? await readSeriesChanges(db, protocol.id, rows) : [],
    rows: rows.map((row) => rowOf(row, changes.get(row) ?? null)),
  };
}

type Row = Awaited<ReturnType<typeof trendRows>>[number];

function rowOf(row: Row, change: Change | null): TrendRow {
  const { areas, multiplier, milestones, quartiles, practice } = efficiencyDetailSchema.parse(row.detail);
  const { trainingCompute: compute, trainingUnit: unit } = row;
  return {
    checkpoint: row.label,
    digest: row.digest,
    step: row.step,
    createdAt: row.createdAt?.toISOString() ?? null,
    compute: compute === null || unit === null ? null : { value: compute, unit },
    unit: row.unit,
    domain: row.domain,
    scale: row.domain === 'overall' ? null : row.scale,
    kind: row.kind,
    ability: row.theta === null || row.theta_sd === null ? null : { theta: row.theta, sd: row.theta_sd },
    performance: { value: row.performance, lo: row.performance_lo, hi: row.performance_hi },
    accuracy: withInterval(row.accuracy, row.accuracy_lo, row.accuracy_hi, { n: row.accuracy_n }),
    attempts: row.attempts,
    pe: peOf(row),
    pePartial: row.pe_partial,
    areas,
    areaDifference: intervalOf(row.area_difference, row.area_difference_lo, row.area_difference_hi),
    gain: gainOf(row),
    multiplier,
    milestones,
    quartiles,
    practice: practice && {
      tokens: row.compute ?? 0,
      blocks: practice.blocks,
      practiceTasks: practice.practiceTasks,
    },
    reason: row.reason,
    change,
    flags: row.flags,
  };
}
