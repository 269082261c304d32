import { createHash } from 'node:crypto';
import type { AddressInfo } from 'node:net';
import { serve } from '@hono/node-server';
import { Hono } from 'hono';
import { z } from 'zod';
import { answerMessages } from './agent.ts';
import { type AgentName, agentNamed, agentNodesMax } from './agent-name.ts';

/** Agents that the model list shows; any other number of nodes up to the bound is served too. */
const listedModels = [
  'blind-100',
  'blind-3000',
  'blind-100000',
  'guided-100',
  'guided-3000',
  'guided-100000',
  'learner-300',
  'learner-1000',
  'learner-3000',
];

const contentSchema = z.union([
  z.string(),
  z
    .array(z.object({ type: z.literal('text'), text: z.string() }))
    .transform((parts) => parts.map(({ text }) => text).join('')),
]);

const requestSchema = z.object({
  model: z.string(),
  messages: z
    .array(z.object({ role: z.enum(['system', 'developer', 'user', 'assistant']), content: contentSchema }))
    .min(1),
  max_tokens: z.number().int().positive().nullish(),
  max_completion_tokens: z.number().int().positive().nullish(),
  stream: z.literal(false, 'streaming is not served').nullish(),
});

export interface AgentServer {
  /** Base address of the API, ending in `/v1`. */
  readonly url: string;
  close(): Promise<void>;
}

/**
 * Serves the reference agents as an OpenAI-compatible API. A model `blind-3000`, `guided-3000` or `learner-3000`
 * searches at most 3000 nodes. Port 0 takes a free one. Rejects when the address cannot be listened on.
 */
export function serveAgents({ port, host }: { port: number; host: string }): Promise<AgentServer> {
  return new Promise((resolve, reject) => {
    const server = serve({ fetch: agentApi().fetch, port, hostname: host });
    server.once('error', reject);
    server.once('listening', () => {
      const address = server.address() as AddressInfo;
      const name = address.family === 'IPv6' ? `[${address.address}]` : address.address;
      resolve({
        url: `http://${name}:${address.port}/v1`,
        close: () => new Promise((done, fail) => server.close((error) => (error ? fail(error) : done()))),
      });
    });
  });
}

function agentApi(): Hono {
  const api = new Hono();
  api.get('/v1/models', (context) =>
    context.json({
      object: 'list',
      data: listedModels.map((id) => ({ id, object: 'model', created: 0, owned_by: 'etude-agents' })),
    }),
  );
  api.post('/v1/chat/completions', async (context) => {
    const body: unknown = await context.req.json().catch(() => undefined);
    const request = requestSchema.safeParse(body);
    if (!request.success) {
      return context.json(errorBody('invalid_request_error', null, z.prettifyError(request.error)), 400);
    }
    const agent = agentNamed(request.data.model);
    if (agent === null) {
      const message = `The model ${request.data.model} does not exist; there are blind-N, guided-N and learner-N, N from 1 to ${agentNodesMax}.`;
      return context.json(errorBody('invalid_request_error', 'model_not_found', message), 404);
    }
    return context.json(completion(request.data, agent));
  });
  api.notFound((context) =>
    context.json(errorBody('invalid_request_error', null, 'There is no such address.'), 404),
  );
  return api;
}

function completion(request: z.infer<typeof requestSchema>, { strategy, nodes }: AgentName): object {
  const answer = answerMessages(request.messages, strategy, nodes);
  const tokensMax = request.max_completion_tokens ?? request.max_tokens ?? Number.POSITIVE_INFINITY;
  const cut = tokensOf(answer.text) > tokensMax;
  const text = cut
    ? Buffer.from(answer.text)
        .subarray(0, 4 * tokensMax)
        .toString()
    : answer.text;
  const promptTokens = tokensOf(request.messages.map(({ content }) => content).join(''));
  const completionTokens = tokensOf(text);
  return {
    // The agents are deterministic, and so is the name of their answer.
    id: `chatcmpl-${createHash('sha256').update(JSON.stringify(request)).digest('hex').slice(0, 24)}`,
    object: 'chat.completion',
    created: Math.floor(Date.now() / 1000),
    model: request.model,
    choices: [
      { index: 0, message: { role: 'assistant', content: text }, finish_reason: cut ? 'length' : 'stop' },
    ],
    usage: {
      prompt_tokens: promptTokens,
      completion_tokens: completionTokens,
      total_tokens: promptTokens + completionTokens,
      search_nodes: answer.nodes,
    },
  };
}

/** A token of the agents is four bytes of UTF-8. */
function tokensOf(text: string): number {
  return Math.ceil(Buffer.byteLength(text) / 4);
}

function errorBody(type: string, code: string | null, message: string): object {
  return { error: { message, type, param: null, code } };
}
