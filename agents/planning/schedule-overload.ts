import { completed, spend } from '../node-limit.ts';
import type { Budget, Techniques } from '../solver.ts';
import { earliestEnds } from './schedule-bounds.ts';
import type { SchedulePrompt } from './schedule-prompt.ts';
import { addUpCrowds, followChains } from './schedule-techniques.ts';

/** Jobs that show by a known technique that no schedule exists; null for none, or none within the budget. */
export function recognisedOverload(
  prompt: SchedulePrompt,
  budget: Budget,
  techniques: Techniques,
): readonly number[] | null {
  let found: readonly number[] | null = null;
  completed(() => {
    if (techniques.has(followChains)) found = lateChain(prompt, budget);
    if (found === null && techniques.has(addUpCrowds)) found = crowdByDeadline(prompt, budget);
  });
  return found;
}

/** Goes forward through the order of jobs; the longest chain to a job that cannot be in time. */
function lateChain(prompt: SchedulePrompt, budget: Budget): number[] | null {
  const { jobs } = prompt;
  const ends = earliestEnds(prompt, budget);
  const late = jobs.findIndex(({ deadline }, job) => (ends[job] as number) > deadline);
  if (late < 0) return null;
  const chain: number[] = [];
  for (let job: number | undefined = late; job !== undefined; ) {
    chain.unshift(job);
    const before: readonly number[] = jobs[job]?.before ?? [];
    job = [...before].sort((a, b) => (ends[b] as number) - (ends[a] as number))[0];
  }
  return chain;
}

/** For each deadline, all jobs that are due by then. One node a job. */
function crowdByDeadline({ jobs, machines }: SchedulePrompt, budget: Budget): number[] | null {
  const order = [...jobs.keys()].sort(
    (a, b) => (jobs[a]?.deadline as number) - (jobs[b]?.deadline as number),
  );
  let work = 0;
  for (const [at, job] of order.entries()) {
    spend(budget);
    work += jobs[job]?.duration as number;
    if (work > machines * (jobs[job]?.deadline as number)) return order.slice(0, at + 1);
  }
  return null;
}

/** Tries every chain, then every set of jobs in the order of the list. One node is one of them. */
export function overloadBySearch(
  { jobs, machines }: SchedulePrompt,
  budget: Budget,
): readonly number[] | null {
  let found: readonly number[] | null = null;
  const hours = (some: readonly number[]) =>
    some.reduce((sum, job) => sum + (jobs[job]?.duration as number), 0);
  const due = (job: number) => jobs[job]?.deadline as number;

  function extend(chain: readonly number[]): boolean {
    spend(budget);
    if (hours(chain) > due(chain.at(-1) as number)) found = chain;
    return (
      found !== null ||
      jobs.some(({ before }, next) => before.includes(chain.at(-1) as number) && extend([...chain, next]))
    );
  }

  completed(() => {
    if ([...jobs.keys()].some((job) => extend([job]))) return;
    for (let set = 1; set < 1 << jobs.length && found === null; set++) {
      spend(budget);
      const crowd = [...jobs.keys()].filter((job) => (set & (1 << job)) !== 0);
      if (hours(crowd) > machines * Math.max(...crowd.map(due))) found = crowd;
    }
  });
  return found;
}
