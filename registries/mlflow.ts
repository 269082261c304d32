import {
  type ListedCheckpoint,
  type RegistryAdapter,
  RegistryError,
  type RegistryOptions,
} from './contract.ts';
import { identityStillThere } from './identity.ts';
import { type MlflowPlace, readMlflowAddress } from './mlflow/address.ts';
import { type MlflowApi, openMlflowApi } from './mlflow/api.ts';
import { loggedModelEntry, type MlflowEntry, versionEntry } from './mlflow/entries.ts';
import { type Asking, allLoggedModels, allVersions } from './mlflow/pages.ts';
import { type Progress, progressOf } from './mlflow/progress.ts';
import { type Known, withRunProgress } from './mlflow/runs.ts';
import { byStepThenLabel } from './order.ts';

/**
 * A registered model or an experiment of an MLflow server, by the address of its page. What pins the content is a
 * version's source or a logged model's id (`mlflow/identity.ts`), so that an alias that is renamed brings no new
 * checkpoint, and one that moves to another version shows that version's.
 */
export function mlflowRegistry(address: string, options: RegistryOptions): RegistryAdapter {
  const { api: base, place } = readMlflowAddress(address);
  const name = `The registry mlflow:${address.slice(0, 150)}`;
  const api = openMlflowApi(base, { ...options, name });

  async function list(signal: AbortSignal): Promise<readonly ListedCheckpoint[]> {
    const entries = await entriesAt(api, place, { name, signal });
    const read = entries.map((entry) => ({ entry, ...progressOf(entry) }));
    const known = read.flatMap((each): Known[] =>
      'progress' in each && each.entry.state === 'ready' ? [each] : [],
    );
    const filled = new Map(
      (await withRunProgress(known, api, signal)).map(({ entry, progress }) => [entry, progress]),
    );
    return read
      .map((each) =>
        'fault' in each
          ? listed({ ...each.entry, state: 'broken', reason: each.fault }, {})
          : listed(each.entry, filled.get(each.entry) ?? each.progress),
      )
      .sort(byStepThenLabel);
  }

  async function identify(
    checkpoint: ListedCheckpoint,
    beat: () => void,
    signal: AbortSignal,
  ): Promise<string> {
    return await identityStillThere(checkpoint, () => look(checkpoint.location, signal), beat);
  }

  async function look(location: string, signal: AbortSignal): Promise<ListedCheckpoint | undefined> {
    try {
      return listed(await entryOf(api, place, location, signal), {});
    } catch (error) {
      if (!(error instanceof RegistryError) || error.code !== 'RegistryNotFound') throw error;
      // A checkpoint is lost only where its registry is still there.
      await requirePlace(api, place, { name, signal });
      return undefined;
    }
  }

  return { scheme: 'mlflow', list, identify, close: api.close };
}

async function entriesAt(
  api: MlflowApi,
  place: MlflowPlace,
  asking: Asking,
): Promise<readonly MlflowEntry[]> {
  const { aliases } = await requirePlace(api, place, asking);
  if (place.kind === 'model') {
    const versions = await allVersions(api, place.name, asking);
    return versions.map((version) => versionEntry(place.name, version, aliases.get(version.version) ?? []));
  }
  const models = await allLoggedModels(api, place.id, asking);
  const timesUsed = new Map<string, number>();
  for (const { info } of models) timesUsed.set(info.name, (timesUsed.get(info.name) ?? 0) + 1);
  return models.map((model) => loggedModelEntry(model, (timesUsed.get(model.info.name) ?? 0) > 1));
}

/**
 * Aliases by version. MLflow lists nothing of a model or an experiment that it does not have, so that it is asked for
 * itself: throws `RegistryError` RegistryNotFound.
 */
async function requirePlace(api: MlflowApi, place: MlflowPlace, { name, signal }: Asking) {
  const aliases = new Map<string, string[]>();
  if (place.kind === 'model') {
    for (const { alias, version } of (await api.registeredModel(place.name, signal)).aliases) {
      aliases.set(version, [...(aliases.get(version) ?? []), alias]);
    }
  } else if ((await api.experiment(place.id, signal)).lifecycle_stage === 'deleted') {
    throw new RegistryError(
      'RegistryNotFound',
      `${name} has been deleted: restore it in MLflow to follow it.`,
    );
  }
  return { aliases };
}

async function entryOf(
  api: MlflowApi,
  place: MlflowPlace,
  location: string,
  signal: AbortSignal,
): Promise<MlflowEntry> {
  const id = location.slice(location.lastIndexOf('/') + 1);
  if (place.kind === 'model') return versionEntry(place.name, await api.version(place.name, id, signal), []);
  return loggedModelEntry(await api.loggedModel(id, signal), false);
}

function listed(entry: MlflowEntry, progress: Progress): ListedCheckpoint {
  const { pin, label, location, createdAt, state, reason } = entry;
  return {
    identity: pin?.identity ?? null,
    label,
    ...progress,
    ...(createdAt === undefined ? {} : { createdAt }),
    location,
    ...(pin?.weakIdentity ? { weakIdentity: true } : {}),
    state,
    ...(reason === undefined ? {} : { reason }),
  };
}
