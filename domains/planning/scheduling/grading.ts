import type { Category } from '../../contract.ts';
import { categoryOfShare } from '../../task.ts';
import type { Placement, Workshop } from './workshop.ts';

/**
 * Share of the jobs that keep the rules up to which an answer earns nothing: one schedule in fifty of those that
 * place the jobs in turn, without regard to order, deadlines or set-ups, has more.
 */
const blindShare = 0.6;

/** A schedule by the jobs' numbers; null for a job without a place. */
export type PartialSchedule = readonly (Placement | null)[];

/**
 * 4 for a schedule that keeps all rules and ends at the optimum, 3 for one that ends later. Otherwise by the share of
 * jobs that keep the rules: placed on a machine, in time, after the jobs that they wait for, and clear of the jobs
 * that started before them on their machine.
 */
export function scheduleCategory(workshop: Workshop, schedule: PartialSchedule, optimum: number): Category {
  const { jobs } = workshop;
  const kept = jobs.filter((_, job) => keeps(workshop, schedule, job)).length;
  if (kept < jobs.length) return categoryOfShare(kept / jobs.length, blindShare);
  return Math.max(...jobs.map((_, job) => endOf(workshop, schedule, job))) === optimum ? 4 : 3;
}

function keeps(workshop: Workshop, schedule: PartialSchedule, job: number): boolean {
  const { jobs, machines, setups, precedences } = workshop;
  const placement = schedule[job] ?? null;
  if (placement === null || placement.start < 0) return false;
  if (placement.machine < 0 || placement.machine >= machines) return false;
  const { deadline, kind } = jobs[job] as Workshop['jobs'][number];
  if (endOf(workshop, schedule, job) > deadline) return false;
  // A job without a place has no end, so that whatever waits for it is too early.
  if (
    precedences.some(
      ([before, after]) => after === job && !(endOf(workshop, schedule, before) <= placement.start),
    )
  )
    return false;
  return schedule.every((other, index) => {
    if (other === null || index === job || other.machine !== placement.machine) return true;
    if (other.start > placement.start || (other.start === placement.start && index > job)) return true;
    const setup = setups[jobs[index]?.kind as number]?.[kind] as number;
    return endOf(workshop, schedule, index) + setup <= placement.start;
  });
}

function endOf({ jobs }: Workshop, schedule: PartialSchedule, job: number): number {
  const placement = schedule[job] ?? null;
  return placement === null ? Number.NaN : placement.start + (jobs[job]?.duration as number);
}

/** Whether these jobs show that no schedule exists: more work than the machines can do in time, or too long a chain. */
export function isOverload(workshop: Workshop, listed: readonly number[]): boolean {
  if (listed.length === 0 || new Set(listed).size !== listed.length) return false;
  const jobs = listed.map((job) => workshop.jobs[job] as Workshop['jobs'][number]);
  const work = jobs.reduce((sum, { duration }) => sum + duration, 0);
  if (work > workshop.machines * Math.max(...jobs.map(({ deadline }) => deadline))) return true;
  const isChain = listed.every(
    (job, at) =>
      at === 0 || workshop.precedences.some(([before, after]) => before === listed[at - 1] && after === job),
  );
  return isChain && work > (jobs.at(-1)?.deadline as number);
}
