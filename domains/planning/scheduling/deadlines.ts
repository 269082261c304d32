import { InstanceRejected } from '../../contract.ts';
import type { RandomStream } from '../../random.ts';
import type { Optimum } from './optimum.ts';
import { headsOf, neighbours, type OpenWorkshop, type Workshop } from './workshop.ts';

/** Deadlines that some best schedule meets, each job's as much after its end there as the slack says on average. */
export function attainableDeadlines(
  { jobs }: OpenWorkshop,
  { makespan, placements }: Optimum,
  slack: number,
  random: RandomStream,
): number[] {
  return jobs.map(({ duration }, job) => {
    const end = (placements[job]?.start as number) + duration;
    return end + random.round(2 * random.unit() * slack * makespan);
  });
}

/** Jobs that cannot all be in time once these deadlines are set: a crowd, or a chain in its order. */
interface Overload {
  readonly jobs: readonly number[];
  readonly tightened: readonly (readonly [job: number, deadline: number])[];
}

/**
 * Tightens deadlines until they cannot be met: those of a crowd of jobs, whose work is more than the machines can do
 * by the last of them, or that of the last job of a chain. All jobs together are never such a crowd, so that no
 * answer is right without a look at the deadlines. Throws `InstanceRejected` where neither kind can be made.
 */
export function unattainableDeadlines(
  workshop: OpenWorkshop,
  attainable: readonly number[],
  random: RandomStream,
): { readonly deadlines: readonly number[]; readonly overload: Overload } {
  const work = workOf(workshop, [...workshop.jobs.keys()]);
  for (const overloadOf of random.shuffle([crowdOf, chainOf])) {
    const overload = overloadOf(workshop, random);
    if (overload === null) continue;
    const deadlines = [...attainable];
    for (const [job, deadline] of overload.tightened)
      deadlines[job] = Math.min(deadlines[job] as number, deadline);
    if (work <= workshop.machines * Math.max(...deadlines)) return { deadlines, overload };
  }
  throw new InstanceRejected('no jobs can be made to come too late');
}

/** All jobs that could end by some hour one by one, where together they cannot. */
function crowdOf(workshop: OpenWorkshop, random: RandomStream): Overload | null {
  const heads = headsOf(workshop);
  for (const hour of random.shuffle([...new Set(heads)])) {
    const jobs = [...heads.keys()].filter((job) => (heads[job] as number) <= hour);
    const work = workOf(workshop, jobs);
    if (jobs.length === heads.length || work <= workshop.machines * hour) continue;
    const latest = Math.ceil(work / workshop.machines) - 1;
    return { jobs, tightened: jobs.map((job) => [job, random.int(hour, latest)]) };
  }
  return null;
}

/** A longest chain up to some job, with a deadline for that job that is an hour or two too early. */
function chainOf(workshop: OpenWorkshop, random: RandomStream): Overload | null {
  const before = neighbours(workshop, 'before');
  const heads = headsOf(workshop);
  const lasts = [...heads.keys()].filter((job) => before[job]?.length !== 0);
  if (lasts.length === 0) return null;
  const last = random.pick(lasts);
  const jobs = [last];
  for (let earlier = before[last] as readonly number[]; earlier.length > 0; ) {
    const longest = earlier.reduce((best, job) =>
      (heads[job] as number) > (heads[best] as number) ? job : best,
    );
    jobs.unshift(longest);
    earlier = before[longest] as readonly number[];
  }
  return { jobs, tightened: [[last, (heads[last] as number) - random.int(1, 2)]] };
}

function workOf({ jobs }: OpenWorkshop, some: readonly number[]): number {
  return some.reduce((sum, job) => sum + (jobs[job]?.duration as number), 0);
}

export function withDeadlines(workshop: OpenWorkshop, deadlines: readonly number[]): Workshop {
  return {
    ...workshop,
    jobs: workshop.jobs.map((job, index) => ({ ...job, deadline: deadlines[index] as number })),
  };
}
