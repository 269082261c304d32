import type { AddressInfo } from 'node:net';
import { serve } from '@hono/node-server';
import { type Context, Hono } from 'hono';
import { answerMessages } from '../../agents/agent.ts';

export interface AdapterServer {
  readonly url: string;
  /** What it was told of adapters, with its answers' status, in order. */
  readonly orders: readonly string[];
  /** Where each adapter that is loaded was loaded from. */
  readonly adapters: ReadonlyMap<string, string>;
  /** Loads an adapter as somebody else would. */
  load(name: string, path: string): void;
  close(): Promise<void>;
}

/** A server that loads and unloads LoRA adapters as vLLM does, in its words, and answers as an agent for those loaded. */
export async function startAdapterServer(): Promise<AdapterServer> {
  const orders: string[] = [];
  const adapters = new Map<string, string>();
  const api = new Hono();
  const refuse = (context: Context, code: 400 | 404, type: string, message: string) =>
    context.json({ error: { message, type, param: null, code } }, code);

  api.get('/health', (context) => context.body(null, 200));
  api.get('/v1/models', (context) =>
    context.json({
      object: 'list',
      data: [...adapters].map(([id, root]) => ({
        id,
        object: 'model',
        owned_by: 'vllm',
        root,
        parent: 'base',
      })),
    }),
  );
  api.post('/v1/load_lora_adapter', async (context) => {
    const { lora_name: name, lora_path: path } = await context.req.json();
    if (adapters.has(name)) {
      orders.push(`load ${name}: 400`);
      const advice = "If you want to load the adapter in place, set 'load_inplace' to True.";
      const message = `The lora adapter '${name}' has already been loaded. ${advice}`;
      return refuse(context, 400, 'InvalidUserInput', message);
    }
    if (name.startsWith('damaged')) {
      orders.push(`load ${name}: 404`);
      return refuse(
        context,
        404,
        'NotFoundError',
        `Loading lora ${name} failed: No adapter found for ${path}`,
      );
    }
    orders.push(`load ${name}: 200`);
    adapters.set(name, path);
    return context.text(`Success: LoRA adapter '${name}' added successfully.`);
  });
  api.post('/v1/unload_lora_adapter', async (context) => {
    const { lora_name: name } = await context.req.json();
    const isLoaded = adapters.delete(name);
    orders.push(`unload ${name}: ${isLoaded ? 200 : 404}`);
    if (isLoaded) return context.text(`Success: LoRA adapter '${name}' removed successfully.`);
    return refuse(context, 404, 'NotFoundError', `The lora adapter '${name}' cannot be found.`);
  });
  api.post('/v1/chat/completions', async (context) => {
    const { model, messages } = await context.req.json();
    if (!adapters.has(model)) {
      return refuse(context, 404, 'NotFoundError', `The model \`${model}\` does not exist.`);
    }
    const { text } = answerMessages(messages, 'guided', 100);
    return context.json({
      choices: [{ index: 0, message: { role: 'assistant', content: text }, finish_reason: 'stop' }],
      usage: { prompt_tokens: 1, completion_tokens: 1 },
    });
  });

  const server = serve({ fetch: api.fetch, port: 0, hostname: '127.0.0.1' });
  await new Promise((resolve) => server.once('listening', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`,
    orders,
    adapters,
    load: (name, path) => void adapters.set(name, path),
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
}
