import { randomUUID } from 'node:crypto';
import { readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { processStart } from './processes.ts';

const runtimeSchema = z.object({
  version: z.literal(1),
  pid: z.int().positive(),
  /** `processStart` of the owner: a later process with the same pid is not the owner. */
  processStart: z.string(),
  databaseUrl: z.string(),
  temporalAddress: z.string(),
  startedAt: z.iso.datetime(),
});

/** Where the running engine of a state folder is. The address of the database holds its password. */
export type Runtime = z.infer<typeof runtimeSchema>;

const runtimePath = (stateDirectory: string) => join(stateDirectory, 'runtime.json');

/** Tells the other commands of the state folder where this process has its engine. */
export async function writeRuntime(
  stateDirectory: string,
  addresses: Pick<Runtime, 'databaseUrl' | 'temporalAddress'>,
): Promise<void> {
  const runtime: Runtime = {
    version: 1,
    pid: process.pid,
    processStart: processStart(process.pid) ?? '',
    ...addresses,
    startedAt: new Date().toISOString(),
  };
  const path = runtimePath(stateDirectory);
  const unfinished = `${path}.${randomUUID()}`;
  await writeFile(unfinished, `${JSON.stringify(runtime, null, 2)}\n`, { mode: 0o600 });
  await rename(unfinished, path);
}

/** The running engine of the folder; null when there is none, its owner has died or the file is not ours. */
export async function readRuntime(stateDirectory: string): Promise<Runtime | null> {
  let content: unknown;
  try {
    content = JSON.parse(await readFile(runtimePath(stateDirectory), 'utf8'));
  } catch {
    return null;
  }
  const parsed = runtimeSchema.safeParse(content);
  if (!parsed.success) return null;
  return processStart(parsed.data.pid) === parsed.data.processStart ? parsed.data : null;
}

export async function removeRuntime(stateDirectory: string): Promise<void> {
  await rm(runtimePath(stateDirectory), { force: true });
}
