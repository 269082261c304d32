import { z } from 'zod';
import { canonicalForm } from '../canonical.ts';
import type { Category, Instance, Parameters, Skill } from '../contract.ts';
import { InstanceRejected } from '../contract.ts';
import type { RandomStream } from '../random.ts';
import { categoryOfShare } from '../task.ts';
import { budgeted, type Shortage, withShortage } from './haulage/budget.ts';
import { worldRelations } from './haulage/canonical.ts';
import { isShortage, reachesGoal } from './haulage/checker.ts';
import { drawWorld } from './haulage/draw.ts';
import { explainBudget } from './haulage/explanation.ts';
import { blindPlans, randomPlan } from './haulage/guesses.ts';
import { liftedModel } from './haulage/lifted.ts';
import { hasPlan } from './haulage/regression.ts';
import { deliveredCount, runPlan } from './haulage/run.ts';
import { budgetBody, limitedResources } from './haulage/wording.ts';
import { drawWords, type HaulageWords, readStep, stepWords } from './haulage/words.ts';
import type { Resource, Situation, Step, World } from './haulage/world.ts';
import { pddlOf } from './model/pddl.ts';

/**
 * A task with its limits. `steps` is a plan of the fewest steps, or, where `shortage` says what rules every plan
 * out, one with that much of the resource.
 */
interface ResourceReference {
  readonly world: World;
  readonly start: Situation;
  readonly words: HaulageWords;
  readonly steps: readonly Step[];
  readonly shortage: Shortage | null;
}

type ResourceAnswer = string[][] | { impossible: string; needed: number };

const answerSchema: z.ZodType<ResourceAnswer> = z.union([
  z.array(z.array(z.string())),
  z.strictObject({ impossible: z.string(), needed: z.number().int() }),
]);

/** Share of the instances that no plan solves. */
const shortageShare = 0.13;
/** Steps that one more parcel adds to a plan, and to how many of them a place comes. */
const stepsPerParcel = 5.6;
const stepsPerPlace = 5;
const placesLeast = 4;

export const resources: Skill<ResourceReference, ResourceAnswer> = {
  id: 'C4',
  title: 'Plans within resources',
  prerequisites: ['C3'],
  parameters: {
    horizon: {
      min: 4,
      max: 20,
      default: 14,
      unit: 'steps',
      scale: 'linear',
      monotone: true,
      kind: 'search',
      does: 'Steps of the shortest plan, by way of the number of parcels and places.',
    },
    resources: {
      min: 2,
      max: 4,
      default: 3,
      unit: 'resources',
      scale: 'linear',
      monotone: true,
      kind: 'search',
      does: 'Resources that are limited: fuel and coins, then room in the vehicle or passes for roads, then both.',
    },
    tightness: {
      min: 0.5,
      max: 1,
      default: 0.85,
      unit: 'share of the budget',
      scale: 'linear',
      monotone: false,
      kind: 'language',
      does: 'Share of the coins given that the cheapest plan needs; at 1 only the cheapest plans can be paid.',
    },
    refuelCost: {
      min: 2,
      max: 10,
      default: 4,
      unit: 'coins',
      scale: 'linear',
      monotone: false,
      kind: 'language',
      does: 'Mean price of filling the tank; tolls are 2 to 8 coins.',
    },
  },
  interactions: [
    ['horizon', 'resources'],
    ['horizon', 'tightness'],
  ],
  // Measured over 4,000 instances at parameters drawn evenly over their ranges: one coin more .031, room for one
  // more unit of weight .017 (.035 where room is limited), a larger tank .009, plans made blindly 0.
  chance: 0.031,
  answerSchema,

  generate,
  answer: ({ shortage, steps, words }) =>
    shortage === null
      ? steps.map((step) => stepWords(step, words))
      : { impossible: words.resources[shortage.resource], needed: shortage.needed },
  category,
  verify,
  oracle,
  solution: explainBudget,
  guess: ({ world, words }, random) => randomPlan(world, words, random),
  blindAnswers: ({ world, words }) => [
    ...blindPlans(world, words),
    ...limitedResources(world).map((resource) => ({
      impossible: words.resources[resource],
      needed: world.limits[resource] + 1,
    })),
  ],
};

