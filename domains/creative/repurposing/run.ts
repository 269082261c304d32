import { changed, type Levels, meetsAll, type Step, type World } from './world.ts';

/** Levels of all things while an assembly runs; null for a thing that is used up. */
export type State = (Levels | null)[];

export function startOf({ things }: Pick<World, 'things'>): State {
  return things.map(({ levels }) => levels);
}

/** Takes the step and changes the state; false, with the state as it was, when the step cannot be taken. */
export function take({ processes }: Pick<World, 'processes'>, state: State, step: Step): boolean {
  const process = processes[step.process];
  const material = state[step.material];
  const tool = state[step.tool];
  if (!process || !material || !tool || step.material === step.tool) return false;
  if (!meetsAll(tool, process.tool) || !meetsAll(material, process.material)) return false;
  state[step.material] = changed(material, process.changes);
  if (process.usesUp) state[step.tool] = null;
  return true;
}

export interface Outcome {
  /** The steps could all be taken and are no more than allowed. */
  readonly whole: boolean;
  /** Share of the goals that the best thing meets after the steps that could be taken, 0 to 1. */
  readonly share: number;
  /** The first thing that meets all goals then, or -1. */
  readonly finished: number;
}

/** Takes the steps up to the first that cannot be taken; null stands for one that names what does not exist. */
export function run(world: World, steps: readonly (Step | null)[]): Outcome {
  const state = startOf(world);
  let taken = 0;
  for (const step of steps) {
    if (step === null || taken === world.stepsMax || !take(world, state, step)) break;
    taken++;
  }
  const met = state.map((levels) =>
    levels === null ? 0 : world.goals.filter((goal) => meetsAll(levels, [goal])).length,
  );
  const most = Math.max(...met);
  return {
    whole: taken === steps.length,
    share: most / world.goals.length,
    finished: met.indexOf(world.goals.length),
  };
}
