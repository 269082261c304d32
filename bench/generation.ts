import { createHash } from 'node:crypto';
import { parseArgs } from 'node:util';
import { printJson, printText, tableText } from '../cli/output.ts';
import { findSkills, type ListedSkill, listSkills, skillName } from '../domains/catalogue.ts';
import { quantile } from '../domains/check/statistics.ts';
import { corners } from '../domains/check/vectors.ts';
import type { Parameters } from '../domains/contract.ts';
import { seedAt } from '../domains/random.ts';
import { generateTask, type Task } from '../domains/task.ts';

/**
 * How fast tasks are generated on one core, and how slow the slowest corner is:
 *   node bench/generation.ts [DOMAIN[/SKILL]] [--seconds 1] [--runs 5] [--json]
 * Rates differ from machine to machine, so each is also given as a ratio to a yardstick of the same run:
 * SHA-256 and JSON.stringify of a finished task.
 */
interface Rate {
  readonly skill: string;
  /** What was set otherwise than by default. */
  readonly parameters: Parameters;
  readonly tasksPerSecond: number;
  readonly yardsticksPerSecond: number;
  /** Yardsticks that fit into one generation: what a task costs, whatever the machine. */
  readonly yardsticksPerTask: number;
  /** SHA-256 of the first 1,000 tasks at seed 1. */
  readonly digest: string;
}

interface CornerTiming {
  readonly parameters: Parameters;
  readonly tasks: number;
  readonly p99Ms: number;
  readonly maxMs: number;
  /** Instances that the generator could not make; their time counts too. */
  readonly failures: number;
}

interface CornersTiming {
  readonly skill: string;
  readonly corners: number;
  /** The slowest of all, timed once more over so many tasks that they have a 99th percentile. */
  readonly slowest: CornerTiming;
  readonly failures: number;
}

const digestTasks = 1_000;
const warmUpTasks = 100;
const everyCorner = { tasksMax: 40, msMax: 2_000 };
const slowestCorner = { tasksMax: 400, msMax: 60_000 };
/** Timed besides the default parameters: the size at which such puzzles are usually compared. */
const alsoTimed: Readonly<Record<string, readonly Parameters[]>> = {
  'reasoning/B5': [{ positions: 5, categories: 5 }],
};

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    seconds: { type: 'string', default: '1' },
    runs: { type: 'string', default: '5' },
    json: { type: 'boolean', default: false },
  },
});
const skills = positionals[0] === undefined ? listSkills() : findSkills(positionals[0]);
const rates = skills.flatMap((listed) =>
  [{}, ...(alsoTimed[skillName(listed)] ?? [])].map((parameters) =>
    timeRate(listed, parameters, Number(values.seconds) * 1_000, Number(values.runs)),
  ),
);
const slowest = skills.map(timeCorners);
if (values.json) await printJson({ rates, corners: slowest });
else await printText(`${ratesText(rates)}\n\n${cornersText(slowest)}`);

function timeRate(listed: ListedSkill, parameters: Parameters, runMs: number, runs: number): Rate {
  const digest = digestOf(listed, parameters);
  for (let index = 0; index < warmUpTasks; index++) taskAt(listed, parameters, 'warm-up', index);
  const finished = taskAt(listed, parameters, 'yardstick', 0);
  const tasks: number[] = [];
  const yardsticks: number[] = [];
  // Taken in turns, so that a machine that slows down slows both.
  for (let run = 0; run < runs; run++) {
    tasks.push(perSecond(runMs, (index) => taskAt(listed, parameters, `run ${run}`, index)));
    yardsticks.push(perSecond(runMs / 4, () => yardstick(finished)));
  }
  const [tasksPerSecond, yardsticksPerSecond] = [quantile(tasks, 0.5), quantile(yardsticks, 0.5)];
  return {
    skill: skillName(listed),
    parameters,
    tasksPerSecond,
    yardsticksPerSecond,
    yardsticksPerTask: yardsticksPerSecond / tasksPerSecond,
    digest,
  };
}

