/**
 * C2: the first step of a plan that cannot be carried out, what it lacks, and an action that mends it; or that there
 * is none. Exports: PDDL of the world; `plan` holds the steps that can be carried out, as far as the first that cannot.
 */
import { z } from 'zod';
import type { Category, Instance, Parameters, Skill } from '../contract.ts';
import { InstanceRejected } from '../contract.ts';
import type { RandomStream } from '../random.ts';
import { drawnFact } from './guesses.ts';
import { canonicalWorld } from './model/canonical.ts';
import { Executor } from './model/executor.ts';
import { type GroundTask, ground, holdsIn } from './model/grounding.ts';
import { type Atom, factWords, type Model, type Step, stepWords, type Words } from './model/model.ts';
import { pddlOf } from './model/pddl.ts';
import { spoil } from './violation/draw.ts';
import { explainViolation } from './violation/explanation.ts';
import { rulesOfActions, stepLines, worldLines } from './wording.ts';
import { dress } from './worlds/dress.ts';
import { sideEffectsParameter, withSideEffects } from './worlds/flags.ts';
import { drawWalk } from './worlds/walk.ts';
import { drawWorld, familyNames, objectsParameter, sizesOf } from './worlds/worlds.ts';

interface PlanCheckReference {
  readonly model: Model;
  readonly steps: readonly Step[];
  /** The thing that the facts of a whole plan's certificate name. */
  readonly asked: number;
  readonly failure: Failure | null;
  /** Facts that name `asked`, and that hold in the end and not at the start; empty for a plan with a failure. */
  readonly gained: readonly Atom[];
}

interface Failure {
  /** Index from 0. */
  readonly step: number;
  readonly unmet: readonly Atom[];
  readonly repairs: readonly Step[];
}

/** Steps count from 1; step 0 says that the whole plan can be carried out. */
type PlanCheckAnswer =
  | { readonly step: number; readonly missing: Words; readonly repair: Words }
  | { readonly step: 0; readonly gained: readonly Words[] };

/** Share of plans that can be carried out as a whole. */
const wholeShare = 0.15;

const wordsSchema = z.array(z.string());

export const planCheck: Skill<PlanCheckReference, PlanCheckAnswer> = {
  id: 'C2',
  title: 'Applicability, first invalid step, repair',
  prerequisites: ['C1'],
  parameters: {
    length: {
      min: 5,
      max: 40,
      default: 10,
      unit: 'steps',
      scale: 'log',
      monotone: true,
      kind: 'search',
      does: 'Steps of the plan that is to be checked.',
    },
    depth: {
      min: 0,
      max: 1,
      default: 0.6,
      unit: 'share of the plan',
      scale: 'linear',
      monotone: true,
      kind: 'search',
      does: 'Where the first step stands that cannot be carried out, from the first step of the plan to the last.',
    },
    objects: objectsParameter,
    sideEffects: { ...sideEffectsParameter, max: 2, default: 0.3 },
  },
  interactions: [['length', 'depth']],
  // Measured over 4,000 instances at parameters drawn evenly over their ranges: the step in the middle with a fact and
  // an action at random .023, the second step .021, a random step .019, the first .012, the last .011, no step .000.
  chance: 0.023,
  answerSchema: z.union([
    z.object({ step: z.int().min(1), missing: wordsSchema, repair: wordsSchema }),
    z.object({ step: z.literal(0), gained: z.array(wordsSchema) }),
  ]),

  generate,
  answer,
  category,
  verify,
  oracle: ({ model, steps, failure }) =>
    pddlOf(
      model,
      steps.slice(0, failure?.step ?? steps.length).map((step) => stepWords(model, step)),
    ),
  solution: ({ model, steps, failure, asked, gained }) =>
    failure === null
      ? `${explainViolation(model, steps, null)}\nEvery step can be carried out. Of the facts that name ${model.objects[asked]!.name} these have become true: ${gained.map((fact) => JSON.stringify(factWords(model, fact))).join(', ')}.`
      : explainViolation(model, steps, { ...failure, repair: failure.repairs[0]! }),
  guess: ({ model, steps }, random) =>
    random.chance(wholeShare)
      ? { step: 0, gained: [drawnFact(model, random)] }
      : {
          step: random.int(1, steps.length),
          missing: drawnFact(model, random),
          repair: stepWords(model, random.pick(steps)),
        },
  blindAnswers: ({ model, steps }) => {
    const words = steps.map((step) => stepWords(model, step));
    const initial = factWords(model, model.init.at(-1)!);
    return [
      { step: 0, gained: [] },
      { step: 0, gained: [initial] },
      ...[1, 2, Math.ceil(steps.length / 2), steps.length].map((step) => ({
        step,
        missing: initial,
        repair: words[0]!,
      })),
    ];
  },
};

