import { completed, spend } from '../node-limit.ts';
import type { Budget } from '../solver.ts';
import { after, type Fit, holds, preparationOf } from './repurposing-fits.ts';
import type { Condition, Levels, Process, RepurposingPrompt } from './repurposing-prompt.ts';

/** How the search goes; what is false is done the plain way. */
export interface Manner {
  /** Things are prepared by processes that help what they lack, instead of by any. */
  readonly aims: boolean;
  /** Things that need much preparation are tried before those that need little. */
  readonly rare: boolean;
}

export interface Step {
  readonly process: string;
  readonly material: string;
  readonly tool: string;
}

/** Which things can take each part is found first; then casts are tried until one can be carried out. */
export function assemblyBySearch(prompt: RepurposingPrompt, manner: Manner, budget: Budget): readonly Step[] {
  const jobs = inOrder(prompt.processes.filter(({ job }) => job));
  let found: readonly Step[] = [];
  completed(() => {
    const parts = [beforeJobs(prompt.goals, jobs), ...jobs.map(({ tool }) => tool)];
    const room = prompt.stepsMax - jobs.length;
    const fits = parts.map((conditions) => fitsOf(prompt, conditions, room, manner.aims, budget));
    for (const cast of castsOf(fits, room, manner.rare)) {
      spend(budget);
      const steps = carriedOut(prompt, jobs, cast);
      if (steps === null) continue;
      found = steps;
      break;
    }
  });
  return found;
}

/** A job whose material another job makes comes after it. */
function inOrder(jobs: readonly Process[]): readonly Process[] {
  const ordered: Process[] = [];
  const waiting = [...jobs];
  while (waiting.length > 0) {
    const free = waiting.findIndex(({ material }) =>
      material.every(({ property }) =>
        waiting.every(({ changes, material: own }) => own === material || changes[0]?.[0] !== property),
      ),
    );
    ordered.push(...waiting.splice(Math.max(0, free), 1));
  }
  return ordered;
}

/** The goals as they must stand before the jobs change the levels. */
function beforeJobs(goals: readonly Condition[], jobs: readonly Process[]): Condition[] {
  const changes = jobs.flatMap((job) => job.changes);
  return goals.map((goal) => {
    const own = changes.filter(([property]) => property === goal.property);
    return { ...goal, level: own.reduce((level, [, by]) => level - by, goal.level) };
  });
}

function fitsOf(
  { things, processes }: RepurposingPrompt,
  conditions: readonly Condition[],
  room: number,
  aims: boolean,
  budget: Budget,
): Fit[] {
  const preparing = processes.filter(({ job }) => !job).sort((a, b) => Number(a.gone) - Number(b.gone));
  const fits: Fit[] = [];
  for (const [thing, levels] of things) {
    const usable = preparing.filter(({ tool }) =>
      things.some(([other, own]) => other !== thing && tool.every((condition) => holds(own, condition))),
    );
    const preparation = preparationOf(levels, conditions, usable, room, aims, budget);
    if (preparation !== null) fits.push({ thing, preparation });
  }
  return fits;
}

/** All ways to cast the parts that leave enough steps: those of the most preparation first, or of the least. */
function castsOf(
  fits: readonly (readonly Fit[])[],
  room: number,
  rare: boolean,
): readonly (readonly Fit[])[] {
  let casts: { readonly cast: readonly Fit[]; readonly steps: number }[] = [{ cast: [], steps: 0 }];
  for (const part of fits) {
    casts = casts.flatMap(({ cast, steps }) =>
      part.map((fit) => ({ cast: [...cast, fit], steps: steps + fit.preparation.length })),
    );
  }
  return casts
    .filter(
      ({ cast, steps }) => steps <= room && new Set(cast.map(({ thing }) => thing)).size === cast.length,
    )
    .sort((left, right) => (rare ? right.steps - left.steps : left.steps - right.steps))
    .map(({ cast }) => cast);
}

/** The steps of this cast, with any tools for preparing that are to be had; null where it does not work out. */
function carriedOut(
  { things, processes, goals }: RepurposingPrompt,
  jobs: readonly Process[],
  cast: readonly Fit[],
): Step[] | null {
  const state = new Map<string, Levels>(things);
  const actors = cast.map(({ thing }) => thing);
  const steps: Step[] = [];
  const act = (process: Process, material: string, tool: string | undefined): boolean => {
    const levels = state.get(material);
    const own = tool === undefined ? undefined : state.get(tool);
    if (levels === undefined || own === undefined || tool === undefined) return false;
    if (!process.tool.every((condition) => holds(own, condition))) return false;
    if (!process.material.every((condition) => holds(levels, condition))) return false;
    state.set(material, after(levels, process));
    if (process.gone) state.delete(tool);
    steps.push({ process: process.name, material, tool });
    return true;
  };
  const toolFor = ({ tool, gone }: Process, material: string) =>
    [...state.keys()].find(
      (thing) =>
        thing !== material &&
        !(gone && actors.includes(thing)) &&
        tool.every((condition) => holds(state.get(thing) as Levels, condition)),
    );
  for (const { thing, preparation } of cast) {
    for (const process of preparation) {
      // Another process may do the same where the tools of this one have gone.
      const same = processes.filter(({ changes }) => `${changes}` === `${process.changes}`);
      if (![process, ...same].some((each) => act(each, thing, toolFor(each, thing)))) return null;
    }
  }
  for (const [index, job] of jobs.entries()) {
    if (!act(job, actors[0] as string, actors[index + 1])) return null;
  }
  const finished = state.get(actors[0] as string);
  return finished !== undefined && goals.every((goal) => holds(finished, goal)) ? steps : null;
}
