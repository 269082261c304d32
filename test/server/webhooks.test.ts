import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { signatureOf } from '../../server/webhooks/secrets.ts';
import { serveWebhooks, type WebhookSecrets, type WebhookServer } from '../../server/webhooks.ts';

const secrets = { hf: 'whs-correct-horse', mlflow: 'battery-staple-7' };
const followed = [
  { slug: 'branches', registry: 'hf:ada/tiny-lm' },
  { slug: 'commits', registry: 'hf:ada/tiny-lm?commits=dev' },
  { slug: 'other', registry: 'hf:ada/other' },
  { slug: 'versions', registry: 'mlflow:http://127.0.0.1:5000/#/models/tiny%20lm' },
  { slug: 'elsewhere', registry: 'mlflow:https://host/mlflow/#/models/tiny%20lm' },
  { slug: 'experiment', registry: 'mlflow:http://127.0.0.1:5000/#/experiments/1' },
  { slug: 'misspelt', registry: 'mlflow:nowhere' },
  { slug: 'folder', registry: 'dir:/data/tiny lm' },
];

let server: WebhookServer;
let polled: string[];
let said: string[];
let families: () => Promise<typeof followed>;
let poll: (slug: string) => Promise<unknown>;

async function start(given: WebhookSecrets): Promise<void> {
  server = await serveWebhooks({
    port: 0,
    host: '127.0.0.1',
    secrets: given,
    families: () => families(),
    poll: (slug) => {
      polled.push(slug);
      return poll(slug);
    },
    say: (message) => said.push(message),
  });
}

beforeEach(async () => {
  [polled, said] = [[], []];
  families = async () => followed;
  poll = async () => ({ found: 1 });
  await start(secrets);
});
afterEach(() => server.close());

async function send(path: string, body: string, headers: Readonly<Record<string, string>>): Promise<number> {
  const content = { 'content-type': 'application/json' };
  const answer = await fetch(`${server.url}${path}`, {
    method: 'POST',
    body,
    headers: { ...content, ...headers },
  });
  expect(await answer.text()).toBe('');
  return answer.status;
}

/** A delivery as the Hub's documentation shows it. */
const hubBody = (name: string, refs: readonly string[], type = 'model') => ({
  event: { action: 'update', scope: 'repo.content' },
  repo: {
    type,
    name,
    id: '621ffdc036468d709f17434d',
    private: false,
    url: { web: `https://huggingface.co/${name}`, api: `https://huggingface.co/api/models/${name}` },
    owner: { id: '628b753283ef59b5be89e937' },
    headSha: 'd5e3b6c1d0f1d5cfd8d0e0e2d6d9f4b1a2c3d4e5',
  },
  ...(refs.length === 0
    ? {}
    : {
        updatedRefs: refs.map((ref) => ({
          ref,
          oldSha: 'ce9a4674fa833a68d5a73ec355f0ea95eedd60b7',
          newSha: '575db8b7a51b6f85eb06eee540738584589f131c',
        })),
      }),
  webhook: { id: '6390e855e30d9209411de93b', version: 3 },
});

const sendHub = (body: unknown, secret = secrets.hf) =>
  send('/webhooks/hf', JSON.stringify(body), { 'x-webhook-secret': secret });

/** A delivery as a real server sent it. */
const mlflowBody = (name: string, entity = 'model_version') =>
  JSON.stringify({
    entity,
    action: 'created',
    timestamp: '2026-11-28T14:38:20.123456+00:00',
    data: {
      name,
      version: '7',
      source: 'models:/m-3ec6867784a941579c681464075d2f8b',
      run_id: null,
      tags: {},
      description: null,
    },
  });

interface Sending {
  readonly id?: string;
  readonly secret?: string;
  readonly ageMs?: number;
  /** What is signed, where that is not what is sent. */
  readonly signed?: string;
}

function sendMlflow(
  body: string,
  { id = crypto.randomUUID(), secret = secrets.mlflow, ageMs = 0, signed = body }: Sending = {},
) {
  const timestamp = `${Math.floor((Date.now() - ageMs) / 1000)}`;
  return send('/webhooks/mlflow', body, {
    'x-mlflow-delivery-id': id,
    'x-mlflow-timestamp': timestamp,
    'x-mlflow-signature': signatureOf(secret, { id, timestamp, body: signed }),
  });
}

describe("a Hub's webhook", () => {
  it('has the families looked at whose repository it names', async () => {
    expect(await sendHub(hubBody('Ada/Tiny-LM', ['refs/heads/step1000']))).toBe(202);
    expect(polled).toEqual(['branches']);
  });

  it('has a family that follows the commits of a branch looked at when that one moved', async () => {
    expect(await sendHub(hubBody('ada/tiny-lm', ['refs/heads/main', 'refs/heads/dev']))).toBe(202);
    expect(polled).toEqual(['branches', 'commits']);
  });

  it.each([
    ['a repository that nobody follows', hubBody('ada/nobody', ['refs/heads/main'])],
    ['a data set of the same name', hubBody('ada/tiny-lm', ['refs/heads/main'], 'dataset')],
    ['a discussion', hubBody('ada/tiny-lm', [])],
  ])('is taken and passed over for %s', async (_, body) => {
    expect(await sendHub(body)).toBe(202);
    expect(polled).toEqual([]);
  });

  it.each([['wrong'], [''], [`${secrets.hf}x`], [secrets.mlflow]])(
    'is refused with the secret %j',
    async (secret) => {
      expect(await sendHub(hubBody('ada/tiny-lm', ['refs/heads/main']), secret)).toBe(401);
      expect(polled).toEqual([]);
    },
  );

  it('is refused when it is no such delivery', async () => {
    expect(await sendHub({ weather: 'rain' })).toBe(400);
    expect(await send('/webhooks/hf', '{"repo": ', { 'x-webhook-secret': secrets.hf })).toBe(400);
  });
});

