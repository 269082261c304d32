import { constants } from 'node:os';
import type { TestProject } from 'vitest/node';
import { sayTo } from '../../engine/progress.ts';
import { startTemporaryEngine } from '../../engine/temporary.ts';

declare module 'vitest' {
  export interface ProvidedContext {
    /** A superuser's address of the PostgreSQL of this run; a test file works in a database of its own. */
    databaseAdminUrl: string;
    /** `host:port` of the Temporal server of this run; a test takes task queues and ids of its own. */
    temporalAddress: string;
    /** A folder that is gone after the run, with every process that has it in its command. */
    temporaryDirectory: string;
  }
}

/** One engine for the whole run, in a temporary folder. Returns how to stop it. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const engine = await startTemporaryEngine({ durability: 'fast', say: sayTo(process.stderr) });
  project.provide('databaseAdminUrl', engine.databaseUrl);
  project.provide('temporalAddress', engine.temporalAddress);
  project.provide('temporaryDirectory', engine.stateDirectory);
  // An interrupted run leaves no server either: the engine kills them when the process exits.
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.once(signal, () => process.exit(128 + constants.signals[signal]));
  }
  return engine.stop;
}
