import semver from 'semver';
import { dependenciesFresh } from './install.mjs';
import { namespaceAllowed } from './postgres-account.ts';
import { findPostgres, missingLinks } from './postgres-binaries.ts';
import { programCache } from './repository.ts';
import { readRuntime } from './runtime.ts';
import { findGo } from './temporal-install.ts';
import { findTemporal } from './temporal-resolver.ts';
import { goVersionOf, temporalVersion, versionText } from './temporal-version.ts';

/** One thing that was looked at. `missing` stops the engine, `note` is worth knowing. */
export interface Finding {
  readonly subject: 'node' | 'dependencies' | 'postgres' | 'account' | 'temporal' | 'engine';
  readonly state: 'ok' | 'note' | 'missing';
  /** What was found, with its version, in one line. */
  readonly found: string;
  /** What to do about it. */
  readonly advice?: string;
}

export interface DoctorOptions {
  readonly stateDirectory: string;
  readonly databaseUrl?: string | undefined;
  readonly temporalAddress?: string | undefined;
}

const nodeRange = '>=24.0.0';

/** Looks at all that the engine needs. It starts, fetches and changes nothing that a user would notice. */
export async function diagnose(options: DoctorOptions): Promise<Finding[]> {
  const findings = await Promise.all([
    node(),
    dependencies(),
    postgres(options.databaseUrl),
    account(options.databaseUrl),
    temporal(options.temporalAddress),
    engine(options.stateDirectory),
  ]);
  return findings.filter((finding) => finding !== null);
}

function node(): Finding {
  const found = `Node ${process.versions.node} at ${process.execPath}`;
  return semver.satisfies(process.versions.node, nodeRange)
    ? { subject: 'node', state: 'ok', found }
    : {
        subject: 'node',
        state: 'missing',
        found,
        advice: 'run ./etude, which chooses Node 24, or install it',
      };
}

function dependencies(): Finding {
  return dependenciesFresh()
    ? { subject: 'dependencies', state: 'ok', found: 'node_modules is what package-lock.json says' }
    : {
        subject: 'dependencies',
        state: 'note',
        found: 'node_modules is older than package-lock.json',
        advice: 'run npm ci',
      };
}

async function postgres(databaseUrl: string | undefined): Promise<Finding> {
  if (databaseUrl) {
    return { subject: 'postgres', state: 'ok', found: 'ETUDE_DATABASE_URL is used, nothing is embedded' };
  }
  try {
    const { directory, postgres: program } = await findPostgres();
    const version = await versionText(program, ['--version']);
    if (version === null) {
      const advice = 'install glibc, or set ETUDE_DATABASE_URL to a PostgreSQL ≥ 15';
      return { subject: 'postgres', state: 'missing', found: `${program} does not run here`, advice };
    }
    const links = missingLinks(directory).length;
    if (links === 0) return { subject: 'postgres', state: 'ok', found: `${version}, embedded` };
    const advice = 'nothing: the next start restores them';
    return {
      subject: 'postgres',
      state: 'note',
      found: `${version}, ${links} library links missing`,
      advice,
    };
  } catch (error) {
    return {
      subject: 'postgres',
      state: 'missing',
      found: 'no PostgreSQL',
      advice: (error as Error).message,
    };
  }
}

function account(databaseUrl: string | undefined): Finding | null {
  if (databaseUrl || process.getuid?.() !== 0) return null;
  return namespaceAllowed()
    ? { subject: 'account', state: 'ok', found: 'root: PostgreSQL runs in a user namespace' }
    : {
        subject: 'account',
        state: 'note',
        found: 'root, and user namespaces are refused: PostgreSQL runs as postgres or nobody, from /var/tmp',
        advice: 'run as an ordinary user to keep all data in the state folder',
      };
}

async function temporal(temporalAddress: string | undefined): Promise<Finding> {
  if (temporalAddress) {
    return { subject: 'temporal', state: 'ok', found: `ETUDE_TEMPORAL_ADDRESS is used: ${temporalAddress}` };
  }
  const { program, skipped } = await findTemporal({ cacheDirectory: programCache() });
  if (program) {
    const found = `Temporal ${program.version} from ${program.from}: ${program.path}`;
    return { subject: 'temporal', state: 'ok', found };
  }
  const found = skipped.map(({ reason }) => reason).join('; ');
  const go = await findGo(process.env.PATH);
  const advice = go
    ? `nothing: it is downloaded, or built with Go ${await goVersionOf(go)} in some minutes, when it is needed`
    : `nothing with a network: it is downloaded when it is needed; without one put temporal ${temporalVersion} on PATH`;
  return { subject: 'temporal', state: 'note', found, advice };
}

async function engine(stateDirectory: string): Promise<Finding> {
  const runtime = await readRuntime(stateDirectory);
  const found = runtime
    ? `runs since ${runtime.startedAt} as process ${runtime.pid}, Temporal at ${runtime.temporalAddress}`
    : `none runs on ${stateDirectory}`;
  return { subject: 'engine', state: 'ok', found };
}
