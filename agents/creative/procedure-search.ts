import { completed, spend } from '../node-limit.ts';
import type { Budget } from '../solver.ts';
import { Machine, type Moment } from './procedure-machine.ts';
import type { ProcedurePrompt } from './procedure-prompt.ts';

/** How the search goes; what is false is done the long way. */
export interface Manner {
  /** Beginnings that are too far from some target are given up. */
  readonly countsBack: boolean;
  /** Beginnings that have an idle part are given up. */
  readonly dropsIdle: boolean;
}

/** The valid programs of one strategy. */
export interface Found {
  /** The names of its keys. */
  readonly keys: ReadonlySet<string>;
  /** How common it is, as far as has been seen. */
  weight: number;
  /** One of its shortest programs, as names of keys. */
  readonly program: readonly string[];
}

/**
 * Valid programs by strategy, the shorter ones first, a node for every key that is tried. All of them, unless the
 * budget runs out or `enough` says so of a strategy that has just been met.
 */
export function programsBySearch(
  prompt: ProcedurePrompt,
  manner: Manner,
  budget: Budget,
  enough: (met: Found) => boolean = () => false,
): Found[] {
  const machine = new Machine(prompt);
  const strategies = new Map<string, Found>();
  const path: number[] = [];
  const passed: Moment[] = [];
  let done = false;

  const extend = (at: Moment, others: ReadonlySet<Moment>, length: number): void => {
    const left = length - path.length - 1;
    passed.push(at);
    for (let key = 0; key < prompt.keys.length && !done; key++) {
      const next = machine.next(at, key);
      if (next === null || (manner.countsBack && machine.away(next) > left)) continue;
      spend(budget);
      const nextOthers = new Set<Moment>();
      if (manner.dropsIdle) {
        for (const other of [...passed, ...[...others].map((other) => machine.next(other, key))])
          if (other !== null && (!manner.countsBack || machine.away(other) <= left)) nextOthers.add(other);
        if (nextOthers.has(next)) continue;
      }
      path.push(key);
      if (left > 0) extend(next, nextOthers, length);
      else if (next === machine.goal && isTight(machine, path)) {
        const met = note(prompt, strategies, path);
        if (met !== null) done = enough(met);
      }
      path.pop();
    }
    passed.pop();
  };

  completed(() => {
    for (let length = 1; length <= prompt.lengthMax && !done; length++)
      extend(machine.start, new Set(), length);
  });
  return [...strategies.values()];
}

/** Takes down a program; its strategy when it is the first of it. */
function note(
  { keys, lengthMax }: ProcedurePrompt,
  strategies: Map<string, Found>,
  path: readonly number[],
): Found | null {
  const program = path.map((key) => (keys[key] as (typeof keys)[number]).name);
  const names = new Set(program);
  const id = [...names].sort().join(' ');
  const weight = keys.length ** (lengthMax - path.length);
  const known = strategies.get(id);
  if (known !== undefined) {
    known.weight += weight;
    return null;
  }
  const found = { keys: names, weight, program };
  strategies.set(id, found);
  return found;
}

/** True when every run that is left out is missed. */
function isTight(machine: Machine, path: readonly number[]): boolean {
  for (let cut = 1; cut <= path.length; cut++) {
    for (let from = 0; from + cut <= path.length; from++) {
      let at: Moment | null = machine.start;
      for (const key of path.toSpliced(from, cut)) at = at === null ? null : machine.next(at, key);
      if (at === machine.goal) return false;
    }
  }
  return true;
}
