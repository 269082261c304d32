import { z } from 'zod';
import type { Db } from '../schema/database.ts';
import { efficiencyDetailSchema } from '../schema/efficiency-detail.ts';
import { practiceBlocks } from '../schema/practice.ts';
import { lastNotebooks, practiceRowsOf, practiceSessions, practiceTokens } from '../schema/practice-curve.ts';
import type { Regime } from '../schema/shapes.ts';
import { requireCheckpoint } from './checkpoints.ts';
import { type Cost, pricesOf } from './cost.ts';
import { learningSchema, type Notebook, readLearning } from './curve-learning.ts';
import { gainOf, gainSchema, peOf, peSchema } from './efficiency-fields.ts';
import { OrderRefused, requireFamily } from './families.ts';

const detail = efficiencyDetailSchema.shape;

/** PE and what stands beside it, of one domain or of all. */
const efficiencySchema = z.object({
  domain: z.string(),
  pe: peSchema.nullable(),
  gain: gainSchema.nullable(),
  reason: z.string().nullable(),
  multiplier: detail.multiplier.unwrap(),
  milestones: detail.milestones.unwrap(),
  quartiles: detail.quartiles.unwrap(),
  flags: z.array(z.string()),
});

const domainCurveSchema = efficiencySchema.extend({
  scale: z.string(),
  /** Practice tokens, S⁺ and theta along the curve; see its fields. */
  practice: detail.practice.unwrap().unwrap(),
  /**
   * The practice tokens of each point in US dollars; null without prices, or where the endpoint did not count every
   * request.
   */
  practiceUsd: z.array(z.number()).nullable(),
  /** Graded measurement tasks. */
  measurementTasks: z.number().int(),
  learning: learningSchema.nullable(),
});

export const curveSchema = z.object({
  family: z.string(),
  checkpoint: z.string(),
  digest: z.string(),
  suite: z.string(),
  regime: z.string(),
  depth: z.string(),
  graderVersion: z.number().int(),
  /** The practice that PE is normalised to. */
  baseline: z
    .object({ family: z.string(), version: z.number().int(), checkpoint: z.string().nullable() })
    .nullable(),
  domains: z.array(domainCurveSchema),
  /** Null where one domain was asked for. */
  overall: efficiencySchema.nullable(),
});

export type PracticeCurve = z.infer<typeof curveSchema>;
export type DomainCurve = PracticeCurve['domains'][number];
export type CurveEfficiency = z.infer<typeof efficiencySchema>;

export interface CurveOptions {
  readonly domain?: string | undefined;
  readonly regime?: Regime | undefined;
}

type Row = Awaited<ReturnType<typeof practiceRowsOf>>[number];

/** The practice of one checkpoint, under the protocol that its family was last registered with. */
export async function readCurve(
  db: Db,
  slug: string,
  checkpoint: string,
  { domain, regime }: CurveOptions = {},
): Promise<PracticeCurve> {
  const family = await requireFamily(db, slug);
  const { label, digest } = await requireCheckpoint(db, family, checkpoint);
  const all = await practiceRowsOf(db, { familyId: family.id, digest, regime });
  const [first] = all;
  if (!first) {
    const under = regime === undefined ? '' : ` in regime ${regime}`;
    throw new OrderRefused(
      'NotPractised',
      `${slug}:${label} has no practice curve${under}: it is not evaluated yet, or by a suite without a practice phase`,
    );
  }
  const rows = all.filter(({ protocol_id }) => protocol_id === first.protocol_id);
  const wanted = rows.filter((row) => row.domain !== 'overall' && (domain ?? row.domain) === row.domain);
  if (wanted.length === 0) {
    const known = rows.filter((row) => row.domain !== 'overall').map((row) => row.domain);
    throw new OrderRefused(
      'DomainNotFound',
      `${slug}:${label} has no domain ${domain}; there is ${known.join(', ')}`,
    );
  }
  const overall = rows.find((row) => row.domain === 'overall');
  return {
    family: slug,
    checkpoint: label,
    digest,
    suite: first.suite,
    regime: first.regime,
    depth: first.depth,
    graderVersion: first.grader_version,
    baseline:
      first.baselineFamily === null || first.baselineVersion === null
        ? null
        : {
            family: first.baselineFamily,
            version: first.baselineVersion,
            checkpoint: first.baselineCheckpoint,
          },
    domains: await readDomains(db, wanted, pricesOf(family)),
    overall: overall && domain === undefined ? efficiencyOf(overall) : null,
  };
}

async function readDomains(db: Db, rows: readonly Row[], prices: Cost['prices']): Promise<DomainCurve[]> {
  const sessions = await practiceSessions(db, rows[0]!.evaluation_id);
  const ids = sessions.map(({ sessionId }) => sessionId);
  const [blocks, notebooks, tokens] = await Promise.all([
    practiceBlocks(db, ids),
    lastNotebooks(db, ids),
    practiceTokens(db, ids),
  ]);
  return rows.map((row) => {
    const session = sessions.find(({ domain }) => domain === row.domain);
    const own = <T extends { readonly sessionId: number }>(all: readonly T[]) =>
      all.filter(({ sessionId }) => sessionId === session?.sessionId);
    const { practice } = efficiencyDetailSchema.parse(row.detail);
    if (practice === null) throw new Error(`the practice row of ${row.domain} holds no curve`);
    return {
      ...efficiencyOf(row),
      scale: row.scale,
      practice,
      practiceUsd: dollarsAt(
        practice.points.map((point) => point.tokens),
        own(tokens),
        prices,
      ),
      measurementTasks: row.attempts,
      learning: readLearning({
        states: own(blocks),
        notebooks: own(notebooks) satisfies readonly Notebook[],
        stopReason: session?.practiceStopReason ?? null,
      }),
    };
  });
}

/** What the rounds of practice cost until so many tokens were spent on them. */
function dollarsAt(
  points: readonly number[],
  rounds: Awaited<ReturnType<typeof practiceTokens>>,
  prices: Cost['prices'],
): number[] | null {
  if (prices === null || rounds.some(({ estimated }) => estimated)) return null;
  return points.map((until) => {
    let tokens = 0;
    let dollars = 0;
    for (const { promptTokens, completionTokens } of rounds) {
      tokens += promptTokens + completionTokens;
      if (tokens > until) break;
      dollars += (prices.prompt * promptTokens + prices.completion * completionTokens) / 1e6;
    }
    return dollars;
  });
}

function efficiencyOf(row: Row): CurveEfficiency {
  const { multiplier, milestones, quartiles } = efficiencyDetailSchema.parse(row.detail);
  const { domain, reason, flags } = row;
  return { domain, pe: peOf(row), gain: gainOf(row), reason, multiplier, milestones, quartiles, flags };
}
