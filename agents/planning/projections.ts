import { endsWithQuestion } from '../reasoning/last-question.ts';
import { completed, spend } from '../reasoning/node-limit.ts';
import type { Budget, Solver, Techniques } from '../solver.ts';
import { binding, boundText, readWorld, type World, type WorldAction } from './planning-prompt.ts';

const lastSentence = /^Which facts are true after the last action that were not true at the start,/;

/** Carries out a list of actions and says what has changed. */
export const projections: Solver = {
  reads: (prompt) => readProjection(prompt) !== null,
  techniquesIn({ question, solution }) {
    const world = readProjection(question);
    if (world === null) return [];
    const shown = [...solution.matchAll(/^\d+\. \["([^"]+)".*\]: .+\.$/gm)].map(([, name]) => name);
    return [...new Set(world.actions.filter(({ name }) => shown.includes(name)).map(noteChanges))];
  },
  solve(prompt, strategy, budget, techniques = new Set()) {
    const world = readProjection(prompt);
    if (world === null) return { true: [], false: [] };
    const known = strategy === 'guided' ? new Set(world.actions.map(noteChanges)) : techniques;
    return changesOf(world, budget, known);
  },
};

function readProjection(prompt: string): World | null {
  return endsWithQuestion(prompt, lastSentence) ? readWorld(prompt) : null;
}

/** Notes what an action of so many effects changes, without going through all facts again. */
function noteChanges({ adds, deletes }: WorldAction): string {
  return `note the changes of actions of ${adds.length + deletes.length} effects`;
}

/**
 * Facts whose truth differs in the end. A node is a fact looked at: for each effect the list of what holds is gone
 * through, but for known kinds of actions the effect alone. Out of budget, what the steps so far have changed.
 */
function changesOf(
  world: World,
  budget: Budget,
  techniques: Techniques,
): { readonly true: string[][]; readonly false: string[][] } {
  const start = world.start.map((words) => words.join(' '));
  const holds = new Set<string>();
  const initial = new Set<string>();
  completed(() => {
    for (const fact of start) {
      spend(budget);
      holds.add(fact);
      initial.add(fact);
    }
    const look = (fact: string, noted: boolean) => {
      spend(budget);
      if (noted) return;
      for (const other of holds) {
        if (other === fact) return;
        spend(budget);
      }
    };
    for (const step of world.steps) {
      const action = world.actions.find(({ name }) => name === step[0]);
      const names = action === undefined ? null : binding(action, step);
      if (action === undefined || names === null) continue;
      const noted = techniques.has(noteChanges(action));
      for (const words of [...action.deletes, ...action.adds]) {
        look(boundText(words, names), noted);
      }
      for (const words of action.deletes) holds.delete(boundText(words, names));
      for (const words of action.adds) holds.add(boundText(words, names));
    }
  });
  const listed = (facts: ReadonlySet<string>, others: ReadonlySet<string>) =>
    [...facts].filter((fact) => !others.has(fact)).map((fact) => fact.split(' '));
  return { true: listed(holds, initial), false: listed(initial, holds) };
}
