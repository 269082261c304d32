/**
 * C3: a plan, the shorter the better, or an obstacle that shows that there is none. Exports: PDDL of domain and
 * problem, and a shortest plan where there is one.
 */
import { z } from 'zod';
import type { Category, Instance, Parameters, Skill } from '../contract.ts';
import { InstanceRejected } from '../contract.ts';
import type { RandomStream } from '../random.ts';
import { categoryOfShare } from '../task.ts';
import { drawnFact, drawnStep } from './guesses.ts';
import { canonicalWorld } from './model/canonical.ts';
import { Executor } from './model/executor.ts';
import { type Atom, factWords, type Model, type Step, stepWords, type Words } from './model/model.ts';
import { pddlOf } from './model/pddl.ts';
import { drawPlan } from './short-plans/draw.ts';
import { explainObstacle, explainPlan } from './short-plans/explanation.ts';
import { namesOf, progressOf } from './short-plans/grading.ts';
import { type Blocked, block, isObstacle } from './short-plans/obstacle.ts';
import { noPlanWithin, provesImpossible } from './short-plans/proof.ts';
import { goalLines, rulesOfActions, worldLines } from './wording.ts';
import { dress } from './worlds/dress.ts';

interface ShortPlanReference {
  readonly model: Model;
  /** A shortest plan, or an obstacle where there is none; see `short-plans/obstacle.ts`. */
  readonly plan: readonly Step[] | null;
  readonly obstacle: readonly Atom[];
  /** What the proof that no plan is shorter may pass over; see `Skeleton`. */
  readonly irrelevant: readonly number[];
  readonly aside: readonly Atom[];
}

type ShortPlanAnswer = { readonly plan: readonly Words[] } | { readonly impossible: readonly Words[] };

/** Share of tasks that cannot be solved. */
const impossibleShare = 0.16;
/** Worlds that are tried for a goal that can be put out of reach: with few, easy tasks would hardly ever be impossible. */
const worldsToBlock = 4;
/** Answers with more actions or facts than this are not looked through. */
const itemsMax = 1_000;

const wordsSchema = z.array(z.string());

export const shortPlans: Skill<ShortPlanReference, ShortPlanAnswer> = {
  id: 'C3',
  title: 'Short plans, obfuscated names',
  prerequisites: ['C2'],
  parameters: {
    length: {
      min: 1,
      max: 16,
      default: 6,
      unit: 'actions',
      scale: 'linear',
      monotone: true,
      kind: 'search',
      does: 'Actions of a shortest plan (before it was blocked, where there is none).',
    },
    branching: {
      min: 1.8,
      max: 4.5,
      default: 2.7,
      unit: 'actions per state',
      scale: 'linear',
      monotone: true,
      kind: 'search',
      does: 'Actions on relevant things that can be carried out in a state along a shortest plan, on average.',
    },
    deadEnds: {
      min: 0,
      max: 0.3,
      default: 0.05,
      unit: 'share of actions',
      scale: 'linear',
      monotone: false,
      kind: 'search',
      does: 'Share of those actions after which the goal is out of reach.',
    },
    irrelevant: {
      min: 0,
      max: 10,
      default: 2,
      unit: 'things',
      scale: 'linear',
      monotone: true,
      kind: 'search',
      does: 'Things that can be acted on but that no shortest plan touches.',
    },
  },
  interactions: [
    ['length', 'branching'],
    ['length', 'irrelevant'],
  ],
  // Measured over 4,000 instances at parameters drawn evenly over their ranges: the first action with the first things
  // .021, one action of each kind .004, random actions .003, impossible with the goals as the obstacle .000.
  chance: 0.021,
  answerSchema: z.union([
    z.object({ plan: z.array(wordsSchema) }),
    z.object({ impossible: z.array(wordsSchema) }),
  ]),

  generate,
  answer: ({ model, plan, obstacle }) =>
    plan === null
      ? { impossible: obstacle.map((fact) => factWords(model, fact)) }
      : { plan: plan.map((step) => stepWords(model, step)) },
  category,
  verify,
  oracle: ({ model, plan }) => pddlOf(model, plan?.map((step) => stepWords(model, step)) ?? null),
  solution: ({ model, plan, obstacle }) =>
    plan === null ? explainObstacle(model, obstacle) : explainPlan(model, plan),
  guess: ({ model, plan }, random) =>
    random.chance(impossibleShare)
      ? { impossible: [factWords(model, random.pick(model.goals)), drawnFact(model, random)] }
      : {
          plan: Array.from({ length: random.int(1, 2 * (plan?.length ?? 4)) }, () =>
            drawnStep(model, random),
          ),
        },
  blindAnswers: ({ model }) => {
    const goals = model.goals.map((goal) => factWords(model, goal));
    const first = model.actions.map(({ name, parameters }) => [
      name,
      ...parameters.map((type) => model.objects.find((object) => object.type === type)!.name),
    ]);
    return [
      { plan: [] },
      { plan: first },
      { plan: first.slice(0, 1) },
      { impossible: goals },
      { impossible: goals.slice(0, 1) },
      { impossible: goals.slice(-1) },
    ];
  },
};

