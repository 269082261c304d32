import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Command } from 'commander';
import { connectTemporal } from '../client/connection.ts';
import { type ClientContext, registerFamily, setBaseline } from '../client/trackers.ts';
import { readTrend, type Trend } from '../client/trend.ts';
import { readConfig } from '../config.ts';
import type { Engine } from '../engine/engine.ts';
import { formatElapsed } from '../engine/progress.ts';
import { startTemporaryEngine } from '../engine/temporary.ts';
import { openDatabase } from '../schema/database.ts';
import { performanceChart } from './chart.ts';
import { startDemoAgents } from './demo-agents.ts';
import {
  type DemoFamily,
  demoBudgets,
  demoFamilies,
  demoRegistration,
  writeDemoRegistry,
} from './demo-families.ts';
import { CliError, exitCodes, printJson, printText, say } from './output.ts';
import { followFamilies } from './progress.ts';
import { interruptedExitCode, interruption } from './signals.ts';
import { usualAxis } from './trend-axis.ts';
import { trendText } from './trend-table.ts';
import { startWorker } from './worker-process.ts';

export interface DemoResult {
  readonly families: readonly string[];
  readonly baseline: string;
  readonly trends: Readonly<Record<string, Trend>>;
  readonly elapsedMs: number;
}

const demoGraceMs = 10_000;

export function demoCommand(): Command {
  return new Command('demo')
    .description(
      'run the whole stack in a temporary folder on two sample families, print their trends, and stop',
    )
    .option('--json', 'print one JSON object with both trends')
    .addHelpText(
      'after',
      '\nThe samples are bounded search programs, not language models: they show the way of the data, end to end.\n\nExample:\n  $ ./etude demo --json > demo.json\n',
    )
    .action(async (options: { json?: boolean }) => {
      const { signal, release } = interruption();
      try {
        const result = await demo(signal);
        if (options.json) await printJson(result);
        else await printText(report(result));
      } catch (error) {
        if (!signal.aborted) throw error;
        throw new CliError('stopped before it was done; nothing is left behind', interruptedExitCode);
      } finally {
        release();
      }
    });
}

async function demo(signal: AbortSignal): Promise<DemoResult> {
  const beganMs = performance.now();
  const folder = await mkdtemp(path.join(tmpdir(), 'etude-demo-'));
  const engine = await startTemporaryEngine({ durability: 'fast', signal, say: sayLine }).catch(
    async (error) => {
      await rm(folder, { recursive: true, force: true });
      throw error;
    },
  );
  try {
    const trends = await runFamilies(engine, folder, signal);
    return {
      families: demoFamilies.map(({ name }) => name),
      baseline: demoFamilies[0].name,
      trends,
      elapsedMs: Math.round(performance.now() - beganMs),
    };
  } finally {
    await engine.stop();
    await rm(folder, { recursive: true, force: true });
  }
}

async function runFamilies(
  engine: Engine,
  folder: string,
  signal: AbortSignal,
): Promise<Record<string, Trend>> {
  const config = { ...readConfig(process.env), shutdownGraceMs: demoGraceMs };
  const started: { stop(): Promise<void> }[] = [];
  const db = openDatabase({
    connectionString: engine.databaseUrl,
    connectionsMax: 4,
    applicationName: 'etude-demo',
  });
  try {
    const worker = await startWorker(engine, config, path.join(folder, 'worker.log'));
    started.push(worker);
    const agents = await startDemoAgents(path.join(folder, 'agents.log'));
    started.push(agents);
    const temporal = await connectTemporal(engine.temporalAddress, 'default');
    started.push({ stop: () => temporal.close() });
    const context = { db, temporal: temporal.client, queueSuffix: '' };
    const trends: Record<string, Trend> = {};
    for (const [index, family] of demoFamilies.entries()) {
      const baseline = index === 0 ? undefined : demoFamilies[0].name;
      await evaluateAll(context, family, { folder, endpoint: agents.url, baseline }, signal);
      if (index === 0) await setBaseline(context, family.name);
    }
    for (const { name } of demoFamilies) trends[name] = await readTrend(db, name);
    return trends;
  } finally {
    // Last started, first stopped: clients go before the worker, the worker before the servers.
    for (const each of started.reverse()) await each.stop();
    await db.destroy();
  }
}

async function evaluateAll(
  context: ClientContext,
  family: DemoFamily,
  places: { readonly folder: string; readonly endpoint: string; readonly baseline: string | undefined },
  signal: AbortSignal,
): Promise<void> {
  const registry = path.join(places.folder, family.name);
  await writeDemoRegistry(registry, family);
  const { endpoint, baseline } = places;
  say(
    `registering ${family.name}: the ${family.strategy} solver at ${demoBudgets.length} search budgets${baseline === undefined ? ', to be the baseline' : `, measured against ${baseline}`}`,
  );
  await registerFamily(context, demoRegistration(family, { registry, endpoint, baseline }));
  const statuses = await followFamilies({
    db: context.db,
    families: [family.name],
    signal,
    until: ([status]) =>
      status?.evaluations.length === demoBudgets.length &&
      status.evaluations.every(({ state }) => state !== 'pending' && state !== 'running'),
  });
  signal.throwIfAborted();
  const failed = statuses[0]?.evaluations.find(({ state }) => state !== 'completed');
  if (failed) {
    throw new CliError(
      `the evaluation of ${failed.checkpoint} ${failed.state}: ${failed.failure?.message ?? 'no reason is recorded'}`,
      exitCodes.evaluationFailed,
    );
  }
}

function report(result: DemoResult): string {
  const trends = result.families.flatMap((name) => result.trends[name] ?? []);
  const last = trends.at(-1)?.rows.findLast((row) => row.domain === 'overall');
  const pe = last?.pe;
  const verdict = pe
    ? `At its last checkpoint ${result.families.at(-1)} has PE ${pe.value.toFixed(2)} [${pe.lo.toFixed(2)}, ${pe.hi.toFixed(2)}] against ${result.baseline}: the area under its performance over log compute is that many times the baseline's on the same window.`
    : `PE at the last checkpoint is not estimable: ${last?.reason}`;
  return [
    ...trends.map((trend) => trendText(trend, usualAxis(trend.rows))),
    'Performance (chance-corrected expected score on the reference mix) over search budget per task',
    performanceChart(trends.map((trend) => ({ name: trend.family, rows: trend.rows }))),
    verdict,
    'These are bounded search programs, not language models; compute is the search budget per task, not training compute. The difficulty scale is provisional.',
    `Done in ${formatElapsed(result.elapsedMs)}.`,
  ].join('\n');
}

function sayLine(line: string): void {
  say(line);
}
