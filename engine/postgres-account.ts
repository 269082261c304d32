import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  chownSync,
  cpSync,
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  renameSync,
  rmSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import type { DaemonCommand } from './daemon.ts';
import { EngineError } from './errors.ts';
import { binariesIn, type PostgresBinaries, restoreLinks } from './postgres-binaries.ts';
import type { Say } from './progress.ts';

/** PostgreSQL refuses to run as root. This is how it runs instead. */
export interface PostgresAccount {
  readonly kind: 'self' | 'namespace' | 'user';
  /** The user of kind `user`. */
  readonly user?: SystemUser;
  /** What runs the program under the account. */
  command(program: string, args: readonly string[]): DaemonCommand;
  /** The folder that holds the data directory; exists, and belongs to the account. */
  home(stateDirectory: string): string;
  /** Binaries that the account can read, library links complete. */
  binaries(found: PostgresBinaries): PostgresBinaries;
}

interface SystemUser {
  readonly name: string;
  readonly uid: number;
  readonly gid: number;
}

const overflowId = 65_534;
const unshareArgs = ['--user', `--map-user=${overflowId}`, `--map-group=${overflowId}`, '--'];
const sharedDirectory = '/var/tmp/etude-eval';

/** Chooses the account: ourselves, as root a user namespace, and where that is refused a system user. */
export function postgresAccount(say: Say): PostgresAccount {
  if (process.getuid?.() !== 0) return ownAccount('self');
  if (namespaceAllowed()) return ownAccount('namespace');
  const user = systemUser('postgres') ?? systemUser('nobody');
  if (!user) {
    throw new EngineError(
      'PostgresFailed',
      'PostgreSQL does not run as root, user namespaces are refused, and there is neither a user postgres nor ' +
        'nobody: run as an ordinary user or set ETUDE_DATABASE_URL',
    );
  }
  say(`user namespaces are refused: PostgreSQL runs as ${user.name}, with its data in ${sharedDirectory}`);
  return userAccount(user);
}

/** Whether root may become another user of a namespace of its own; files stay root's outside it. */
export function namespaceAllowed(): boolean {
  try {
    execFileSync('unshare', [...unshareArgs, 'true'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

function ownAccount(kind: 'self' | 'namespace'): PostgresAccount {
  return {
    kind,
    command: (program, args) =>
      kind === 'self'
        ? { command: program, args }
        : { command: 'unshare', args: [...unshareArgs, program, ...args] },
    home: (stateDirectory) => {
      const directory = join(stateDirectory, 'postgres');
      mkdirSync(directory, { recursive: true, mode: 0o700 });
      return directory;
    },
    binaries: (found) => {
      restoreLinks(found.directory);
      return found;
    },
  };
}

function userAccount(user: SystemUser): PostgresAccount {
  return {
    kind: 'user',
    user,
    command: (program, args) => ({ command: program, args, uid: user.uid, gid: user.gid }),
    home: (stateDirectory) => {
      const directory = userHome(stateDirectory);
      ownedByRoot(sharedDirectory);
      mkdirSync(directory, { recursive: true, mode: 0o700 });
      chownSync(directory, user.uid, user.gid);
      return directory;
    },
    binaries: (found) => copyBinaries(found),
  };
}

/** Where a system user keeps the data of a state folder that it may be unable to reach. */
export function userHome(stateDirectory: string): string {
  const name = createHash('sha256').update(stateDirectory).digest('hex').slice(0, 16);
  return join(sharedDirectory, `data-${name}`);
}

/** A system user cannot read a clone in root's home, so it gets a copy, one for all state folders. */
function copyBinaries(found: PostgresBinaries): PostgresBinaries {
  ownedByRoot(sharedDirectory);
  const directory = join(sharedDirectory, `postgres-${found.version}`, 'native');
  if (!existsSync(directory)) {
    const unfinished = mkdtempSync(join(sharedDirectory, 'copy-'));
    cpSync(found.directory, join(unfinished, 'native'), { recursive: true, verbatimSymlinks: true });
    execFileSync('chmod', ['-R', 'u=rwX,go=rX', unfinished]);
    try {
      renameSync(unfinished, dirname(directory));
    } catch (error) {
      rmSync(unfinished, { recursive: true, force: true });
      // Another command of ours may have been quicker.
      if (!existsSync(directory)) throw error;
    }
  }
  restoreLinks(directory);
  return binariesIn(directory, found.version);
}

/** Everybody may write to /var/tmp: what root runs from there must lie in a folder that only root fills. */
function ownedByRoot(directory: string): void {
  mkdirSync(directory, { recursive: true, mode: 0o755 });
  const status = lstatSync(directory);
  if (!status.isDirectory() || status.uid !== 0 || (status.mode & 0o022) !== 0) {
    throw new EngineError('PostgresFailed', `${directory} is not a folder of root's alone: remove it`);
  }
}

function systemUser(name: string): SystemUser | null {
  const id = (flag: string) =>
    Number(execFileSync('id', [flag, name], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }));
  try {
    return { name, uid: id('-u'), gid: id('-g') };
  } catch {
    return null;
  }
}
