import {
  type Condition,
  changed,
  type Levels,
  levelMax,
  meets,
  meetsAll,
  type Process,
  type Thing,
} from './world.ts';

/** More preparation than the shortest by so many steps is not looked for. */
export const extraMax = 3;

/** What a thing needs to take a part: the preparing processes, by number, in order. */
export interface Fit {
  readonly thing: number;
  readonly preparation: readonly number[];
}

/** What the finished thing must meet before the jobs are done on it so that it meets the goals after them. */
export function beforeJobs(goals: readonly Condition[], jobs: readonly Process[]): Condition[] {
  return goals
    .map((goal) => {
      const changes = jobs.flatMap((job) => job.changes.filter(({ property }) => property === goal.property));
      return { ...goal, level: goal.level - changes.reduce((sum, { by }) => sum + by, 0) };
    })
    .filter(({ sense, level }) => (sense === 'least' ? level > 0 : level < levelMax));
}

/** For each thing that can take the part within `stepsMax` preparing steps, the fewest of them. */
export function fitsOf(
  conditions: readonly Condition[],
  things: readonly Thing[],
  preparing: readonly (readonly [number: number, process: Process])[],
  stepsMax: number,
): Fit[] {
  return things.flatMap(({ levels }, thing) => {
    const usable = preparing.filter(([, { tool }]) =>
      things.some((other, index) => index !== thing && meetsAll(other.levels, tool)),
    );
    const preparation = shortest(levels, conditions, usable, stepsMax);
    return preparation === null ? [] : [{ thing, preparation }];
  });
}

/**
 * Sees to the first condition that does not hold, with one process that helps it after another, and goes back where
 * that leads nowhere; keeps the shortest way. Among ways of equal length the processes that come first win.
 */
function shortest(
  start: Levels,
  conditions: readonly Condition[],
  preparing: readonly (readonly [number: number, process: Process])[],
  stepsMax: number,
): number[] | null {
  let best: number[] | null = null;
  const way: number[] = [];
  const go = (levels: Levels, seen: Condition | null, from: number): void => {
    const failing = conditions.find((condition) => !meets(levels, condition));
    if (failing === undefined) {
      best = [...way];
      return;
    }
    // The order of uses that see to one condition means nothing, so only rising ones are tried.
    for (let index = failing === seen ? from : 0; index < preparing.length; index++) {
      const [number, { changes }] = preparing[index] as readonly [number, Process];
      if (way.length >= (best === null ? stepsMax : best.length - 1)) return;
      if (!changes.some((change) => helps(change, failing))) continue;
      way.push(number);
      go(changed(levels, changes), failing, index);
      way.pop();
    }
  };
  go(start, null, 0);
  return best;
}

function helps({ property, by }: { property: number; by: number }, condition: Condition): boolean {
  return property === condition.property && by > 0 === (condition.sense === 'least');
}
