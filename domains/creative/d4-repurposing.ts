import type { Category, Features, Instance, Parameters, Skill } from '../contract.ts';
import { InstanceRejected } from '../contract.ts';
import type { RandomStream } from '../random.ts';
import { categoryOfShare } from '../task.ts';
import { categoryOfValid, noveltyOf, unusualStrategy } from './novelty.ts';
import {
  type Assembly,
  answerSchema,
  assemblyOf,
  blindAssemblies,
  guessed,
  readSteps,
} from './repurposing/answers.ts';
import { canonicalWorld } from './repurposing/canonical.ts';
import { drawWorld } from './repurposing/draw.ts';
import { explain } from './repurposing/explanation.ts';
import { extraMax } from './repurposing/fits.ts';
import { constraintSet } from './repurposing/formats.ts';
import { type Cast, castOf, drawAssemblies, leastOf } from './repurposing/pool.ts';
import { isWhole } from './repurposing/recheck.ts';
import { run } from './repurposing/run.ts';
import type { Situation } from './repurposing/situation.ts';
import { numberingOf, strategyOf } from './repurposing/strategy.ts';
import { answerExample, bodyOf } from './repurposing/wording.ts';
import { named } from './repurposing/words.ts';
import type { Step, World } from './repurposing/world.ts';

const strategiesMin = 3;
/** Preparing steps of one thing beyond which no part is thought of: the longest assembly and what may be added. */
const preparationMax = 12 + extraMax;

/**
 * The tool made for a job is missing, and some other thing takes its place because of its properties. Export:
 * `constraints`, JSON with all rules, the goals, and the pool of strategies with what their names are made of.
 */
export const repurposing: Skill<Situation, Assembly> = {
  id: 'D4',
  title: 'Repurposing things in a micro-world',
  prerequisites: [],
  parameters: {
    distance: {
      min: 1,
      max: 6,
      default: 3,
      unit: 'properties',
      scale: 'linear',
      monotone: true,
      kind: 'language',
      does: 'In how many properties the thing that most easily takes the place of a usual tool differs from it.',
    },
    steps: {
      min: 1,
      max: 12,
      default: 4,
      unit: 'steps',
      scale: 'linear',
      monotone: true,
      kind: 'search',
      does: 'Steps of the shortest assembly; all but the one or two jobs prepare things for their parts.',
    },
    goals: {
      min: 2,
      max: 12,
      default: 4,
      unit: 'conditions',
      scale: 'linear',
      monotone: true,
      kind: 'search',
      does: 'Number of conditions that one thing has to meet at the end.',
    },
    decoys: {
      min: 0,
      max: 12,
      default: 4,
      unit: 'things',
      scale: 'linear',
      monotone: true,
      kind: 'search',
      does: 'Number of things that look like a usual tool and can take no part.',
    },
    novelty: {
      min: 0,
      max: 1,
      default: 0.5,
      unit: 'share of processes',
      scale: 'linear',
      monotone: false,
      kind: 'language',
      does: 'Share of the processes whose name and main effect are stated in made-up words.',
    },
  },
  interactions: [
    ['steps', 'goals'],
    ['steps', 'decoys'],
  ],
  // Measured over 500 instances at parameters drawn evenly over their ranges: the jobs alone, on the first two things;
  // the other constants and a random answer score less.
  chance: 0.002,
  answerSchema,

  generate,
  answer: (situation) => assemblyOf(situation, situation.steps),
  category,
  aspects: (situation, assembly) => {
    const { valid, quality, strategy } = judged(situation, assembly);
    return { quality, novelty: valid ? noveltyOf(situation.pool, strategy) : 0 };
  },
  verify: isWhole,
  oracle: (situation) => ({ constraints: constraintSet(situation) }),
  solution: explain,
  guess: guessed,
  blindAnswers: blindAssemblies,
};

function generate(parameters: Parameters, random: RandomStream): Instance<Situation> {
  const wanted = {
    steps: random.round(parameters.steps!),
    goals: random.round(parameters.goals!),
    distance: random.round(parameters.distance!),
    decoys: random.round(parameters.decoys!),
  };
  const { world: drawn, jobs } = drawWorld(wanted, random);
  const cast = castOf(drawn, jobs, preparationMax);
  if (cast.some((fits) => fits.length === 0)) throw new InstanceRejected('a part that nothing can take');
  const shortest = jobs.length + cast.reduce((sum, fits) => sum + leastOf(fits), 0);
  const { world: dressed, novelty } = named(drawn, parameters.novelty!, random.substream('names'));
  const world: World = { ...dressed, stepsMax: shortest + extraMax };
  const numbering = numberingOf(world);
  const assemblies = drawAssemblies(world, numbering, jobs, cast, random);
  const pool = Object.fromEntries([...assemblies].map(([strategy, { count }]) => [strategy, count]));
  const strategy = unusualStrategy(pool);
  if (assemblies.size < strategiesMin || strategy === null) throw new InstanceRejected('no unusual strategy');
  const steps = assemblies.get(strategy)?.steps as readonly Step[];
  const startShare = run(world, []).share;
  const situation: Situation = { ...world, ...numbering, startShare, pool, steps, strategy };
  const lengths = [...assemblies.values()].map((assembly) => assembly.steps.length);
  return {
    features: { ...featuresOf(world, jobs, cast), steps: Math.min(...lengths), novelty },
    skin: world.skin,
    body: bodyOf(situation),
    answerExample,
    reference: situation,
    canonical: canonicalWorld(situation),
  };
}

function featuresOf({ things, processes, goals }: World, jobs: readonly number[], cast: Cast): Features {
  const distances = jobs.map((job, index) => {
    const fits = cast[index + 1] as Cast[number];
    const nearest = fits.filter(({ preparation }) => preparation.length === leastOf(fits));
    const usual = processes[job]?.usual?.levels ?? [];
    return Math.min(
      ...nearest.map(
        ({ thing }) => usual.filter((level, property) => level !== things[thing]?.levels[property]).length,
      ),
    );
  });
  const useful = new Set(cast.flatMap((fits) => fits.map(({ thing }) => thing)));
  return {
    distance: distances.reduce((sum, count) => sum + count, 0) / jobs.length,
    goals: goals.length,
    decoys: things.length - useful.size,
  };
}

function category(situation: Situation, assembly: Assembly): Category {
  const { valid, quality, strategy } = judged(situation, assembly);
  if (valid) return categoryOfValid(situation.pool, strategy);
  // All goals may be met before a step that cannot be taken: more than half, and not valid.
  return Math.min(2, categoryOfShare(quality, 0)) as Category;
}

/** Quality is the share of the goals met, less what is met at the start. */
function judged(
  situation: Situation,
  assembly: Assembly,
): { readonly valid: boolean; readonly quality: number; readonly strategy: string } {
  const steps = readSteps(situation, assembly);
  const { whole, share, finished } = run(situation, steps);
  const { startShare } = situation;
  const quality = Math.max(0, (share - startShare) / (1 - startShare));
  const valid = whole && finished >= 0;
  return { valid, quality, strategy: valid ? strategyOf(situation, finished, steps as Step[]) : '' };
}
