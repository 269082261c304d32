import { completed, spend } from '../node-limit.ts';
import type { Budget, Solver } from '../solver.ts';
import {
  type ConflictPrompt,
  type Literal,
  opposite,
  type Premise,
  readConflictPrompt,
} from './conflict-prompt.ts';
import { CoreSearch } from './conflict-search.ts';
import { conflictTechniquesIn, followAtOnce } from './conflict-techniques.ts';
import { Trace } from './conflict-trace.ts';

/** Finds the cores of contradictory premises, gives up the less reliable, and judges statements by the rest. */
export const conflicts: Solver = {
  reads: (prompt) => readConflictPrompt(prompt) !== null,
  techniquesIn: conflictTechniquesIn,
  solve(prompt, strategy, budget, techniques = new Set()) {
    const dispute = readConflictPrompt(prompt);
    if (dispute === null) return {};
    const follows = (premise: Premise) => strategy === 'guided' || techniques.has(followAtOnce(premise));
    return answered(dispute, follows, budget);
  },
};

/** Traces the premises that it can follow; if these are not all, it searches for the cores that are left. */
function answered(dispute: ConflictPrompt, follows: (premise: Premise) => boolean, budget: Budget): object {
  const numbers = [...dispute.premises.keys()];
  const followed = numbers.filter((number) => follows(dispute.premises[number] as Premise));
  const trace = new Trace(dispute, followed, budget);
  let cores = trace.cores;
  let statements = verdicts(dispute, () => false);
  completed(() => {
    completed(() => trace.run());
    cores = trace.cores;
    if (followed.length === numbers.length) {
      const kept = repaired(dispute, cores, budget);
      statements = verdicts(dispute, (literal) => trace.follows(literal, kept));
      return;
    }
    const search = new CoreSearch(dispute, cores, budget);
    cores = search.cores;
    search.run();
    const known = search.consequencesOf(repaired(dispute, cores, budget));
    statements = verdicts(dispute, ({ atom, holds }) => known?.get(atom) === holds);
  });
  return { cores: named(dispute, cores), statements };
}

/** The premises kept when each, the most reliable first, is given up that completes a core; a node each. */
function repaired(
  { premises }: ConflictPrompt,
  cores: readonly (readonly number[])[],
  budget: Budget,
): readonly number[] {
  const reliability = (number: number) => (premises[number] as Premise).reliability;
  const order = [...premises.keys()].sort(
    (left, right) => reliability(right) - reliability(left) || left - right,
  );
  const kept = new Set<number>();
  for (const number of order) {
    spend(budget);
    const completes = cores.some(
      (core) => core.includes(number) && core.every((member) => member === number || kept.has(member)),
    );
    if (!completes) kept.add(number);
  }
  return [...kept];
}

function verdicts({ statements }: ConflictPrompt, follows: (literal: Literal) => boolean): object {
  return Object.fromEntries(
    statements.map(({ id, literal }) => [
      id,
      follows(literal) ? 'yes' : follows(opposite(literal)) ? 'no' : 'undetermined',
    ]),
  );
}

function named({ premises }: ConflictPrompt, cores: readonly (readonly number[])[]): string[][] {
  return cores.map((core) => core.map((number) => (premises[number] as Premise).id));
}
