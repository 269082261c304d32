import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Bucket, type StyleName, styles } from './styles.ts';

/** Read from the first argument, as JSON. */
export interface ServerSettings {
  readonly style: StyleName;
  readonly perSecond: number;
  /** Requests that a bucket which has been left alone lets through at once. */
  readonly burst: number;
  readonly latencyMs: number;
}

/** Answers `counts` from the parent process with what it has seen. */
export interface ServerCounts {
  readonly answered: number;
  readonly refused: number;
}

const settings: ServerSettings = JSON.parse(process.argv[2] ?? '');
const { perSecond, burst, latencyMs } = settings;
const { always, refusal } = styles[settings.style];
let left = burst;
let filledAtMs = performance.now();
let answered = 0;
let refused = 0;

const server = createServer(async (request, response) => {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const { messages } = JSON.parse(Buffer.concat(chunks).toString('utf8'));
  fill();
  if (left < 1) {
    refused++;
    send(response, 429, { error: { message: 'rate limit exceeded' } }, refusal((1 - left) / perSecond));
    return;
  }
  left--;
  // Headers tell of the moment at which a request was let in, however long its answer takes.
  const headers = always(bucket());
  await sleep(latencyMs);
  answered++;
  send(response, 200, completionOf(messages.at(-1).content), headers);
});

function fill(): void {
  const nowMs = performance.now();
  left = Math.min(burst, left + ((nowMs - filledAtMs) / 1_000) * perSecond);
  filledAtMs = nowMs;
}

function bucket(): Bucket {
  return { capacity: burst, left, perSecond };
}

/** The answer repeats the prompt, so that every task has one that is right. */
function completionOf(prompt: string): object {
  return {
    id: 'chatcmpl-1',
    object: 'chat.completion',
    created: 0,
    model: 'paced',
    choices: [{ index: 0, message: { role: 'assistant', content: prompt }, finish_reason: 'stop' }],
    usage: { prompt_tokens: 10, completion_tokens: 10 },
  };
}

function send(
  response: ServerResponse,
  status: number,
  body: object,
  headers: Readonly<Record<string, string>>,
): void {
  const stated = status === 429 ? { ...always(bucket()), ...headers } : headers;
  response.writeHead(status, { 'content-type': 'application/json', ...stated });
  response.end(JSON.stringify(body));
}

process.on('message', () => process.send?.({ answered, refused } satisfies ServerCounts));
process.on('disconnect', () => process.exit());
server.listen(0, '127.0.0.1', () => process.send?.((server.address() as AddressInfo).port));
