import { seedAt } from '../domains/random.ts';
import { graderVersion } from '../domains/task.ts';
import { type AbilityPosterior, type SkillWeights, scoreAbility } from '../measurement/ability.ts';
import { depths } from '../measurement/constants.ts';
import { createDraws } from '../measurement/draws.ts';
import { skillWeightsOf } from '../measurement/performance.ts';
import { planRound, skillsByQuota } from '../measurement/selection.ts';
import { decideStop, expectedSdGain } from '../measurement/stopping.ts';
import {
  type Attempt,
  attemptsOf,
  failedCallsMax,
  insertAbility,
  insertTasks,
  type NewTask,
} from '../schema/attempts.ts';
import type { Db } from '../schema/database.ts';
import type { Cell } from '../schema/scale.ts';
import { completeSession, sessionContext, tokensSpent } from '../schema/sessions.ts';
import { Refusal } from './failure.ts';
import { drawProbe, realiseTask, type TaskSource } from './task-source.ts';

export type NextRound =
  | { readonly stop: true; readonly reason: string }
  | { readonly stop: false; readonly sessionId: number; readonly round: number };

type Context = Awaited<ReturnType<typeof sessionContext>>;

/** Tasks a round: wide enough to keep an endpoint busy, narrow enough to adapt. */
const roundTasks = 8;
const probeRoundTasks = 16;
/** A session fails when more than this share of its tasks, and at least `exhaustedMin`, cannot be asked. */
const exhaustedShareMax = 0.1;
const exhaustedMin = 3;

export function createGeneration({ db }: { readonly db: Db }) {
  /**
   * Reads what is graded, updates the ability, and stops the session or makes its next tasks. A round that is
   * still open is returned as it is, so a repeated call or a replay goes on where the rows end.
   */
  async function generateTasks(evaluationId: number, domain: string): Promise<NextRound> {
    const context = await sessionContext(db, evaluationId, domain);
    const { sessionId } = context;
    if (context.state === 'completed') return { stop: true, reason: context.stopReason ?? 'completed' };
    const attempts = await attemptsOf(db, sessionId, graderVersion);
    const open = attempts.find(isOpen);
    if (open) return { stop: false, sessionId, round: open.round };
    refuseExhausted(attempts);

    const mix = mixOf(context, domain);
    const weights = skillWeightsOf(mix);
    const posterior = scoreAbility(context.scale, weights, responsesOf(attempts));
    await recordAbility(db, context, posterior);
    const spent = await budgetSpent(db, context);
    const stop = stopDecision(context, attempts, posterior, weights, spent);
    if (stop !== null) {
      await completeSession(db, sessionId, stop);
      return { stop: true, reason: stop };
    }
    const round = (attempts.at(-1)?.round ?? 0) + 1;
    await insertTasks(db, await nextTasks({ db, context, domain, attempts, mix }, round, posterior, weights));
    return { stop: false, sessionId, round };
  }

  return { generateTasks };
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

function responsesOf(attempts: readonly Attempt[]) {
  return attempts.flatMap(({ skill, difficulty, score }) =>
    score === null ? [] : [{ skill, difficulty, score }],
  );
}

function mixOf(context: Context, domain: string): readonly Cell[] {
  const part = context.suite.domains.find((candidate) => candidate.domain === domain);
  if (!part) throw new Error(`the suite has no domain ${domain}`);
  return part.mix;
}

async function recordAbility(db: Db, context: Context, posterior: AbilityPosterior): Promise<void> {
  if (posterior.attempts === 0) return;
  const skills = Object.fromEntries(
    Object.entries(posterior.skills).map(([skill, own]) => [
      skill,
      { theta: own.mean, sd: own.sd, n: own.attempts },
    ]),
  );
  await insertAbility(db, {
    session_id: context.sessionId,
    position: posterior.attempts,
    scale_id: context.scaleId,
    grader_version: graderVersion,
    theta: posterior.mean,
    sd: posterior.sd,
    lo: posterior.lower,
    hi: posterior.upper,
    skills: JSON.stringify(skills),
  });
}

/** True once the session has used up the tokens that its family allows it. */
async function budgetSpent(db: Db, { budgetTokens, sessionId }: Context): Promise<boolean> {
  return budgetTokens !== null && (await tokensSpent(db, sessionId)) >= budgetTokens;
}

function stopDecision(
  context: Context,
  attempts: readonly Attempt[],
  posterior: AbilityPosterior,
  weights: SkillWeights,
  spent: boolean,
): string | null {
  const depth = depths[context.depth];
  // Given-up tasks count against the cap, else an endpoint that drops some would be asked without end.
  const decision = decideStop(depth, {
    attempts: attempts.length,
    sd: posterior.sd,
    expectedSdGain:
      attempts.length < depth.tasksMin
        ? Number.POSITIVE_INFINITY
        : expectedSdGain(context.scale, posterior, weights),
    budgetSpent: spent,
  });
  return decision.stop ? decision.reason : null;
}

async function nextTasks(
  source: TaskSource,
  round: number,
  posterior: AbilityPosterior,
  weights: SkillWeights,
): Promise<NewTask[]> {
  const { context, attempts } = source;
  const depth = depths[context.depth];
  const asked = attempts.length;
  const probesLeft = depth.probeTasks - asked;
  const seed = seedAt(context.root, source.domain, 'round', round);
  const tasks: NewTask[] = [];
  if (probesLeft > 0) {
    // The skills in turn by their weight, so that each is probed.
    const skills = skillsByQuota(weights, askedBySkill(attempts), Math.min(probesLeft, probeRoundTasks));
    for (const [index, skill] of skills.entries()) {
      tasks.push(await drawProbe(source, skill, { ordinal: asked + index, round }));
    }
    return tasks;
  }
  const size = Math.min(roundTasks, depth.tasksMax - asked);
  const plan = planRound(context.scale, posterior, weights, size, createDraws(seed).uniform);
  for (const [index, planned] of plan.entries()) {
    tasks.push(await realiseTask(source, planned, { ordinal: asked + index, round, earlier: tasks }));
  }
  return tasks;
}

function askedBySkill(attempts: readonly Attempt[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { skill } of attempts) counts[skill] = (counts[skill] ?? 0) + 1;
  return counts;
}
