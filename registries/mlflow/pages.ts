import { RegistryError } from '../contract.ts';
import type { LoggedModel, MlflowApi, ModelVersion } from './api.ts';

const pagesMax = 1_000;
const versionsPageSize = 1_000;
/** Logged models carry their metrics and parameters along. */
const loggedModelsPageSize = 200;

/** What messages call the registry, and when to stop. */
export interface Asking {
  readonly name: string;
  readonly signal: AbortSignal;
}

/**
 * Every version of a model. MLflow's page tokens hold an offset, so that a version which is deleted meanwhile would
 * hide another: each further page is asked for by the version that it begins after.
 */
export async function allVersions(
  api: MlflowApi,
  model: string,
  { name, signal }: Asking,
): Promise<readonly ModelVersion[]> {
  const quote = model.includes("'") ? '"' : "'";
  const ofModel = `name=${quote}${model}${quote}`;
  const found: ModelVersion[] = [];
  for (let last = 0, pages = 0; pages < pagesMax; pages++) {
    const filter = last === 0 ? ofModel : `${ofModel} AND version_number > ${last}`;
    const { entries, nextToken } = await api.versions(filter, versionsPageSize, signal);
    const further = entries.filter(({ version }) => Number(version) > last);
    found.push(...further);
    if (nextToken === '') return found;
    if (further.length === 0) break;
    last = Number(further.at(-1)?.version);
  }
  throw endless(name);
}

/**
 * Every logged model of an experiment, in the order of their creation: each further page begins at the time at which
 * the last one ended, or goes on by MLflow's own token where a whole page was created within one millisecond.
 */
export async function allLoggedModels(
  api: MlflowApi,
  experimentId: string,
  { name, signal }: Asking,
): Promise<readonly LoggedModel[]> {
  const found = new Map<string, LoggedModel>();
  const asked = new Set<string>();
  let position = { fromMs: 0, token: '' };
  while (asked.size < pagesMax && !asked.has(JSON.stringify(position))) {
    asked.add(JSON.stringify(position));
    const page = { ...position, pageSize: loggedModelsPageSize };
    const { entries, nextToken } = await api.loggedModels(experimentId, page, signal);
    for (const model of entries) found.set(model.info.model_id, model);
    if (nextToken === '') return [...found.values()];
    const lastMs = entries.at(-1)?.info.creation_timestamp_ms ?? position.fromMs;
    position =
      lastMs > position.fromMs
        ? { fromMs: lastMs, token: '' }
        : { fromMs: position.fromMs, token: nextToken };
  }
  throw endless(name);
}

/** A server that sends the same page again would be asked for ever. */
function endless(name: string): RegistryError {
  const message = `${name} cannot be listed to its end: its pages repeat, or are more than ${pagesMax}.`;
  return new RegistryError('RegistryMalformed', message);
}
