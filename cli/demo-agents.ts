import { z } from 'zod';
import { firstLine, type ManagedProcess, startProcess } from './processes.ts';

const servedSchema = z.object({ url: z.url() });
const graceMs = 3_000;

/** The reference agents as a process of their own, as a model server would be. `url` is the base of their API. */
export async function startDemoAgents(logFile: string): Promise<ManagedProcess & { readonly url: string }> {
  const agents = await startProcess({
    script: ['cli.ts', 'agent', 'serve'],
    environment: process.env,
    logFile,
    graceMs,
    ready: firstLine,
  });
  return { ...agents, url: servedSchema.parse({ url: agents.ready }).url };
}
