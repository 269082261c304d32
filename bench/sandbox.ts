import { parseArgs } from 'node:util';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { printJson, printText, tableText } from '../cli/output.ts';
import { quantile } from '../domains/check/statistics.ts';
import type { Language } from '../sandbox/contract.ts';
import { createSandbox, defaultLimits } from '../sandbox/sandbox.ts';
import { hostileJavaScript } from '../test/sandbox/hostile/javascript.ts';
import { hostilePython } from '../test/sandbox/hostile/python.ts';
import { programIn } from '../test/sandbox/source.ts';

/**
 * What the sandbox does with honest answers and with hostile ones, on two threads:
 *   node bench/sandbox.ts [--answers 200] [--hostile 1000] [--json]
 * Honest answers are a function called with 64 inputs; hostile ones are the programs of test/sandbox/hostile in turn,
 * at a limit of half a second so that a thousand of them end soon.
 */
interface LanguageTiming {
  readonly language: Language;
  readonly answersPerSecond: number;
  readonly hostile: number;
  /** Beyond the limit of time, which is CPU time, over all hostile programs. */
  readonly overrunMsMax: number;
  readonly overrunMsP99: number;
  /** The same on the clock, which also goes on while threads that start anew have the processors. */
  readonly clockOverrunMsP99: number;
  /** Resident memory after the hostile programs less that before, the pool warm both times. */
  readonly memoryGrowthMb: number;
  readonly wrongAfterwards: number;
}

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;
const threads = 2;
const inputs = 64;
const hostileTimeMs = 500;
const honest: Readonly<Record<Language, string>> = {
  javascript: `export function countWords(text) {
  const counts = {};
  for (const word of text.split(' ')) counts[word] = (counts[word] ?? 0) + 1;
  return counts;
}`,
  python: `def countWords(text):
    counts = {}
    for word in text.split(" "):
        counts[word] = counts.get(word, 0) + 1
    return counts`,
};
const hostile: Readonly<Record<Language, Readonly<Record<string, string>>>> = {
  javascript: hostileJavaScript,
  python: hostilePython,
};

const { values } = parseArgs({
  options: {
    answers: { type: 'string', default: '200' },
    hostile: { type: 'string', default: '1000' },
    json: { type: 'boolean', default: false },
  },
});
const timings: LanguageTiming[] = [];
for (const language of ['javascript', 'python'] as const) {
  timings.push(await timeLanguage(language, Number(values.answers), Number(values.hostile)));
}
if (values.json) await printJson(timings);
else await printText(report(timings));

async function timeLanguage(
  language: Language,
  answers: number,
  hostileCount: number,
): Promise<LanguageTiming> {
  const forAnswers = createSandbox(defaultLimits, threads);
  const right = (sandbox: typeof forAnswers) => honestAnswerIsRight(sandbox, language);
  await inTurns(2 * threads, () => right(forAnswers));
  const start = performance.now();
  await inTurns(answers, () => right(forAnswers));
  const answersPerSecond = (answers * 1_000) / (performance.now() - start);
  await forAnswers.close();

  const forHostile = createSandbox({ ...defaultLimits, timeMs: hostileTimeMs }, threads);
  await inTurns(2 * threads, () => right(forHostile));
  const before = residentMb();
  const programs = Object.values(hostile[language]);
  const overruns: number[] = [];
  const clockOverruns: number[] = [];
  await inTurns(hostileCount, async (index) => {
    const source = programs[index % programs.length] as string;
    const { elapsedMs, endedAfterMs } = await forHostile.run({
      program: programIn(language, source),
      calls: [{ function: 'attack', arguments: [] }],
    });
    overruns.push(Math.max(0, (endedAfterMs ?? elapsedMs) - hostileTimeMs));
    clockOverruns.push(Math.max(0, elapsedMs - hostileTimeMs));
  });
  let wrongAfterwards = 0;
  await inTurns(4 * threads, async () => {
    if (!(await right(forHostile))) wrongAfterwards++;
  });
  const after = residentMb();
  await forHostile.close();
  return {
    language,
    answersPerSecond,
    hostile: hostileCount,
    overrunMsMax: Math.max(...overruns),
    overrunMsP99: quantile(overruns, 0.99),
    clockOverrunMsP99: quantile(clockOverruns, 0.99),
    memoryGrowthMb: after - before,
    wrongAfterwards,
  };
}

async function honestAnswerIsRight(
  sandbox: ReturnType<typeof createSandbox>,
  language: Language,
): Promise<boolean> {
  const calls = Array.from({ length: inputs }, (_, index) => ({
    function: 'countWords',
    arguments: [`a b a c${' d'.repeat(index)}`],
  }));
  const { outcomes } = await sandbox.run({ program: programIn(language, honest[language]), calls });
  return (
    outcomes.every(
      (outcome, index) =>
        outcome.kind === 'returned' &&
        JSON.stringify(outcome.value) ===
          JSON.stringify({ a: 2, b: 1, c: 1, ...(index > 0 ? { d: index } : {}) }),
    ) && outcomes.length === inputs
  );
}

/** The work `count` times, on all threads at once. */
async function inTurns(count: number, work: (index: number) => Promise<unknown>): Promise<void> {
  let next = 0;
  const worker = async () => {
    while (next < count) await work(next++);
  };
  await Promise.all(Array.from({ length: threads }, worker));
}

/** What is in use, not what waits to be collected. */
function residentMb(): number {
  collectGarbage();
  return process.memoryUsage.rss() / 2 ** 20;
}

function report(all: readonly LanguageTiming[]): string {
  return tableText(
    [
      { head: 'language' },
      { head: 'answers/s', align: 'right' },
      { head: 'hostile', align: 'right' },
      { head: 'overrun ms, p99', align: 'right' },
      { head: 'max', align: 'right' },
      { head: 'on the clock, p99', align: 'right' },
      { head: 'memory growth MB', align: 'right' },
      { head: 'wrong afterwards', align: 'right' },
    ],
    all.map((timing) => [
      timing.language,
      timing.answersPerSecond.toFixed(0),
      String(timing.hostile),
      timing.overrunMsP99.toFixed(0),
      timing.overrunMsMax.toFixed(0),
      timing.clockOverrunMsP99.toFixed(0),
      timing.memoryGrowthMb.toFixed(0),
      String(timing.wrongAfterwards),
    ]),
  );
}