function generate(parameters: Parameters, random: RandomStream): Instance<PlanCheckReference> {
  const length = random.round(parameters.length!);
  const family = random.pick(familyNames);
  const shape = { density: 0.4 * random.unit(), irreversible: 0.3 * random.unit() };
  const skeleton = drawWorld(
    family,
    { ...shape, ...sizesOf(family, random.round(parameters.objects!)) },
    random,
  );
  const { model: world, sideEffects } = withSideEffects(skeleton.model, parameters.sideEffects!, random);
  const task = ground(world);
  const walk = drawWalk(task, length + 1, random);
  const whole = random.chance(wholeShare);
  const violation = whole ? null : spoil(task, walk, random.round(parameters.depth! * (length - 1)), random);
  if (!whole && violation === null) throw new InstanceRejected('no plan that one action mends');
  const plan = violation === null ? walk.actions.slice(0, -1) : violation.plan;
  const steps = plan.map((index) => stepOf(task, index));
  const gainedFacts = violation === null ? gainedIn(task, walk.states[length]!) : [];
  if (whole && gainedFacts.length === 0) throw new InstanceRejected('nothing has become true in the end');
  const asked = askedThing(steps, gainedFacts, random);
  const { skin, model } = dress(family, world, random.substream('words'));
  const failure: Failure | null =
    violation === null
      ? null
      : {
          step: violation.step,
          unmet: violation.unmet.map((fact) => task.facts[fact]!),
          repairs: violation.repairs.map((index) => stepOf(task, index)),
        };
  return {
    features: {
      length,
      depth: failure === null ? 1 : failure.step / (length - 1),
      objects: model.objects.length,
      sideEffects,
    },
    skin,
    body: bodyOf(model, steps, asked),
    answerExample: '{"step": 3, "missing": ["near", "hill", "lake"], "repair": ["climb", "hill"]}',
    reference: {
      model,
      steps,
      asked,
      failure,
      gained: gainedFacts.filter((fact) => fact.slice(1).includes(asked)),
    },
    canonical: canonicalWorld(world, steps),
  };
}

function stepOf(task: GroundTask, index: number): Step {
  const { action, objects } = task.actions[index]!;
  return { action, objects };
}

function gainedIn(task: GroundTask, end: Int32Array): Atom[] {
  return task.facts.filter((_, fact) => holdsIn(end, 0, fact) && !holdsIn(task.init, 0, fact));
}

/** A thing that has gained facts; where no plan is whole, one that the plan speaks of, so that nothing is given away. */
function askedThing(steps: readonly Step[], gained: readonly Atom[], random: RandomStream): number {
  const things =
    gained.length > 0 ? gained.map((fact) => fact.slice(1)) : steps.map(({ objects }) => objects);
  const candidates = [...new Set(things.flat())];
  return random.pick(candidates);
}

function bodyOf(model: Model, steps: readonly Step[], asked: number): string {
  const thing = model.objects[asked]!.name;
  return [
    `Here is a small world, and actions that change it. ${rulesOfActions}`,
    '',
    ...worldLines(model),
    '',
    'This is a plan; its steps are to be carried out one after another:',
    ...stepLines(model, steps),
    '',
    `Which is the first step that cannot be carried out when its turn comes? Answer with a JSON object: "step" is its number; "missing" is a fact that it needs and that does not hold then (or, if it needs that something is not so, the fact that holds then and must not); "repair" is an action that can be carried out just before it and after which the step can be carried out. If every step can be carried out, "step" is 0 and there is instead "gained": of the facts that name ${thing}, all that are true after the last step and were not true at the start.`,
  ].join('\n');
}

function answer({ model, failure, gained }: PlanCheckReference): PlanCheckAnswer {
  if (failure === null) return { step: 0, gained: gained.map((fact) => factWords(model, fact)) };
  return {
    step: failure.step + 1,
    missing: factWords(model, failure.unmet[0]!),
    repair: stepWords(model, failure.repairs[0]!),
  };
}

/** Only the right step counts: alone 1, with one of the two other parts 2. A whole plan counts by its certificate. */
function category({ model, failure, gained }: PlanCheckReference, given: PlanCheckAnswer): Category {
  if ('gained' in given) {
    if (failure !== null) return 0;
    const right = new Set(gained.map((fact) => JSON.stringify(factWords(model, fact))));
    const listed = new Set(given.gained.map((words) => JSON.stringify(words)));
    const hits = [...listed].filter((text) => right.has(text)).length;
    if (hits === 0) return 0;
    return hits === right.size && hits === listed.size ? 4 : 1;
  }
  if (failure === null || given.step !== failure.step + 1) return 0;
  const same = (words: Words, other: Words) => JSON.stringify(words) === JSON.stringify(other);
  const missing = failure.unmet.some((fact) => same(factWords(model, fact), given.missing));
  const repair = failure.repairs.some((step) => same(stepWords(model, step), given.repair));
  if (missing && repair) return 4;
  return missing || repair ? 2 : 1;
}

function verify({ model, steps, asked }: PlanCheckReference, given: PlanCheckAnswer): boolean {
  const executor = new Executor(model);
  const plan = steps.map((step) => stepWords(model, step));
  const { states, failedStep, unmet } = executor.run(plan);
  const end = states.at(-1)!;
  const plain = (words: Words) => words.length > 0 && words.every((word) => !word.includes(' '));
  if ('gained' in given) {
    const start = states[0]!.facts;
    const thing = model.objects[asked]!.name;
    const gained = [...end.facts].filter(
      (fact) => !start.has(fact) && fact.split(' ').slice(1).includes(thing),
    );
    const listed = new Set(given.gained.map((words) => (plain(words) ? words.join(' ') : '')));
    return failedStep === null && gained.length === listed.size && gained.every((fact) => listed.has(fact));
  }
  if (failedStep === null || given.step !== failedStep + 1 || !plain(given.missing)) return false;
  if (!unmet.some(({ words }) => words.join(' ') === given.missing.join(' '))) return false;
  if (executor.unmet(end, given.repair)?.length !== 0) return false;
  return executor.unmet(executor.after(end, given.repair), plan[failedStep]!)?.length === 0;
}
