import { graderVersion } from '../../domains/task.ts';
import { createDraws, type Draws } from '../../measurement/numeric/draws.ts';
import { publishedScale, publishedSuite } from '../../measurement/published.ts';
import { difficultyOf } from '../../measurement/response-model/difficulty.ts';
import { expectedScoreAt } from '../../measurement/response-model/response.ts';
import { insertGrades } from '../../schema/attempts.ts';
import type { Db } from '../../schema/database.ts';
import type { Family } from '../../schema/families.ts';
import { addCheckpoint, openSession } from '../schema/seed.ts';
import { taskRow } from '../support/task-row.ts';

const scale = publishedScale('reasoning', 2)!;
const { mix } = publishedSuite('core@2')!.domains[0]!;
const difficulties = mix.map(({ skill, features }) => difficultyOf(scale.skills[skill]!, features));

/** What the test plans of a model: its ability at placement, and how much every block of practice adds. */
export interface Planned {
  readonly label: string;
  readonly step: number;
  readonly theta: number;
  readonly perBlock: number;
  /** Of one answer; null: the endpoint does not count. */
  readonly tokens?: { readonly prompt: number; readonly completion: number } | null;
  readonly blocks?: number;
}

/** A checkpoint whose session is answered and graded: 24 tasks of placement, blocks of practice, the last pair. */
export async function addPractised(db: Db, family: Family, planned: Planned) {
  const { label, step } = planned;
  const keys = await addCheckpoint(db, family.id, label, { step, tokens: step * 1_000 });
  const sessionId = await openSession(db, keys.evaluationId);
  const { prompt, completion } =
    planned.tokens === null
      ? { prompt: null, completion: null }
      : { prompt: 500, completion: 100, ...planned.tokens };
  const drawn = tasksOf(planned, createDraws('practised', label));
  const rows = drawn.map(({ cell, theta: _, ...task }, ordinal) => {
    const { skill, features } = mix[cell]!;
    const { round } = task;
    return {
      ...taskRow(sessionId, family.id, ordinal, round),
      ...task,
      skill,
      difficulty: difficulties[cell]!,
      features: JSON.stringify(features),
    };
  });
  const tasks = await db.insertInto('tasks').values(rows).returning(['id', 'ordinal']).execute();
  const calls = await db
    .insertInto('inference_calls')
    .values(
      tasks.map(({ id }) => ({ task_id: id, call: 1, endpoint_id: family.endpoint_id, model: 'planned' })),
    )
    .returning(['id', 'task_id'])
    .execute();
  await db
    .insertInto('answers')
    .values(
      calls.map(({ id, task_id }) => ({
        task_id,
        call_id: id,
        text: 'x'.repeat(400),
        finish_reason: 'stop',
        prompt_tokens: prompt,
        completion_tokens: completion,
        latency_ms: 1,
      })),
    )
    .execute();
  const answers = createDraws('practised', label, 'answers');
  await insertGrades(
    db,
    tasks.map(({ id, ordinal }) => {
      const { cell, theta } = drawn[ordinal]!;
      const solved =
        answers.uniform() < expectedScoreAt(scale.skills[mix[cell]!.skill]!, theta, difficulties[cell]!);
      const score = solved ? 1 : 0;
      return { task_id: id, grader_version: graderVersion, category: 4 * score, score, cause: null };
    }),
  );
  return { ...keys, sessionId };
}

/** Tasks in the order asked, each at a cell drawn at random and with the ability that meets it. */
function tasksOf({ theta, perBlock, blocks = 3 }: Planned, draws: Draws) {
  const asked = (
    count: number,
    round: number,
    phase: 'placement' | 'practice',
    purpose: 'probe' | 'practice' | 'measurement',
  ) =>
    Array.from({ length: count }, () => ({
      round,
      phase,
      purpose,
      cell: Math.floor(draws.uniform() * mix.length),
      theta: theta + Math.max(0, round - 2) * perBlock,
    }));
  const block = (round: number) => [
    ...asked(4, round, 'practice', 'practice'),
    ...asked(2, round, 'practice', 'measurement'),
  ];
  return [
    ...asked(24, 1, 'placement', 'probe'),
    ...Array.from({ length: blocks }, (_, index) => block(index + 2)).flat(),
    ...(blocks > 0 ? asked(2, blocks + 2, 'practice', 'measurement') : []),
  ];
}
