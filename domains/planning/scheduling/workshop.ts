/** A job of the workshop. Times are whole hours, counted from 0. */
export interface Job {
  readonly name: string;
  readonly duration: number;
  /** Index of its kind in `Workshop.kinds`. */
  readonly kind: number;
  /** Hour at which the job has to have ended. */
  readonly deadline: number;
}

/** What is to be scheduled: everything that the prompt says, jobs in its order. Plain JSON. */
export interface Workshop {
  readonly machines: number;
  readonly jobs: readonly Job[];
  readonly kinds: readonly string[];
  /**
   * Hours that have to pass on a machine between a job of the row's kind and a next one of the column's kind; 0 on
   * the diagonal. Never longer than by way of a job of a third kind, so that it is one whether the rule is applied
   * to jobs that follow one another on a machine or to any two of them.
   */
  readonly setups: readonly (readonly number[])[];
  /** Pairs of jobs, the first of which has to end before the second starts. */
  readonly precedences: readonly (readonly [before: number, after: number])[];
}

/** A workshop without its deadlines: they are chosen last. */
export type OpenWorkshop = Omit<Workshop, 'jobs'> & { readonly jobs: readonly Omit<Job, 'deadline'>[] };

/** When and where a job is done; machines count from 0. */
export interface Placement {
  readonly start: number;
  readonly machine: number;
}

/** For each job those that have to end before it, or those that wait for it. */
export function neighbours({ jobs, precedences }: OpenWorkshop, side: 'before' | 'after'): number[][] {
  const lists = jobs.map((): number[] => []);
  for (const [before, after] of precedences) {
    if (side === 'before') lists[after]?.push(before);
    else lists[before]?.push(after);
  }
  return lists;
}

/** For each job the longest time that a chain of jobs which ends with it takes, the job included. */
export function headsOf(workshop: OpenWorkshop): number[] {
  return longestChains(workshop, neighbours(workshop, 'before'));
}

/** For each job the longest time that a chain of jobs which begins with it takes, the job included. */
export function tailsOf(workshop: OpenWorkshop): number[] {
  return longestChains(workshop, neighbours(workshop, 'after'));
}

function longestChains({ jobs }: OpenWorkshop, next: readonly (readonly number[])[]): number[] {
  const known = new Array<number>(jobs.length).fill(-1);
  const chain = (job: number): number => {
    if ((known[job] as number) < 0) {
      let longest = 0;
      for (const other of next[job] as readonly number[]) longest = Math.max(longest, chain(other));
      known[job] = longest + (jobs[job]?.duration as number);
    }
    return known[job] as number;
  };
  return jobs.map((_, job) => chain(job));
}
