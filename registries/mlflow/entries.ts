import type { ListedCheckpoint } from '../contract.ts';
import type { LoggedModel, Metric, ModelVersion, Tags } from './api.ts';
import { modelIdIn, type Pin, pinOfModel, pinOfSource } from './identity.ts';

/** What the registry itself says of one checkpoint, before tags, names and its run are read for progress. */
export interface MlflowEntry {
  /** Null where nothing pins the content. */
  readonly pin: Pin | null;
  readonly label: string;
  readonly location: string;
  readonly createdAt?: string;
  readonly state: ListedCheckpoint['state'];
  readonly reason?: string;
  readonly tags: Tags;
  /** Names that may say a step, the most telling first. */
  readonly names: readonly string[];
  /** Empty where no run is named. */
  readonly runId: string;
  readonly modelId: string | null;
  /** Metrics that the registry links to this very checkpoint. */
  readonly metrics: readonly Metric[];
}

/** A version of a registered model; its label is its first alias by the alphabet, else `v3`. */
export function versionEntry(name: string, version: ModelVersion, aliases: readonly string[]): MlflowEntry {
  const { source, run_id: runId } = version;
  const pin = pinOfSource(source, runId);
  const unnamed = { state: 'broken', reason: 'It names no source that would pin its content.' } as const;
  const [alias] = aliases.toSorted();
  const sourceName = source.replace(/\/+$/, '').split('/').at(-1) ?? '';
  return {
    label: alias ?? `v${version.version}`,
    location: `models:/${name}/${version.version}`,
    ...createdAt(version.creation_timestamp),
    pin,
    ...(pin === null ? unnamed : stateOf(version.status, version.status_message)),
    tags: version.tags,
    names: [...aliases, sourceName],
    runId,
    modelId: modelIdIn(source),
    metrics: [],
  };
}

/** A logged model; its label is its name, with its id where others of the experiment share that. */
export function loggedModelEntry({ info, data }: LoggedModel, nameIsShared: boolean): MlflowEntry {
  return {
    label: nameIsShared ? `${info.name}@${info.model_id}` : info.name,
    location: `models:/${info.model_id}`,
    ...createdAt(info.creation_timestamp_ms),
    pin: pinOfModel(info.model_id),
    ...stateOf(info.status, info.status_message),
    tags: info.tags,
    names: [info.name],
    runId: info.source_run_id,
    modelId: info.model_id,
    metrics: data.metrics,
  };
}

function createdAt(timestampMs: number | undefined) {
  const date = new Date(timestampMs ?? Number.NaN);
  return Number.isNaN(date.getTime()) ? {} : { createdAt: date.toISOString() };
}

function stateOf(status: string, message: string): Pick<ListedCheckpoint, 'state' | 'reason'> {
  switch (status.replace(/^LOGGED_MODEL_/, '')) {
    case 'READY':
      return { state: 'ready' };
    case 'PENDING_REGISTRATION':
    case 'PENDING':
      return { state: 'writing', reason: withMessage('MLflow has not finished it', message) };
    case 'FAILED_REGISTRATION':
    case 'UPLOAD_FAILED':
      return { state: 'broken', reason: withMessage('MLflow failed to store it', message) };
    default:
      return { state: 'broken', reason: `MLflow says status ${JSON.stringify(status.slice(0, 40))} of it.` };
  }
}

function withMessage(what: string, message: string): string {
  const line = message.replace(/\s+/g, ' ').trim().slice(0, 200).replace(/\.$/, '');
  return line === '' ? `${what}.` : `${what}: ${line}.`;
}
