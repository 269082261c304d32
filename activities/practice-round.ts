import { findSkill } from '../domains/catalogue.ts';
import { composeNotebook, type NotebookEntry, withNotebook } from '../domains/notebook.ts';
import { graderVersion } from '../domains/task.ts';
import type { AbilityPosterior } from '../measurement/ability/ability.ts';
import { depths } from '../measurement/constants.ts';
import { type PastBlock, type PlannedBlockTask, planBlock } from '../measurement/practice/block.ts';
import type { NewTask } from '../schema/attempts.ts';
import {
  type NewNotebook,
  type NewPracticeRound,
  practiceBlocks,
  practiceExchanges,
} from '../schema/practice.ts';
import type { SuiteDomain } from './family-curve.ts';
import type { RoundBudget } from './round-budget.ts';
import { drawFromMix, realiseTask, type TaskSource } from './task-source.ts';

/** `blocks-done`: all blocks that the depth has; `budget`: the next one would have passed the budget. */
export type PracticeStopReason = 'blocks-done' | 'budget';

export interface PracticeState {
  readonly source: TaskSource;
  readonly practice: NonNullable<TaskSource['context']['suite']['practice']>;
  /** Ability from the graded tasks of placement. */
  readonly posterior: AbilityPosterior;
  readonly round: number;
  readonly budget: RoundBudget;
}

/**
 * The next round of practice, or why it stops. After the last block, be it the depth's or the budget's, two more
 * tasks measure what that block brought; no block is begun whose measurement could not be paid for as well.
 */
export async function nextPractice(state: PracticeState): Promise<NewPracticeRound | PracticeStopReason> {
  const { source, budget } = state;
  const past = await pastBlocks(source);
  const { practiceBlocks: blocksMax } = depths[source.context.depth];
  const done = past.filter((block) => block.state.motive !== 'final').length;
  if (done === past.length && done < blocksMax) {
    const block = await makeRound(state, past, false);
    // What the block's own measurement takes is what the one after it would.
    if (budget.holds([...sentBy(block), ...sentBy(block, 'measurement')])) return block;
  }
  if (done === past.length && done > 0) {
    const final = await makeRound(state, past, true);
    if (budget.holds(sentBy(final))) return final;
  }
  return done < blocksMax ? 'budget' : 'blocks-done';
}

async function pastBlocks({ db, context, attempts }: TaskSource): Promise<PastBlock[]> {
  const blocks = await practiceBlocks(db, [context.sessionId]);
  return blocks.map(({ round, state }) => ({
    round,
    state,
    responses: attempts.flatMap(({ purpose, skill, difficulty, score, tokens, ...attempt }) => {
      if (attempt.round !== round || score === null || tokens === null || difficulty === null) return [];
      return [
        { purpose: purpose === 'practice' ? purpose : 'measurement', skill, difficulty, score, tokens },
      ];
    }),
  }));
}

async function makeRound(
  state: PracticeState,
  blocks: readonly PastBlock[],
  final: boolean,
): Promise<NewPracticeRound> {
  const { source, practice, posterior, round } = state;
  const { scale, regime, sessionId } = source.context;
  const plan = planBlock({
    scale,
    mix: source.part.mix,
    prerequisites: prerequisitesOf(source.part),
    regime,
    tokenOffset: practice.tokenOffset,
    placement: posterior,
    placementTokens: source.attempts.flatMap(({ phase, skill, tokens }) =>
      phase === 'placement' && tokens !== null ? [{ skill, tokens }] : [],
    ),
    blocks,
    round,
    final,
  });
  const tasks = await makeTasks(source, plan.tasks, round);
  const notebooks = await makeNotebooks(state, [...new Set(plan.tasks.map(({ skill }) => skill))]);
  return { sessionId, round, state: JSON.stringify(plan.state), tasks, notebooks };
}

async function makeTasks(
  source: TaskSource,
  planned: readonly PlannedBlockTask[],
  round: number,
): Promise<NewTask[]> {
  const tasks: NewTask[] = [];
  for (const [index, { purpose, skill, difficulty }] of planned.entries()) {
    const ordinal = source.attempts.length + index;
    const place = { ordinal, round, phase: 'practice', purpose, earlier: tasks } as const;
    tasks.push(
      difficulty === null
        ? await drawFromMix(source, skill, place)
        : await realiseTask(source, { skill, difficulty }, place),
    );
  }
  return tasks;
}

/** What each of these skills is shown in this round: practised tasks of the rounds before it, never measured ones. */
async function makeNotebooks(state: PracticeState, skills: readonly string[]): Promise<NewNotebook[]> {
  const { source, practice } = state;
  const exchanges = await practiceExchanges(source.db, source.context.sessionId, graderVersion);
  const entries = exchanges.map(({ skill, ordinal, prompt, answer, score, reference }): NotebookEntry => {
    const { solution } = findSkill(`${source.domain}/${skill}`).skill;
    return { skill, ordinal, question: prompt, answer, score, solution: solution(reference) };
  });
  const prerequisites = prerequisitesOf(source.part);
  return skills.map((skill) => {
    const ancestors = ancestorsNearestFirst(prerequisites, skill);
    const { text, ordinals, tokens } = composeNotebook(entries, skill, ancestors, practice.notebookTokensMax);
    return { skill, ordinals: JSON.stringify(ordinals), text, tokens };
  });
}

/** What a round sends, or its tasks of one purpose. */
function sentBy({ tasks, notebooks }: NewPracticeRound, purpose?: 'measurement'): string[] {
  const texts = new Map(notebooks.map(({ skill, text }) => [skill, text]));
  return tasks
    .filter((task) => purpose === undefined || task.purpose === purpose)
    .map((task) => withNotebook(texts.get(task.skill) ?? '', task.prompt));
}

function prerequisitesOf(part: SuiteDomain): Readonly<Record<string, readonly string[]>> {
  return part.prerequisites ?? {};
}

function ancestorsNearestFirst(
  prerequisites: Readonly<Record<string, readonly string[]>>,
  skill: string,
): string[] {
  const found: string[] = [];
  for (let level = [skill]; level.length > 0; ) {
    const next = [...new Set(level.flatMap((of) => prerequisites[of] ?? []))];
    level = next.filter((ancestor) => ancestor !== skill && !found.includes(ancestor));
    found.push(...level);
  }
  return found;
}
