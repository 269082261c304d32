import { createHash } from 'node:crypto';
import { mkdir, readdir, readFile, rename, stat, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';

const repository = path.join(import.meta.dirname, '..');

/**
 * Path of the workflow bundle, built once a content: packing the workflows takes seconds, and every worker of an
 * installation runs the same ones. The cache's name is a hash of all that goes in.
 */
export async function workflowBundle(cacheDirectory: string): Promise<string> {
  const codePath = path.join(cacheDirectory, `workflows-${await contentHash()}.js`);
  if (await exists(codePath)) return codePath;
  const { bundleWorkflowCode } = await import('@temporalio/worker');
  const quiet = () => {};
  const { code } = await bundleWorkflowCode({
    workflowsPath: path.join(repository, 'workflows', 'index.ts'),
    logger: { log: quiet, trace: quiet, debug: quiet, info: quiet, warn: quiet, error: console.error },
  });
  await mkdir(cacheDirectory, { recursive: true });
  const temporary = `${codePath}.${process.pid}`;
  await writeFile(temporary, code);
  await rename(temporary, codePath);
  return codePath;
}

async function contentHash(): Promise<string> {
  const folder = path.join(repository, 'workflows');
  const sources = (await readdir(folder)).filter((name) => name.endsWith('.ts')).sort();
  const hash = createHash('sha256');
  for (const file of [...sources.map((name) => path.join(folder, name)), path.join(repository, 'ids.ts')]) {
    hash.update(`${path.basename(file)}\n`).update(await readFile(file));
  }
  const sdk = createRequire(import.meta.url)('@temporalio/workflow/package.json') as { version: string };
  return hash.update(sdk.version).digest('hex').slice(0, 16);
}

async function exists(file: string): Promise<boolean> {
  return await stat(file).then(
    () => true,
    () => false,
  );
}
