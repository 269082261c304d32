import { findSkill } from '../domains/catalogue.ts';
import { graderVersion } from '../domains/task.ts';
import { type AbilityPosterior, scoreAbility } from '../measurement/ability/ability.ts';
import { skillWeightsOf } from '../measurement/performance/performance.ts';
import { type Attempt, attemptsOf, failedCallsMax, insertAbility, insertTasks } from '../schema/attempts.ts';
import type { Db } from '../schema/database.ts';
import { insertPracticeRound } from '../schema/practice.ts';
import { completeSession, endPlacement, sessionContext } from '../schema/sessions.ts';
import { abilityRow } from './ability-row.ts';
import { Refusal } from './failure.ts';
import { nextJudged } from './judged-round.ts';
import { nextPlacement } from './placement.ts';
import { nextPractice } from './practice-round.ts';
import { type RoundBudget, roundBudget } from './round-budget.ts';
import type { SessionContext, TaskSource } from './task-source.ts';

export type NextRound =
  | { readonly stop: true; readonly reason: string }
  | {
      readonly stop: false;
      readonly sessionId: number;
      readonly round: number;
      /** Some answers of the round are programs, which are run to be graded. */
      readonly runsPrograms: boolean;
      /** Judges are to read answers of the round before they are graded. */
      readonly isJudged: boolean;
    };

/** A session fails when more than this share of its tasks, and at least `exhaustedMin`, cannot be asked. */
const exhaustedShareMax = 0.1;
const exhaustedMin = 3;

export function createGeneration({ db }: { readonly db: Db }) {
  /**
   * Reads what is graded, updates the ability, and stops the session or makes its next tasks: placement until it
   * stops, then practice where the suite has it, at last what judges read where the domain has such a skill. A round that is still open is returned as it is, so a repeated call
   * or a replay goes on where the rows end.
   */
  async function generateTasks(evaluationId: number, domain: string): Promise<NextRound> {
    const context = await sessionContext(db, evaluationId, domain);
    const { sessionId } = context;
    if (context.state === 'completed') return stopped(context.practiceStopReason ?? context.stopReason);
    const attempts = await attemptsOf(db, sessionId, graderVersion);
    const open = attempts.find(isOpen);
    if (open) {
      const { round } = open;
      return roundOf(
        domain,
        sessionId,
        round,
        attempts.filter((attempt) => attempt.round === round),
      );
    }
    refuseExhausted(attempts);

    const source: TaskSource = { db, context, domain, attempts, part: partOf(context, domain) };
    const weights = skillWeightsOf(source.part.mix);
    const posterior = scoreAbility(context.scale, weights, placementResponses(attempts));
    const budget = await roundBudget(db, context);
    const round = (attempts.at(-1)?.round ?? 0) + 1;
    let { stopReason } = context;
    if (stopReason === null) {
      await recordAbility(db, context, posterior);
      const next = await nextPlacement({ source, posterior, weights, round, budget });
      if (typeof next !== 'string') {
        await insertTasks(db, next);
        return roundOf(domain, sessionId, round, next);
      }
      stopReason = next;
      await endPlacement(db, sessionId, stopReason);
    }
    return await practise(source, posterior, round, budget, stopReason);
  }

  async function practise(
    source: TaskSource,
    posterior: AbilityPosterior,
    round: number,
    budget: RoundBudget,
    placementStop: string,
  ): Promise<NextRound> {
    const { domain, context } = source;
    const { sessionId, suite } = context;
    const { practice } = suite;
    if (practice === undefined) return await finish(source, round, budget, placementStop, null);
    // Practice would go on spending what placement has found to be spent.
    const next =
      placementStop === 'budget'
        ? 'budget'
        : await nextPractice({ source, practice, posterior, round, budget });
    if (typeof next === 'string') return await finish(source, round, budget, placementStop, next);
    await insertPracticeRound(db, next);
    return roundOf(domain, sessionId, round, next.tasks);
  }

  /** Nothing is left to be measured: what judges read is asked, and then the session is closed. */
  async function finish(
    source: TaskSource,
    round: number,
    budget: RoundBudget,
    placementStop: string,
    practiceStop: string | null,
  ): Promise<NextRound> {
    const { domain, context } = source;
    const tasks = await nextJudged(source, round, budget);
    if (tasks.length > 0) {
      await insertTasks(db, tasks);
      return roundOf(domain, context.sessionId, round, tasks);
    }
    await completeSession(db, context.sessionId, practiceStop);
    return stopped(practiceStop ?? placementStop);
  }

  return { generateTasks };
}

function roundOf(
  domain: string,
  sessionId: number,
  round: number,
  tasks: readonly { readonly skill: string }[],
): NextRound {
  const isJudged = tasks.some(({ skill }) => findSkill(`${domain}/${skill}`).skill.judging !== undefined);
  return { stop: false, sessionId, round, runsPrograms: runsPrograms(domain, tasks), isJudged };
}

/** Whether an answer to one of these tasks is a program. */
export function runsPrograms(domain: string, tasks: readonly { readonly skill: string }[]): boolean {
  return tasks.some(({ skill }) => findSkill(`${domain}/${skill}`).skill.execution !== undefined);
}

function stopped(reason: string | null): NextRound {
  return { stop: true, reason: reason ?? 'completed' };
}

/** To be asked or to be graded still. A task that cannot be asked is given up, not open. */
function isOpen(attempt: Attempt): boolean {
  if (attempt.answeredTaskId !== null) return attempt.score === null;
  return (attempt.strikes ?? 0) < failedCallsMax;
}

function refuseExhausted(attempts: readonly Attempt[]): void {
  const exhausted = attempts.filter((attempt) => attempt.answeredTaskId === null);
  if (exhausted.length < exhaustedMin || exhausted.length <= exhaustedShareMax * attempts.length) return;
  throw new Refusal(
    'TasksExhausted',
    `${exhausted.length} of ${attempts.length} tasks got no answer in ${failedCallsMax} calls each: ${exhausted.at(-1)?.failureMessage}`,
  );
}

function placementResponses(attempts: readonly Attempt[]) {
  return attempts.flatMap(({ phase, skill, difficulty, score }) =>
    phase !== 'placement' || score === null || difficulty === null ? [] : [{ skill, difficulty, score }],
  );
}

function partOf(context: SessionContext, domain: string): TaskSource['part'] {
  const part = context.suite.domains.find((candidate) => candidate.domain === domain);
  if (!part) throw new Error(`the suite has no domain ${domain}`);
  return part;
}

async function recordAbility(db: Db, context: SessionContext, posterior: AbilityPosterior): Promise<void> {
  if (posterior.attempts === 0) return;
  await insertAbility(db, abilityRow(context.sessionId, context.scaleId, posterior));
}