describe("MLflow's webhook", () => {
  it('is signed as MLflow signs', () => {
    // By MLflow's own _generate_hmac_signature.
    const delivery = { id: 'a-1', timestamp: '1795875487', body: '{"entity": "model_version"}' };
    expect(signatureOf('battery-staple-7', delivery)).toBe('v1,f8kQNMF1PSe8ner91k/7luptadwzV/OYPhDlAXQKd+M=');
  });

  it('has the families looked at that follow the model that it names, on whatever server', async () => {
    expect(await sendMlflow(mlflowBody('tiny lm'))).toBe(202);
    expect(polled).toEqual(['versions', 'elsewhere']);
    expect(await sendMlflow(mlflowBody('tiny lm', 'model_version_alias'))).toBe(202);
    expect(polled).toHaveLength(4);
  });

  it.each([
    ['a model that nobody follows', mlflowBody('tiny')],
    ['a prompt of the same name', mlflowBody('tiny lm', 'prompt_version')],
    ['something without a name', '{"entity": "budget_policy", "action": "exceeded", "data": {}}'],
  ])('is taken and passed over for %s', async (_, body) => {
    expect(await sendMlflow(body)).toBe(202);
    expect(polled).toEqual([]);
  });

  it.each<[string, Sending]>([
    ['with another secret', { secret: secrets.hf }],
    ['over another body', { signed: mlflowBody('other') }],
    ['more than five minutes ago', { ageMs: 5 * 60_000 + 2_000 }],
    ['more than five minutes ahead', { ageMs: -5 * 60_000 - 2_000 }],
    ['without an id', { id: '' }],
  ])('is refused when it was signed %s', async (_, sending) => {
    expect(await sendMlflow(mlflowBody('tiny lm'), sending)).toBe(401);
    expect(polled).toEqual([]);
  });

  it('is refused when it was not signed', async () => {
    expect(await send('/webhooks/mlflow', mlflowBody('tiny lm'), {})).toBe(401);
  });

  it('counts once, however often it is sent', async () => {
    const id = 'c0ffee00-0000-4000-8000-000000000001';
    expect(await sendMlflow(mlflowBody('tiny lm'), { id })).toBe(202);
    expect(await sendMlflow(mlflowBody('tiny lm'), { id })).toBe(202);
    expect(polled).toEqual(['versions', 'elsewhere']);
  });

  it('is taken when it comes again after a failure of ours', async () => {
    const id = 'c0ffee00-0000-4000-8000-000000000002';
    families = () => Promise.reject(new Error('the database is away'));
    expect(await sendMlflow(mlflowBody('tiny lm'), { id })).toBe(503);
    families = async () => followed;
    expect(await sendMlflow(mlflowBody('tiny lm'), { id })).toBe(202);
    expect(polled).toHaveLength(2);
    expect(said[0]).toContain('the database is away');
  });
});

describe('the webhook server', () => {
  it('answers without waiting for the look, and has another follow for all that came meanwhile', async () => {
    const waiting: Array<() => void> = [];
    poll = () => new Promise<void>((resolve) => waiting.push(resolve));
    for (let count = 0; count < 5; count++) {
      expect(await sendHub(hubBody('ada/other', ['refs/heads/main']))).toBe(202);
    }
    expect(polled).toEqual(['other']);
    waiting.shift()?.();
    await expect.poll(() => polled).toEqual(['other', 'other']);
    waiting.shift()?.();
    await new Promise(setImmediate);
    expect(polled).toHaveLength(2);
  });

  it('goes on after a look that failed, and says so', async () => {
    poll = () => Promise.reject(new Error('Temporal is away'));
    expect(await sendHub(hubBody('ada/other', ['refs/heads/main']))).toBe(202);
    await expect.poll(() => said.join('\n')).toContain('other was not looked at: Temporal is away');
    expect(await sendHub(hubBody('ada/other', ['refs/heads/main']))).toBe(202);
    expect(polled).toHaveLength(2);
  });

  it('reads no more than a megabyte', async () => {
    const body = JSON.stringify({
      ...hubBody('ada/other', ['refs/heads/main']),
      more: 'x'.repeat(1024 ** 2),
    });
    expect(await send('/webhooks/hf', body, { 'x-webhook-secret': secrets.hf })).toBe(413);
    expect(polled).toEqual([]);
  });

  it('has no route for a sender whose secret it was not given', async () => {
    await server.close();
    await start({ hf: null, mlflow: secrets.mlflow });
    expect(await sendHub(hubBody('ada/other', ['refs/heads/main']))).toBe(404);
    expect(await sendHub(hubBody('ada/other', ['refs/heads/main']), '')).toBe(404);
    expect(await sendMlflow(mlflowBody('tiny lm'))).toBe(202);
  });

  it('says no secret', async () => {
    await sendHub(hubBody('ada/tiny-lm', ['refs/heads/main']));
    await sendMlflow(mlflowBody('tiny lm'));
    for (const secret of Object.values(secrets)) expect(said.join('\n')).not.toContain(secret);
  });
});
