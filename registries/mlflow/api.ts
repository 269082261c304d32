import { z } from 'zod';
import { openRegistryHttp, type RegistryHttpOptions, type RegistryRequest } from '../http.ts';

const historyPagesMax = 40;
const historyPageSize = 25_000;

const timestamp = z.coerce.number();
const tags = z.array(z.looseObject({ key: z.string(), value: z.string().default('') })).default([]);
const metric = z.looseObject({
  key: z.string(),
  value: z.coerce.number(),
  step: z.coerce.number().default(0),
});
const metrics = z.array(metric).default([]);

const versionSchema = z.looseObject({
  version: z.coerce.string().regex(/^\d+$/),
  creation_timestamp: timestamp.optional(),
  source: z.string().default(''),
  run_id: z.string().default(''),
  status: z.string(),
  status_message: z.string().default(''),
  tags,
});

const loggedModelSchema = z.looseObject({
  info: z.looseObject({
    model_id: z.string().regex(/^m-[\w-]+$/),
    name: z.string(),
    creation_timestamp_ms: timestamp,
    status: z.string(),
    status_message: z.string().default(''),
    source_run_id: z.string().default(''),
    tags,
  }),
  data: z.looseObject({ metrics }).default({ metrics: [] }),
});

const registeredModelSchema = z.looseObject({
  registered_model: z.looseObject({
    name: z.string(),
    aliases: z.array(z.looseObject({ alias: z.string(), version: z.coerce.string() })).default([]),
  }),
});

const experimentSchema = z.looseObject({ experiment: z.looseObject({ lifecycle_stage: z.string() }) });

const runSchema = z.looseObject({
  run: z.looseObject({
    info: z.looseObject({ status: z.string() }),
    data: z.looseObject({ metrics }).default({ metrics: [] }),
    outputs: z
      .looseObject({
        model_outputs: z
          .array(z.looseObject({ model_id: z.string(), step: z.coerce.number().default(0) }))
          .default([]),
      })
      .default({ model_outputs: [] }),
  }),
});

/** MLflow leaves out of an answer what is empty, the list of a page without entries among it. */
const next_page_token = z.string().default('');
const versionsPageSchema = z.looseObject({
  model_versions: z.array(versionSchema).default([]),
  next_page_token,
});
const loggedModelsPageSchema = z.looseObject({
  models: z.array(loggedModelSchema).default([]),
  next_page_token,
});
const historyPageSchema = z.looseObject({ metrics, next_page_token });

export type ModelVersion = z.infer<typeof versionSchema>;
export type LoggedModel = z.infer<typeof loggedModelSchema>;
export type Metric = z.infer<typeof metric>;
export type Run = z.infer<typeof runSchema>['run'];
export type Tags = z.infer<typeof tags>;

export type MlflowApi = ReturnType<typeof openMlflowApi>;

/** MLflow's REST API at `base`, as far as checkpoints are read from it; every call throws `RegistryError`. */
export function openMlflowApi(base: string, options: RegistryHttpOptions) {
  const { token } = options;
  // MLflow's own accounts log in by name and password; whatever stands before a server takes bearer tokens.
  const account = token?.includes(':') ? token : null;
  const http = openRegistryHttp({ ...options, token: account === null ? token : null });
  const authorization = account === null ? null : `Basic ${Buffer.from(account).toString('base64')}`;
  const headers = authorization === null ? {} : { authorization };

  async function ask<Schema extends z.ZodType>(
    path: string,
    query: Readonly<Record<string, string>>,
    schema: Schema,
    request: RegistryRequest,
  ): Promise<z.infer<Schema>> {
    const url = new URL(path, base);
    url.search = new URLSearchParams(query).toString();
    return (await http.json(url, schema, { ...request, headers })).body;
  }

  return {
    async registeredModel(name: string, signal: AbortSignal) {
      return (await ask('registered-models/get', { name }, registeredModelSchema, { signal }))
        .registered_model;
    },

    async experiment(id: string, signal: AbortSignal) {
      return (await ask('experiments/get', { experiment_id: id }, experimentSchema, { signal })).experiment;
    },

    /** A page in ascending order of versions. */
    async versions(filter: string, pageSize: number, signal: AbortSignal) {
      const query = { filter, max_results: `${pageSize}`, order_by: 'version_number ASC' };
      const page = await ask('model-versions/search', query, versionsPageSchema, { signal });
      return { entries: page.model_versions, nextToken: page.next_page_token };
    },

    async version(name: string, version: string, signal: AbortSignal) {
      const schema = z.looseObject({ model_version: versionSchema });
      return (await ask('model-versions/get', { name, version }, schema, { signal })).model_version;
    },

    /** A page in ascending order of creation, of models created at `fromMs` or later. */
    async loggedModels(
      experimentId: string,
      { fromMs, token: page_token, pageSize }: { fromMs: number; token: string; pageSize: number },
      signal: AbortSignal,
    ) {
      const body = {
        experiment_ids: [experimentId],
        filter: `creation_timestamp >= ${fromMs}`,
        max_results: pageSize,
        order_by: [{ field_name: 'creation_timestamp', ascending: true }],
        ...(page_token === '' ? {} : { page_token }),
      };
      const request = { method: 'POST', body, signal } as const;
      const page = await ask('logged-models/search', {}, loggedModelsPageSchema, request);
      return { entries: page.models, nextToken: page.next_page_token };
    },

    async loggedModel(id: string, signal: AbortSignal) {
      const schema = z.looseObject({ model: loggedModelSchema });
      return (await ask(`logged-models/${encodeURIComponent(id)}`, {}, schema, { signal })).model;
    },

    async run(runId: string, signal: AbortSignal): Promise<Run> {
      return (await ask('runs/get', { run_id: runId }, runSchema, { signal })).run;
    },

    /** The values of a metric that its run has logged, a million at most. */
    async history(runId: string, key: string, signal: AbortSignal): Promise<readonly Metric[]> {
      const values: Metric[] = [];
      const query = { run_id: runId, metric_key: key, max_results: `${historyPageSize}` };
      const asked = new Set<string>();
      for (let token = ''; asked.size < historyPagesMax && !asked.has(token); ) {
        asked.add(token);
        const paged = token === '' ? query : { ...query, page_token: token };
        const page = await ask('metrics/get-history', paged, historyPageSchema, { signal });
        values.push(...page.metrics);
        if (page.next_page_token === '') break;
        token = page.next_page_token;
      }
      return values;
    },

    close: http.close,
  };
}
