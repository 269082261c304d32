import { spend } from '../node-limit.ts';
import type { Budget } from '../solver.ts';
import type { SchedulePrompt } from './schedule-prompt.ts';

/** Hour at which each job can end at the earliest, by the order of jobs alone. One node for each job and rule. */
export function earliestEnds({ jobs }: SchedulePrompt, budget: Budget): number[] {
  const ends = new Array<number>(jobs.length).fill(0);
  for (const job of forwards(jobs)) {
    const { before, duration } = jobs[job] as SchedulePrompt['jobs'][number];
    for (let looked = 0; looked <= before.length; looked++) spend(budget);
    ends[job] = duration + Math.max(0, ...before.map((earlier) => ends[earlier] as number));
  }
  return ends;
}

/** Hour at which each job has to end so that it and all that wait for it are in time. One node for each job and rule. */
export function latestEnds({ jobs }: SchedulePrompt, budget: Budget): number[] {
  const ends = jobs.map(({ deadline }) => deadline);
  for (const job of forwards(jobs).reverse()) {
    const { before, duration } = jobs[job] as SchedulePrompt['jobs'][number];
    for (let looked = 0; looked <= before.length; looked++) spend(budget);
    for (const earlier of before)
      ends[earlier] = Math.min(ends[earlier] as number, (ends[job] as number) - duration);
  }
  return ends;
}

/** Time that each job and the longest chain of jobs waiting for it take. One node for each job and rule. */
export function tails({ jobs }: SchedulePrompt, budget: Budget): number[] {
  const waiting = jobs.map(() => 0);
  const order = forwards(jobs).reverse();
  for (const job of order) {
    const { before, duration } = jobs[job] as SchedulePrompt['jobs'][number];
    for (let looked = 0; looked <= before.length; looked++) spend(budget);
    const tail = (waiting[job] as number) + duration;
    for (const earlier of before) waiting[earlier] = Math.max(waiting[earlier] as number, tail);
  }
  return jobs.map(({ duration }, job) => (waiting[job] as number) + duration);
}

/** The jobs, each after those that it waits for. */
function forwards(jobs: SchedulePrompt['jobs']): number[] {
  const order: number[] = [];
  const visit = (job: number) => {
    if (order.includes(job)) return;
    for (const earlier of jobs[job]?.before ?? []) visit(earlier);
    order.push(job);
  };
  for (const job of jobs.keys()) visit(job);
  return order;
}
