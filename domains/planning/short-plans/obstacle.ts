/**
 * Why a goal cannot be reached: an obstacle is a set of facts none of which can ever become true. None holds at the
 * start, and every action that adds one needs one, or needs something that does not hold at the start and that no
 * kind of action adds. So the first of them to become true would need one to be true already.
 */
import type { RandomStream } from '../../random.ts';
import { type Candidate, instantiate } from '../model/grounding.ts';
import { type Atom, type Model, staticPredicates } from '../model/model.ts';

export interface Blocked {
  readonly model: Model;
  readonly obstacle: readonly Atom[];
}

const removalsTried = 16;
const obstacleMax = 8;

/**
 * Takes away one fact of the start so that a goal is out of reach for a reason that an obstacle shows; null when no
 * attempt does, or only with an obstacle that is too long, or that a list of goals is already.
 */
export function block(model: Model, random: RandomStream): Blocked | null {
  const settled = staticPredicates(model);
  const goalTexts = new Set(model.goals.map(String));
  const removable = model.init.filter(
    (fact) => !goalTexts.has(String(fact)) && (settled.has(fact[0]!) || fact.length > 2),
  );
  for (const fact of random.shuffle(removable).slice(0, removalsTried)) {
    const world = { ...model, init: model.init.filter((other) => other !== fact) };
    // Nothing may be left without a place to be.
    if (!settled.has(fact[0]!) && !world.init.some((other) => other[1] === fact[1])) continue;
    const obstacle = obstacleOf(world);
    if (obstacle === null || obstacle.length > obstacleMax) continue;
    if (
      isObstacle(
        world,
        model.goals.filter((goal) => obstacle.some((other) => String(other) === String(goal))),
      )
    )
      continue;
    return { model: world, obstacle };
  }
  return null;
}

/** A small obstacle with one goal in it, by going back from a goal that delete relaxation does not reach; or null. */
function obstacleOf(model: Model): Atom[] | null {
  const candidates = open(model);
  const reached = new Set(model.init.map(String));
  for (let before = -1; before < reached.size; ) {
    before = reached.size;
    for (const { needs, adds } of candidates) {
      if (needs.every((fact) => reached.has(String(fact))))
        for (const fact of adds) reached.add(String(fact));
    }
  }
  const goal = model.goals.find((fact) => !reached.has(String(fact)));
  if (goal === undefined) return null;
  const obstacle = [goal];
  const texts = new Set([String(goal)]);
  for (let at = 0; at < obstacle.length; at++) {
    for (const { needs, adds } of candidates) {
      if (!adds.some((fact) => String(fact) === String(obstacle[at]))) continue;
      const missing = needs.filter((fact) => !reached.has(String(fact)));
      if (missing.some((fact) => texts.has(String(fact)))) continue;
      obstacle.push(missing[0]!);
      texts.add(String(missing[0]));
    }
  }
  return obstacle;
}

/** True when the facts are an obstacle and one of them is a goal. */
export function isObstacle(model: Model, facts: readonly Atom[]): boolean {
  const texts = new Set(facts.map(String));
  return (
    model.goals.some((goal) => texts.has(String(goal))) &&
    model.init.every((fact) => !texts.has(String(fact))) &&
    open(model).every(
      ({ needs, adds }) =>
        !adds.some((fact) => texts.has(String(fact))) || needs.some((fact) => texts.has(String(fact))),
    )
  );
}

/** Actions that are not ruled out by a need that does not hold at the start and that no kind of action adds. */
function open(model: Model): Candidate[] {
  const added = new Set(model.actions.flatMap(({ adds }) => adds.map(([predicate]) => predicate)));
  const holds = new Set(model.init.map(String));
  return instantiate(model).filter(({ needs }) =>
    needs.every((fact) => added.has(fact[0]) || holds.has(String(fact))),
  );
}
