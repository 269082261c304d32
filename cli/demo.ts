import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Command } from 'commander';
import { connectTemporal } from '../client/connection.ts';
import { type PracticeCurve, readCurve } from '../client/curve.ts';
import { type ClientContext, registerFamily, setBaseline } from '../client/trackers.ts';
import { readTrend, type Trend } from '../client/trend.ts';
import { readConfig } from '../config.ts';
import type { Engine } from '../engine/engine.ts';
import { formatElapsed } from '../engine/progress.ts';
import { startTemporaryEngine } from '../engine/temporary.ts';
import { openDatabase } from '../schema/database.ts';
import { performanceChart } from './chart.ts';
import { curveText } from './curve-text.ts';
import { startDemoAgents } from './demo-agents.ts';
import {
  type DemoFamily,
  demoLearner,
  demoPractice,
  demoRegistration,
  demoTraining,
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
  /** How one learner learned in the regime `practice`, normalised to the same one in the regime `static`. */
  readonly curve: PracticeCurve;
  readonly elapsedMs: number;
}

const demoGraceMs = 10_000;

export function demoCommand(): Command {
  return new Command('demo')
    .description(
      'run the whole stack in a temporary folder on sample families, print two trends and how a learner practised, and stop',
    )
    .option('--json', 'print one JSON object with the trends and the curve')
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
    const measured = await runFamilies(engine, folder, signal);
    return {
      families: demoTraining.map(({ name }) => name),
      baseline: demoTraining[0].name,
      ...measured,
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
): Promise<Pick<DemoResult, 'trends' | 'curve'>> {
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
    for (const family of [...demoTraining, ...demoPractice]) {
      await evaluateAll(context, family, { folder, endpoint: agents.url }, signal);
      if (family.becomes !== null) await setBaseline(context, family.name, family.becomes);
    }
    const trends: Record<string, Trend> = {};
    for (const { name } of demoTraining) trends[name] = await readTrend(db, name);
    return { trends, curve: await readCurve(db, demoPractice[1].name, demoLearner) };
  } finally {
    // Last started, first stopped: clients go before the worker, the worker before the servers.
    for (const each of started.reverse()) await each.stop();
    await db.destroy();
  }
}

async function evaluateAll(
  context: ClientContext,
  family: DemoFamily,
  places: { readonly folder: string; readonly endpoint: string },
  signal: AbortSignal,
): Promise<void> {
  const registry = path.join(places.folder, family.name);
  await writeDemoRegistry(registry, family);
  say(`registering ${family.name}: ${family.about}`);
  await registerFamily(context, demoRegistration(family, { registry, endpoint: places.endpoint }));
  const statuses = await followFamilies({
    db: context.db,
    families: [family.name],
    signal,
    until: ([status]) =>
      status?.evaluations.length === family.budgets.length &&
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
    '',
    curveText(result.curve),
    '',
    practiceVerdict(result.curve),
    'These are bounded search programs, not language models; compute is the search budget per task, not training compute. The difficulty scale was calibrated on such programs alone.',
    `Done in ${formatElapsed(result.elapsedMs)}.`,
  ].join('\n');
}

function practiceVerdict({ baseline, domains, overall }: PracticeCurve): string {
  const { pe, reason } = overall ?? domains[0]!;
  return pe
    ? `Practising tasks chosen for it, ${demoLearner} has practice PE ${pe.value.toFixed(2)} [${pe.lo.toFixed(2)}, ${pe.hi.toFixed(2)}] against the same solver on tasks of the mix (${baseline?.family}), over the same tokens of practice. It learns each skill apart, from one or two worked solutions.`
    : `Its practice PE is not estimable: ${reason}`;
}

function sayLine(line: string): void {
  say(line);
}
