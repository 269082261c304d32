import { seedAt } from '../domains/random.ts';
import type { AbilityPosterior, SkillWeights } from '../measurement/ability/ability.ts';
import { anchorsPerSession, depths, probeRoundTasks } from '../measurement/constants.ts';
import { createDraws } from '../measurement/numeric/draws.ts';
import { expectedSdGain, roundSize } from '../measurement/placement/expected-sd.ts';
import { type PlannedTask, planRound, skillsByQuota } from '../measurement/placement/selection.ts';
import { decideStop, type StopReason } from '../measurement/placement/stopping.ts';
import type { NewTask } from '../schema/attempts.ts';
import type { Purpose } from '../schema/shapes.ts';
import { Refusal } from './failure.ts';
import type { RoundBudget } from './round-budget.ts';
import { drawFromCells, drawFromMix, realiseTask, type TaskSource } from './task-source.ts';

export interface PlacementState {
  readonly source: TaskSource;
  /** Ability from the graded tasks of placement. */
  readonly posterior: AbilityPosterior;
  readonly weights: SkillWeights;
  readonly round: number;
  readonly budget: RoundBudget;
}

type PlannedPlacementTask = PlannedTask & { readonly purpose: Purpose };

/** The tasks of the next round of placement, or why it stops. */
export async function nextPlacement(state: PlacementState): Promise<readonly NewTask[] | StopReason> {
  const stop = stopReason(state);
  const missing = anchorsMissing(state);
  const stopsEarly = stop === 'sd-target' || stop === 'no-gain';
  // Placement does not end before its anchors are asked, unless the cap or the budget ends it.
  if (stop !== null && !(stopsEarly && missing > 0)) return stop;
  const tasks = await makeTasks(
    state,
    stop === null ? planTasks(state, missing) : planAnchors(state, missing),
  );
  if (state.budget.holds(tasks.map(({ prompt }) => prompt))) return tasks;
  if (state.source.attempts.length > 0) return 'budget';
  throw new Refusal(
    'BudgetTooSmall',
    `a budget of ${state.source.context.budgetTokens} tokens does not hold the session's first round of ${tasks.length} tasks; register the family with a larger --budget-tokens and evaluate again`,
  );
}

function stopReason({ source, posterior, weights, budget }: PlacementState): StopReason | null {
  const depth = depths[source.context.depth];
  // Given-up tasks count against the cap, else an endpoint that drops some would be asked without end.
  const attempts = source.attempts.length;
  const decision = decideStop(depth, {
    attempts,
    sd: posterior.sd,
    expectedSdGain:
      attempts < depth.tasksMin
        ? Number.POSITIVE_INFINITY
        : expectedSdGain(source.context.scale, posterior, weights),
    budgetSpent: budget.spent,
  });
  return decision.stop ? decision.reason : null;
}

/** Anchors that the session still lacks; none where the scale has no anchor cells. */
function anchorsMissing({ source }: PlacementState): number {
  if ((source.context.scale.anchors ?? []).length === 0) return 0;
  const asked = source.attempts.filter(({ purpose }) => purpose === 'anchor').length;
  return Math.max(0, anchorsPerSession - asked);
}

function planTasks(state: PlacementState, missing: number): PlannedPlacementTask[] {
  const { source, posterior, weights, round } = state;
  const { probeTasks, tasksMax, sdTarget } = depths[source.context.depth];
  const asked = source.attempts.length;
  if (asked < probeTasks) {
    // The skills in turn by their weight, so that each is probed.
    return skillsDue(state, Math.min(probeTasks - asked, probeRoundTasks)).map((skill) => ({
      skill,
      difficulty: null,
      purpose: 'probe',
    }));
  }
  const placesLeft = tasksMax - asked;
  const { uniform } = createDraws(seedAt(source.context.root, source.domain, 'round', round));
  const { scale } = source.context;
  const size = Math.min(roundSize(scale, posterior, weights, sdTarget), placesLeft);
  const plan = planRound(scale, posterior, weights, size, uniform);
  let due = missing;
  return plan.map((planned, index) => {
    // The last places that the cap leaves are for the anchors that chance has not brought yet.
    const anchor = due > 0 && (planned.difficulty === null || placesLeft - index <= due);
    if (anchor) due--;
    return { ...planned, purpose: anchor ? 'anchor' : planned.difficulty === null ? 'fit' : 'measurement' };
  });
}

function planAnchors(state: PlacementState, missing: number): PlannedPlacementTask[] {
  const placesLeft = depths[state.source.context.depth].tasksMax - state.source.attempts.length;
  return skillsDue(state, Math.min(missing, placesLeft)).map((skill) => ({
    skill,
    difficulty: null,
    purpose: 'anchor',
  }));
}

function skillsDue({ source, weights }: PlacementState, count: number): string[] {
  const asked: Record<string, number> = {};
  for (const { skill } of source.attempts) asked[skill] = (asked[skill] ?? 0) + 1;
  return skillsByQuota(weights, asked, count);
}

async function makeTasks(
  { source, round }: PlacementState,
  plan: readonly PlannedPlacementTask[],
): Promise<NewTask[]> {
  const tasks: NewTask[] = [];
  for (const [index, planned] of plan.entries()) {
    const { purpose, skill } = planned;
    const ordinal = source.attempts.length + index;
    const place = { ordinal, round, phase: 'placement', purpose, earlier: tasks } as const;
    if (purpose === 'probe') tasks.push(await drawFromMix(source, skill, place));
    else if (purpose === 'anchor') tasks.push(await drawFromCells(source, anchorsOf(source, skill), place));
    else tasks.push(await realiseTask(source, planned, place));
  }
  return tasks;
}

/** The skill's anchor cells; all of the domain's where it has none. */
function anchorsOf({ context }: TaskSource, skill: string) {
  const anchors = context.scale.anchors ?? [];
  const own = anchors.filter((cell) => cell.skill === skill);
  return own.length > 0 ? own : anchors;
}
