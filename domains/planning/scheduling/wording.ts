import type { Workshop } from './workshop.ts';

/** Small words of the prompt, so that no job or kind is mistaken for one of them. */
export const reservedWords: ReadonlySet<string> = new Set(
  `a workshop has machines numbered to and jobs do time is counted in whole hours from when all are free each job
  takes hour due by of kind order must have ended before starts set up times going the done on one without break at
  once may start very ends that occupies means end latest goes another least pass between no needed nor first find
  schedule keeps these rules whose last early as possible it be meets every deadline then why crowd add more than
  number chain next longer list impossible machine press lathe drill saw give or make final answer`.split(
    /\s+/,
  ),
);

export function promptBody(workshop: Workshop): string {
  const { machines, jobs, kinds, setups, precedences } = workshop;
  const name = (job: number) => jobs[job]?.name as string;
  const severalKinds = kinds.length > 1;
  return [
    machines === 1
      ? `A workshop has one machine, machine 1, and ${jobs.length} jobs to do. Time is counted in whole hours from hour 0, when the machine is free.`
      : `A workshop has ${machines} machines that are alike, numbered ${machines === 2 ? '1 and 2' : `1 to ${machines}`}, and ${jobs.length} jobs to do. Time is counted in whole hours from hour 0, when all machines are free.`,
    '',
    'Jobs:',
    ...jobs.map(({ name, duration, kind, deadline }) => {
      const ofKind = severalKinds ? `, kind ${kinds[kind]}` : '';
      return `- ${name}: takes ${hoursText(duration)}, due by hour ${deadline}${ofKind}`;
    }),
    '',
    'Order of jobs:',
    ...precedences.map(
      ([before, after]) => `- ${name(before)} must have ended before ${name(after)} starts.`,
    ),
    '',
    ...(severalKinds
      ? [
          'Set-up times:',
          ...setups.flatMap((row, from) =>
            row.flatMap((hours, to) =>
              from === to ? [] : [`- From ${kinds[from]} to ${kinds[to]}: ${hoursText(hours)}`],
            ),
          ),
          '',
        ]
      : []),
    rulesText(severalKinds),
    '',
    `Find a schedule that keeps all these rules and in which the last job ends as early as possible. If several schedules are equally good, any of them will do. Answer with {"schedule": {…}}, which has for every job its start hour and its machine.`,
    '',
    `It may be that no schedule meets every deadline. Then there is a crowd or a chain that shows it. A crowd is a set of jobs that together take more hours than ${machines === 1 ? '' : 'the number of machines times '}the latest of their deadlines. A chain is a list of jobs, each of which is named in the order of jobs as one that must have ended before the next one starts, that together take more hours than the deadline of the last one. In that case answer with {"impossible": […]}, which lists the jobs of a crowd in any order, or those of a chain in its order; any right crowd or chain will do.`,
    '',
    'What is the start hour and the machine of every job, or which jobs make it impossible?',
  ].join('\n');
}

function rulesText(severalKinds: boolean): string {
  return [
    'Each job is done once, on one machine and without a break, and a machine does one job at a time. Jobs start at whole hours. A job that starts at hour 3 and takes 4 hours ends at hour 7; another job may start at that very hour, on the same machine too. "Due by hour 12" means that the job ends at hour 12 or earlier.',
    ...(severalKinds
      ? [
          'When a machine turns from a job of one kind to a job of another kind, at least the set-up time has to pass between the end of the one and the start of the next. Between jobs of one kind no set-up is needed, nor before the first job of a machine. A set-up may be done while the next job is still waiting for others.',
        ]
      : []),
  ].join(' ');
}

export function hoursText(hours: number): string {
  return `${hours} ${hours === 1 ? 'hour' : 'hours'}`;
}
