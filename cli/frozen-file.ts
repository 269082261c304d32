import { access, mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { UsageError } from './output.ts';

/** Throws `UsageError` where the file exists: whatever was scored with a version must stay what it was. */
export async function refuseExisting(file: string): Promise<void> {
  const exists = await access(file).then(
    () => true,
    () => false,
  );
  if (exists) throw frozen(file);
}

/** Writes a new file of JSON and never over one. Throws `UsageError` where it exists. */
export async function writeFrozen(file: string, content: unknown): Promise<void> {
  await mkdir(path.dirname(file), { recursive: true });
  try {
    await writeFile(file, `${JSON.stringify(content, null, 1)}\n`, { flag: 'wx' });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    throw frozen(file);
  }
}

function frozen(file: string): UsageError {
  return new UsageError(`${file} exists, and a version is frozen: choose another version or folder`);
}
