import { sql } from 'kysely';
import { createConnections } from '../../activities/connections.ts';
import { withFailures } from '../../activities/failure.ts';
import { createGeneration, type NextRound } from '../../activities/generation.ts';
import { createGrading } from '../../activities/grading.ts';
import { createInference } from '../../activities/inference.ts';
import { seedAt } from '../../domains/random.ts';
import type { Db } from '../../schema/database.ts';
import type { Family } from '../../schema/families.ts';
import type { Registration } from '../../schema/registration.ts';
import type { Scale, Suite } from '../../schema/scale.ts';
import { addCheckpoint, openSession, registerFamily } from '../schema/seed.ts';
import { noSandbox } from '../support/no-sandbox.ts';
import { measureWith } from '../support/own-suite.ts';
import { activityEnvironment } from './activity-environment.ts';

export const drivenDomain = 'reasoning';

export interface DrivenSession {
  readonly family: Family;
  readonly evaluationId: number;
  readonly sessionId: number;
  readonly root: string;
}

export interface NewSession extends Partial<Registration> {
  /** Of a family that is there already. */
  readonly of?: Family;
  readonly checkpoint?: string;
  /** Measured with this suite and its scales, which no release ships. */
  readonly own?: { readonly suite: Suite; readonly scales?: readonly Scale[] };
}

/** Runs the activities of one session as its workflow does, one call at a time. */
export function sessionDriver(database: { readonly db: Db }) {
  /** A session whose root is the test's own, which makes its tasks the same in every run. */
  async function newSession({
    of,
    checkpoint = 'first',
    own,
    ...settings
  }: NewSession): Promise<DrivenSession> {
    const { db } = database;
    const family = of ?? (await registerFamily(db, settings));
    if (own) await measureWith(db, family, own.suite, own.scales);
    const { evaluationId } = await addCheckpoint(db, family.id, checkpoint);
    const root = seedAt('session', checkpoint);
    // The type of the tables says that a root is never updated: the test goes around it.
    await sql`update evaluations set root = ${root} where id = ${evaluationId}`.execute(db);
    return { family, evaluationId, sessionId: await openSession(db, evaluationId), root };
  }

  async function next({ evaluationId }: DrivenSession): Promise<NextRound> {
    const { generateTasks } = withFailures(createGeneration(database));
    return await activityEnvironment().run<[number, string], NextRound, typeof generateTasks>(
      generateTasks,
      evaluationId,
      drivenDomain,
    );
  }

  async function tasksOf({ sessionId }: DrivenSession) {
    return await database.db
      .selectFrom('tasks')
      .selectAll()
      .where('session_id', '=', sessionId)
      .orderBy('ordinal')
      .execute();
  }

  /** Asks a round of the family's endpoint, over HTTP as always. */
  async function ask({ sessionId }: DrivenSession, round: number): Promise<void> {
    const connections = createConnections({
      requestTimeoutMs: 5_000,
      keyVariables: [],
      environment: {},
      addresses: 'private',
    });
    const { inferAnswers } = createInference({
      db: database.db,
      connect: connections.connect,
      heartbeatTimeoutMs: 5_000,
    });
    try {
      await activityEnvironment().run(inferAnswers as never, sessionId, round);
    } finally {
      await connections.close();
    }
  }

  async function grade({ sessionId }: DrivenSession, round: number): Promise<void> {
    const { gradeAnswers } = createGrading({ ...database, run: noSandbox, heartbeatTimeoutMs: 5_000 });
    await gradeAnswers(sessionId, round);
  }

  /** Goes on until the generator stops or `until` says so; returns its last word. */
  async function run(
    session: DrivenSession,
    until: (round: number) => boolean | Promise<boolean> = () => false,
  ): Promise<NextRound> {
    for (;;) {
      const round = await next(session);
      if (round.stop || (await until(round.round))) return round;
      await ask(session, round.round);
      await grade(session, round.round);
    }
  }

  async function sessionRow({ sessionId }: DrivenSession) {
    return await database.db
      .selectFrom('sessions')
      .selectAll()
      .where('id', '=', sessionId)
      .executeTakeFirstOrThrow();
  }

  return { newSession, next, tasksOf, ask, grade, run, sessionRow };
}
