import { createHash } from 'node:crypto';

/** What a registry says that pins the content of a checkpoint. */
export interface Pin {
  /** 64 hexadecimal digits. */
  readonly identity: string;
  /** True for a bare storage path: nothing keeps others from writing there. */
  readonly weakIdentity: boolean;
}

/** A logged model: written once, under an id of its own, and never again. */
export function pinOfModel(modelId: string): Pin {
  return { identity: digestOf('model', modelId), weakIdentity: false };
}

/**
 * What a version's source pins: the logged model that it names or lies in, else the artifact path within its run,
 * else the source as it stands. Where the server is, and under which version and alias, does not count: what is
 * registered again from the same source is the same checkpoint. Null where nothing is named.
 */
export function pinOfSource(source: string, runId: string): Pin | null {
  const modelId = modelIdIn(source);
  if (modelId !== null) return pinOfModel(modelId);
  const run = runArtifactIn(source, runId);
  if (run !== null) return { identity: digestOf('run', run.id, run.path), weakIdentity: false };
  if (source === '') return null;
  return { identity: digestOf('source', source), weakIdentity: !source.startsWith('models:/') };
}

/** `models:/m-…`, or an artifact address within `…/models/m-…/artifacts`. */
export function modelIdIn(source: string): string | null {
  return /(?:^models:\/|\/models\/)(m-[0-9a-f]{32})(?:\/|$)/.exec(source)?.[1] ?? null;
}

/** `runs:/RUN/path`, or the address that this stands for, `…/RUN/artifacts/path`. */
function runArtifactIn(source: string, runId: string) {
  const [, named, namedPath] = /^runs:\/([0-9a-f]{32})\/(.+?)\/*$/.exec(source) ?? [];
  if (named !== undefined && namedPath !== undefined) return { id: named, path: namedPath };
  const [, id, path] = /\/([0-9a-f]{32})\/artifacts\/(.+?)\/*$/.exec(source) ?? [];
  return id !== undefined && path !== undefined && id === runId ? { id, path } : null;
}

function digestOf(...parts: readonly string[]): string {
  return createHash('sha256')
    .update(JSON.stringify(['mlflow', ...parts]))
    .digest('hex');
}
