import { afterEach, describe, expect, it } from 'vitest';
import type { RegistryOptions } from '../../registries/contract.ts';
import { openRegistry } from '../../registries/open.ts';
import { localRegistries } from '../support/registry-access.ts';
import { startRegistryServer } from '../support/registry-server.ts';
import { httpRegistryContract } from './http-contract.ts';
import { type MlflowHarness, mlflowModelsHarness, mlflowVersionsHarness } from './mlflow-harness.ts';
import { type FakeMetric, newModelId, newRunId } from './mlflow-server.ts';

httpRegistryContract('a registered model of MLflow', () => mlflowVersionsHarness());
httpRegistryContract('an experiment of MLflow', () => mlflowModelsHarness());

const never = new AbortController().signal;
let open: MlflowHarness[] = [];
afterEach(async () => {
  for (const harness of open) await harness.close();
  open = [];
});

async function opened(make: (onPage?: () => void) => Promise<MlflowHarness>, onPage?: () => void) {
  const harness = await make(onPage);
  open.push(harness);
  const list = () => harness.adapter.list(never);
  const asked = (path: string) =>
    harness.server.requests.filter(({ url }) => url.pathname.endsWith(path)).length;
  return { ...harness.mlflow, harness, list, asked };
}

/** What the Hugging Face Trainer's callback leaves of one save, or any trainer that logs both. */
const loggedAt = (step: number): FakeMetric[] => [
  { key: 'loss', value: 3 / step, step },
  { key: 'total_flos', value: 1e15 * step, step },
  { key: 'num_input_tokens_seen', value: 4096 * step, step },
];

describe('what pins a version of a registered model', () => {
  it('is its source: registered again from the same one it is the same checkpoint at another place', async () => {
    const { addVersion, list } = await opened(mlflowVersionsHarness);
    const [id, run] = [newModelId(), newRunId()];
    addVersion({ source: `models:/${id}` });
    addVersion({ source: `mlflow-artifacts:/1/models/${id}/artifacts` });
    addVersion({ source: `runs:/${run}/ckpt`, runId: run });
    addVersion({ source: `mlflow-artifacts:/1/${run}/artifacts/ckpt`, runId: run });
    addVersion({ source: 's3://bucket/run/step-400' });
    const [a, b, c, d, e] = (await list()).toSorted((x, y) => (x.label < y.label ? -1 : 1));
    expect(a?.identity).toBe(b?.identity);
    expect(c?.identity).toBe(d?.identity);
    expect(new Set([a, c, e].map((each) => each?.identity)).size).toBe(3);
    expect([a?.location, b?.location]).toEqual(['models:/tiny-lm/1', 'models:/tiny-lm/2']);
    // Anybody may write to a bare path.
    expect([a, b, c, d, e].map((each) => each?.weakIdentity ?? false)).toEqual([
      false,
      false,
      false,
      false,
      true,
    ]);
  });

  it('is the same for the logged model itself, on whatever server', async () => {
    const id = newModelId();
    const versions = await opened(mlflowVersionsHarness);
    const models = await opened(mlflowModelsHarness);
    versions.addVersion({ source: `models:/${id}` });
    models.addModel('checkpoint-100', { id });
    expect((await versions.list())[0]?.identity).toBe((await models.list())[0]?.identity);
  });

  it('is not its alias, which shows what it points to and is its label', async () => {
    const { addVersion, aliases, list } = await opened(mlflowVersionsHarness);
    for (const step of [1, 2]) addVersion({ source: `models:/${newModelId()}`, tags: { step: `${step}` } });
    aliases.set('champion', 1).set('best-of-week', 1);
    const before = await list();
    expect(before.map(({ label }) => label)).toEqual(['best-of-week', 'v2']);
    aliases.delete('best-of-week');
    aliases.set('champion', 2);
    const after = await list();
    expect(after.map(({ label }) => label)).toEqual(['v1', 'champion']);
    expect(after.map(({ identity }) => identity)).toEqual(before.map(({ identity }) => identity));
  });

  it('is missing where no source is named, which is reported', async () => {
    const { addVersion, list } = await opened(mlflowVersionsHarness);
    addVersion({ source: '' });
    const [checkpoint] = await list();
    expect(checkpoint).toMatchObject({ identity: null, state: 'broken' });
    expect(checkpoint?.reason).toContain('no source');
  });
});

