import { z } from 'zod';
import type { RandomStream } from '../../random.ts';
import type { Process, Step, World } from './world.ts';

const wordMax = 60;
/** Steps of the longest answer that is read; no assembly may have as many. */
const stepsReadMax = 60;

const word = z.string().max(wordMax);

export const answerSchema = z.object({
  steps: z.array(z.object({ process: word, material: word, tool: word })).max(stepsReadMax),
});

export type Assembly = z.infer<typeof answerSchema>;

/** The steps by numbers; null for one that names what there is not. */
export function readSteps({ processes, things }: World, { steps }: Assembly): (Step | null)[] {
  const numberOf = (all: readonly { name: string }[], wanted: string) =>
    all.findIndex(({ name }) => name === wanted);
  return steps.map(({ process, material, tool }) => {
    const step = {
      process: numberOf(processes, process),
      material: numberOf(things, material),
      tool: numberOf(things, tool),
    };
    return Object.values(step).includes(-1) ? null : step;
  });
}

export function assemblyOf({ processes, things }: World, steps: readonly Step[]): Assembly {
  return {
    steps: steps.map(({ process, material, tool }) => ({
      process: processes[process]?.name ?? '',
      material: things[material]?.name ?? '',
      tool: things[tool]?.name ?? '',
    })),
  };
}

/** Random processes with random things. */
export function guessed(world: World, random: RandomStream): Assembly {
  const steps = Array.from({ length: random.int(1, world.stepsMax) }, () => {
    const [material, tool] = random.sample([...world.things.keys()], 2) as [number, number];
    return { process: random.int(0, world.processes.length - 1), material, tool };
  });
  return assemblyOf(world, steps);
}

/** Nothing; the first things of the list in every process; the jobs alone, with the first things or the last. */
export function blindAssemblies(world: World): Assembly[] {
  const { processes, things, stepsMax } = world;
  const all = [...processes.keys()];
  const jobs = all.filter((process) => (processes[process] as Process).usual !== null);
  const last = things.length - 1;
  const each = (numbers: readonly number[], material: number, tool: number) =>
    assemblyOf(
      world,
      numbers.slice(0, stepsMax).map((process) => ({ process, material, tool })),
    );
  return [
    { steps: [] },
    each(all, 0, 1),
    each(all, 1, 0),
    each(jobs, 0, 1),
    each(jobs.toReversed(), 0, 1),
    each(jobs, last, last - 1),
    each([...jobs.toReversed(), ...jobs], 0, last),
  ];
}