function generate(parameters: Parameters, random: RandomStream): Instance<ShortPlanReference> {
  const length = random.round(parameters.length!);
  const irrelevantCount = random.round(parameters.irrelevant!);
  const shape = {
    length,
    branching: parameters.branching!,
    deadEnds: parameters.deadEnds!,
    irrelevant: irrelevantCount,
  };
  let drawn = drawPlan(shape, random);
  let blocked: Blocked | null = null;
  if (random.chance(impossibleShare)) {
    for (let world = 1; ; world++) {
      blocked = block(drawn.model, random);
      if (blocked !== null) break;
      if (world === worldsToBlock) throw new InstanceRejected('no goal can be put out of reach');
      drawn = drawPlan(shape, random);
    }
  }
  const world = blocked?.model ?? drawn.model;
  const { skin, model } = dress(drawn.family, world, random.substream('words'));
  return {
    features: {
      length,
      branching: drawn.branching,
      deadEnds: drawn.deadEnds,
      irrelevant: drawn.irrelevant.length,
    },
    skin,
    body: [
      `Here is a small world, and actions that change it. ${rulesOfActions}`,
      '',
      ...worldLines(model),
      '',
      ...goalLines(model),
      '',
      'Which actions, carried out one after another from the start, reach the goal, and as few of them as possible? Answer with a JSON object: "plan" is the array of these actions in their order. If nothing can reach the goal, there is instead "impossible": an array of facts that can never become true, one of them at least a part of the goal. None of them may hold at the start, and every action that makes one of them true must need one of them, or need something else that does not hold at the start and that no kind of action makes true.',
    ].join('\n'),
    answerExample: '{"plan": [["climb", "hill"], ["swim", "lake", "hill"]]}',
    reference: {
      model,
      plan: blocked === null ? drawn.plan : null,
      obstacle: blocked?.obstacle ?? [],
      irrelevant: drawn.irrelevant,
      aside: drawn.aside,
    },
    canonical: canonicalWorld(world),
  };
}

/** A shortest plan is whole, a longer one valid. Otherwise the share of valid steps times that of goals they reach. */
function category({ model, plan, obstacle }: ShortPlanReference, answer: ShortPlanAnswer): Category {
  if ('impossible' in answer) {
    if (plan !== null || answer.impossible.length > itemsMax) return 0;
    const { fact } = namesOf(model);
    const facts = answer.impossible.map(fact);
    if (facts.includes(null)) return 0;
    if (isObstacle(model, facts as Atom[])) return 4;
    const known = new Set(obstacle.map(String));
    const right = facts.filter((one) => known.has(String(one))).length;
    return categoryOfShare(Math.min(0.99, right / Math.max(known.size, facts.length)), obstacleShare);
  }
  const { valid, goalsMet, solved } = progressOf(model, answer.plan);
  if (solved && valid === answer.plan.length) return answer.plan.length <= (plan?.length ?? 0) ? 4 : 3;
  const share = answer.plan.length === 0 ? 0 : (valid / answer.plan.length) * goalsMet;
  return categoryOfShare(Math.min(0.99, share), 0);
}

/** Share of an obstacle up to which an answer earns nothing: the goal alone is half of a small one. */
const obstacleShare = 0.5;

function verify({ model, plan, irrelevant, aside }: ShortPlanReference, answer: ShortPlanAnswer): boolean {
  if ('impossible' in answer) {
    if (answer.impossible.length > itemsMax) return false;
    const facts = answer.impossible.map(([name, ...things]) =>
      [
        model.predicates.findIndex((predicate) => predicate.name === name),
        ...things.map((thing) => model.objects.findIndex((object) => object.name === thing)),
      ].join(),
    );
    const known = facts.every((fact, at) => !fact.includes('-1') && isTyped(model, answer.impossible[at]!));
    return known && provesImpossible(model, new Set(facts));
  }
  const executor = new Executor(model);
  const solves = (steps: readonly Words[]) => {
    const { states, failedStep } = executor.run(steps);
    const { met, all } = executor.goalsMet(states.at(-1)!);
    return failedStep === null && met === all;
  };
  if (!solves(answer.plan)) return false;
  const known = plan?.map((step) => stepWords(model, step));
  if (known !== undefined && known.length < answer.plan.length && solves(known)) return false;
  return noPlanWithin(model, answer.plan.length - 1, aside, irrelevant);
}

function isTyped({ predicates, objects, types }: Model, [name, ...things]: Words): boolean {
  const wanted = predicates.find((predicate) => predicate.name === name)?.types.map((type) => types[type]);
  const given = things.map((thing) => types[objects.find((object) => object.name === thing)?.type ?? -1]);
  return wanted?.length === given.length && given.every((type, place) => type === wanted[place]);
}