describe('how far the training of a checkpoint in MLflow had come', () => {
  it('is in its tags, and then no run is asked', async () => {
    const { addVersion, list, asked } = await opened(mlflowVersionsHarness);
    const tags = { step: '300', tokens: '1.2e9', total_flos: '3e17', compute: '3.5', compute_unit: 'usd' };
    addVersion({ source: `models:/${newModelId()}`, runId: newRunId(), tags });
    expect(await list()).toMatchObject([
      { step: 300, tokens: 1.2e9, flops: 3e17, compute: { value: 3.5, unit: 'usd' }, state: 'ready' },
    ]);
    expect(asked('/runs/get')).toBe(0);
  });

  it.each([
    [{ step: 'two' }, 'step'],
    [{ step: '2', tokens: '-1' }, 'tokens'],
    [{ compute: '5', compute_unit: 'petaflops' }, 'compute_unit'],
    [{ compute: '5' }, 'compute_unit'],
  ])('is not guessed where tags cannot be read: %j', async (tags, named) => {
    const { addVersion, list } = await opened(mlflowVersionsHarness);
    addVersion({ source: `models:/${newModelId()}`, tags });
    const [checkpoint] = await list();
    expect(checkpoint).toMatchObject({ state: 'broken', reason: expect.stringMatching(/^[A-Z].+\.$/) });
    expect(checkpoint?.reason).toContain(named);
  });

  it('is in the metrics of its run at the step at which that logged it', async () => {
    const { addVersion, runs, list, asked } = await opened(mlflowVersionsHarness);
    const [run, ids] = [newRunId(), [newModelId(), newModelId(), newModelId()]];
    const steps = [100, 150, 300];
    runs.set(run, {
      status: 'RUNNING',
      history: [100, 200, 300].flatMap(loggedAt),
      outputs: ids.map((model_id, index) => ({ model_id, step: steps[index] ?? 0 })),
    });
    for (const id of ids) addVersion({ source: `models:/${id}`, runId: run });
    const shown = (await list()).map(({ step, tokens, flops }) => ({ step, tokens, flops }));
    expect(shown).toEqual(steps.map((step) => ({ step, tokens: 4096 * step, flops: 1e15 * step })));
    // A run is asked once, and its two histories once, whatever it left.
    expect([asked('/runs/get'), asked('/metrics/get-history')]).toEqual([1, 2]);
  });

  it('is the end of a run that left one checkpoint and no step, once that has ended', async () => {
    const { addVersion, runs, list } = await opened(mlflowVersionsHarness);
    const run = newRunId();
    const history = [100, 200].flatMap(loggedAt);
    runs.set(run, { status: 'RUNNING', history, outputs: [] });
    addVersion({ source: `mlflow-artifacts:/1/${run}/artifacts/model`, runId: run });
    expect((await list())[0]).not.toHaveProperty('step');
    runs.set(run, { status: 'FINISHED', history, outputs: [] });
    expect((await list())[0]).toMatchObject({ step: 200, tokens: 819_200, flops: 2e17 });
    addVersion({ source: `mlflow-artifacts:/1/${run}/artifacts/other`, runId: run });
    expect((await list())[0]).not.toHaveProperty('step');
  });

  it('is not made up beyond what was logged, nor for a run that was deleted', async () => {
    const { addVersion, runs, list } = await opened(mlflowVersionsHarness);
    const run = newRunId();
    runs.set(run, { status: 'FINISHED', history: loggedAt(10), outputs: [] });
    addVersion({ source: `runs:/${run}/checkpoint-1000`, runId: run });
    addVersion({ source: `runs:/${newRunId()}/checkpoint-2000`, runId: newRunId() });
    const shown = (await list()).map(({ step, tokens, flops, state }) => [step, tokens, flops, state]);
    expect(shown).toEqual([
      [1000, undefined, undefined, 'ready'],
      [2000, undefined, undefined, 'ready'],
    ]);
  });

  it('is in the name of a logged model and the metrics that are linked to it, and then no run is asked', async () => {
    const { addModel, list, asked } = await opened(mlflowModelsHarness);
    for (const step of [100, 200]) {
      addModel(`checkpoint-${step}`, { runId: newRunId(), metrics: loggedAt(step) });
    }
    expect(await list()).toMatchObject(
      [100, 200].map((step) => ({
        label: `checkpoint-${step}`,
        step,
        tokens: 4096 * step,
        flops: 1e15 * step,
      })),
    );
    expect(asked('/runs/get')).toBe(0);
  });
});

