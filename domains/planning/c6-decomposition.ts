import { z } from 'zod';
import type { Category, Instance, Parameters, Skill } from '../contract.ts';
import type { RandomStream } from '../random.ts';
import { categoryOfShare } from '../task.ts';
import { ExpeditionChecker, reachesGoal } from './expedition/checker.ts';
import { drawExpedition, type Expedition } from './expedition/drawing.ts';
import { explainPlan, explainRing, ringWords } from './expedition/explanation.ts';
import { orderShare, planShare, textOf } from './expedition/grading.ts';
import { type Milestone, milestonesOf, neededPasses } from './expedition/milestones.ts';
import { expeditionWords } from './expedition/words.ts';
import { asideFact, drawExpeditionWorld, timetablePlan } from './expedition/world.ts';
import { canonicalWorld } from './model/canonical.ts';
import { type Atom, factWords, type Model, type Step, stepWords, type Words } from './model/model.ts';
import { pddlOf } from './model/pddl.ts';
import { goalLines, rulesOfActions, worldLines } from './wording.ts';
import { dressIn } from './worlds/dress.ts';

/** A world with its milestones in a right order and a shortest plan, or with a ring of passes and no plan. */
interface DecompositionReference {
  readonly model: Model;
  readonly milestones: readonly Milestone[];
  /** Facts among the candidates that some shortest plan does without. */
  readonly decoys: readonly Atom[];
  readonly plan: readonly Step[] | null;
  readonly ring: readonly number[] | null;
}

const wordLists = z.array(z.array(z.string()));
const answerSchema = z.union([
  z.strictObject({ order: wordLists, plan: wordLists }),
  z.strictObject({ impossible: wordLists }),
]);
type DecompositionAnswer = z.infer<typeof answerSchema>;

const impossibleShare = 0.12;

/**
 * Several parties have goals of their own, but open the way for one another and can close it. Which milestones does
 * every plan need, in which order, and what is a shortest plan?
 *
 * Exports: PDDL, with the plan where there is one; `landmarks`, JSON with `candidates`, `landmarks` (those that every
 * plan makes true, in a right order; null where no plan exists), `steps` (the fewest of a plan, or null) and `ring`
 * (facts none of which can come true before the next, or null). Facts are `[predicate, ...objects]` in the names of
 * the prompt, which stand in the PDDL behind `p-` and `o-`.
 */
export const decomposition: Skill<DecompositionReference, DecompositionAnswer> = {
  id: 'C6',
  title: 'Goal decomposition',
  prerequisites: ['C3'],
  parameters: {
    subgoals: {
      min: 3,
      max: 8,
      default: 4,
      unit: 'goals',
      scale: 'linear',
      monotone: true,
      kind: 'search',
      does: 'Number of goals, each with a route of its own.',
    },
    depth: {
      min: 3,
      max: 7,
      default: 4,
      unit: 'steps a route',
      scale: 'linear',
      monotone: true,
      kind: 'search',
      does: 'Mean number of steps from the start of a route to its goal.',
    },
    shared: {
      min: 4,
      max: 7,
      default: 4,
      unit: 'landmarks',
      scale: 'linear',
      monotone: true,
      kind: 'search',
      does: 'Landmarks that are reached on one route and needed on others.',
    },
    threats: {
      min: 0,
      max: 4,
      default: 2,
      unit: 'threats',
      scale: 'linear',
      monotone: false,
      kind: 'search',
      does: 'Steps on one route that undo a landmark which others need before.',
    },
  },
  interactions: [
    ['subgoals', 'depth'],
    ['shared', 'threats'],
  ],
  // Measured over 4,000 instances at parameters drawn evenly over their ranges: the first two passes as a ring .027, all
  // passes as one .003, candidates in the order of their words .002.
  chance: 0.027,
  answerSchema,

  generate,
  answer: ({ model, milestones, plan, ring }) =>
    plan === null
      ? { impossible: ringWords(model, milestones, ring!).map((words) => [...words]) }
      : {
          order: milestones.map(({ fact }) => [...factWords(model, fact)]),
          plan: plan.map((step) => [...stepWords(model, step)]),
        },
  category,
  verify,
  oracle: ({ model, milestones, decoys, plan, ring }) => ({
    ...pddlOf(model, plan?.map((step) => stepWords(model, step)) ?? null),
    landmarks: JSON.stringify({
      candidates: candidateWords(model, milestones, decoys),
      landmarks: plan === null ? null : milestones.map(({ fact }) => factWords(model, fact)),
      steps: plan?.length ?? null,
      ring: ring === null ? null : ringWords(model, milestones, ring),
    }),
  }),
  solution: ({ model, milestones, decoys, plan, ring }) =>
    plan === null ? explainRing(model, milestones, ring!) : explainPlan(model, milestones, decoys, plan),
  guess: ({ model, milestones, decoys }, random) => ({
    order: random.shuffle(candidateWords(model, milestones, decoys)),
    plan: [],
  }),
  blindAnswers: ({ model, milestones, decoys }) => {
    const candidates = candidateWords(model, milestones, decoys);
    const issues = milestones
      .filter(({ issues }) => issues !== null)
      .map(({ fact }) => [...factWords(model, fact)]);
    const inOrder = issues.toSorted((left, right) => (textOf(left) < textOf(right) ? -1 : 1));
    return [
      { order: candidates, plan: [] },
      { order: candidates.toReversed(), plan: [] },
      { order: [], plan: [] },
      { impossible: inOrder.slice(0, 2) },
      { impossible: inOrder },
    ];
  },
};

