import { sql } from 'kysely';
import { expect } from 'vitest';
import type { Db } from '../../schema/database.ts';

export interface AttemptRecord {
  readonly evaluationId: number;
  readonly domain: string;
  readonly ordinal: number;
  readonly skill: string;
  readonly phase: string;
  readonly purpose: string;
  readonly seed: string;
  readonly prompt: string;
  readonly parameters: Readonly<Record<string, number>>;
  readonly calls: number;
  /** Codes of its failed calls, in the order of the calls. */
  readonly failures: readonly string[];
  readonly answers: number;
  readonly grades: number;
  /** Null until it is graded. */
  readonly score: number | null;
}

/** Every task that the family was ever given, with what came of it: read straight from the tables. */
export async function attemptRecords(db: Db, slug: string): Promise<AttemptRecord[]> {
  const { rows } = await sql<AttemptRecord>`
    select s.evaluation_id as "evaluationId", s.domain, t.ordinal, t.skill, t.phase, t.purpose, t.seed, t.prompt, t.parameters,
      (select count(*) from inference_calls c where c.task_id = t.id) as calls,
      (select coalesce(array_agg(f.code order by c.call), '{}')
        from inference_calls c join call_failures f on f.call_id = c.id where c.task_id = t.id) as failures,
      (select count(*) from answers a where a.task_id = t.id) as answers,
      (select count(*) from grades g where g.task_id = t.id) as grades,
      (select max(g.score) from grades g where g.task_id = t.id) as score
    from tasks t join sessions s on s.id = t.session_id join families f on f.id = t.family_id
    where f.slug = ${slug}
    order by s.evaluation_id, s.domain, t.ordinal`.execute(db);
  return rows;
}

/** What holds of a family whose evaluations are all completed: no attempt is lost, doubled or left without a grade. */
export function expectAllGraded(records: readonly AttemptRecord[]): void {
  expect(records).not.toEqual([]);
  for (const record of records) {
    expect(record, record.prompt).toMatchObject({ answers: 1, grades: 1 });
    expect(record.calls).toBeGreaterThanOrEqual(record.failures.length + 1);
  }
  expect(new Set(records.map(({ seed }) => seed)).size).toBe(records.length);
  for (const session of Map.groupBy(
    records,
    (record) => `${record.evaluationId}/${record.domain}`,
  ).values()) {
    expect(session.map(({ ordinal }) => ordinal)).toEqual(session.map((_, index) => index));
  }
}

/** Sum over the records. */
export function total(records: readonly AttemptRecord[], part: (record: AttemptRecord) => number): number {
  return records.reduce((sum, record) => sum + part(record), 0);
}
