import { RegistryError } from '../contract.ts';
import type { Hub } from './hub.ts';

/** A name by which a commit is asked for. */
export interface Revision {
  readonly label: string;
  readonly commit: string;
  /** What step and tokens are read from: the name, or a commit's title. */
  readonly said: string;
  readonly createdAt?: string;
}

/**
 * Branches and tags of a repository, or the commits of one branch, under names that are each unique: a tag that has a
 * branch's name is called by the whole of it, `refs/tags/v1`.
 */
export async function revisionsOf(
  hub: Hub,
  branch: string | null,
  signal: AbortSignal,
): Promise<readonly Revision[]> {
  const { branches, tags } = await hub.refs(signal);
  if (branch === null) {
    const names = new Set(branches.map(({ name }) => name));
    return [
      ...branches.map(({ name, targetCommit }) => ({ label: name, commit: targetCommit, said: name })),
      ...tags.map(({ name, ref, targetCommit }) => {
        return { label: names.has(name) ? ref : name, commit: targetCommit, said: name };
      }),
    ];
  }
  const head = branches.find(({ name }) => name === branch);
  if (head !== undefined) return historyOf(hub, head.targetCommit, signal);
  throw new RegistryError(
    'RegistryNotFound',
    `${hub.name} has no branch ${JSON.stringify(branch.slice(0, 100))}.`,
  );
}

/** What led to a commit never changes, and a long training makes many pages of it. */
const histories = new Map<string, readonly Revision[]>();
const historiesMax = 20;

/** The commits of a branch, from its newest one, so that pages do not shift under a branch that moves. */
async function historyOf(hub: Hub, head: string, signal: AbortSignal): Promise<readonly Revision[]> {
  const key = `${hub.place} ${head}`;
  const known = histories.get(key);
  if (known !== undefined) return known;
  const commits = await hub.history(head, signal);
  const revisions = commits.map(({ id, title, date }) => ({
    label: id,
    commit: id,
    // As the Trainer writes it: Training in progress, step 500.
    said: title.replaceAll(/\s+/g, '-'),
    createdAt: date,
  }));
  if (histories.size >= historiesMax) histories.delete(histories.keys().next().value!);
  histories.set(key, revisions);
  return revisions;
}
