import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { printText, tableText } from '../../cli/output.ts';
import type { ServerOutcome, ServerTest } from './contract.ts';
import { Unavailable } from './environments.ts';

/**
 * Holds adapters against real servers, each installed into a folder of its own:
 *   npm run test:servers [-- NAME …]
 * One that cannot be had here is skipped with its reason. Exit code 1 where a check failed.
 */
const servers: Readonly<Record<string, () => Promise<{ readonly run: ServerTest }>>> = {
  llama: () => import('./llama.ts'),
  family: () => import('./family.ts'),
  litellm: () => import('./litellm.ts'),
  mlflow: () => import('./mlflow.ts'),
  oci: () => import('./oci.ts'),
};

const root = path.join(import.meta.dirname, '..', '..', '.cache', 'servers');
const { positionals } = parseArgs({ allowPositionals: true });
const unknown = positionals.find((name) => !Object.hasOwn(servers, name));
if (unknown !== undefined) {
  throw new Error(`there is no server ${unknown}; known are ${Object.keys(servers).join(', ')}`);
}
const outcomes: ServerOutcome[] = [];
for (const [name, load] of Object.entries(servers)) {
  if (positionals.length > 0 && !positionals.includes(name)) continue;
  const folder = path.join(root, name);
  const say = (message: string) => process.stderr.write(`${name}: ${message}\n`);
  await mkdir(folder, { recursive: true });
  try {
    outcomes.push(await (await load()).run({ folder, say }));
  } catch (error) {
    const message = (error as Error).message;
    if (error instanceof Unavailable) outcomes.push({ name, passed: 0, failed: 0, skipped: message });
    else {
      say(`FAILED: ${message}`);
      outcomes.push({ name, passed: 0, failed: 1 });
    }
  }
}
const failed = outcomes.reduce((sum, outcome) => sum + outcome.failed, 0);
await printText(
  tableText(
    ['server', 'passed', 'failed', 'skipped because'].map((head) => ({ head })),
    outcomes.map((outcome) => [
      outcome.name,
      String(outcome.passed),
      String(outcome.failed),
      outcome.skipped ?? '–',
    ]),
  ),
);
process.exitCode = failed > 0 ? 1 : 0;
