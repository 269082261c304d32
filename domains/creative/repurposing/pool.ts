import type { RandomStream } from '../../random.ts';
import { poolSize } from '../novelty.ts';
import { beforeJobs, extraMax, type Fit, fitsOf } from './fits.ts';
import { type State, startOf, take } from './run.ts';
import { type Numbering, strategyOf } from './strategy.ts';
import { type Condition, meetsAll, type Process, type Step, type World } from './world.ts';

/** Draws for each assembly of the pool that may fail before the pool stays smaller. */
const triesPerAssembly = 2;

/** How much rarer each step more of preparation makes a thing. */
const rarer = 3;

/** The things that can take each part: the finished thing first, then the tool of each job in the order of `jobs`. */
export type Cast = readonly (readonly Fit[])[];

/** Who can take which part with at most `stepsMax` preparing steps. `jobs` are in the order in which they are done. */
export function castOf(
  { things, processes, goals }: Omit<World, 'stepsMax' | 'skin'>,
  jobs: readonly number[],
  stepsMax: number,
): Cast {
  const all = jobs.map((job) => processes[job] as Process);
  const preparing = [...processes.entries()]
    .filter(([, { usual }]) => usual === null)
    // Tools that stay are to be preferred, all else being equal.
    .sort(([, left], [, right]) => Number(left.usesUp) - Number(right.usesUp));
  const parts: readonly (readonly Condition[])[] = [beforeJobs(goals, all), ...all.map(({ tool }) => tool)];
  return parts.map((conditions) => {
    const fits = fitsOf(conditions, things, preparing, stepsMax);
    const least = leastOf(fits);
    return fits.filter(({ preparation }) => preparation.length <= least + extraMax);
  });
}

/** The fewest preparing steps of any of these. */
export function leastOf(fits: readonly Fit[]): number {
  return Math.min(...fits.map(({ preparation }) => preparation.length));
}

/**
 * Valid assemblies drawn at random, for each strategy how many there are and a shortest one. Things that need less
 * preparation are drawn more often, three times as often for each step less.
 */
export function drawAssemblies(
  world: World,
  numbering: Numbering,
  jobs: readonly number[],
  cast: Cast,
  random: RandomStream,
): ReadonlyMap<string, { count: number; steps: readonly Step[] }> {
  const found = new Map<string, { count: number; steps: readonly Step[] }>();
  const weighted = cast.map((fits) => {
    const least = leastOf(fits);
    return fits.flatMap((fit) => {
      const weight = rarer ** (extraMax - (fit.preparation.length - least));
      return new Array<Fit>(weight).fill(fit);
    });
  });
  let count = 0;
  for (let tries = 0; count < poolSize && tries < triesPerAssembly * poolSize; tries++) {
    const chosen = weighted.map((fits) => random.pick(fits));
    const assembled = assemble(world, jobs, chosen, random);
    if (assembled === null) continue;
    const { steps, state } = assembled;
    const finished = state.findIndex((levels) => levels !== null && meetsAll(levels, world.goals));
    if (finished < 0) continue;
    count++;
    const strategy = strategyOf(numbering, finished, steps);
    const known = found.get(strategy);
    if (known === undefined) found.set(strategy, { count: 1, steps });
    else {
      known.count++;
      if (steps.length < known.steps.length) known.steps = steps;
    }
  }
  return found;
}

/**
 * Prepares the things chosen and then does the jobs; with the state that this ends in. Null where some step cannot be
 * taken or there are too many.
 */
function assemble(
  world: World,
  jobs: readonly number[],
  chosen: readonly Fit[],
  random: RandomStream,
): { readonly steps: readonly Step[]; readonly state: State } | null {
  const cast = chosen.map(({ thing }) => thing);
  const product = cast[0] as number;
  if (cast.lastIndexOf(product) > 0) return null;
  const state = startOf(world);
  const steps: Step[] = [];
  const taken = (step: Step) => {
    steps.push(step);
    return steps.length <= world.stepsMax && take(world, state, step);
  };
  for (const [material, preparation] of merged(chosen)) {
    for (const process of preparation) {
      const tool = drawTool(world, state, process, material, cast, random);
      if (!taken({ process, material, tool })) return null;
    }
  }
  for (const [index, process] of jobs.entries()) {
    if (!taken({ process, material: product, tool: cast[index + 1] as number })) return null;
  }
  return { steps, state };
}

/** What each thing needs; where it takes two parts, of every process as much as the part that needs more of it. */
function merged(chosen: readonly Fit[]): Map<number, readonly number[]> {
  const needed = new Map<number, readonly number[]>();
  for (const { thing, preparation } of chosen) {
    const before = needed.get(thing) ?? [];
    const rest = [...before];
    const more = preparation.filter((process) => {
      const at = rest.indexOf(process);
      if (at >= 0) rest.splice(at, 1);
      return at < 0;
    });
    needed.set(thing, [...before, ...more]);
  }
  return needed;
}

/** Any thing that can be the tool now; one that is used up must not take a part. -1 where there is none. */
function drawTool(
  { processes }: World,
  state: State,
  number: number,
  material: number,
  cast: readonly number[],
  random: RandomStream,
): number {
  const { tool, usesUp } = processes[number] as Process;
  const fitting: number[] = [];
  for (let thing = 0; thing < state.length; thing++) {
    const levels = state[thing];
    if (!levels || thing === material || (usesUp && cast.includes(thing))) continue;
    if (meetsAll(levels, tool)) fitting.push(thing);
  }
  return fitting.length === 0 ? -1 : random.pick(fitting);
}
