import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Strategy } from '../agents/solver.ts';
import { stableMarker } from '../registries/directory/content.ts';
import type { BaselineOrder } from '../schema/baselines.ts';
import { type Registration, registrationSchema } from '../schema/registration.ts';
import type { Regime } from '../schema/shapes.ts';

export const demoComputeNote = 'search budget per task, not training compute';

export interface DemoFamily {
  readonly name: string;
  /** What the family shows, for the one who watches. */
  readonly about: string;
  readonly strategy: Strategy;
  /** Search budgets of its checkpoints, in nodes a task. */
  readonly budgets: readonly number[];
  readonly regime: Regime;
  /** What its curve becomes once it is evaluated. */
  readonly becomes: BaselineOrder | null;
  /** The family whose baselines it is measured against. */
  readonly baseline: string | null;
}

/** The same in both families, over more than two decades. */
const trainingBudgets = [30, 100, 300, 1_000, 3_000, 10_000];
/** Alone it solves some of the easier tasks, so that practice has something to add. */
const learnerNodes = 1_000;
export const demoLearner = `learner-${learnerNodes}`;

/** A curve over compute, and the baseline that it is divided by. */
export const demoTraining: readonly [DemoFamily, DemoFamily] = [
  {
    name: 'blind-search',
    about: 'the blind solver at six search budgets, to be the baseline',
    strategy: 'blind',
    budgets: trainingBudgets,
    regime: 'practice',
    becomes: { kind: 'training' },
    baseline: null,
  },
  {
    name: 'guided-search',
    about: 'the guided solver at the same budgets, measured against blind-search',
    strategy: 'guided',
    budgets: trainingBudgets,
    regime: 'practice',
    becomes: null,
    baseline: 'blind-search',
  },
];

/** One solver that takes techniques from worked solutions, practised in both regimes. */
export const demoPractice: readonly [DemoFamily, DemoFamily] = [
  {
    name: 'learner-static',
    about:
      'a solver that learns from its notebook, practised on tasks of the mix, to be the practice baseline',
    strategy: 'learner',
    budgets: [learnerNodes],
    regime: 'static',
    becomes: { kind: 'practice', checkpoint: demoLearner },
    baseline: null,
  },
  {
    name: 'learner-practice',
    about: 'the same solver, practised on tasks chosen for it',
    strategy: 'learner',
    budgets: [learnerNodes],
    regime: 'practice',
    becomes: null,
    baseline: 'learner-static',
  },
];

/** Writes a registry folder: one checkpoint folder a budget. What stands for weights is the solver's settings. */
export async function writeDemoRegistry(directory: string, family: DemoFamily): Promise<void> {
  for (const nodes of family.budgets) {
    const folder = path.join(directory, `${family.strategy}-${nodes}`);
    await mkdir(folder, { recursive: true });
    await writeFile(
      path.join(folder, 'agent.json'),
      `${JSON.stringify({ strategy: family.strategy, nodesMax: nodes })}\n`,
    );
    await writeFile(
      path.join(folder, 'checkpoint.json'),
      `${JSON.stringify({ step: nodes, compute: { value: nodes, unit: 'search-nodes' } })}\n`,
    );
    // Written last, it says that the folder is whole, which is else believed only some seconds after.
    await writeFile(path.join(folder, stableMarker), '');
  }
}

export function demoRegistration(
  family: DemoFamily,
  places: { readonly registry: string; readonly endpoint: string },
): Registration {
  return registrationSchema.parse({
    name: family.name,
    registry: `dir:${places.registry}`,
    endpoint: places.endpoint,
    model: `${family.strategy}-{step}`,
    regime: family.regime,
    depth: 'quick',
    computeOrigin: 'scratch',
    computeNote: demoComputeNote,
    openMax: 3,
    ...(family.baseline === null ? {} : { baseline: family.baseline }),
  } satisfies Partial<Registration>);
}
