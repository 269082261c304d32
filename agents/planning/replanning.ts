import type { Budget, Solver, Techniques } from '../solver.ts';
import { type HaulagePrompt, readSurprisePrompt, type SurprisePrompt } from './haulage-prompt.ts';
import { searchPlan } from './haulage-search.ts';
import { afterwards, canBeTaken } from './haulage-surprise.ts';
import { allHaulageTechniques, giveUpOldSteps, haulageTechniquesIn } from './haulage-techniques.ts';

/** Goes on from the middle of a plan that a surprise has upset, or says which change and parcel make it hopeless. */
export const replannings: Solver = {
  reads: (prompt) => readSurprisePrompt(prompt) !== null,
  techniquesIn: (example) =>
    haulageTechniquesIn(example, (prompt) => readSurprisePrompt(prompt)?.task ?? null),
  solve(prompt, strategy, budget, techniques = new Set()) {
    const surprise = readSurprisePrompt(prompt);
    if (surprise === null) return [];
    const known = strategy === 'guided' ? allHaulageTechniques : techniques;
    const { changes, penalty } = surprise;
    const now = afterwards(surprise, [...changes.values()]);
    const left = surprise.plan.slice(surprise.executed);
    const old = known.has(giveUpOldSteps) ? left.filter((step) => canBeTaken(now, step)) : left;
    const { plan, part, finished } = searchPlan(now, now.limits, budget, known, {
      of: 'steps',
      old,
      penalty,
    });
    if (plan !== null || !finished) return plan ?? part;
    return blockage(surprise, now, budget, known) ?? part;
  },
};

/**
 * The change with which alone there is no way and without which there is one, and the parcel that could not be
 * delivered even alone. Null when the nodes do not suffice.
 */
function blockage(
  surprise: SurprisePrompt,
  now: HaulagePrompt,
  budget: Budget,
  techniques: Techniques,
): { readonly impossible: string; readonly parcel: string } | null {
  const blocked = (task: HaulagePrompt) => {
    const { plan, finished } = searchPlan(task, task.limits, budget, techniques);
    return finished ? plan === null : null;
  };
  const parcel = now.parcels.find((one) => blocked({ ...now, parcels: [one] }));
  const all = [...surprise.changes];
  const change = all.find(([id, said]) => {
    const others = all.filter(([other]) => other !== id).map(([, text]) => text);
    return blocked(afterwards(surprise, [said])) === true && blocked(afterwards(surprise, others)) === false;
  });
  return parcel === undefined || change === undefined ? null : { impossible: change[0], parcel: parcel.name };
}
