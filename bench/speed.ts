import { createHash } from 'node:crypto';
import { parseArgs } from 'node:util';
import { printJson, printText, tableText } from '../cli/output.ts';
import { type AbilityPosterior, scoreAbility } from '../measurement/ability/ability.ts';
import { depths, jointDraws, roundTasks } from '../measurement/constants.ts';
import { createDraws } from '../measurement/numeric/draws.ts';
import { quantile } from '../measurement/numeric/statistics.ts';
import { skillWeightsOf } from '../measurement/performance/performance.ts';
import { createPerformanceSampler } from '../measurement/performance/performance-sampler.ts';
import { drawParameters } from '../measurement/placement/candidates.ts';
import { expectedSdGain, roundSize } from '../measurement/placement/expected-sd.ts';
import { planRound } from '../measurement/placement/selection.ts';
import { currentScale, publishedSuite } from '../measurement/published.ts';
import { difficultyOf } from '../measurement/response-model/difficulty.ts';
import { expectedScoreAt, type Response } from '../measurement/response-model/response.ts';
import type { Cell, Scale } from '../schema/scale.ts';

/**
 * What the statistics cost in processor time, on a shipped scale and mix:
 *   node bench/speed.ts [--suite core@3] [--runs 20] [--json]
 * Each time is also given in yardsticks of the same run (SHA-256 of one MiB), which a slow machine slows down alike.
 * Exit code 1 when a bound is missed.
 */
interface Timing {
  readonly work: string;
  readonly medianMs: number;
  readonly maxMs: number;
  readonly yardsticks: number;
  readonly ok: boolean;
}

const sessionAttempts = 100;
const familyCheckpoints = 100;

const { values } = parseArgs({
  options: {
    suite: { type: 'string', default: 'core@3' },
    runs: { type: 'string', default: '20' },
    json: { type: 'boolean', default: false },
  },
});
const suite = publishedSuite(values.suite);
const domain = suite?.domains[0];
const scale = domain === undefined ? undefined : currentScale(domain.domain);
if (domain === undefined || scale === undefined) {
  process.stderr.write(`there is no suite ${values.suite}\n`);
  process.exit(1);
}
const timings = timeAll(scale, domain.mix, Number(values.runs));
if (values.json) await printJson(timings);
else await printText(report(timings));
process.exitCode = timings.every(({ ok }) => ok) ? 0 : 1;

function timeAll(domainScale: Scale, mix: readonly Cell[], runs: number): Timing[] {
  const weights = skillWeightsOf(mix);
  const responses = sampleResponses(domainScale, mix, sessionAttempts);
  const posteriors = Array.from({ length: familyCheckpoints }, (_, checkpoint) =>
    scoreAbility(domainScale, weights, responses.slice(0, 40 + (checkpoint % 60))),
  );
  const buffer = Buffer.alloc(1 << 20);
  const yardstick = median(timesOf(runs, () => createHash('sha256').update(buffer).digest()));
  const timing = (work: string, limitMs: number, count: number, run: () => void): Timing => {
    const times = timesOf(count, run);
    const medianMs = median(times);
    return {
      work: `${work} (at most ${limitMs} ms)`,
      medianMs,
      maxMs: Math.max(...times),
      yardsticks: medianMs / yardstick,
      ok: medianMs < limitMs,
    };
  };
  return [
    timing(`score ${sessionAttempts} attempts and plan a round`, 10, runs, () =>
      planNext(domainScale, weights, responses),
    ),
    timing(`${jointDraws} joint draws of ${familyCheckpoints} checkpoints`, 2_000, Math.ceil(runs / 5), () =>
      drawFamily(domainScale, mix, posteriors),
    ),
  ];
}

/** What `generateTasks` computes between two rounds. */
function planNext(
  domainScale: Scale,
  weights: Readonly<Record<string, number>>,
  responses: readonly Response[],
): void {
  const posterior = scoreAbility(domainScale, weights, responses);
  expectedSdGain(domainScale, posterior, weights);
  roundSize(domainScale, posterior, weights, depths.deep.sdTarget);
  planRound(domainScale, posterior, weights, roundTasks, createDraws('round').uniform);
}

function drawFamily(domainScale: Scale, mix: readonly Cell[], posteriors: readonly AbilityPosterior[]): void {
  const sampler = createPerformanceSampler(domainScale, mix, { seed: 'speed' });
  for (const [checkpoint, posterior] of posteriors.entries()) sampler.profile(String(checkpoint), posterior);
}

/** Answers of a model of middling ability to random tasks. */
function sampleResponses(domainScale: Scale, mix: readonly Cell[], count: number): Response[] {
  const draws = createDraws('speed');
  return Array.from({ length: count }, () => {
    const { skill } = mix[Math.floor(draws.uniform() * mix.length)]!;
    const model = domainScale.skills[skill]!;
    const difficulty = difficultyOf(model, drawParameters(model, null, draws.uniform));
    return { skill, difficulty, score: draws.uniform() < expectedScoreAt(model, 0, difficulty) ? 1 : 0 };
  });
}

/** Processor time of each run, in ms: what others do on the machine at the same time is not in it. */
function timesOf(runs: number, work: () => void): number[] {
  work();
  return Array.from({ length: runs }, () => {
    const began = process.cpuUsage();
    work();
    const { user, system } = process.cpuUsage(began);
    return (user + system) / 1_000;
  });
}

function median(times: readonly number[]): number {
  return quantile(
    [...times].sort((a, b) => a - b),
    0.5,
  );
}

function report(all: readonly Timing[]): string {
  return tableText(
    ['work', 'median', 'slowest', 'yardsticks', ''].map((head) => ({ head })),
    all.map(({ work, medianMs, maxMs, yardsticks, ok }) => [
      work,
      `${medianMs.toFixed(1)} ms`,
      `${maxMs.toFixed(1)} ms`,
      yardsticks.toFixed(1),
      ok ? 'ok' : 'missed',
    ]),
  );
}
