/** Worlds with goals a given number of steps away, as near as can be to what is asked of the way there. */
import { InstanceRejected } from '../../contract.ts';
import type { RandomStream } from '../../random.ts';
import { explore } from '../model/exploration.ts';
import { ground } from '../model/grounding.ts';
import type { Atom, Model, Step } from '../model/model.ts';
import { relevantPart } from '../worlds/skeleton.ts';
import { drawWorld, type FamilyName, familyNames } from '../worlds/worlds.ts';
import { drawGoals, type GoalChoice } from './goals.ts';

export interface PlanShape {
  readonly length: number;
  readonly branching: number;
  readonly deadEnds: number;
  readonly irrelevant: number;
}

export interface DrawnPlan {
  readonly family: FamilyName;
  /** Under the names of its roles, with goals. */
  readonly model: Model;
  /** A shortest plan. */
  readonly plan: readonly Step[];
  /** See `Skeleton`. */
  readonly irrelevant: readonly number[];
  readonly aside: readonly Atom[];
  readonly branching: number;
  readonly deadEnds: number;
}

/** Long plans are dear to find, so fewer worlds are tried for them, and their worlds are less dense. */
const worldsMax = (length: number) => (length <= 10 ? 4 : 2);
const densityMax = (length: number) => Math.min(1, Math.max(0.25, (23 - length) / 13));
const statesMax = (length: number) => 200 + 200 * length;
/** How far beyond the goal worlds are explored, to tell dead ends from detours. */
const beyond = 4;
/** Nearness to what is asked that is good enough, in actions and in shares of them. */
const branchingNear = 0.6;
const deadEndsNear = 0.06;

/** Piles whose plans are short are so few that the same ones come again. */
type PlannedFamily = Exclude<FamilyName, 'stacking'>;
const plannedFamilies = familyNames.filter((name): name is PlannedFamily => name !== 'stacking');

/**
 * How large and how dense the worlds of each family have to be for plans of a length, from breadth-first exploration
 * of drawn ones; `lengthMax` where worlds with longer plans have too many states.
 */
const needs: Readonly<
  Record<PlannedFamily, { size(length: number): number; densityMin: number; lengthMax: number }>
> = {
  delivery: { size: (length) => 4.5 + length / 2, densityMin: 0, lengthMax: 16 },
  vault: { size: (length) => 5 + length / 3.5, densityMin: 0, lengthMax: 16 },
  switchboard: { size: (length) => 4.5 + length / 2.5, densityMin: 0, lengthMax: 16 },
  workshop: { size: (length) => 5 + length / 2.8, densityMin: 0.7, lengthMax: 16 },
};

/** Throws `InstanceRejected` when no world drawn has goals so far away. */
export function drawPlan(shape: PlanShape, random: RandomStream): DrawnPlan {
  let best: DrawnPlan | null = null;
  let bestMiss = Number.POSITIVE_INFINITY;
  for (let world = 0; world < worldsMax(shape.length) && bestMiss > 1; world++) {
    for (const drawn of plansOfWorld(shape, random)) {
      const miss = Math.max(
        Math.abs(drawn.branching - shape.branching) / branchingNear,
        Math.abs(drawn.deadEnds - shape.deadEnds) / deadEndsNear,
      );
      if (miss < bestMiss) [best, bestMiss] = [drawn, miss];
    }
  }
  if (best === null) throw new InstanceRejected('no goals so far away');
  return best;
}

function plansOfWorld(
  { length, branching, deadEnds, irrelevant }: PlanShape,
  random: RandomStream,
): DrawnPlan[] {
  const family = random.pick(plannedFamilies.filter((name) => length <= needs[name].lengthMax));
  const { size, densityMin } = needs[family];
  const skeleton = drawWorld(
    family,
    {
      size: Math.max(3, random.round(size(length) + (random.unit() - 0.5) * 2)),
      density: Math.max(
        densityMin,
        Math.min(densityMax(length), (branching - 1.5) / 3 + (random.unit() - 0.5) / 2),
      ),
      irreversible: Math.min(1, 3 * deadEnds),
      irrelevant,
    },
    random,
  );
  const { model, dropped } = relevantPart(skeleton);
  const task = ground(model, dropped);
  const exploration = explore(task, statesMax(length), length + beyond);
  const idle = new Set(skeleton.irrelevant);
  const choices = drawGoals(
    exploration,
    length,
    (fact) => !task.facts[fact]!.slice(1).some((object) => idle.has(object)),
    (action) => !task.actions[action]!.objects.some((object) => idle.has(object)),
    random,
  );
  return choices.map((choice: GoalChoice) => ({
    family,
    model: { ...skeleton.model, goals: choice.goals.map((fact) => task.facts[fact]!) },
    plan: choice.plan.map((index) => {
      const { action, objects } = task.actions[index]!;
      return { action, objects };
    }),
    irrelevant: skeleton.irrelevant,
    aside: skeleton.aside,
    branching: choice.branching,
    deadEnds: choice.deadEnds,
  }));
}
