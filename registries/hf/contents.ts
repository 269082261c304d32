import { createHash } from 'node:crypto';
import { contentOf, isWeights } from '../directory/content.ts';
import { readTrainerState, type TrainerState } from '../trainer-state.ts';
import type { Hub, HubFile } from './hub.ts';
import { faultOfIndex, faultOfNumbers, indexesToRead } from './shards.ts';

/** What a commit holds, which never changes. */
export interface Contents {
  /** Over names, hashes and sizes of the files that make the checkpoint what it is; 64 hex digits. */
  readonly digest: string;
  /** Null for a commit without weights. */
  readonly weights: 'whole' | 'part' | null;
  /** Why the weights are not whole, one sentence. */
  readonly reason: string | null;
  /** When the commit was made, ISO 8601; null where its weights are whole, and nobody has to know. */
  readonly date: string | null;
  readonly trainer: TrainerState | null;
}

const trainerStateFile = 'trainer_state.json';

/** Every revision of a dozen large families; an entry is some 400 bytes. */
const rememberedMax = 20_000;
const remembered = new Map<string, Contents>();

/**
 * What a commit holds, by two or three requests the first time that this process asks for it, and by none from then
 * on: a family of hundreds of revisions is listed by a single request as long as nothing new has come.
 */
export async function contentsOf(hub: Hub, commit: string, signal: AbortSignal): Promise<Contents> {
  const key = `${hub.place} ${commit}`;
  const known = remembered.get(key);
  if (known !== undefined) return known;
  const contents = await readContents(hub, commit, signal);
  if (remembered.size >= rememberedMax) remembered.delete(remembered.keys().next().value!);
  remembered.set(key, contents);
  return contents;
}

async function readContents(hub: Hub, commit: string, signal: AbortSignal): Promise<Contents> {
  const files = await hub.files(commit, signal);
  const texts = new Set(files.filter(isServed).map(({ path }) => path));
  const textOf = async (path: string) => (texts.has(path) ? await hub.text(commit, path, signal) : null);
  const reason = await faultOf(new Set(files.map(({ path }) => path)), textOf);
  const held = files.some(({ path }) => isWeights(path)) ? 'whole' : null;
  const weights = reason === null ? held : 'part';
  const state = await textOf(trainerStateFile);
  return {
    digest: digestOf(files),
    weights,
    reason,
    date: weights === 'whole' ? null : await hub.dateOf(commit, signal),
    trainer: state === null ? null : readTrainerState(state),
  };
}

/** Why the weights are not all there, or null. An index that the Hub keeps elsewhere is taken at its word. */
async function faultOf(
  names: ReadonlySet<string>,
  textOf: (path: string) => Promise<string | null>,
): Promise<string | null> {
  const fault = faultOfNumbers(names);
  if (fault !== null) return fault;
  for (const path of indexesToRead(names)) {
    const text = await textOf(path);
    const fault = text === null ? null : faultOfIndex(path, text, names);
    if (fault !== null) return fault;
  }
  return null;
}

/** What git keeps itself is served by the Hub itself. */
function isServed({ lfs }: HubFile): boolean {
  return lfs === null || lfs === undefined;
}

function digestOf(files: readonly HubFile[]): string {
  const content = contentOf(files.map((file) => ({ ...file, name: file.path })));
  const sorted = content.toSorted((a, b) => (a.name < b.name ? -1 : 1));
  const listing = createHash('sha256');
  for (const { name, oid, lfs, size } of sorted) {
    listing.update(`${JSON.stringify([name, lfs?.oid ?? oid, size])}\n`);
  }
  return listing.digest('hex');
}
