import { randomUUID } from 'node:crypto';
import {
  type RegistryReply,
  type RegistryRequestSeen,
  type RegistryServer,
  startRegistryServer,
} from '../support/registry-server.ts';

/** A page is never longer, however long it was asked to be. */
const pageMax = 50;

export interface FakeVersion {
  readonly version: number;
  readonly source: string;
  readonly runId: string;
  status: string;
  readonly tags: Readonly<Record<string, string>>;
}

export interface FakeModel {
  readonly id: string;
  readonly name: string;
  readonly createdMs: number;
  readonly runId: string;
  status: string;
  readonly tags: Readonly<Record<string, string>>;
  readonly metrics: readonly FakeMetric[];
}

export interface FakeMetric {
  readonly key: string;
  readonly value: number;
  readonly step: number;
}

export interface FakeRun {
  status: 'RUNNING' | 'FINISHED';
  /** In the order in which they were logged. */
  readonly history: FakeMetric[];
  readonly outputs: readonly { readonly model_id: string; readonly step: number }[];
}

/** What an MLflow 3.17 server holds: the registered model `tiny-lm` and the experiment 1, empty at first. */
export interface FakeMlflow {
  readonly server: RegistryServer;
  readonly versions: Map<number, FakeVersion>;
  readonly aliases: Map<string, number>;
  readonly models: Map<string, FakeModel>;
  readonly runs: Map<string, FakeRun>;
  addVersion(version: Partial<Omit<FakeVersion, 'version'>>): FakeVersion;
  addModel(name: string, model?: Partial<Omit<FakeModel, 'name'>>): FakeModel;
}

export const newModelId = () => `m-${randomUUID().replaceAll('-', '')}`;
export const newRunId = () => randomUUID().replaceAll('-', '');

/** Speaks what a real server was heard to answer, field by field. `onPage` may change it between two pages. */
export async function startFakeMlflow(onPage: () => void = () => {}): Promise<FakeMlflow> {
  const versions = new Map<number, FakeVersion>();
  const aliases = new Map<string, number>();
  const models = new Map<string, FakeModel>();
  const runs = new Map<string, FakeRun>();
  const holder: Holder = { versions, aliases, models, runs };
  let versionsMade = 0;
  let clockMs = 1_795_875_487_520;

  const server = await startRegistryServer((request) => {
    const path = /^\/api\/2\.0\/mlflow\/(.*)$/.exec(request.url.pathname)?.[1];
    if (path === undefined) return undefined;
    const reply = answer(holder, request, path);
    if (path.endsWith('/search')) onPage();
    return reply;
  });

  return {
    server,
    ...holder,
    addVersion: (version) => {
      versionsMade++;
      const added = { source: '', runId: '', status: 'READY', tags: {}, ...version, version: versionsMade };
      versions.set(versionsMade, added);
      return added;
    },
    addModel: (name, model = {}) => {
      clockMs += 250;
      const defaults = {
        id: newModelId(),
        createdMs: clockMs,
        runId: '',
        status: 'READY',
        tags: {},
        metrics: [],
      };
      const added = { ...defaults, ...model, name };
      models.set(added.id, added);
      return added;
    },
  };
}

type Holder = Pick<FakeMlflow, 'versions' | 'aliases' | 'models' | 'runs'>;

function answer(holder: Holder, request: RegistryRequestSeen, path: string): RegistryReply {
  const query = Object.fromEntries(request.url.searchParams);
  switch (`${request.method} ${path}`) {
    case 'GET registered-models/get':
      return query.name === 'tiny-lm'
        ? { json: registeredModel(holder) }
        : notFound(`Registered Model with name=${query.name} not found`);
    case 'GET model-versions/search':
      return versionsPage(holder, query);
    case 'GET model-versions/get': {
      const version = holder.versions.get(Number(query.version));
      if (version === undefined) {
        return notFound(`Model Version (name=${query.name}, version=${query.version}) not found`);
      }
      const aliases = [...holder.aliases].filter(([, target]) => target === version.version);
      const json = { ...versionJson(version), aliases: aliases.map(([alias]) => alias) };
      return { json: { model_version: json } };
    }
    case 'GET experiments/get':
      return query.experiment_id === '1'
        ? { json: experiment }
        : notFound(`No Experiment with id=${query.experiment_id} exists`);
    case 'POST logged-models/search':
      return modelsPage(holder, request.body as SearchBody);
    case 'GET runs/get':
      return runReply(holder, query.run_id ?? '');
    case 'GET metrics/get-history':
      return historyPage(holder, query);
    default: {
      const model = holder.models.get(/^logged-models\/(.+)$/.exec(path)?.[1] ?? '');
      return model === undefined
        ? notFound('Logged model not found.')
        : { json: { model: modelJson(model) } };
    }
  }
}

function notFound(message: string): RegistryReply {
  const fields = { sqlstate: 'KAM00', error_class: 'RESOURCE_NOT_FOUND' };
  return { status: 404, json: { error_code: 'RESOURCE_DOES_NOT_EXIST', message, ...fields } };
}

function badRequest(message: string): RegistryReply {
  return { status: 400, json: { error_code: 'INVALID_PARAMETER_VALUE', message } };
}

function registeredModel({ versions, aliases }: Holder): object {
  const latest = [...versions.values()].slice(-1).map(versionJson);
  return {
    registered_model: {
      name: 'tiny-lm',
      creation_timestamp: 1_795_875_492_250,
      last_updated_timestamp: 1_795_875_500_633,
      // Empty lists are left out.
      ...(latest.length === 0 ? {} : { latest_versions: latest }),
      ...(aliases.size === 0
        ? {}
        : { aliases: [...aliases].map(([alias, version]) => ({ alias, version: `${version}` })) }),
    },
  };
}

