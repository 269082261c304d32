import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type AgentServer, serveAgents } from '../../agents/server.ts';
import { type Collected, collectResponses } from '../../client/calibrate.ts';
import { type CalibrationModel, openModels } from '../../client/calibration-models.ts';
import { calibrationInstances } from '../../client/instances.ts';
import { type CalibrationLine, openResponses, readResponses } from '../../client/responses-file.ts';
import { ProviderError } from '../../providers/contract.ts';
import { answerOfAgent } from '../support/agent-answers.ts';
import { type ModelServer, startModelServer } from '../support/model-server.ts';
import { noSandbox } from '../support/no-sandbox.ts';
import { reasoning } from '../support/three-skills.ts';

const skills = reasoning.skills.filter(({ id }) => id !== 'B5');
const options = {
  domain: reasoning,
  seed: 'test',
  concurrency: 4,
  apiKeyVariable: null,
  provider: 'openai-compatible',
  temperature: 0,
  maxTokens: 4_096,
  requestTimeoutMs: 2_000,
  keyVariables: [],
  environment: {},
};

describe('the answers of a calibration', () => {
  let folder: string;
  let file: string;
  let agents: AgentServer;
  let server: ModelServer;
  beforeEach(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'etude-calibrate-'));
    file = path.join(folder, 'responses.jsonl');
    agents = await serveAgents({ port: 0, host: '127.0.0.1' });
    server = await startModelServer();
  });
  afterEach(async () => {
    await Promise.all([agents.close(), server.close(), rm(folder, { recursive: true })]);
  });

  async function collect(
    addresses: readonly string[],
    settings: { instances?: number; seed?: string; stop?: AbortSignal; onProgress?: () => void } = {},
  ): Promise<Collected> {
    const pool = openModels(addresses, options);
    const opened = await openResponses(file, reasoning);
    try {
      return await collectResponses({
        instances: calibrationInstances(reasoning, skills, settings.instances ?? 6, settings.seed ?? 'test'),
        models: pool.models,
        file: opened,
        run: noSandbox,
        stop: settings.stop ?? new AbortController().signal,
        onProgress: settings.onProgress ?? (() => undefined),
      });
    } finally {
      await opened.close();
      await pool.close();
    }
  }

  const named = (responses: readonly CalibrationLine[], model: string) =>
    responses
      .filter((response) => response.model === model)
      .map(({ instance, features, score }) => ({ instance, features, score }))
      .sort((a, b) => (a.instance < b.instance ? -1 : 1));

  it('are the same from an endpoint as from the agents that it serves', async () => {
    const { responses, missing } = await collect([
      'agent:guided-100',
      'agent:blind-30',
      'agent:learner-30+2',
      `blind=${agents.url}#blind-100`,
      `${agents.url}#guided-30`,
    ]);
    expect(missing).toBe(0);
    expect(responses).toHaveLength(5 * 12);
    const kinds = Object.fromEntries(responses.map(({ model, kind }) => [model, kind]));
    expect(kinds).toEqual({
      'guided-100': 'guided',
      'blind-30': 'blind',
      'learner-30+2': 'learner',
      'blind-100': 'blind',
      'guided-30': 'language-model',
    });
    expect(await readResponses(file, reasoning)).toEqual(responses);
    await rm(file);
    const direct = await collect(['agent:blind-100', 'agent:guided-30']);
    for (const model of ['blind-100', 'guided-30']) {
      expect(named(direct.responses, model)).toEqual(named(responses, model));
    }
  });

  it('go on where they ended: nothing is asked twice and nothing is lost', async () => {
    server.otherwise(answerOfAgent(20));
    const interrupted = new AbortController();
    let heard = 0;
    const first = await collect([`${server.url}#m`], {
      stop: interrupted.signal,
      onProgress: () => {
        heard++;
        if (heard === 3) interrupted.abort();
      },
    });
    // What was under way when the signal came has still been answered and kept.
    expect(first.missing).toBeGreaterThan(0);
    expect(server.requests.every(({ worked }) => worked)).toBe(true);
    const kept = await readResponses(file, reasoning);
    expect(kept).toHaveLength(server.requests.length);
    const second = await collect([`${server.url}#m`]);
    expect(second.missing).toBe(0);
    expect(server.requests).toHaveLength(12);
    expect(second.responses.slice(0, kept.length)).toEqual(kept);
    await rm(file);
    const whole = await collect([`${server.url}#m`]);
    expect(named(whole.responses, 'm')).toEqual(named(second.responses, 'm'));
  });

  it('grow with more models and more instances in one file', async () => {
    await collect(['agent:guided-30'], { instances: 4 });
    const { responses, missing } = await collect(['agent:blind-30'], { instances: 6 });
    expect(missing).toBe(0);
    expect(named(responses, 'guided-30')).toHaveLength(8);
    expect(named(responses, 'blind-30')).toHaveLength(12);
  });

  it('of another seed are not mixed in', async () => {
    await collect(['agent:guided-30']);
    await expect(collect(['agent:guided-30'], { seed: 'other' })).rejects.toThrow(/which this design lacks/);
  });

  it('that fail for a while are asked for again', async () => {
    server.otherwise(answerOfAgent());
    server.next(
      { kind: 'status', status: 429, headers: { 'retry-after-ms': '50' } },
      { kind: 'status', status: 500 },
      { kind: 'drop', when: 'before' },
    );
    expect((await collect([`${server.url}#m`])).missing).toBe(0);
    expect(server.requests).toHaveLength(15);
  });

  it('are no longer asked for once a model has failed on three tasks in a row, and the holes are told', async () => {
    let asked = 0;
    const dead: CalibrationModel = {
      name: 'dead',
      kind: 'language-model',
      parallel: 1,
      answer: async () => {
        asked++;
        throw new ProviderError('Unavailable', 'nobody is there');
      },
    };
    const opened = await openResponses(file, reasoning);
    const { missing, failure } = await collectResponses({
      instances: calibrationInstances(reasoning, skills, 6, 'test'),
      models: [dead],
      file: opened,
      run: noSandbox,
      stop: new AbortController().signal,
      onProgress: () => undefined,
    });
    await opened.close();
    expect({ asked, missing, failure }).toEqual({ asked: 3, missing: 12, failure: 'dead: nobody is there' });
  });

  it('are given up at once where an endpoint refuses for good', async () => {
    server.otherwise({ kind: 'status', status: 401 });
    await expect(collect([`${server.url}#m`, 'agent:guided-30'])).rejects.toMatchObject({
      code: 'AuthenticationFailed',
    });
    expect(server.requests.length).toBeLessThanOrEqual(4);
  });

  it('of a model that loops on one task count as cut off', async () => {
    server.otherwise(answerOfAgent());
    const patient = { ...options, requestTimeoutMs: 100, concurrency: 1 };
    const pool = openModels([`${server.url}#m`], patient);
    server.next(
      { kind: 'answer', text: 'x' },
      ...Array.from({ length: 5 }, () => ({ kind: 'hang' }) as const),
    );
    const opened = await openResponses(file, reasoning);
    const { responses, missing } = await collectResponses({
      instances: calibrationInstances(reasoning, skills.slice(0, 1), 3, 'test'),
      models: pool.models,
      file: opened,
      run: noSandbox,
      stop: new AbortController().signal,
      onProgress: () => undefined,
    });
    await opened.close();
    await pool.close();
    expect(missing).toBe(0);
    expect(responses[1]).toMatchObject({ score: 0 });
  });

  it('are only asked of what can be read as a model', () => {
    expect(() => openModels(['guided-300'], options)).toThrow(
      /is no model: it must be like agent:NAME or URL#MODEL/,
    );
    expect(() => openModels(['http://127.0.0.1:9/v1'], options)).toThrow(/is no model/);
    expect(() => openModels(['agent:wise-3'], options)).toThrow(/no reference agent wise-3/);
    expect(() => openModels(['agent:blind-3', 'agent:blind-3'], options)).toThrow(/named twice/);
    expect(() => openModels(['http://u:p@127.0.0.1:9/v1#m'], options)).toThrow(/user name or password/);
    expect(() => openModels(['http://127.0.0.1:9/v1#m'], { ...options, apiKeyVariable: 'HOME' })).toThrow(
      /may not be read as a key/,
    );
  });
});
