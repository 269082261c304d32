import pLimit from 'p-limit';
import {
  type ListedCheckpoint,
  type RegistryAdapter,
  RegistryError,
  type RegistryOptions,
} from './contract.ts';
import { type Contents, contentsOf } from './hf/contents.ts';
import { isNotFound, openHub } from './hf/hub.ts';
import { type Revision, revisionsOf } from './hf/revisions.ts';
import { checkpointChanged, checkpointLost } from './identity.ts';
import { progressIn } from './names.ts';
import { byStepThenLabel } from './order.ts';

/** Commits that are looked into at once. */
const commitsAtOnce = 4;
/** Weights are sent in several commits, hours apart where the line is slow; after a day the rest will not come. */
const unfinishedMaxMs = 24 * 60 * 60 * 1000;
const beatEveryMs = 500;

const segment = '[A-Za-z0-9_](?:[A-Za-z0-9._-]{0,94}[A-Za-z0-9_])?';
const addressPattern = new RegExp(`^(${segment}/${segment})(?:\\?commits=(.{1,500}))?$`);

/**
 * A model repository on a Hugging Face Hub: `ORG/MODEL`, whose branches and tags are the checkpoints, or
 * `ORG/MODEL?commits=BRANCH`, where the commits of a branch are. A label is the name of the revision. Throws `RegistryError`
 * RegistryMalformed for an address of another form.
 */
export function huggingFaceRegistry(place: string, options: RegistryOptions): RegistryAdapter {
  const address = addressPattern.exec(place);
  if (address === null) {
    throw new RegistryError(
      'RegistryMalformed',
      'A registry hf: is hf:ORG/MODEL, or hf:ORG/MODEL?commits=BRANCH for the commits of a branch.',
    );
  }
  const [, model = '', branch = null] = address;
  const hub = openHub(model, options);

  async function list(signal: AbortSignal): Promise<readonly ListedCheckpoint[]> {
    const revisions = await revisionsOf(hub, branch, signal);
    const contents = await readAll(new Set(revisions.map(({ commit }) => commit)), signal);
    await requireGone(
      revisions.filter(({ commit }) => !contents.has(commit)),
      signal,
    );
    return revisions
      .flatMap((revision) => listed(`hf:${model}`, revision, contents.get(revision.commit)) ?? [])
      .sort(byStepThenLabel);
  }

  /** What each commit holds; one that is no longer there is left out. */
  async function readAll(
    commits: ReadonlySet<string>,
    signal: AbortSignal,
  ): Promise<ReadonlyMap<string, Contents>> {
    const limit = pLimit(commitsAtOnce);
    const found = new Map<string, Contents>();
    const readOne = async (commit: string): Promise<void> => {
      const contents = await unlessGone(contentsOf(hub, commit, signal));
      if (contents !== null) found.set(commit, contents);
    };
    try {
      await Promise.all([...commits].map((commit) => limit(readOne, commit)));
      return found;
    } finally {
      limit.clearQueue();
    }
  }

  /** A revision whose files went while it was listed is gone itself, or else its registry does not work. */
  async function requireGone(revisions: readonly Revision[], signal: AbortSignal): Promise<void> {
    if (revisions.length === 0) return;
    const missed = new Set(revisions.map(({ commit }) => commit));
    const now = await revisionsOf(hub, branch, signal);
    const stuck = now.find(({ commit }) => missed.has(commit));
    if (stuck === undefined) return;
    const label = JSON.stringify(stuck.label.slice(0, 100));
    throw new RegistryError('RegistryUnavailable', `${hub.name} names ${label} and shows no files of it.`);
  }

  async function identify(
    checkpoint: ListedCheckpoint,
    beat: () => void,
    signal: AbortSignal,
  ): Promise<string> {
    beat();
    const beating = setInterval(beat, beatEveryMs);
    try {
      const commit = await unlessGone(hub.commitOf(checkpoint.label, signal));
      const contents = commit === null ? null : await unlessGone(contentsOf(hub, commit, signal));
      if (contents === null) throw await lost(checkpoint.label, signal);
      if (commit !== checkpoint.fingerprint) throw checkpointChanged(checkpoint.label);
      return contents.digest;
    } finally {
      clearInterval(beating);
    }
  }

  /** A checkpoint is lost only where its repository is still there. */
  async function lost(label: string, signal: AbortSignal): Promise<RegistryError> {
    await hub.refs(signal);
    return checkpointLost(label);
  }

  return { scheme: 'hf', list, identify, close: hub.close };
}

/** Null for a revision that is no checkpoint: without weights, and with no step in its name that promises some. */
function listed(
  registry: string,
  { label, commit, said, createdAt }: Revision,
  contents: Contents | undefined,
): ListedCheckpoint | null {
  if (contents === undefined) return null;
  const named = progressIn(said);
  if (contents.weights === null && named.step === undefined) return null;
  const { trainer } = contents;
  // A state that says another step than the name was left behind by an earlier commit.
  const state = trainer !== null && (named.step ?? trainer.step) === trainer.step ? trainer : {};
  return {
    identity: null,
    label,
    ...named,
    ...state,
    ...(createdAt === undefined ? {} : { createdAt }),
    location: `${registry}@${label}`,
    fingerprint: commit,
    ...stateOf(contents),
  };
}

function stateOf({ weights, reason, date }: Contents): Pick<ListedCheckpoint, 'state' | 'reason'> {
  if (weights === 'whole' || date === null) return { state: 'ready' };
  const isLate = Date.now() - Date.parse(date) > unfinishedMaxMs;
  return { state: isLate ? 'broken' : 'writing', reason: reason ?? 'It holds no weights.' };
}

async function unlessGone<Result>(result: Promise<Result>): Promise<Result | null> {
  try {
    return await result;
  } catch (error) {
    if (isNotFound(error)) return null;
    throw error;
  }
}
