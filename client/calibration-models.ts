import { setImmediate as yieldToOthers } from 'node:timers/promises';
import { answerMessages } from '../agents/agent.ts';
import { agentNamed } from '../agents/agent-name.ts';
import type { Domain, Skill } from '../domains/contract.ts';
import { withNotebook } from '../domains/notebook.ts';
import { endpointOrigin, endpointUrl } from '../http/secrets.ts';
import { type EndpointOptions, type OpenEndpoint, openEndpoint } from '../providers/endpoint.ts';
import { askPatiently } from './ask.ts';
import type { CalibrationInstance } from './instances.ts';
import { workedNotebook } from './worked-notebook.ts';

/** A model under calibration: it sees a prompt and answers with a text. */
export interface CalibrationModel {
  readonly name: string;
  /** What sort of reader it is: a strategy of the reference agents, `language-model`, `language-model/NAME`, …. */
  readonly kind: string;
  /** Tasks that it may work on at once. */
  readonly parallel: number;
  /** Throws `ProviderError`; `Cancelled` where `stop` aborts before the task is put to the model. */
  answer(instance: CalibrationInstance, stop: AbortSignal): Promise<ModelAnswer>;
}

export interface ModelAnswer {
  readonly text: string;
  /** Its server cut it at the token limit. */
  readonly truncated: boolean;
}

export interface ModelPool {
  readonly models: readonly CalibrationModel[];
  close(): Promise<void>;
}

export interface PoolOptions extends Omit<EndpointOptions, 'addresses'> {
  readonly domain: Domain;
  /** What the worked examples of a learner's notebook derive from. */
  readonly seed: string;
  /** Requests that may be under way at once at each endpoint. */
  readonly concurrency: number;
  readonly apiKeyVariable: string | null;
  readonly provider: string;
  readonly temperature: number;
  readonly maxTokens: number;
}

const languageModel = 'language-model';

/** True for the kinds whose reading costs them something, `language-model/NAME` included. */
export function readsLanguage(kind: string): boolean {
  return kind === languageModel || kind.startsWith(`${languageModel}/`);
}

const addressForms = 'agent:NAME or URL#MODEL, each with KIND= in front of it where the usual kind is wrong';

/**
 * The models at these addresses: `agent:guided-300` is a reference agent, `agent:learner-300+4` one that has four
 * worked examples of each skill in its notebook, `http://host/v1#name` a model of an endpoint, and `KIND=` before
 * any of them says what kind of model it is. Models of one endpoint share its limiter. Throws a RangeError for an
 * address that cannot be read or that is named twice, and `SecretError`.
 */
export function openModels(addresses: readonly string[], options: PoolOptions): ModelPool {
  const endpoints = new Map<string, OpenEndpoint>();
  const models = addresses.map((address) => modelAt(address, endpoints, options));
  const names = models.map(({ name }) => name);
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice !== undefined) throw new RangeError(`model ${twice} is named twice`);
  const close = async () => {
    await Promise.all([...endpoints.values()].map(({ provider }) => provider.close()));
  };
  return { models, close };
}

function modelAt(
  address: string,
  endpoints: Map<string, OpenEndpoint>,
  options: PoolOptions,
): CalibrationModel {
  const match = /^(?:([a-z][a-z0-9-]*(?:\/[a-z0-9.-]+)?)=)?(.+)$/.exec(address);
  const place = match?.[2] ?? '';
  if (place.startsWith('agent:')) return agentModel(place.slice('agent:'.length), match?.[1], options);
  const hash = place.indexOf('#');
  if (!/^https?:/.test(place) || hash < 0 || hash === place.length - 1) {
    throw new RangeError(`${JSON.stringify(address)} is no model: it must be like ${addressForms}`);
  }
  const baseUrl = place.slice(0, hash);
  return endpointModel(baseUrl, place.slice(hash + 1), match?.[1], endpoints, options);
}

function agentModel(name: string, kind: string | undefined, options: PoolOptions): CalibrationModel {
  const [agentName = '', examples = '0', ...rest] = name.split('+');
  const agent = agentNamed(agentName);
  if (agent === null || rest.length > 0 || !/^\d{1,2}$/.test(examples)) {
    throw new RangeError(
      `there is no reference agent ${name}; one is named like guided-300, by its search nodes, or learner-300+4, with four worked examples`,
    );
  }
  const notebooks = new Map<string, string>();
  const notebookOf = (skill: Skill) => {
    const known =
      notebooks.get(skill.id) ?? workedNotebook(options.domain, skill, Number(examples), options.seed);
    notebooks.set(skill.id, known);
    return known;
  };
  return {
    name,
    kind: kind ?? agent.strategy,
    parallel: 1,
    async answer({ skill, task }) {
      // A search is pure computation on the process's one thread: signals and writes get their turn in between.
      await yieldToOthers();
      const content = withNotebook(notebookOf(skill), task().prompt);
      const { text } = answerMessages([{ role: 'user', content }], agent.strategy, agent.nodes);
      return { text, truncated: false };
    },
  };
}

function endpointModel(
  baseUrl: string,
  model: string,
  kind: string | undefined,
  endpoints: Map<string, OpenEndpoint>,
  options: PoolOptions,
): CalibrationModel {
  const origin = endpointOrigin(baseUrl);
  const address = endpointUrl(baseUrl).href;
  const known = endpoints.get(address);
  const endpoint =
    known ??
    openEndpoint(
      {
        provider: options.provider,
        baseUrl,
        origin,
        apiKeyVariable: options.apiKeyVariable,
        connectionsMax: options.concurrency,
      },
      // Whoever types the command asks from a machine of their own.
      { ...options, addresses: 'private' },
    );
  endpoints.set(address, endpoint);
  return {
    name: model,
    kind: kind ?? languageModel,
    parallel: options.concurrency,
    async answer({ task }, stop) {
      const { prompt, seed } = task();
      const request = {
        model,
        messages: [{ role: 'user', content: prompt }] as const,
        maxTokens: options.maxTokens,
        temperature: options.temperature,
        // Of the task, as in an evaluation: repeatable as far as the server can.
        seed: Number.parseInt(seed.slice(0, 7), 16),
      };
      const { text, finishReason } = await askPatiently(endpoint, request, stop);
      return { text, truncated: finishReason === 'length' };
    },
  };
}