function generate(parameters: Parameters, random: RandomStream): Instance<DecompositionReference> {
  const parties = random.round(parameters.subgoals!);
  const steps = random.round(parties * parameters.depth!);
  const passes = random.round(parameters.shared!);
  const alarms = random.round(parameters.threats!);
  const solvable = !random.chance(impossibleShare);
  const expedition = drawExpedition({ parties, steps, passes, alarms, solvable }, random);
  const world = drawExpeditionWorld(expedition, random);
  const { skin, model } = dressIn(expeditionWords, world.model, random.substream('words'));
  const milestones = milestonesOf(expedition, world);
  const decoys = random
    .sample(world.asides, Math.min(world.asides.length, parties))
    .map((aside) => asideFact(world, aside));
  return {
    features: { subgoals: parties, depth: steps / parties, shared: passes, threats: alarmsOf(expedition) },
    skin,
    body: bodyOf(model, candidateWords(model, milestones, decoys), passKind(model, milestones)),
    answerExample:
      '{"order": [["ripe", "plum"], ["full", "jar"]], "plan": [["pick", "plum"], ["fill", "jar", "plum"]]}',
    reference: {
      model,
      milestones,
      decoys,
      plan: solvable ? timetablePlan(expedition, world) : null,
      ring: expedition.ring,
    },
    canonical: canonicalWorld(world.model, [], decoys),
  };
}

function alarmsOf({ roles }: Expedition): number {
  return roles.flat().filter((role) => role?.kind === 'alarmed').length;
}

/** In the order of their words, which says nothing of how they were drawn. */
function candidateWords(model: Model, milestones: readonly Milestone[], decoys: readonly Atom[]): string[][] {
  return [...milestones.map(({ fact }) => fact), ...decoys]
    .map((fact) => [...factWords(model, fact)])
    .sort((left, right) => (textOf(left) < textOf(right) ? -1 : 1));
}

/** Word of the facts that say that a pass is valid. */
function passKind(model: Model, milestones: readonly Milestone[]): string {
  return factWords(model, milestones.find(({ issues }) => issues !== null)!.fact)[0]!;
}

function bodyOf(model: Model, candidates: readonly Words[], passKind: string): string {
  return [
    `Here is a small world, and a goal. ${rulesOfActions}`,
    '',
    ...worldLines(model),
    '',
    ...goalLines(model),
    '',
    'Possible milestones:',
    ...candidates.map((words) => `- [${words.map((word) => JSON.stringify(word)).join(', ')}]`),
    '',
    'A possible milestone is needed when it comes true at some time in every plan that reaches the goal. List exactly the needed ones, in the order in which they come true for the first time in some plan that has as few steps as possible; if there are several such orders, any of them will do. Then give a plan that has as few steps as possible; it need not be the one of your order. Answer with {"order": […], "plan": […]}, an array of facts and an array of actions.',
    '',
    `It may be that no plan reaches the goal. Then there is a ring: two or more of the possible milestones ["${passKind}", …], each of which can come true only after the next one has, and the last only after the first. In that case answer with {"impossible": […]}, the facts of a ring in its order; any ring will do.`,
    '',
    'Which milestones are needed, in which order, and what is a shortest plan, or which ring makes it impossible?',
  ].join('\n');
}

/** Whole for a right order and a plan: 4 for a shortest plan, 3 for a longer one; else the mean of both shares. */
function category(reference: DecompositionReference, answer: DecompositionAnswer): Category {
  const { model, milestones, plan } = reference;
  if ('impossible' in answer) return isRingOf(reference, answer.impossible) ? 4 : 0;
  if (plan === null) return 0;
  const order = orderShare(model, milestones, answer.order);
  const reached = planShare(model, answer.plan);
  if (order === 1 && reached === 1) return answer.plan.length === plan.length ? 4 : 3;
  return categoryOfShare((order + reached) / 2, 0);
}

function isRingOf({ model, milestones }: DecompositionReference, ring: readonly Words[]): boolean {
  const issues = milestones.filter(({ issues }) => issues !== null);
  const needed = neededPasses(milestones, issues.length);
  const passes = ring.map(
    (words) => issues.find(({ fact }) => textOf(factWords(model, fact)) === textOf(words))?.issues ?? -1,
  );
  return (
    passes.length > 1 &&
    !passes.includes(-1) &&
    new Set(passes).size === passes.length &&
    passes.every((pass, at) => needed[pass]!.has(passes[(at + 1) % passes.length]!))
  );
}

function verify({ model, milestones, decoys }: DecompositionReference, answer: DecompositionAnswer): boolean {
  if ('impossible' in answer) return ExpeditionChecker.of(model).isRing(answer.impossible);
  const checker = ExpeditionChecker.of(model);
  const candidates = [...milestones.map(({ fact }) => fact), ...decoys];
  return (
    answer.plan.length <= checker.leastSteps() &&
    checker.isLandmarkOrder(candidates, answer.order) &&
    reachesGoal(model, answer.plan)
  );
}