function timeCorners(listed: ListedSkill): CornersTiming {
  const timings = corners(listed.skill, '1').map((parameters) => timeCorner(listed, parameters, everyCorner));
  const [first] = timings.toSorted((left, right) => right.p99Ms - left.p99Ms) as [CornerTiming];
  return {
    skill: skillName(listed),
    corners: timings.length,
    slowest: timeCorner(listed, first.parameters, slowestCorner),
    failures: timings.reduce((sum, { failures }) => sum + failures, 0),
  };
}

function timeCorner(
  listed: ListedSkill,
  parameters: Parameters,
  { tasksMax, msMax }: typeof everyCorner,
): CornerTiming {
  const times: number[] = [];
  let failures = 0;
  const end = performance.now() + msMax;
  for (let index = 0; index < tasksMax && performance.now() < end; index++) {
    const start = performance.now();
    try {
      taskAt(listed, parameters, 'corner', index);
    } catch {
      failures++;
    }
    times.push(performance.now() - start);
  }
  return {
    parameters,
    tasks: times.length,
    p99Ms: quantile(times, 0.99),
    maxMs: Math.max(...times),
    failures,
  };
}

function digestOf(listed: ListedSkill, parameters: Parameters): string {
  const hash = createHash('sha256');
  for (let index = 0; index < digestTasks; index++) {
    hash.update(`${JSON.stringify(taskAt(listed, parameters, '1', index))}\n`);
  }
  return hash.digest('hex');
}

function taskAt({ domain, skill }: ListedSkill, parameters: Parameters, root: string, index: number): Task {
  return generateTask(domain.id, skill, parameters, seedAt(root, domain.id, skill.id, index));
}

function yardstick(task: Task): string {
  return createHash('sha256').update(JSON.stringify(task)).digest('hex');
}

/** How often the work is done in a second, over at least `runMs`. */
function perSecond(runMs: number, work: (index: number) => unknown): number {
  const start = performance.now();
  let done = 0;
  do work(done++);
  while (performance.now() - start < runMs);
  return (done * 1_000) / (performance.now() - start);
}

function ratesText(all: readonly Rate[]): string {
  const atDefaults = all.filter(({ parameters }) => Object.keys(parameters).length === 0);
  const median = medianOf(atDefaults.map(({ tasksPerSecond }) => tasksPerSecond));
  const table = tableText(
    [
      { head: 'skill' },
      { head: 'set' },
      { head: 'tasks/s', align: 'right' },
      { head: 'yardsticks a task', align: 'right' },
      { head: 'digest of 1,000' },
    ],
    all.map((rate) => [
      rate.skill,
      settingText(rate.parameters),
      rate.tasksPerSecond.toFixed(0),
      rate.yardsticksPerTask.toFixed(1),
      rate.digest.slice(0, 16),
    ]),
  );
  return `${table}\nMedian over ${atDefaults.length} skills at their defaults: ${median.toFixed(0)} tasks/s.`;
}

/** Of an even number, the mean of the two in the middle. */
function medianOf(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  return (sorted[(sorted.length - 1) >> 1]! + sorted[sorted.length >> 1]!) / 2;
}

function cornersText(all: readonly CornersTiming[]): string {
  return tableText(
    [
      { head: 'skill' },
      { head: 'corners', align: 'right' },
      { head: 'p99 ms of the slowest', align: 'right' },
      { head: 'max ms', align: 'right' },
      { head: 'tasks', align: 'right' },
      { head: 'which it is', wraps: true },
      { head: 'not made', align: 'right' },
    ],
    all.map(({ skill, corners: count, slowest: corner, failures }) => [
      skill,
      String(count),
      corner.p99Ms.toFixed(1),
      corner.maxMs.toFixed(1),
      String(corner.tasks),
      settingText(corner.parameters),
      String(failures + corner.failures),
    ]),
  );
}

function settingText(parameters: Parameters): string {
  return Object.entries(parameters)
    .map(([name, value]) => `${name}=${value}`)
    .join(' ');
}
