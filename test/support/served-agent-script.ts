/**
 * A model server as a family's command starts it: `node served-agent-script.ts --port P --record FILE [--loading MS]
 * [--delay MS] [--crash-after N] [anything else]`. It answers like a reference agent, and has a child of its own. What it
 * was started with is a line of the record, and so is its end. Only the first one of a record is slow, or crashes.
 */
import { spawn } from 'node:child_process';
import { appendFileSync, existsSync, readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { serve } from '@hono/node-server';
import { Hono } from 'hono';
import { answerMessages } from '../../agents/agent.ts';

const { values } = parseArgs({
  strict: false,
  options: {
    port: { type: 'string' },
    record: { type: 'string' },
    loading: { type: 'string', default: '0' },
    delay: { type: 'string', default: '0' },
    'crash-after': { type: 'string' },
  },
});
const record = String(values.record);
const isFirst = !existsSync(record) || readFileSync(record, 'utf8') === '';
const loadedAtMs = performance.now() + Number(values.loading);
const child = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)', record], { stdio: 'ignore' });
const write = (event: object) =>
  appendFileSync(record, `${JSON.stringify({ pid: process.pid, ...event })}\n`);
write({ began: true, child: child.pid, args: process.argv.slice(2), environment: process.env });
console.log('the model is read');

const isLoading = () => performance.now() < loadedAtMs;
const api = new Hono();
let answers = 0;
api.get('/health', (context) => context.json({}, isLoading() ? 503 : 200));
api.get('/v1/models', (context) => context.json({ object: 'list', data: [] }));
api.post('/v1/chat/completions', async (context) => {
  if (isLoading()) return context.json({ error: { message: 'Loading model' } }, 503);
  const { messages } = await context.req.json();
  if (isFirst) await sleep(Number(values.delay));
  answers++;
  if (isFirst && answers === Number(values['crash-after'])) {
    console.error('out of memory');
    process.exit(7);
  }
  const { text } = answerMessages(messages, 'guided', 100);
  return context.json({
    choices: [{ index: 0, message: { role: 'assistant', content: text }, finish_reason: 'stop' }],
    usage: { prompt_tokens: 1, completion_tokens: 1 },
  });
});
serve({ fetch: api.fetch, port: Number(values.port), hostname: '127.0.0.1' });
process.once('SIGTERM', () => {
  write({ began: false });
  // Its child is left to whoever ends it.
  process.exit(0);
});