function generate(parameters: Parameters, random: RandomStream): Instance<ResourceReference> {
  const value = (name: string) => parameters[name] as number;
  const count = random.round(value('resources'));
  const loadFirst = random.chance(0.5);
  const load = count === 4 || (count === 3 && loadFirst);
  const passes = count === 4 || (count === 3 && !loadFirst);
  const places = placesLeast + random.round(value('horizon') / stepsPerPlace);
  const drawn = drawWorld(
    {
      places,
      parcels: Math.max(1, random.round(value('horizon') / stepsPerParcel)),
      pumps: Math.max(2, random.round(places * 0.4)),
      price: value('refuelCost'),
      load,
      passes,
    },
    random,
  );
  const { start } = drawn;
  const solvable = budgeted(drawn.world, start, { tightness: value('tightness'), passes }, random);
  if (solvable === null) throw new InstanceRejected('no plan, or one that costs next to nothing');
  const short = random.chance(shortageShare) ? withShortage(solvable.world, start, random) : null;
  const world = short === null ? solvable.world : short.world;
  const prices = world.prices.filter((price) => price !== null);
  const words = drawWords(places, world.parcels.length, random.substream('words'));
  return {
    features: {
      horizon: solvable.steps.length,
      resources: count,
      tightness: solvable.coinsMin / solvable.world.limits.coins,
      refuelCost: prices.reduce((sum, price) => sum + price, 0) / prices.length,
    },
    skin: words.skin,
    body: budgetBody(world, start, words),
    answerExample: '[["drive", "castle", "forge"], ["load", "sofa", "forge"], ["drive", "forge", "pier"]]',
    reference: { world, start, words, steps: solvable.steps, shortage: short?.shortage ?? null },
    canonical: canonicalForm(worldRelations(world, start)),
  };
}

/**
 * A plan of the fewest steps is whole, a longer one valid. Otherwise the parcels delivered count; a plan with a step
 * that cannot be taken, as for want of a resource, gets no further than half of them. Where there is no plan, the
 * right resource with a wrong amount is worth as much.
 */
function category(reference: ResourceReference, answer: ResourceAnswer): Category {
  const { world, start, words, steps, shortage } = reference;
  if (!Array.isArray(answer)) {
    if (shortage === null || answer.impossible !== words.resources[shortage.resource]) return 0;
    return answer.needed === shortage.needed ? 4 : 1;
  }
  if (shortage !== null) return 0;
  const plan = answer.map((written) => readStep(written, words));
  const { failedStep, situation } = runPlan(world, start, world.limits, plan);
  const share = deliveredCount(situation) / world.parcels.length;
  if (failedStep !== null) return share > 0 ? 1 : 0;
  if (share === 1) return plan.length === steps.length ? 4 : 3;
  return categoryOfShare(share, 0);
}

function verify(reference: ResourceReference, answer: ResourceAnswer): boolean {
  const { world, start, words } = reference;
  if (!Array.isArray(answer)) {
    const resource = limitedResources(world).find(
      (candidate) => words.resources[candidate] === answer.impossible,
    );
    return resource !== undefined && isShortage(world, start, { resource, needed: answer.needed });
  }
  return reachesGoal(world, start, words, answer) && !hasPlan(world, start, world.limits, answer.length - 1);
}

/** The numeric fluent of the PDDL text whose value at the start is the amount of each resource. */
const fluents: Readonly<Record<Resource, string>> = {
  tank: 'f-tank',
  coins: 'f-coins',
  load: 'f-room',
  passes: 'f-passes',
};

/**
 * `domain`, `problem` and `plan` as PDDL 2.1; and `claim`, JSON: `steps`, the fewest steps of a plan, or null, and then
 * `short`, the fluent that rules every plan out, its value in the problem (`given`) and the least one with which there
 * is a plan (`needed`); `limits` lists the fluents of all limited resources.
 */
function oracle({ world, start, words, steps, shortage }: ResourceReference): Record<string, string> {
  const plan = shortage === null ? steps.map((step) => stepWords(step, words)) : null;
  return {
    ...pddlOf(liftedModel(world, start, words), plan),
    claim: JSON.stringify({
      steps: plan === null ? null : plan.length,
      short:
        shortage === null
          ? null
          : {
              fluent: fluents[shortage.resource],
              given: world.limits[shortage.resource],
              needed: shortage.needed,
            },
      limits: limitedResources(world).map((resource) => fluents[resource]),
    }),
  };
}
