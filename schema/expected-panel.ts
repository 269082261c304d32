import { sql } from 'kysely';
import type { Panel, ReadingHistory } from '../measurement/judged-expectation.ts';
import { judgePanel } from '../measurement/rating/judge-panel.ts';
import type { Db } from './database.ts';
import { activeJudges } from './judges.ts';
import { unusedAnchors } from './panels.ts';

/** Verdicts that a mean is worth taking over. */
const verdictsMin = 8;
/** Anchors that are counted at most: more than evaluations that anybody waits for can use. */
const anchorsCounted = 1_000;

/** Who would read answers of models of this family now, and what that takes; null where nobody may. */
export async function expectedPanel(db: Db, modelFamily: string | null): Promise<Panel | null> {
  const { judges } = judgePanel(await activeJudges(db), modelFamily);
  if (judges.length === 0) return null;
  const ids = judges.map(({ id }) => id);
  const places = await db
    .selectFrom('judges')
    .innerJoin('endpoints', 'endpoints.id', 'judges.endpoint_id')
    .where('judges.id', 'in', ids)
    .select([
      sql<number>`(count(*) / endpoints.connections_max::float8)`.as('perConnection'),
      sql<number>`sum(judges.max_tokens)`.as('maxTokens'),
    ])
    .groupBy('endpoints.id')
    .execute();
  return {
    judges: ids.length,
    judgesPerConnection: Math.max(...places.map(({ perConnection }) => perConnection)),
    maxTokens: places.reduce((sum, { maxTokens }) => sum + maxTokens, 0) / ids.length,
    anchors: (await unusedAnchors(db, ids, anchorsCounted)).length,
    history: await readingHistory(db, ids),
  };
}

async function readingHistory(db: Db, judgeIds: readonly number[]): Promise<ReadingHistory | null> {
  const { verdicts, promptTokens, completionTokens, latencyMs } = await db
    .selectFrom('judge_answers')
    .where('judge_id', 'in', [...judgeIds])
    .select([
      sql<number>`count(*)`.as('verdicts'),
      sql<number | null>`avg(prompt_tokens)::float8`.as('promptTokens'),
      sql<number | null>`avg(completion_tokens)::float8`.as('completionTokens'),
      sql<number | null>`avg(latency_ms)::float8`.as('latencyMs'),
    ])
    .executeTakeFirstOrThrow();
  return verdicts < verdictsMin || latencyMs === null ? null : { promptTokens, completionTokens, latencyMs };
}
