import { sql } from 'kysely';
import { depths, judgedTasks } from '../measurement/constants.ts';
import {
  type ExpectedTotals,
  expectWork,
  type TaskBytes,
  type Work,
  type WorkHistory,
} from '../measurement/expectation.ts';
import type { JudgedBytes } from '../measurement/judged-expectation.ts';
import type { Db } from './database.ts';
import { expectedPanel } from './expected-panel.ts';
import type { Cell, Suite } from './scale.ts';
import type { Depth, ExpectationBasis } from './shapes.ts';
import { answerTokens, taskCosts } from './tokens.ts';

/** What is to be evaluated, and whose answers may tell what that takes. */
export interface ExpectedProtocol {
  readonly suite: Suite;
  readonly depth: Depth;
  readonly maxTokens: number;
  readonly connections: number;
  readonly budgetTokens: number | null;
  /** Of models, which may not judge one another; null where it is not said. */
  readonly modelFamily: string | null;
  /** Null while there is no such family or endpoint. */
  readonly familyId: number | null;
  readonly endpointId: number | null;
}

export interface ExpectedWork extends ExpectedTotals {
  readonly basis: ExpectationBasis;
}

/** How large tasks of a domain are; nothing is judged of a domain where `judgedSizes` is null. */
export interface Sizes {
  readonly taskSizes: (domain: string, mix: readonly Cell[]) => TaskBytes;
  readonly judgedSizes: (domain: string) => JudgedBytes | null;
}

/** Answers that a mean is worth taking over. */
const answersMin = 8;

/**
 * What `evaluations` under a protocol are expected to take, `openMax` of them at a time: by what tasks of the same
 * suite took the family before or, while it has no history, its endpoint; else by the sizes of the suite's tasks.
 */
export async function expectEvaluations(
  db: Db,
  protocol: ExpectedProtocol,
  { taskSizes, judgedSizes }: Sizes,
  evaluations = 1,
  openMax = 1,
): Promise<ExpectedWork> {
  const { suite, depth, familyId, endpointId } = protocol;
  const ofFamily = familyId === null ? null : await historyOf(db, protocol, 'families.id', familyId);
  const history =
    ofFamily ??
    (endpointId === null ? null : await historyOf(db, protocol, 'families.endpoint_id', endpointId));
  const panel = await expectedPanel(db, protocol.modelFamily);
  const totals = expectWork(
    {
      ...protocol,
      depth: depths[depth],
      domains: suite.domains.map(({ domain, mix }) => ({
        bytes: () => taskSizes(domain, mix),
        judged: panel === null ? null : judgedSizes(domain),
      })),
      panel,
      judgedTasks: judgedTasks[depth],
      notebookTokensMax: suite.practice?.notebookTokensMax ?? null,
      history,
    },
    evaluations,
    openMax,
  );
  const from = ofFamily ? 'family' : history ? 'endpoint' : 'sizes';
  return { ...totals, basis: { from, answers: history?.answers ?? 0 } };
}

async function historyOf(
  db: Db,
  { suite, depth }: ExpectedProtocol,
  owner: 'families.id' | 'families.endpoint_id',
  ownerId: number,
): Promise<(WorkHistory & { answers: number }) | null> {
  const answered = db
    .selectFrom('tasks')
    .innerJoin('sessions', 'sessions.id', 'tasks.session_id')
    .innerJoin('evaluations', 'evaluations.id', 'sessions.evaluation_id')
    .innerJoin('protocols', 'protocols.id', 'evaluations.protocol_id')
    .innerJoin('suites', 'suites.id', 'protocols.suite_id')
    .innerJoin('families', 'families.id', 'tasks.family_id')
    .innerJoin('answers', 'answers.task_id', 'tasks.id')
    .innerJoin(answerTokens(db), 'counted.task_id', 'tasks.id')
    .where('suites.name', '=', suite.name)
    .where('suites.version', '=', suite.version)
    .where('answers.finish_reason', '!=', 'timed-out')
    .where(owner, '=', ownerId);
  const phases = await answered
    .select([
      'tasks.phase as phase',
      sql<number>`count(*)::int`.as('answers'),
      sql<number>`avg(counted.prompt_tokens)::float8`.as('promptTokens'),
      sql<number>`avg(counted.completion_tokens)::float8`.as('completionTokens'),
      sql<number>`avg(answers.latency_ms)`.as('latencyMs'),
    ])
    .groupBy('tasks.phase')
    .execute();
  const answers = phases.reduce((sum, phase) => sum + phase.answers, 0);
  if (answers < answersMin) return null;
  const rounds = answered
    .select(
      sql<Date>`lead(min(tasks.created_at)) over (partition by tasks.session_id order by tasks.round)
        - min(tasks.created_at)`.as('lasted'),
    )
    .groupBy(['tasks.session_id', 'tasks.round'])
    .as('rounds');
  const sessions = answered
    .where('protocols.depth', '=', depth)
    .where('sessions.stop_reason', 'is not', null)
    .where('tasks.phase', '=', 'placement')
    .select([sql<number>`count(*)`.as('tasks'), sql<number>`count(distinct tasks.round)`.as('rounds')])
    .groupBy('tasks.session_id')
    .as('placed');
  const { roundMs } = await db
    .selectFrom(rounds)
    .select(
      // The median: a session that was paused or opened again has rounds that lasted for days.
      sql<
        number | null
      >`1000 * percentile_cont(.5) within group (order by extract(epoch from rounds.lasted))`.as('roundMs'),
    )
    .executeTakeFirstOrThrow();
  const placed = await db
    .selectFrom(sessions)
    .select([
      sql<number | null>`avg(placed.tasks)::float8`.as('placementTasks'),
      sql<number | null>`avg(placed.rounds)::float8`.as('placementRounds'),
    ])
    .executeTakeFirstOrThrow();
  const phaseOf = (name: string) => phases.find(({ phase }) => phase === name) ?? null;
  return {
    answers,
    placement: phaseOf('placement'),
    practice: phaseOf('practice'),
    judged: phaseOf('judged'),
    latencyMs: phases.reduce((sum, phase) => sum + phase.latencyMs * phase.answers, 0) / answers,
    roundMs,
    ...placed,
  };
}

