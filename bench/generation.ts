import { createHash } from 'node:crypto';
import { parseArgs } from 'node:util';
import { printJson, printText, tableText } from '../cli/output.ts';
import { findSkills, type ListedSkill, listSkills } from '../domains/catalogue.ts';
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
interface CornerTiming {
  readonly parameters: Parameters;
  readonly p99Ms: number;
  readonly maxMs: number;
  /** Instances that the generator could not make; their time counts too. */
  readonly failures: number;
}

interface Timing {
  readonly skill: string;
  readonly tasksPerSecond: number;
  readonly yardsticksPerSecond: number;
  /** Yardsticks that fit into one generation: what a task costs, whatever the machine. */
  readonly yardsticksPerTask: number;
  readonly corners: readonly CornerTiming[];
  /** SHA-256 of the first 1,000 tasks at seed 1 and default parameters. */
  readonly digest: string;
}

const digestTasks = 1_000;
const cornerTasks = 40;
const cornerMsMax = 2_000;
const warmUpTasks = 100;

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    seconds: { type: 'string', default: '1' },
    runs: { type: 'string', default: '5' },
    json: { type: 'boolean', default: false },
  },
});
const skills = positionals[0] === undefined ? listSkills() : findSkills(positionals[0]);
const timings = skills.map((listed) =>
  timeSkill(listed, Number(values.seconds) * 1_000, Number(values.runs)),
);
if (values.json) await printJson(timings);
else await printText(report(timings));

function timeSkill(listed: ListedSkill, runMs: number, runs: number): Timing {
  const { domain, skill } = listed;
  const digest = digestOf(listed);
  for (let index = 0; index < warmUpTasks; index++) taskAt(listed, {}, 'warm-up', index);
  const finished = taskAt(listed, {}, 'yardstick', 0);
  const rates: number[] = [];
  const yardsticks: number[] = [];
  // Taken in turns, so that a machine that slows down slows both.
  for (let run = 0; run < runs; run++) {
    rates.push(perSecond(runMs, (index) => taskAt(listed, {}, `run ${run}`, index)));
    yardsticks.push(perSecond(runMs / 4, () => yardstick(finished)));
  }
  const [tasksPerSecond, yardsticksPerSecond] = [quantile(rates, 0.5), quantile(yardsticks, 0.5)];
  return {
    skill: `${domain.id}/${skill.id}`,
    tasksPerSecond,
    yardsticksPerSecond,
    yardsticksPerTask: yardsticksPerSecond / tasksPerSecond,
    corners: corners(skill, '1').map((parameters) => timeCorner(listed, parameters)),
    digest,
  };
}

function timeCorner(listed: ListedSkill, parameters: Parameters): CornerTiming {
  const times: number[] = [];
  let failures = 0;
  const end = performance.now() + cornerMsMax;
  for (let index = 0; index < cornerTasks && performance.now() < end; index++) {
    const start = performance.now();
    try {
      taskAt(listed, parameters, 'corner', index);
    } catch {
      failures++;
    }
    times.push(performance.now() - start);
  }
  return { parameters, p99Ms: quantile(times, 0.99), maxMs: Math.max(...times), failures };
}

function digestOf(listed: ListedSkill): string {
  const hash = createHash('sha256');
  for (let index = 0; index < digestTasks; index++) {
    hash.update(`${JSON.stringify(taskAt(listed, {}, '1', index))}\n`);
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

function report(all: readonly Timing[]): string {
  const rows = all.map((timing) => {
    const slowest = [...timing.corners].sort((a, b) => b.p99Ms - a.p99Ms)[0];
    return [
      timing.skill,
      timing.tasksPerSecond.toFixed(0),
      timing.yardsticksPerTask.toFixed(1),
      slowest === undefined ? '–' : slowest.p99Ms.toFixed(1),
      Math.max(...timing.corners.map(({ maxMs }) => maxMs)).toFixed(1),
      JSON.stringify(slowest?.parameters ?? {}),
      String(timing.corners.reduce((sum, { failures }) => sum + failures, 0)),
      timing.digest.slice(0, 16),
    ];
  });
  return tableText(
    [
      { head: 'skill' },
      { head: 'tasks/s', align: 'right' },
      { head: 'yardsticks a task', align: 'right' },
      { head: 'p99 ms, slowest corner', align: 'right' },
      { head: 'max ms', align: 'right' },
      { head: 'slowest corner', wraps: true },
      { head: 'not made', align: 'right' },
      { head: 'digest of 1,000' },
    ],
    rows,
  );
}
