import { endsWithQuestion } from '../last-question.ts';
import { completed } from '../node-limit.ts';
import type { Solver } from '../solver.ts';
import { readWorld, type World } from './planning-prompt.ts';
import { noteChanges, notingIn, Simulation } from './simulation.ts';

const lastSentence = /^Which facts are true after the last action that were not true at the start,/;

/** Carries out a list of actions and says what has changed; out of budget, what the actions so far have changed. */
export const projections: Solver = {
  reads: (prompt) => readProjection(prompt) !== null,
  techniquesIn({ question, solution }) {
    const world = readProjection(question);
    return world === null ? [] : notingIn(world, solution);
  },
  solve(prompt, strategy, budget, techniques = new Set()) {
    const world = readProjection(prompt);
    if (world === null) return { true: [], false: [] };
    const known = strategy === 'guided' ? new Set(world.actions.map(noteChanges)) : techniques;
    const simulation = new Simulation(world, budget, known);
    completed(() => {
      simulation.read();
      for (const step of world.steps) simulation.carryOut(step);
    });
    return simulation.changes();
  },
};

function readProjection(prompt: string): World | null {
  return endsWithQuestion(prompt, lastSentence) ? readWorld(prompt) : null;
}
