import type { Optimum } from './optimum.ts';
import { hoursText } from './wording.ts';
import { headsOf, neighbours, tailsOf, type Workshop } from './workshop.ts';

/** How to find the schedule: latest ends from the deadlines back, a bound on the end, then job by job. */
export function explainSchedule(workshop: Workshop, { makespan, placements }: Optimum): string {
  const bound = boundsOf(workshop);
  const closing =
    makespan === bound.hour
      ? `The last job ends at hour ${makespan}, and no schedule can end earlier, as was shown.`
      : `The last job ends at hour ${makespan}. For an earlier end, go through the other orders in the same way and give up as soon as a job would end after its latest hour, or the work left does not fit on the machines before hour ${makespan}: none is left.`;
  return [
    ...latestEndLines(workshop),
    ...bound.lines,
    'In the order of starts, always at the earliest hour that is possible:',
    ...placementLines(workshop, placements),
    closing,
  ].join('\n');
}

/** Lines for jobs that have to end before their deadline because of what waits for them. */
function latestEndLines(workshop: Workshop): string[] {
  const { jobs } = workshop;
  const after = neighbours(workshop, 'after');
  const known = new Map<number, number>();
  const lines: string[] = [];
  const latestEnd = (job: number): number => {
    const found = known.get(job);
    if (found !== undefined) return found;
    let latest = jobs[job]?.deadline as number;
    let because = -1;
    for (const next of after[job] as readonly number[]) {
      const limit = latestEnd(next) - (jobs[next]?.duration as number);
      if (limit < latest) [latest, because] = [limit, next];
    }
    if (because >= 0) {
      const { name, duration } = jobs[because] as Workshop['jobs'][number];
      lines.push(
        `- ${jobs[job]?.name} has to end by hour ${latest}, so that ${name} (${hoursText(duration)}) ends by hour ${known.get(because)}.`,
      );
    }
    known.set(job, latest);
    return latest;
  };
  for (const job of jobs.keys()) latestEnd(job);
  return lines.length === 0
    ? ['No job has to end before its own deadline for the sake of another.']
    : ['Counting back from the deadlines through the order of jobs:', ...lines];
}

function boundsOf(workshop: Workshop): { readonly hour: number; readonly lines: readonly string[] } {
  const { jobs, machines } = workshop;
  const work = jobs.reduce((sum, { duration }) => sum + duration, 0);
  const share = Math.ceil(work / machines);
  const chain = longestChain(workshop);
  const length = chain.reduce((sum, job) => sum + (jobs[job]?.duration as number), 0);
  const hour = Math.max(share, length);
  const shared = machines === 1 ? 'on the one machine' : `which ${machines} machines share at best evenly`;
  return {
    hour,
    lines: [
      `No schedule ends before hour ${hour}: all jobs take ${hoursText(work)}, ${shared}${machines === 1 ? '' : `, so until hour ${share}`}, and the longest chain, ${chain.map((job) => jobs[job]?.name).join(', ')}, takes ${hoursText(length)}.`,
    ],
  };
}

function longestChain(workshop: Workshop): number[] {
  const tails = tailsOf(workshop);
  const after = neighbours(workshop, 'after');
  const longest = (some: readonly number[]) =>
    some.reduce((best, job) => ((tails[job] as number) > (tails[best] as number) ? job : best));
  const chain: number[] = [];
  for (let next: readonly number[] = [...tails.keys()]; next.length > 0; ) {
    const job = longest(next);
    chain.push(job);
    next = after[job] as readonly number[];
  }
  return chain;
}

function placementLines(workshop: Workshop, placements: Optimum['placements']): string[] {
  const { jobs, kinds, setups, machines } = workshop;
  const before = neighbours(workshop, 'before');
  const order = [...jobs.keys()].sort(
    (a, b) => (placements[a]?.start as number) - (placements[b]?.start as number) || a - b,
  );
  const endOf = (job: number) => (placements[job]?.start as number) + (jobs[job]?.duration as number);
  const lastOn = new Array<number>(machines).fill(-1);
  return order.map((job) => {
    const { start, machine } = placements[job] as Optimum['placements'][number];
    const reasons: string[] = [];
    const previous = lastOn[machine] as number;
    if (previous >= 0) {
      const [from, to] = [jobs[previous]?.kind as number, jobs[job]?.kind as number];
      const setup = setups[from]?.[to] as number;
      const change =
        setup === 0 ? '' : ` and the set-up from ${kinds[from]} to ${kinds[to]} takes ${hoursText(setup)}`;
      reasons.push(`${jobs[previous]?.name} leaves the machine at hour ${endOf(previous)}${change}`);
    }
    for (const other of before[job] as readonly number[])
      if (other !== previous && endOf(other) === start)
        reasons.push(`${jobs[other]?.name} ends at hour ${start}`);
    lastOn[machine] = job;
    const why = reasons.length === 0 ? '' : ` (${reasons.join('; ')})`;
    return `- ${jobs[job]?.name} on machine ${machine + 1} from hour ${start} to hour ${endOf(job)}${why}; due by hour ${jobs[job]?.deadline}.`;
  });
}

/** Why no schedule exists: the chain or the crowd, with the sum that shows it. */
export function explainOverload(workshop: Workshop, overload: readonly number[]): string {
  const { jobs, machines } = workshop;
  const listed = overload.map((job) => jobs[job] as Workshop['jobs'][number]);
  const sum = listed.map(({ duration }) => duration).join(' + ');
  const work = listed.reduce((total, { duration }) => total + duration, 0);
  const names = listed.map(({ name }) => name).join(', ');
  const latest = Math.max(...listed.map(({ deadline }) => deadline));
  const heads = headsOf(workshop);
  if (work > machines * latest) {
    return [
      'Take the jobs in the order of their deadlines and add up their hours, to see whether there is time for them.',
      `- Due by hour ${latest}: ${names}. They take ${sum} = ${hoursText(work)}, but until hour ${latest} ${machines === 1 ? `the machine has only ${latest} hours` : `there are only ${machines} × ${latest} = ${machines * latest} hours on the machines`}.`,
      'This crowd cannot be in time, so no schedule meets every deadline.',
    ].join('\n');
  }
  const last = listed.at(-1) as Workshop['jobs'][number];
  return [
    'Go forward through the order of jobs, to see when each can end at the earliest.',
    ...overload.map((job) => `- ${jobs[job]?.name} cannot end before hour ${heads[job]}.`),
    `The chain ${names} takes ${sum} = ${hoursText(work)}, but ${last.name} is due by hour ${last.deadline}, so no schedule meets every deadline.`,
  ].join('\n');
}
