import { JointPiles } from './joint-piles.ts';
import { impossible, type StepTable } from './piles.ts';

/** All valid programs of one strategy. */
export interface StrategyCount {
  /** How many there are of each length, from 0. */
  readonly byLength: number[];
  /** One of the shortest: positions in the list of tables. */
  readonly example: readonly number[];
}

export interface Enumeration {
  /** By the strategy: bit k says that the operation at position k is used. */
  readonly strategies: ReadonlyMap<number, StrategyCount>;
  readonly programs: number;
}

/**
 * All valid programs of at most `lengthMax` operations that lead from every start pile to its target: those of which
 * no run of consecutive operations can be left out. `programs` when there are more than `programsMax`, `nodes` when it
 * takes more than `nodesMax` beginnings to find out.
 *
 * Depth first over beginnings. A beginning is given up when some target is farther off than the operations that are
 * left, and when a beginning with a run left out makes the same piles, for then that run is idle whatever follows.
 */
export function validPrograms(
  tables: readonly StepTable[],
  starts: readonly number[],
  targets: readonly number[],
  lengthMax: number,
  programsMax: number,
  nodesMax: number,
): Enumeration | 'programs' | 'nodes' {
  const joint = new JointPiles(tables, targets, lengthMax);
  const goal = joint.idOf(targets);
  const strategies = new Map<number, StrategyCount>();
  const path: number[] = [];
  /** Piles of the beginnings of the path, and of its beginnings with a run left out; level above level. */
  const passed: number[] = [];
  const others = new Int32Array(lengthMax ** 3);
  let programs = 0;
  let nodes = 0;

  /** From `first` to before `end`, `others` holds what the path so far makes with a run left out. */
  const extend = (at: number, first: number, end: number, used: number): boolean => {
    const left = lengthMax - path.length - 1;
    passed.push(at);
    for (let operation = 0; operation < tables.length; operation++) {
      const next = joint.next(at, operation);
      if (next === impossible || joint.distance(next) > left) continue;
      if (++nodes > nodesMax) return false;
      // Only what can still reach the targets matters: the same keys are yet to follow it.
      let top = end;
      let idle = false;
      for (const other of passed) {
        if (other === next) idle = true;
        else if (joint.distance(other) <= left) others[top++] = other;
      }
      for (let index = first; index < end && !idle; index++) {
        const follows = joint.next(others[index]!, operation);
        if (follows === next) idle = true;
        else if (follows !== impossible && joint.distance(follows) <= left) others[top++] = follows;
      }
      if (!idle) {
        path.push(operation);
        const mask = used | (1 << operation);
        if (next === goal) {
          if (++programs > programsMax) return false;
          count(strategies, mask, path);
        } else if (!extend(next, end, top, mask)) return false;
        path.pop();
      }
    }
    passed.pop();
    return true;
  };

  const start = joint.idOf(starts);
  if (start === goal || joint.distance(start) > lengthMax) return { strategies, programs: 0 };
  if (extend(start, 0, 0, 0)) return { strategies, programs };
  return nodes > nodesMax ? 'nodes' : 'programs';
}

function count(strategies: Map<number, StrategyCount>, mask: number, path: readonly number[]): void {
  const found = strategies.get(mask);
  if (found === undefined || path.length < found.example.length) {
    const byLength = found?.byLength ?? [];
    byLength[path.length] = 1;
    strategies.set(mask, { byLength, example: [...path] });
  } else found.byLength[path.length] = (found.byLength[path.length] ?? 0) + 1;
}
