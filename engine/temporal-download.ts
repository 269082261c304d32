import { TestWorkflowEnvironment } from '@temporalio/testing';
import { temporalVersion } from './temporal-version.ts';

/** `node temporal-download.ts FOLDER`: the SDK downloads the server there and starts it once. */
try {
  const environment = await TestWorkflowEnvironment.createLocal({
    server: {
      executable: {
        type: 'cached-download',
        version: `v${temporalVersion}`,
        ...(process.argv[2] ? { downloadDir: process.argv[2] } : {}),
      },
    },
  });
  await environment.teardown();
} catch (error) {
  // Each layer of the SDK repeats what the one below it says: the last clause is the cause.
  console.error(innermost(error).replaceAll(/\s+/g, ' ').split(': ').at(-1));
  process.exitCode = 1;
}

function innermost(error: unknown): string {
  return error instanceof Error ? (error.cause ? innermost(error.cause) : error.message) : String(error);
}
