import { setImmediate as yieldToOthers } from 'node:timers/promises';
import { log } from '@temporalio/activity';
import { findSkill } from '../domains/catalogue.ts';
import type { Skill } from '../domains/contract.ts';
import { RandomStream, seedAt } from '../domains/random.ts';
import { generateTask, type Task } from '../domains/task.ts';
import { candidatesPerTask } from '../measurement/constants.ts';
import { chooseCandidate, drawParameters, usageOf } from '../measurement/placement/candidates.ts';
import type { PlannedTask } from '../measurement/placement/selection.ts';
import { difficultyOf } from '../measurement/response-model/difficulty.ts';
import { type Attempt, knownCanonicals, type NewTask } from '../schema/attempts.ts';
import type { Db } from '../schema/database.ts';
import type { Cell, SkillScale } from '../schema/scale.ts';
import type { sessionContext } from '../schema/sessions.ts';
import type { Phase, Purpose } from '../schema/shapes.ts';
import type { SuiteDomain } from './family-curve.ts';

export type SessionContext = Awaited<ReturnType<typeof sessionContext>>;

/** What a session draws its tasks from. */
export interface TaskSource {
  readonly db: Db;
  readonly context: SessionContext;
  readonly domain: string;
  /** The domain as the suite froze it. */
  readonly part: SuiteDomain;
  readonly attempts: readonly Attempt[];
}

/** Where a task stands in its session, and what it is for. */
export interface Place {
  readonly ordinal: number;
  readonly round: number;
  readonly phase: Phase;
  readonly purpose: Purpose;
  /** Tasks of the same round, which are not stored yet. */
  readonly earlier: readonly NewTask[];
}

/** Draws at a cell before an isomorph that the family has met is accepted: a tiny corner may hold no other. */
const cellDraws = 6;

/** A task at one of these cells, drawn at random. */
export async function drawFromCells(
  source: TaskSource,
  cells: readonly Cell[],
  place: Place,
): Promise<NewTask> {
  const random = new RandomStream(seedAt(source.context.root, source.domain, place.ordinal));
  const { skill, parameters } = random.pick(cells);
  const drawn = await realise(source, skill, place.ordinal, Array(cellDraws).fill(parameters));
  const task = (await freshAmong(source, drawn, place))[0] ?? first(drawn, skill);
  return rowOf(source, task, difficultyOf(scaleOf(source, skill), task.features), place);
}

/** A task of a skill that is on no scale, at these parameters. */
export async function drawAt(
  source: TaskSource,
  skill: string,
  parameters: Record<string, number>,
  place: Place,
): Promise<NewTask> {
  const drawn = await realise(source, skill, place.ordinal, Array(cellDraws).fill(parameters));
  const task = (await freshAmong(source, drawn, place))[0] ?? first(drawn, skill);
  return rowOf(source, task, null, place);
}

/** A task of this skill at a cell of the reference mix, drawn at random. */
export async function drawFromMix(source: TaskSource, skill: string, place: Place): Promise<NewTask> {
  return await drawFromCells(
    source,
    source.part.mix.filter((cell) => cell.skill === skill),
    place,
  );
}

/**
 * A task near the planned difficulty: of several realised candidates the nearest that the family has not met. A
 * null difficulty leaves it to chance, anywhere in the skill's ranges.
 */
export async function realiseTask(source: TaskSource, planned: PlannedTask, place: Place): Promise<NewTask> {
  const scale = scaleOf(source, planned.skill);
  const random = new RandomStream(seedAt(source.context.root, source.domain, place.ordinal));
  const vectors = Array.from({ length: candidatesPerTask }, () =>
    drawParameters(scale, planned.difficulty, () => random.unit()),
  );
  const drawn = await realise(source, planned.skill, place.ordinal, vectors);
  const fresh = await freshAmong(source, drawn, place);
  const candidates = (fresh.length > 0 ? fresh : [first(drawn, planned.skill)]).map((task) => ({
    task,
    features: task.features,
    difficulty: difficultyOf(scale, task.features),
  }));
  const used = source.attempts.filter(({ skill }) => skill === planned.skill).map(({ features }) => features);
  const chosen = chooseCandidate(scale, candidates, planned.difficulty, usageOf(scale, used));
  const { task, difficulty } = candidates[chosen] as (typeof candidates)[number];
  return rowOf(source, task, difficulty, place);
}

/** Those of the tasks whose canonical forms neither the family nor this round has met. */
async function freshAmong(source: TaskSource, drawn: readonly Task[], { earlier }: Place): Promise<Task[]> {
  const known = await knownCanonicals(
    source.db,
    source.context.familyId,
    drawn.map((task) => task.canonical),
  );
  for (const task of earlier) known.add(task.canonical);
  return drawn.filter((task) => !known.has(task.canonical));
}

/** Instances at these parameters; the seed of each is a path below the evaluation's root. */
async function realise(
  source: TaskSource,
  skillId: string,
  ordinal: number,
  vectors: readonly Record<string, number>[],
): Promise<Task[]> {
  const skill: Skill = findSkill(`${source.domain}/${skillId}`).skill;
  const tasks: Task[] = [];
  for (const [candidate, parameters] of vectors.entries()) {
    const seed = seedAt(source.context.root, source.domain, ordinal, candidate);
    try {
      const task = generateTask(source.domain, skill, parameters, seed);
      if (task.disagreements > 0) {
        log.warn('checkers disagreed and an instance was dropped', { skill: skillId, seed, parameters });
      }
      tasks.push(task);
    } catch (error) {
      log.warn('no instance at these parameters', { skill: skillId, seed, parameters, error: String(error) });
    }
    // Generation is pure computation on the worker's one thread: workflows and heartbeats get their turn in between.
    await yieldToOthers();
  }
  return tasks;
}

function first(tasks: readonly Task[], skill: string): Task {
  const task = tasks[0];
  if (!task) throw new Error(`${skill}: no candidate could be generated`);
  return task;
}

function scaleOf(source: TaskSource, skill: string): SkillScale {
  const scale = source.context.scale.skills[skill];
  if (!scale) throw new Error(`the scale has no skill ${skill}`);
  return scale;
}

/** The difficulty is null of tasks that are on no scale. */
function rowOf(source: TaskSource, task: Task, difficulty: number | null, place: Place): NewTask {
  return {
    session_id: source.context.sessionId,
    family_id: source.context.familyId,
    ordinal: place.ordinal,
    round: place.round,
    phase: place.phase,
    purpose: place.purpose,
    skill: task.skill,
    skin: task.skin,
    parameters: JSON.stringify(task.parameters),
    features: JSON.stringify(task.features),
    difficulty,
    seed: task.seed,
    prompt: task.prompt,
    reference: JSON.stringify(task.reference),
    canonical: task.canonical,
  };
}