describe('the pages of an MLflow server', () => {
  const filled = 130;

  it.each([
    ['versions', mlflowVersionsHarness],
    ['logged models', mlflowModelsHarness],
  ] as const)('hide no %s that stay while earlier ones are deleted', async (_, make) => {
    const removed: Array<() => void> = [];
    const { harness, list } = await opened(make, () => removed.shift()?.());
    for (let step = 1; step <= filled; step++) {
      await harness.put(`checkpoint-${step}`, { step, content: `${step}` });
    }
    removed.push(() => {
      for (let step = 1; step <= 20; step++) harness.removeNow(`checkpoint-${step}`);
    });
    const steps = (await list()).map(({ step }) => step);
    expect(steps.filter((step) => step !== undefined && step > 20)).toEqual(
      Array.from({ length: filled - 20 }, (_, index) => index + 21),
    );
    expect(new Set(steps).size).toBe(steps.length);
  });

  it('are followed through logged models that were all created at once', async () => {
    const { addModel, list } = await opened(mlflowModelsHarness);
    for (let step = 1; step <= filled; step++) {
      addModel(`checkpoint-${step}`, { createdMs: 1_795_875_487_520 });
    }
    expect(await list()).toHaveLength(filled);
  });

  it.each([
    ['models/tiny-lm', { model_versions: [{ version: '1', source: 'models:/m-1', status: 'READY' }] }],
    ['experiments/1', { models: [] }],
  ])('that repeat without end are refused: %s', async (page, entries) => {
    const server = await startRegistryServer(({ url }) => {
      if (url.pathname.endsWith('/search')) return { json: { ...entries, next_page_token: 'again' } };
      const model = { registered_model: { name: 'tiny-lm' } };
      return { json: { ...model, experiment: { lifecycle_stage: 'active' } } };
    });
    const adapter = openRegistry(`mlflow:${server.url}/#/${page}`, localRegistries);
    try {
      await expect(adapter.list(never)).rejects.toMatchObject({
        code: 'RegistryMalformed',
        message: expect.stringContaining('to its end'),
      });
      expect(server.requests.length).toBeLessThan(5);
    } finally {
      await adapter.close();
      await server.close();
    }
  });

  it('of logged models that share a name tell them apart by id', async () => {
    const { addModel, list } = await opened(mlflowModelsHarness);
    const models = [addModel('model'), addModel('model')];
    addModel('step-3');
    expect((await list()).map(({ label }) => label).sort()).toEqual(
      ['step-3', ...models.map(({ id }) => `model@${id}`)].sort(),
    );
  });
});

describe('the address of an MLflow registry', () => {
  const url = 'http://127.0.0.1:5000';

  it.each([
    `${url}/#/models/tiny-lm`,
    `${url}/#/models/tiny%20lm`,
    `https://host/mlflow/#/models/tiny-lm`,
    `${url}/#/experiments/12`,
    `${url}/#/experiments/12/runs?searchFilter=&orderByKey=attributes.start_time`,
  ])('is that of a page, %s', (place) => {
    expect(openRegistry(`mlflow:${place}`, localRegistries).scheme).toBe('mlflow');
  });

  it.each([
    ['', 'page of its site'],
    [url, 'page of its site'],
    ['ftp://host/#/models/m', 'page of its site'],
    [`${url}/#/models/tiny-lm/versions/3`, 'page of its site'],
    [`${url}/#/models/%E0%A4%A`, 'page of its site'],
    [`${url}/#/experiments/tiny`, 'page of its site'],
    ['http://ada:secret@host/#/models/m', '--registry-key-env'],
    [`${url}/#/models/m?workspace=a`, 'workspace'],
    [`${url}/#/models/a'b%22c`, 'quotes'],
  ])('is refused when it is %j', (place, reason) => {
    const attempt = () => openRegistry(`mlflow:${place}`, localRegistries);
    expect(attempt).toThrow(expect.objectContaining({ name: 'RegistryError', code: 'RegistryMalformed' }));
    expect(attempt).toThrow(reason);
    expect(attempt).not.toThrow('secret');
  });

  it('is asked with the name and password of an account of MLflow where the key is one', async () => {
    const { harness } = await opened(mlflowVersionsHarness);
    const options: RegistryOptions = { ...localRegistries, token: 'ada:correct-horse' };
    const adapter = openRegistry(harness.address, options);
    await adapter.list(never);
    await adapter.close();
    const sent = harness.server.requests.at(-1)?.headers.authorization;
    expect(sent).toBe(`Basic ${Buffer.from('ada:correct-horse').toString('base64')}`);
  });
});
