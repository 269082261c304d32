import type { AddressInfo } from 'node:net';
import { serve } from '@hono/node-server';
import { type Context, Hono } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { looksAt } from './webhooks/looks.ts';
import { type News, newsOfHub, newsOfMlflow } from './webhooks/news.ts';
import { isGenuine, sameText, Taken } from './webhooks/secrets.ts';

const bodyMaxBytes = 1024 ** 2;

export interface FollowedFamily {
  readonly slug: string;
  /** Address of its registry. */
  readonly registry: string;
}

export interface WebhookPorts {
  /** The families that are followed now. */
  families(): Promise<readonly FollowedFamily[]>;
  /** Has a family's registry looked at; settles when that is done. */
  poll(slug: string): Promise<unknown>;
  /** Tells whoever runs the server, in a line. */
  say(message: string): void;
}

export interface WebhookSecrets {
  /** Null where a Hub's deliveries are not taken. */
  readonly hf: string | null;
  /** Null where MLflow's deliveries are not taken. */
  readonly mlflow: string | null;
}

export interface WebhookServer {
  /** Without a slash at its end. */
  readonly url: string;
  close(): Promise<void>;
}

export interface WebhookOptions extends WebhookPorts {
  readonly port: number;
  readonly host: string;
  readonly secrets: WebhookSecrets;
}

/**
 * Takes the webhooks of registries and has the families that follow them looked at now. They hasten the next look
 * and replace none. Port 0 takes a free one. Rejects when the address cannot be listened on.
 */
export function serveWebhooks({ port, host, secrets, ...ports }: WebhookOptions): Promise<WebhookServer> {
  return new Promise((resolve, reject) => {
    const server = serve({ fetch: webhookApi(secrets, ports).fetch, port, hostname: host });
    server.once('error', reject);
    server.once('listening', () => {
      const address = server.address() as AddressInfo;
      const name = address.family === 'IPv6' ? `[${address.address}]` : address.address;
      resolve({
        url: `http://${name}:${address.port}`,
        close: () => new Promise((done, fail) => server.close((error) => (error ? fail(error) : done()))),
      });
    });
  });
}

function webhookApi({ hf, mlflow }: WebhookSecrets, ports: WebhookPorts): Hono {
  const look = looksAt(ports.poll, (slug, error) => {
    ports.say(`${slug} was not looked at: ${error instanceof Error ? error.message : String(error)}`);
  });
  const taken = new Taken();
  const api = new Hono();
  api.use(bodyLimit({ maxSize: bodyMaxBytes, onError: (context) => context.body(null, 413) }));

  if (hf !== null) {
    api.post('/webhooks/hf', async (context) => {
      if (!sameText(context.req.header('x-webhook-secret') ?? '', hf)) return context.body(null, 401);
      return await accept(context, newsOfHub(parsed(await context.req.text())));
    });
  }

  if (mlflow !== null) {
    api.post('/webhooks/mlflow', async (context) => {
      const header = (name: string) => context.req.header(`x-mlflow-${name}`) ?? '';
      const body = await context.req.text();
      const id = header('delivery-id');
      const delivery = { id, timestamp: header('timestamp'), signature: header('signature'), body };
      if (!isGenuine(mlflow, delivery, Date.now())) return context.body(null, 401);
      // MLflow sends again what it has seen no answer to; somebody else, what they have overheard.
      if (taken.has(id, Date.now())) return context.body(null, 202);
      const response = await accept(context, newsOfMlflow(parsed(body)));
      taken.add(id, Date.now());
      return response;
    });
  }

  async function accept(context: Context, news: News | undefined): Promise<Response> {
    if (news === undefined) return context.body(null, 400);
    const touched = news === null ? [] : (await ports.families()).filter(({ registry }) => news(registry));
    for (const { slug } of touched) look(slug);
    if (touched.length > 0) {
      ports.say(`${context.req.path}: looking at ${touched.map(({ slug }) => slug).join(', ')}`);
    }
    return context.body(null, 202);
  }

  api.notFound((context) => context.body(null, 404));
  api.onError((error, context) => {
    ports.say(`${context.req.path}: ${error.message}`);
    return context.body(null, 503);
  });
  return api;
}

/** Undefined for what is no JSON. */
function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}
