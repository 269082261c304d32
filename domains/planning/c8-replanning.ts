import { z } from 'zod';
import { canonicalForm } from '../canonical.ts';
import type { Category, Instance, Parameters, Skill } from '../contract.ts';
import { InstanceRejected } from '../contract.ts';
import type { RandomStream } from '../random.ts';
import { categoryOfShare } from '../task.ts';
import { surpriseRelations, worldRelations } from './haulage/canonical.ts';
import { isBlockage, keptAtMost, reachesGoal } from './haulage/checker.ts';
import { drawWorld } from './haulage/draw.ts';
import { explainReplanning, type Replanned } from './haulage/explanation.ts';
import { blindPlans, randomPlan } from './haulage/guesses.ts';
import { liftedModel } from './haulage/lifted.ts';
import { hasPlan } from './haulage/regression.ts';
import { deliveredCount, runPlan } from './haulage/run.ts';
import { bestPlan } from './haulage/search.ts';
import { changed, keptCount, midwayOf, oldPlanOf, totalOf } from './haulage/surprise.ts';
import { drawSurprise } from './haulage/surprise-draw.ts';
import { changeId, replanningBody } from './haulage/wording.ts';
import { drawWords, readStep, stepWords } from './haulage/words.ts';
import type { Step } from './haulage/world.ts';
import { pddlOf } from './model/pddl.ts';

type ReplanningAnswer = string[][] | { impossible: string; parcel: string };

const answerSchema: z.ZodType<ReplanningAnswer> = z.union([
  z.array(z.array(z.string())),
  z.strictObject({ impossible: z.string(), parcel: z.string() }),
]);

/** Share of the tasks in which a surprise is looked for that leaves no plan. */
const blockedShare = 0.18;
const stepsPerParcel = 5.6;
const stepsPerPlace = 5;
const placesLeast = 4;

export const replanning: Skill<Replanned, ReplanningAnswer> = {
  id: 'C8',
  title: 'Re-planning after a surprise',
  prerequisites: ['C4', 'C6'],
  parameters: {
    horizon: {
      min: 6,
      max: 20,
      default: 16,
      unit: 'steps',
      scale: 'linear',
      monotone: true,
      kind: 'search',
      does: 'Steps of the old plan, by way of the number of parcels and places.',
    },
    shock: {
      min: 1,
      max: 5,
      default: 2,
      unit: 'changes',
      scale: 'linear',
      monotone: false,
      kind: 'language',
      does: 'Things that the surprise changes: roads, pumps, fuel, and where parcels are or have to go.',
    },
    executed: {
      min: 0,
      max: 0.6,
      default: 0.25,
      unit: 'share of the old plan',
      scale: 'linear',
      monotone: false,
      kind: 'language',
      does: 'Share of the old plan that had been carried out; what it led to has to be worked out.',
    },
    invalidated: {
      min: 0.1,
      max: 0.8,
      default: 0.4,
      unit: 'share of the old steps left',
      scale: 'linear',
      monotone: false,
      kind: 'language',
      does: 'Share of the rest of the old plan that can no longer be carried out as it stands.',
    },
    penalty: {
      min: 0,
      max: 3,
      default: 1,
      unit: 'steps',
      scale: 'linear',
      monotone: true,
      kind: 'search',
      does: 'What every step of the old plan that is not kept adds to the total.',
    },
  },
  interactions: [
    ['horizon', 'penalty'],
    ['shock', 'invalidated'],
  ],
  // Measured over 4,000 instances at parameters drawn evenly over their ranges: the last change with the last parcel
  // .038, the first with the first .031, the old plan .001, plans made blindly 0.
  chance: 0.038,
  answerSchema,

  generate,
  answer: ({ blockage, steps, words }) =>
    blockage === null
      ? steps.map((step) => stepWords(step, words))
      : { impossible: changeId(blockage.change), parcel: words.parcels[blockage.parcel] as string },
  category,
  verify,
  oracle,
  solution: explainReplanning,
  guess: ({ world, words }, random) => randomPlan(world, words, random),
  blindAnswers,
};

