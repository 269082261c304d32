import { z } from 'zod';
import type { Db } from '../schema/database.ts';
import { latestProtocol } from '../schema/protocols.ts';
import type { Kind } from '../schema/shapes.ts';
import { trendRows } from '../schema/trend.ts';
import { OrderRefused, requireFamily } from './families.ts';

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
      pe: interval.extend({ prAboveOne: z.number(), window: z.tuple([z.number(), z.number()]) }).nullable(),
      gain: interval.extend({ flat: z.boolean() }).nullable(),
      reason: z.string().nullable(),
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
  const rows = await trendRows(db, {
    familyId: family.id,
    protocolId: protocol.id,
    kind: options.kind ?? 'training',
    domain: options.domain,
  });
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
    rows: rows.map(rowOf),
  };
}

function rowOf(row: Awaited<ReturnType<typeof trendRows>>[number]): TrendRow {
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
    accuracy:
      row.accuracy === null
        ? null
        : {
            value: row.accuracy,
            lo: row.accuracy_lo ?? row.accuracy,
            hi: row.accuracy_hi ?? row.accuracy,
            n: row.accuracy_n,
          },
    attempts: row.attempts,
    pe:
      row.pe === null
        ? null
        : {
            value: row.pe,
            lo: row.pe_lo ?? row.pe,
            hi: row.pe_hi ?? row.pe,
            prAboveOne: row.pe_above_one ?? Number.NaN,
            window: [row.window_lo ?? Number.NaN, row.window_hi ?? Number.NaN],
          },
    gain:
      row.gain === null
        ? null
        : {
            value: row.gain,
            lo: row.gain_lo ?? row.gain,
            hi: row.gain_hi ?? row.gain,
            flat: row.flat ?? false,
          },
    reason: row.reason,
    flags: row.flags,
  };
}
