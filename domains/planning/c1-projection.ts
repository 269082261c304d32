/** C1: what has changed after a sequence of actions. Exports: PDDL of the world, and the sequence as its plan. */
import { z } from 'zod';
import type { Category, Instance, Parameters, Skill } from '../contract.ts';
import { InstanceRejected } from '../contract.ts';
import type { RandomStream } from '../random.ts';
import { categoryOfShare } from '../task.ts';
import { drawnFact } from './guesses.ts';
import { canonicalWorld } from './model/canonical.ts';
import { Executor } from './model/executor.ts';
import { ground, holdsIn } from './model/grounding.ts';
import { factWords, type Model, type Step, stepWords, type Words } from './model/model.ts';
import { pddlOf } from './model/pddl.ts';
import { explainProjection } from './projection/explanation.ts';
import { touchedFacts } from './projection/guesses.ts';
import { rulesOfActions, stepLines, worldLines } from './wording.ts';
import { dress } from './worlds/dress.ts';
import { sideEffectsParameter, withSideEffects } from './worlds/flags.ts';
import { drawWalk } from './worlds/walk.ts';
import { drawWorld, familyNames, objectsParameter, sizesOf } from './worlds/worlds.ts';

interface ProjectionReference {
  readonly model: Model;
  readonly steps: readonly Step[];
  readonly changes: Changes;
}

/** Facts that hold in the end and did not at the start, and the other way about. */
interface Changes {
  readonly true: readonly Words[];
  readonly false: readonly Words[];
}

/** F1 up to which an answer earns nothing: to call every fact of the start false comes near it. */
const blindF1 = 0.5;

export const projection: Skill<ProjectionReference, Changes> = {
  id: 'C1',
  title: 'State projection',
  prerequisites: [],
  parameters: {
    steps: {
      min: 1,
      max: 60,
      default: 10,
      unit: 'actions',
      scale: 'log',
      monotone: true,
      kind: 'search',
      does: 'Actions that are carried out one after another.',
    },
    objects: objectsParameter,
    sideEffects: { ...sideEffectsParameter, max: 3, default: 0.5 },
  },
  interactions: [
    ['steps', 'sideEffects'],
    ['steps', 'objects'],
  ],
  // Measured over 4,000 instances at parameters drawn evenly over their ranges: what the start says of the things in
  // the last action, as no longer true, .035, all facts of the start .004, random facts .001.
  chance: 0.035,
  answerSchema: z.object({ true: z.array(z.array(z.string())), false: z.array(z.array(z.string())) }),

  generate,
  answer: ({ changes }) => changes,
  category,
  verify,
  oracle: ({ model, steps }) =>
    pddlOf(
      model,
      steps.map((step) => stepWords(model, step)),
    ),
  solution: ({ model, steps, changes }) => explainProjection(model, steps, changes),
  guess: ({ model }, random) => ({
    true: Array.from({ length: random.int(1, 4) }, () => drawnFact(model, random)),
    false: random
      .sample(model.init, Math.min(model.init.length, random.int(1, 4)))
      .map((fact) => factWords(model, fact)),
  }),
  blindAnswers: ({ model, steps }) => {
    const initial = model.init.map((fact) => factWords(model, fact));
    return [
      { true: [], false: initial },
      { true: [], false: initial.slice(0, 3) },
      { true: initial, false: [] },
      { true: [], false: [] },
      touchedFacts(model, steps),
    ];
  },
};

function generate(parameters: Parameters, random: RandomStream): Instance<ProjectionReference> {
  const steps = random.round(parameters.steps!);
  const objects = random.round(parameters.objects!);
  const family = random.pick(familyNames);
  const shape = { density: 0.4 * random.unit(), irreversible: 0.3 * random.unit() };
  const skeleton = drawWorld(family, { ...shape, ...sizesOf(family, objects) }, random);
  const { model: world, sideEffects } = withSideEffects(skeleton.model, parameters.sideEffects!, random);
  const task = ground(world);
  const walk = drawWalk(task, steps, random);
  const taken: Step[] = walk.actions.map((index) => {
    const { action, objects } = task.actions[index]!;
    return { action, objects };
  });
  const { skin, model } = dress(family, world, random.substream('words'));
  const last = walk.states.at(-1)!;
  const changed = (holds: boolean) =>
    task.facts.filter((_, fact) => holdsIn(last, 0, fact) === holds && holdsIn(task.init, 0, fact) !== holds);
  const changes = {
    true: changed(true).map((fact) => factWords(model, fact)),
    false: changed(false).map((fact) => factWords(model, fact)),
  };
  if (changes.true.length + changes.false.length === 0)
    throw new InstanceRejected('nothing has changed in the end');
  return {
    features: { steps, objects: model.objects.length, sideEffects },
    skin,
    body: [
      `Here is a small world, and actions that change it. ${rulesOfActions}`,
      '',
      ...worldLines(model),
      '',
      'These actions are carried out, one after another; each of them can be:',
      ...stepLines(model, taken),
      '',
      'Which facts are true after the last action that were not true at the start, and which facts were true at the start and are not any more? Answer with a JSON object of two arrays of facts, "true" for the former and "false" for the latter. Leave out every fact that holds, or does not hold, both at the start and in the end.',
    ].join('\n'),
    answerExample:
      '{"true": [["sunny", "town"], ["near", "town", "lake"]], "false": [["near", "town", "hill"]]}',
    reference: { model, steps: taken, changes },
    canonical: canonicalWorld(world, taken),
  };
}

/** F1 of the facts listed, each with its sign; a fact that is listed twice counts once. */
function category({ changes }: ProjectionReference, answer: Changes): Category {
  const right = signed(changes);
  const given = signed(answer);
  const hits = [...given].filter((item) => right.has(item)).length;
  return categoryOfShare((2 * hits) / (right.size + given.size), blindF1);
}

function signed(changes: Changes): Set<string> {
  return new Set([
    ...changes.true.map((words) => JSON.stringify(['+', ...words])),
    ...changes.false.map((words) => JSON.stringify(['-', ...words])),
  ]);
}

function verify({ model, steps }: ProjectionReference, answer: Changes): boolean {
  const { states, failedStep } = new Executor(model).run(steps.map((step) => stepWords(model, step)));
  const before = states[0]!.facts;
  const after = states.at(-1)!.facts;
  // A word of an answer may hold blanks, and must not be taken for two.
  const textOf = (words: Words) => (words.some((word) => word.includes(' ')) ? '' : words.join(' '));
  return (
    failedStep === null &&
    before.symmetricDifference(after).size === new Set([...answer.true, ...answer.false].map(textOf)).size &&
    answer.true.every((words) => after.has(textOf(words)) && !before.has(textOf(words))) &&
    answer.false.every((words) => before.has(textOf(words)) && !after.has(textOf(words)))
  );
}
