import { findDomain } from '../domains/catalogue.ts';
import { randomVector } from '../domains/check/vectors.ts';
import type { Skill } from '../domains/contract.ts';
import { RandomStream, seedAt } from '../domains/random.ts';
import { anchorsPerJudgedTask, judgedTasks } from '../measurement/constants.ts';
import { judgePanel } from '../measurement/rating/judge-panel.ts';
import type { NewTask } from '../schema/attempts.ts';
import { activeJudges } from '../schema/judges.ts';
import { settlePanel, unusedAnchors } from '../schema/panels.ts';
import type { RoundBudget } from './round-budget.ts';
import { drawAt, type TaskSource } from './task-source.ts';

/**
 * The tasks that judges are to read, which end a session: once, and none where the domain has no such skill or no panel
 * can read them. Who reads them, or why nobody does, is settled here and stays, though a worker dies before the tasks are
 * stored and judges come or go until the next one begins again.
 */
export async function nextJudged(
  source: TaskSource,
  round: number,
  budget: RoundBudget,
): Promise<readonly NewTask[]> {
  const { db, domain, context, attempts } = source;
  const skills = findDomain(domain).skills.filter(({ judging }) => judging !== undefined);
  if (skills.length === 0 || attempts.some(({ phase }) => phase === 'judged')) return [];
  const tasks = await drawJudged(source, skills, round);
  const { judges, skipped } = judgePanel(await activeJudges(db), context.modelFamily);
  const unpaid = skipped === null && !budget.holds(tasks.map(({ prompt }) => prompt));
  const reason = unpaid ? "the session's budget of tokens does not hold them" : skipped;
  const judgeIds = reason === null ? judges.map(({ id }) => id) : [];
  const anchors = anchorsPerJudgedTask * tasks.length;
  const anchorTaskIds = reason === null ? await unusedAnchors(db, judgeIds, anchors) : [];
  const panel = { judgeIds, anchorTaskIds, skipped: reason };
  return (await settlePanel(db, context.sessionId, panel)) === null ? tasks : [];
}

async function drawJudged(source: TaskSource, skills: readonly Skill[], round: number): Promise<NewTask[]> {
  const { domain, context, attempts } = source;
  const tasks: NewTask[] = [];
  for (let index = 0; index < judgedTasks[context.depth]; index++) {
    const ordinal = attempts.length + index;
    const skill = skills[index % skills.length]!;
    const random = new RandomStream(seedAt(context.root, domain, ordinal));
    const place = { ordinal, round, phase: 'judged', purpose: 'judged', earlier: tasks } as const;
    tasks.push(await drawAt(source, skill.id, randomVector(skill, random), place));
  }
  return tasks;
}
