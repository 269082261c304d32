import { ApplicationFailure } from '@temporalio/common';
import { z } from 'zod';
import { Refusal } from '../failure.ts';
import type { EndpointProbe, ProbeAnswer } from './endpoint-probe.ts';
import type { Server } from './server.ts';

export interface Adapter {
  /** The name that it is asked by. */
  readonly name: string;
  /** Where the server finds it. */
  readonly path: string;
}

/** vLLM's errors, as its versions put them. */
const messageSchema = z.union([
  z.looseObject({ message: z.string() }).transform(({ message }) => message),
  z.looseObject({ error: z.looseObject({ message: z.string() }) }).transform(({ error }) => error.message),
]);

/** A model that vLLM lists; the root of an adapter is where it was loaded from. */
const listSchema = z.looseObject({
  data: z.array(z.looseObject({ id: z.string(), root: z.string().nullish() })),
});

/**
 * Has a running vLLM load a LoRA adapter; one that is loaded already from the same place is as good. Refuses what the
 * server refuses, and to ask an adapter of that name that came from elsewhere.
 */
export async function loadAdapter(probe: EndpointProbe, adapter: Adapter): Promise<Server> {
  const { name, path } = adapter;
  const answer = await probe.post('load_lora_adapter', { lora_name: name, lora_path: path });
  if (isLoadedAlready(answer)) await requireSamePlace(probe, adapter);
  else if (answer.status >= 300) throw failureOf(name, answer);
  const unload = () => probe.post('unload_lora_adapter', { lora_name: name });
  return {
    name: `the adapter ${name}`,
    ended: () => null,
    lastWords: () => '',
    tend: () => undefined,
    stop: async (isCurrent) => {
      // Another attempt that serves it now would lose it.
      if (isCurrent) await unload().catch(() => 'a server that is gone has none loaded');
    },
  };
}

async function requireSamePlace(probe: EndpointProbe, { name, path }: Adapter): Promise<void> {
  const list = listSchema.safeParse(jsonOf((await probe.get('models')).text));
  const root = list.data?.data.find(({ id }) => id === name)?.root ?? path;
  if (root === path) return;
  throw new Refusal(
    'ServingFailed',
    `the endpoint has an adapter ${name} from ${root}, not from ${path}: unload it, or have --model name this one otherwise`,
  );
}

function isLoadedAlready({ status, text }: ProbeAnswer): boolean {
  return status === 400 && /already (?:been )?loaded/.test(messageOf(text));
}

function failureOf(name: string, { status, text }: ProbeAnswer): Error {
  if (status >= 500 || status === 429) {
    return ApplicationFailure.create({
      type: 'ServerUnavailable',
      message: `the endpoint does not load the adapter ${name} now (${status}): ${messageOf(text)}`,
    });
  }
  const hint =
    status === 404 || status === 405
      ? '; vLLM loads adapters while it runs where VLLM_ALLOW_RUNTIME_LORA_UPDATING is set'
      : '';
  return new Refusal(
    'ServingFailed',
    `the endpoint refuses the adapter ${name} (${status}): ${messageOf(text)}${hint}`,
  );
}

function messageOf(text: string): string {
  const parsed = messageSchema.safeParse(jsonOf(text));
  return (parsed.success ? parsed.data : text).slice(0, 200);
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
