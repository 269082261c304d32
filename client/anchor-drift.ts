import { graderVersion } from '../domains/task.ts';
import { scoreAbility } from '../measurement/ability/ability.ts';
import { type AnchorAttempt, type AnchorDrift, anchorDrift } from '../measurement/calibration/anchors.ts';
import { difficultyOf } from '../measurement/response-model/difficulty.ts';
import type { Db } from '../schema/database.ts';
import { gradedPlacements } from '../schema/graded.ts';
import type { Cell, Scale } from '../schema/scale.ts';

type Graded = Awaited<ReturnType<typeof gradedPlacements>>[number];

/**
 * Drift of a scale's anchors from every attempt that the database has at their cells, whatever the task was asked
 * for, pooled over runs. A session's ability comes from its other tasks, so that a cell is not held against itself.
 */
export async function readAnchorDrift(db: Db, scale: Scale): Promise<AnchorDrift[]> {
  const anchors = scale.anchors ?? [];
  const places = new Map(anchors.map((cell, anchor) => [placeOf(cell), anchor]));
  const graded = await gradedPlacements(db, scale.domain, graderVersion);
  const known = graded.filter(({ skill }) => scale.skills[skill] !== undefined);
  const bySession = Map.groupBy(known, ({ sessionId }) => sessionId);
  const attempts = [...bySession.values()].flatMap((tasks) => attemptsOf(scale, tasks, places));
  return anchorDrift(scale, anchors, attempts);
}

function attemptsOf(
  scale: Scale,
  tasks: readonly Graded[],
  places: ReadonlyMap<string, number>,
): AnchorAttempt[] {
  const skills = Object.keys(scale.skills);
  const evenly = Object.fromEntries(skills.map((skill) => [skill, 1 / skills.length]));
  const others = tasks.filter((task) => !places.has(placeOf(task)));
  const responses = others.map(({ skill, features, score }) => ({
    skill,
    difficulty: difficultyOf(scale.skills[skill]!, features),
    score,
  }));
  const posterior = scoreAbility(scale, evenly, responses);
  return tasks.flatMap((task) => {
    const anchor = places.get(placeOf(task));
    if (anchor === undefined) return [];
    const { mean, sd } = posterior.skills[task.skill]!;
    return [{ anchor, features: task.features, score: task.score, theta: mean, thetaSd: sd }];
  });
}

function placeOf({ skill, parameters }: Pick<Cell, 'skill' | 'parameters'>): string {
  return JSON.stringify([skill, Object.entries(parameters).sort(([a], [b]) => (a < b ? -1 : 1))]);
}
