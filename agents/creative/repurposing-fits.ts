import { spend } from '../node-limit.ts';
import type { Budget } from '../solver.ts';
import type { Condition, Levels, Process } from './repurposing-prompt.ts';

/** A thing that can take a part, with the preparing processes that it needs. */
export interface Fit {
  readonly thing: string;
  readonly preparation: readonly Process[];
}

export function holds(levels: Levels, { property, least, level }: Condition): boolean {
  const own = levels.get(property) ?? 0;
  return least ? own >= level : own <= level;
}

export function after(levels: Levels, { changes }: Process): Levels {
  const result = new Map(levels);
  for (const [property, by] of changes) {
    result.set(property, Math.min(9, Math.max(0, (result.get(property) ?? 0) + by)));
  }
  return result;
}

/**
 * The fewest preparing processes after which the conditions hold, by iterative deepening; null where that takes more
 * than `stepsMax`. A search that aims uses no process but those that help the first condition that does not hold.
 */
export function preparationOf(
  levels: Levels,
  conditions: readonly Condition[],
  preparing: readonly Process[],
  stepsMax: number,
  aims: boolean,
  budget: Budget,
): readonly Process[] | null {
  const way: Process[] = [];
  const go = (now: Levels, from: number, left: number): boolean => {
    spend(budget);
    const failing = conditions.find((condition) => !holds(now, condition));
    if (failing === undefined) return true;
    if (left === 0 || (aims && needed(now, conditions, preparing) > left)) return false;
    for (let index = aims ? 0 : from; index < preparing.length; index++) {
      const process = preparing[index] as Process;
      if (aims && !helps(process, failing)) continue;
      way.push(process);
      if (go(after(now, process), index, left - 1)) return true;
      way.pop();
    }
    return false;
  };
  for (let depth = 0; depth <= stepsMax; depth++) if (go(levels, 0, depth)) return way;
  return null;
}

/** At least so many steps more: those of the condition that is furthest off. */
function needed(levels: Levels, conditions: readonly Condition[], preparing: readonly Process[]): number {
  const steps = conditions.map((condition) => {
    if (holds(levels, condition)) return 0;
    const gap = Math.abs(condition.level - (levels.get(condition.property) ?? 0));
    const most = Math.max(0, ...preparing.map((process) => Math.abs(changeOf(process, condition))));
    return most === 0 ? Number.POSITIVE_INFINITY : Math.ceil(gap / most);
  });
  return Math.max(...steps);
}

/** What the process does for the condition: above 0 where it brings it nearer. */
function changeOf({ changes }: Process, { property, least }: Condition): number {
  const by = changes.reduce((sum, [changed, change]) => sum + (changed === property ? change : 0), 0);
  return Math.max(0, least ? by : -by);
}

function helps(process: Process, condition: Condition): boolean {
  return changeOf(process, condition) > 0;
}
