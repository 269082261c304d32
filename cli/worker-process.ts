import type { Config } from '../config.ts';
import type { Engine } from '../engine/engine.ts';
import { firstMessage, type ManagedProcess, startProcess } from './processes.ts';

/** Time beyond the drain that a worker gets to close its connections. */
const closingMs = 10_000;

/** A worker on this engine. */
export async function startWorker(
  engine: Pick<Engine, 'databaseUrl' | 'temporalAddress' | 'stateDirectory'>,
  config: Pick<Config, 'shutdownGraceMs'>,
  logFile: string | null,
): Promise<ManagedProcess> {
  return await startProcess({
    script: ['worker.ts'],
    environment: {
      ...process.env,
      ETUDE_STATE: engine.stateDirectory,
      ETUDE_DATABASE_URL: engine.databaseUrl,
      ETUDE_TEMPORAL_ADDRESS: engine.temporalAddress,
    },
    logFile,
    graceMs: config.shutdownGraceMs + closingMs,
    ready: firstMessage,
  });
}