function generate(parameters: Parameters, random: RandomStream): Instance<Replanned> {
  const value = (name: string) => parameters[name] as number;
  const places = placesLeast + random.round(value('horizon') / stepsPerPlace);
  const parcels = Math.max(1, random.round(value('horizon') / stepsPerParcel));
  const pumps = Math.max(2, random.round(places * 0.3));
  const { world, start } = drawWorld(
    { places, parcels, pumps, price: null, load: true, passes: false },
    random,
  );
  const plan = bestPlan(world, start, world.limits, { least: 'steps' });
  if (plan === null) throw new InstanceRejected('no plan');
  const length = plan.steps.length;
  const executed = Math.min(random.round(value('executed') * length), length - 2);
  const outcome = drawSurprise(
    world,
    start,
    { plan: plan.steps, executed },
    {
      changes: random.round(value('shock')),
      invalidated: value('invalidated'),
      penalty: random.round(value('penalty')),
      blocked: random.chance(blockedShare),
    },
    random,
  );
  if (outcome === null) throw new InstanceRejected('no surprise of this kind');
  const { surprise, invalidated, found, blockage } = outcome;
  const words = drawWords(places, parcels, random.substream('words'));
  return {
    features: {
      horizon: length,
      shock: surprise.changes.length,
      executed: executed / length,
      invalidated: invalidated / (length - executed),
      penalty: surprise.penalty,
    },
    skin: words.skin,
    body: replanningBody(world, start, surprise, words),
    answerExample: '[["drive", "castle", "forge"], ["load", "sofa", "forge"], ["drive", "forge", "pier"]]',
    reference: {
      world,
      start,
      words,
      surprise,
      steps: found?.steps ?? [],
      best: found?.total ?? 0,
      blockage,
    },
    canonical: canonicalForm([...worldRelations(world, start), ...surpriseRelations(world, surprise)]),
  };
}

/**
 * A plan of the least total is whole, any other that reaches the goal valid. Otherwise the parcels count that are
 * delivered beyond those that the old plan, unchanged, would still deliver; with a step that cannot be taken that is
 * worth no more than half. Where there is no plan, the right change of several with a wrong parcel is worth
 * as much.
 */
function category(reference: Replanned, answer: ReplanningAnswer): Category {
  const { world, start, words, surprise, best, blockage } = reference;
  if (!Array.isArray(answer)) {
    if (blockage === null || answer.impossible !== changeId(blockage.change)) return 0;
    if (answer.parcel === words.parcels[blockage.parcel]) return 4;
    return surprise.changes.length > 1 ? 1 : 0;
  }
  if (blockage !== null) return 0;
  const after = changed(midwayOf(world, start, surprise), surprise.changes);
  const delivered = (steps: readonly (Step | null)[]) => {
    const outcome = runPlan(after.world, after.situation, after.world.limits, steps);
    return { count: deliveredCount(outcome.situation), failed: outcome.failedStep !== null };
  };
  const old = oldPlanOf(surprise);
  const { count, failed } = delivered(answer.map((written) => readStep(written, words)));
  const unchanged = delivered(old.steps).count;
  const parcels = world.parcels.length;
  if (count === parcels && !failed) {
    const written = answer.map((step) => step.join(' '));
    const kept = keptCount(
      written,
      old.steps.map((step) => stepWords(step, words).join(' ')),
    );
    return totalOf(answer.length, kept, old) === best ? 4 : 3;
  }
  if (count <= unchanged) return 0;
  return failed ? 1 : categoryOfShare((count - unchanged) / (parcels - unchanged), 0);
}

function verify(reference: Replanned, answer: ReplanningAnswer): boolean {
  const { world, start, words, surprise } = reference;
  const midway = midwayOf(world, start, surprise);
  if (!Array.isArray(answer)) {
    const change = surprise.changes.findIndex((_, index) => changeId(index) === answer.impossible);
    return isBlockage(midway, surprise.changes, { change, parcel: words.parcels.indexOf(answer.parcel) });
  }
  const after = changed(midway, surprise.changes);
  if (!reachesGoal(after.world, after.situation, words, answer)) return false;
  const old = oldPlanOf(surprise);
  const kept = keptAtMost(
    answer,
    old.steps.map((step) => stepWords(step, words)),
  );
  const total = answer.length + surprise.penalty * (old.steps.length - kept);
  return !hasPlan(after.world, after.situation, after.world.limits, total - 1, old);
}

/**
 * `domain`, `problem` and `plan` for the task that is left, as PDDL 2.1; and `old`, JSON with the steps that were
 * still to come, the penalty for each that is not kept, and the least total (null when there is no plan).
 */
function oracle({ world, start, words, surprise, steps, best, blockage }: Replanned) {
  const after = changed(midwayOf(world, start, surprise), surprise.changes);
  const old = oldPlanOf(surprise);
  const written = (plan: readonly Step[]) => plan.map((step) => stepWords(step, words));
  return {
    ...pddlOf(liftedModel(after.world, after.situation, words), blockage === null ? written(steps) : null),
    old: JSON.stringify({
      steps: written(old.steps),
      penalty: old.penalty,
      total: blockage === null ? best : null,
    }),
  };
}

/** No thought of the map: nothing, tours, the rest of the old plan as it stands, without its start, and reversed; and the impossible. */
function blindAnswers({ world, words, surprise }: Replanned): ReplanningAnswer[] {
  const old = oldPlanOf(surprise).steps.map((step) => stepWords(step, words));
  return [
    ...blindPlans(world, words),
    old,
    old.slice(1),
    old.toReversed(),
    surprise.plan.map((step) => stepWords(step, words)),
    { impossible: changeId(0), parcel: words.parcels[0] as string },
    { impossible: changeId(surprise.changes.length - 1), parcel: words.parcels.at(-1) as string },
  ];
}
