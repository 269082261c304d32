import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { ApplicationFailure } from '@temporalio/common';
import { MockActivityEnvironment } from '@temporalio/testing';
import { DefaultLogger } from '@temporalio/worker';
import { createConnections } from '../activities/connections.ts';
import { createInference } from '../activities/inference.ts';
import { printJson, printText, say, tableText } from '../cli/output.ts';
import { startTemporaryEngine } from '../engine/temporary.ts';
import { type Db, openDatabase } from '../schema/database.ts';
import { migrate } from '../schema/migrate.ts';
import type { ServerCounts, ServerSettings } from './pacing/server.ts';
import { openSession, round } from './pacing/session.ts';
import { type StyleName, styles } from './pacing/styles.ts';

/**
 * How close to its limit a model server is asked, and how often it has to refuse: tasks of one session are put, by the
 * activity that evaluations use and with its rows, to a server in a process of its own whose token bucket lets 20 requests
 * a second through. It tells of that in the headers of OpenAI, Anthropic, the IETF, or not at all.
 *   node bench/pacing.ts [--tasks 500] [--rate 20] [--burst 20] [--latency 100] [--connections 64] [--style openai] [--json]
 * The ideal time is that of somebody who knows the bucket: what it holds at once, the rest as it fills, and the last answer.
 * Exit code 1 when a style takes more than 1.05 times that or is refused 25 requests, or when a task is lost.
 */
interface Outcome {
  readonly style: StyleName;
  readonly tasks: number;
  readonly seconds: number;
  readonly ideal: number;
  readonly ratio: number;
  readonly refused: number;
  /** Without an answer. */
  readonly lost: number;
  /** With an answer that is not theirs. */
  readonly wrong: number;
  readonly ok: boolean;
}

const ratioMax = 1.05;
const refusedMax = 25;

const { values } = parseArgs({
  options: {
    tasks: { type: 'string', default: '500' },
    rate: { type: 'string', default: '20' },
    burst: { type: 'string', default: '20' },
    latency: { type: 'string', default: '100' },
    connections: { type: 'string', default: '64' },
    style: { type: 'string', multiple: true },
    json: { type: 'boolean', default: false },
  },
});
const tasks = Number(values.tasks);
const names = (Object.keys(styles) as StyleName[]).filter((name) => values.style?.includes(name) ?? true);

const engine = await startTemporaryEngine({ durability: 'fast', say });
const outcomes: Outcome[] = [];
try {
  const db = openDatabase({
    connectionString: engine.databaseUrl,
    connectionsMax: 16,
    applicationName: 'etude-bench',
  });
  await migrate(db);
  for (const style of names) outcomes.push(await paced(db, style));
  await db.destroy();
} finally {
  await engine.stop();
}
if (values.json) await printJson(outcomes);
else await printText(report(outcomes));
process.exitCode = outcomes.every(({ ok }) => ok) ? 0 : 1;

async function paced(db: Db, style: StyleName): Promise<Outcome> {
  const settings: ServerSettings = {
    style,
    perSecond: Number(values.rate),
    burst: Number(values.burst),
    latencyMs: Number(values.latency),
  };
  const server = fork(new URL('./pacing/server.ts', import.meta.url), [JSON.stringify(settings)]);
  const [port] = await once(server, 'message');
  const connections = createConnections({
    requestTimeoutMs: 60_000,
    keyVariables: [],
    environment: {},
    addresses: 'private',
  });
  try {
    const asked = { tasks, connections: Number(values.connections) };
    const session = await openSession(db, style, `http://127.0.0.1:${port}/v1`, asked);
    const { inferAnswers } = createInference({
      db,
      connect: connections.connect,
      heartbeatTimeoutMs: 20_000,
    });
    const beganMs = performance.now();
    await untilAnswered(() => inferAnswers(session.sessionId, round));
    const seconds = (performance.now() - beganMs) / 1_000;
    const counts = await countsOf(server);
    return judged(settings, seconds, { ...counts, ...(await session.outcome()) });
  } finally {
    await connections.close();
    server.disconnect();
  }
}

/** Tries again as Temporal does, after the wait that the failure asks for. */
async function untilAnswered(activity: () => Promise<unknown>): Promise<void> {
  for (;;) {
    const environment = new MockActivityEnvironment(undefined, {
      logger: new DefaultLogger('ERROR', () => {}),
    });
    try {
      await environment.run(activity);
      return;
    } catch (error) {
      if (!(error instanceof ApplicationFailure) || error.nonRetryable) throw error;
      await sleep(Number(error.nextRetryDelay ?? 1_000));
    }
  }
}

async function countsOf(server: ChildProcess): Promise<ServerCounts> {
  server.send('counts');
  const [counts] = await once(server, 'message');
  return counts;
}

function judged(
  { style, perSecond, burst, latencyMs }: ServerSettings,
  seconds: number,
  { refused, lost, wrong }: { refused: number; lost: number; wrong: number },
): Outcome {
  const ideal = Math.max(0, tasks - burst) / perSecond + latencyMs / 1_000;
  const ratio = seconds / ideal;
  const ok = ratio <= ratioMax && refused < refusedMax && lost === 0 && wrong === 0;
  return { style, tasks, seconds, ideal, ratio, refused, lost, wrong, ok };
}

function report(all: readonly Outcome[]): string {
  return tableText(
    ['style', 'tasks', 'seconds', 'ideal', 'ratio', 'refused', 'lost', 'wrong', ''].map((head) => ({ head })),
    all.map(({ style, seconds, ideal, ratio, refused, lost, wrong, ok }) => [
      style,
      String(tasks),
      seconds.toFixed(2),
      ideal.toFixed(2),
      ratio.toFixed(3),
      String(refused),
      String(lost),
      String(wrong),
      ok ? 'ok' : 'missed',
    ]),
  );
}
