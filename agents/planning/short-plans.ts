import { endsWithQuestion } from '../last-question.ts';
import type { Solver } from '../solver.ts';
import { groundWorld } from './ground-world.ts';
import { obstacleIn, relaxedRounds, searchPlan, usefulSteps } from './plan-search.ts';
import { readWorld, type World, type WorldAction } from './planning-prompt.ts';

const lastSentence =
  /^Which actions, carried out one after another from the start, reach the goal, and as few of them as possible\?/;

/** Looks among actions of a kind only at those that bring about something that is asked for. */
function askPurpose({ needs, forbids }: WorldAction): string {
  return `ask what actions of ${needs.length + forbids.length} needs are for`;
}

/** Plans with as few actions as possible, or what shows that there is none. */
export const shortPlans: Solver = {
  reads: (prompt) => readShortPlan(prompt) !== null,
  techniquesIn({ question, solution }) {
    const world = readShortPlan(question);
    if (world === null) return [];
    const purposes = [...solution.matchAll(/^\d+\. \["([^"]+)".* This is for (?:step \d+|the goal)\.$/gm)];
    const shown = new Set(purposes.map(([, name]) => name));
    return [...new Set(world.actions.filter(({ name }) => shown.has(name)).map(askPurpose))];
  },
  solve(prompt, strategy, budget, techniques = new Set()) {
    const world = readShortPlan(prompt);
    if (world === null) return { plan: [] };
    const ground = groundWorld(world);
    const guided = strategy === 'guided';
    const steps = usefulSteps(
      ground.steps,
      ground.goals,
      ({ action }) => !guided && !techniques.has(askPurpose(action)),
      budget,
    );
    const estimate = guided ? relaxedRounds(steps, ground.goals, budget) : () => 0;
    const { plan, exhausted } = searchPlan(ground, steps, budget, estimate, guided);
    if (!exhausted) return { plan: plan.map(({ words }) => words) };
    return { impossible: obstacleIn(ground).map(ground.factOf) };
  },
};

function readShortPlan(prompt: string): World | null {
  const world = endsWithQuestion(prompt, lastSentence) ? readWorld(prompt) : null;
  return world === null || world.goals.length === 0 ? null : world;
}