/** Keeps what an evaluation is expected to take, as known when it is first opened. */
export async function recordExpectation(db: Db, evaluationId: number, sizes: Sizes): Promise<void> {
  const known = await db
    .selectFrom('expectations')
    .select('evaluation_id')
    .where('evaluation_id', '=', evaluationId)
    .executeTakeFirst();
  if (known) return;
  const { work, basis } = await expectEvaluations(db, await protocolOf(db, evaluationId), sizes);
  await db
    .insertInto('expectations')
    .values({
      evaluation_id: evaluationId,
      tasks: work.tasks,
      prompt_tokens: work.promptTokens,
      completion_tokens: work.completionTokens,
      minutes: work.minutes,
      basis: JSON.stringify(basis),
    })
    .onConflict((conflict) => conflict.column('evaluation_id').doNothing())
    .execute();
}

async function protocolOf(db: Db, evaluationId: number): Promise<ExpectedProtocol> {
  const { decoding, ...protocol } = await db
    .selectFrom('evaluations')
    .innerJoin('protocols', 'protocols.id', 'evaluations.protocol_id')
    .innerJoin('suites', 'suites.id', 'protocols.suite_id')
    .innerJoin('checkpoints', 'checkpoints.id', 'evaluations.checkpoint_id')
    .innerJoin('families', 'families.id', 'checkpoints.family_id')
    .innerJoin('endpoints', 'endpoints.id', 'families.endpoint_id')
    .select([
      'suites.content as suite',
      'protocols.depth as depth',
      'protocols.decoding as decoding',
      'families.id as familyId',
      'families.session_budget_tokens as budgetTokens',
      'families.model_family as modelFamily',
      'endpoints.id as endpointId',
      'endpoints.connections_max as connections',
    ])
    .where('evaluations.id', '=', evaluationId)
    .executeTakeFirstOrThrow();
  return { ...protocol, maxTokens: decoding.maxTokens };
}

/** Tokens are of all requests that a server may have worked on, repeated ones included. */
export interface Spent extends Work {
  /** All that were sent. */
  readonly requests: number;
}

/** What an evaluation was expected to take, what it has taken so far, and what the expectation rests on. */
export interface Expectation {
  readonly expected: Work;
  readonly spent: Spent;
  readonly basis: ExpectationBasis;
}

/** The expectations of these evaluations, by their ids; one that was never opened has none. */
export async function expectationsOf(
  db: Db,
  evaluationIds: readonly number[],
): Promise<Map<number, Expectation>> {
  if (evaluationIds.length === 0) return new Map();
  const ids = [...evaluationIds];
  const sessions = db.selectFrom('sessions').select('sessions.id').where('sessions.evaluation_id', 'in', ids);
  const spent = db
    .selectFrom('tasks')
    .innerJoin('sessions', 'sessions.id', 'tasks.session_id')
    .leftJoin(taskCosts(db, sessions.$asScalar()), 'costs.task_id', 'tasks.id')
    .where('sessions.evaluation_id', 'in', ids)
    .select([
      'sessions.evaluation_id as evaluation_id',
      sql<number>`count(*)`.as('tasks'),
      sql<number>`coalesce(sum(costs.requests), 0)::bigint`.as('requests'),
      sql<number>`coalesce(sum(costs.prompt_tokens), 0)::bigint`.as('promptTokens'),
      sql<number>`coalesce(sum(costs.completion_tokens), 0)::bigint`.as('completionTokens'),
    ])
    .groupBy('sessions.evaluation_id')
    .as('spent');
  const open = db
    .selectFrom('openings')
    .where('evaluation_id', 'in', ids)
    .select([
      'evaluation_id',
      sql<number>`(sum(extract(epoch from coalesce(closed_at, now()) - opened_at)) / 60)::float8`.as(
        'minutes',
      ),
    ])
    .groupBy('evaluation_id')
    .as('open');
  const rows = await db
    .selectFrom('expectations')
    .leftJoin(spent, 'spent.evaluation_id', 'expectations.evaluation_id')
    .leftJoin(open, 'open.evaluation_id', 'expectations.evaluation_id')
    .selectAll('expectations')
    .select([
      'spent.tasks as tasksSpent',
      'spent.requests',
      'spent.promptTokens',
      'spent.completionTokens',
      'open.minutes as open',
    ])
    .where('expectations.evaluation_id', 'in', ids)
    .execute();
  return new Map(
    rows.map((row) => [
      row.evaluation_id,
      {
        expected: {
          tasks: row.tasks,
          promptTokens: row.prompt_tokens,
          completionTokens: row.completion_tokens,
          minutes: row.minutes,
        },
        spent: {
          tasks: row.tasksSpent ?? 0,
          requests: row.requests ?? 0,
          promptTokens: row.promptTokens ?? 0,
          completionTokens: row.completionTokens ?? 0,
          minutes: row.open ?? 0,
        },
        basis: row.basis,
      },
    ]),
  );
}