const experiment = {
  experiment: {
    experiment_id: '1',
    name: 'tiny-lm',
    artifact_location: 'mlflow-artifacts:/1',
    lifecycle_stage: 'active',
    last_update_time: 1_795_875_484_982,
    creation_time: 1_795_875_484_982,
    workspace: 'default',
  },
};

function versionsPage({ versions }: Holder, query: Readonly<Record<string, string>>): RegistryReply {
  const filter = /^name='tiny-lm'(?: AND version_number > (\d+))?$/.exec(query.filter ?? '');
  if (filter === null || query.order_by !== 'version_number ASC')
    return badRequest('Invalid filter or order');
  const fitting = [...versions.values()].filter(({ version }) => version > Number(filter[1] ?? 0));
  const { page, token } = paged(fitting, query.max_results, query.page_token);
  return { json: { ...(page.length === 0 ? {} : { model_versions: page.map(versionJson) }), ...token } };
}

interface SearchBody {
  readonly experiment_ids: readonly string[];
  readonly filter: string;
  readonly max_results: number;
  readonly order_by: readonly { readonly field_name: string; readonly ascending: boolean }[];
  readonly page_token?: string;
}

function modelsPage({ models }: Holder, body: SearchBody): RegistryReply {
  const fromMs = /^creation_timestamp >= (\d+)$/.exec(body.filter)?.[1];
  const [order] = body.order_by;
  if (fromMs === undefined || order?.field_name !== 'creation_timestamp' || !order.ascending) {
    return badRequest('Invalid filter or order');
  }
  const fitting = [...models.values()]
    .filter(({ createdMs }) => body.experiment_ids.includes('1') && createdMs >= Number(fromMs))
    .sort((a, b) => a.createdMs - b.createdMs || (a.id < b.id ? -1 : 1));
  const { page, token } = paged(fitting, `${body.max_results}`, body.page_token);
  return { json: { ...(page.length === 0 ? {} : { models: page.map(modelJson) }), ...token } };
}

function runReply({ runs }: Holder, runId: string): RegistryReply {
  const run = runs.get(runId);
  if (run === undefined) return notFound(`Run with id=${runId} not found`);
  const latest = [...new Map(run.history.map((metric) => [metric.key, metric])).values()];
  const info = {
    run_uuid: runId,
    experiment_id: '1',
    run_name: 'traveling-goat-161',
    user_id: 'root',
    status: run.status,
    start_time: 1_795_875_485_404,
    ...(run.status === 'RUNNING' ? {} : { end_time: 1_795_875_500_311 }),
    artifact_uri: `mlflow-artifacts:/1/${runId}/artifacts`,
    lifecycle_stage: 'active',
    run_id: runId,
  };
  const data = {
    ...(latest.length === 0 ? {} : { metrics: latest.map(metricJson) }),
    tags: [{ key: 'mlflow.runName', value: 'traveling-goat-161' }],
  };
  const outputs = run.outputs.length === 0 ? {} : { model_outputs: run.outputs };
  return { json: { run: { info, data, inputs: {}, outputs } } };
}

function historyPage({ runs }: Holder, query: Readonly<Record<string, string>>): RegistryReply {
  const run = runs.get(query.run_id ?? '');
  if (run === undefined) return notFound(`Run with id=${query.run_id} not found`);
  const values = run.history.filter(({ key }) => key === query.metric_key);
  const { page, token } = paged(values, query.max_results, query.page_token);
  return { json: { ...(page.length === 0 ? {} : { metrics: page.map(metricJson) }), ...token } };
}

/** A page and the token of the next one, which holds an offset as MLflow's own do. */
function paged<Entry>(
  entries: readonly Entry[],
  sizeAsked: string | undefined,
  pageToken: string | undefined,
) {
  const decoded = Buffer.from(pageToken ?? '', 'base64').toString();
  const offset = decoded === '' ? 0 : (JSON.parse(decoded) as { offset: number }).offset;
  const end = offset + Math.min(Number(sizeAsked), pageMax);
  const next = Buffer.from(JSON.stringify({ offset: end })).toString('base64');
  return {
    page: entries.slice(offset, end),
    token: end < entries.length ? { next_page_token: next } : {},
  };
}

function versionJson({ version, source, runId, status, tags }: FakeVersion): object {
  return {
    name: 'tiny-lm',
    version: `${version}`,
    creation_timestamp: 1_795_875_492_324 + version * 300,
    last_updated_timestamp: 1_795_875_492_324 + version * 300,
    current_stage: 'None',
    description: '',
    source,
    run_id: runId,
    status,
    ...tagsJson(tags),
    run_link: '',
  };
}

function modelJson({ id, name, createdMs, runId, status, tags, metrics }: FakeModel): object {
  return {
    info: {
      model_id: id,
      experiment_id: '1',
      name,
      creation_timestamp_ms: createdMs,
      last_updated_timestamp_ms: createdMs + 4_690,
      artifact_uri: `mlflow-artifacts:/1/models/${id}/artifacts`,
      status: `LOGGED_MODEL_${status}`,
      model_type: '',
      ...(runId === '' ? {} : { source_run_id: runId }),
      ...tagsJson({ ...tags, 'mlflow.source.name': 'train.py', 'mlflow.user': 'root' }),
    },
    data:
      metrics.length === 0
        ? {}
        : { metrics: metrics.map((each) => ({ ...metricJson(each), model_id: id, run_id: runId })) },
  };
}

function metricJson(metric: FakeMetric): object {
  return { ...metric, timestamp: 1_795_875_487_346 + metric.step };
}

function tagsJson(tags: Readonly<Record<string, string>>): object {
  const entries = Object.entries(tags);
  return entries.length === 0 ? {} : { tags: entries.map(([key, value]) => ({ key, value })) };
}
