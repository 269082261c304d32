import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { stableMarker } from '../registries/directory/content.ts';
import { type Registration, registrationSchema } from '../schema/registration.ts';

/** Search budgets of the sample checkpoints, in nodes a task: the same in both families, over more than two decades. */
export const demoBudgets = [30, 100, 300, 1_000, 3_000, 10_000] as const;

export const demoComputeNote = 'search budget per task, not training compute';

export interface DemoFamily {
  readonly name: string;
  readonly strategy: 'blind' | 'guided';
}

/** The first is made the baseline of the second. */
export const demoFamilies: readonly [DemoFamily, DemoFamily] = [
  { name: 'blind-search', strategy: 'blind' },
  { name: 'guided-search', strategy: 'guided' },
];

/** Writes a registry folder: one checkpoint folder a budget. What stands for weights is the solver's settings. */
export async function writeDemoRegistry(directory: string, family: DemoFamily): Promise<void> {
  for (const nodes of demoBudgets) {
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
  places: { readonly registry: string; readonly endpoint: string; readonly baseline: string | undefined },
): Registration {
  return registrationSchema.parse({
    name: family.name,
    registry: `dir:${places.registry}`,
    endpoint: places.endpoint,
    model: `${family.strategy}-{step}`,
    depth: 'standard',
    computeOrigin: 'scratch',
    computeNote: demoComputeNote,
    openMax: 3,
    ...(places.baseline === undefined ? {} : { baseline: places.baseline }),
  } satisfies Partial<Registration>);
}
