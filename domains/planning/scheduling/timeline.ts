import type { Placement, Workshop } from './workshop.ts';

/**
 * Whether some schedule keeps every rule and ends by `horizon`, found by going through the hours: at each hour a job
 * that has just become possible is started or passed over. Deadlines run backwards through the order of jobs to give
 * the latest hour at which each has to have ended; what cannot be saved at one hour is remembered.
 */
export function canEndBy(workshop: Workshop, horizon: number): boolean {
  const { jobs, machines, setups, precedences } = workshop;
  const due = latestEnds(workshop, horizon);
  const byDue = [...jobs.keys()].sort((a, b) => (due[a] as number) - (due[b] as number));
  const started = new Array<number>(jobs.length).fill(-1);
  const lastJob = new Array<number>(machines).fill(-1);
  const hopeless = new Set<string>();

  const duration = (job: number) => jobs[job]?.duration as number;
  const freeAt = (machine: number) => {
    const job = lastJob[machine] as number;
    return job < 0 ? 0 : (started[job] as number) + duration(job);
  };

  function possibleAt(job: number, machine: number): number {
    let hour = 0;
    for (const [before, after] of precedences) {
      if (after !== job) continue;
      if ((started[before] as number) < 0) return Number.POSITIVE_INFINITY;
      hour = Math.max(hour, (started[before] as number) + duration(before));
    }
    const last = lastJob[machine] as number;
    if (last < 0) return hour;
    const setup = setups[jobs[last]?.kind as number]?.[jobs[job]?.kind as number] as number;
    return Math.max(hour, freeAt(machine) + setup);
  }

  /** True while the work due by each hour fits on the machines until then. */
  function fits(now: number): boolean {
    let work = 0;
    for (const job of byDue) {
      if ((started[job] as number) >= 0) continue;
      const end = due[job] as number;
      if (now + duration(job) > end) return false;
      work += duration(job);
      let room = 0;
      for (let machine = 0; machine < machines; machine++)
        room += Math.max(0, end - Math.max(now, freeAt(machine)));
      if (work > room) return false;
    }
    return true;
  }

  function situation(now: number): string {
    const onMachines = lastJob
      .map((job, machine) =>
        job < 0
          ? 'new'
          : `${Math.max(freeAt(machine), now - 99)} ${freeAt(machine) > now ? `job ${job}` : `kind ${jobs[job]?.kind}`}`,
      )
      .sort();
    return `${now}|${started.map((hour) => (hour < 0 ? 0 : 1)).join('')}|${onMachines.join('|')}`;
  }

  /** Goes on at this hour with jobs from this number on; lower ones have been passed over. */
  function explore(now: number, from: number): boolean {
    if (!started.includes(-1)) return true;
    if (!fits(now)) return false;
    const key = from === 0 ? situation(now) : null;
    if (key !== null) {
      if (hopeless.has(key)) return false;
      hopeless.add(key);
    }
    let next = Number.POSITIVE_INFINITY;
    for (let job = 0; job < jobs.length; job++) {
      if ((started[job] as number) >= 0) continue;
      const tried = new Set<string>();
      for (let machine = 0; machine < machines; machine++) {
        const hour = possibleAt(job, machine);
        if (hour > now) next = Math.min(next, hour);
        if (hour !== now || job < from) continue;
        const last = lastJob[machine] as number;
        const like = `${freeAt(machine)} ${last < 0 ? '' : jobs[last]?.kind}`;
        if (tried.has(like)) continue;
        tried.add(like);
        started[job] = now;
        lastJob[machine] = job;
        if (explore(now, job + 1)) return true;
        started[job] = -1;
        lastJob[machine] = last;
      }
    }
    return Number.isFinite(next) && explore(next, 0);
  }

  return explore(0, 0);
}

/** Latest hour at which each job can end so that it and all that wait for it are in time. */
function latestEnds({ jobs, precedences }: Workshop, horizon: number): number[] {
  const latest = jobs.map(({ deadline }) => Math.min(deadline, horizon));
  for (let changed = true; changed; ) {
    changed = false;
    for (const [before, after] of precedences) {
      const limit = (latest[after] as number) - (jobs[after]?.duration as number);
      if ((latest[before] as number) <= limit) continue;
      latest[before] = limit;
      changed = true;
    }
  }
  return latest;
}

/** Whether the schedule keeps every rule, machine by machine in the order of time. */
export function keepsRules(workshop: Workshop, placements: readonly Placement[]): boolean {
  const { jobs, machines, setups, precedences } = workshop;
  const start = (job: number) => (placements[job] as Placement).start;
  const end = (job: number) => start(job) + (jobs[job]?.duration as number);
  for (const [job, { start, machine }] of placements.entries()) {
    if (start < 0 || machine < 0 || machine >= machines || end(job) > (jobs[job]?.deadline as number))
      return false;
  }
  for (const [before, after] of precedences) if (start(after) < end(before)) return false;
  for (let machine = 0; machine < machines; machine++) {
    const row = [...jobs.keys()].filter((job) => placements[job]?.machine === machine);
    row.sort((a, b) => start(a) - start(b));
    for (const [at, job] of row.entries()) {
      const next = row[at + 1];
      if (next === undefined) continue;
      const setup = setups[jobs[job]?.kind as number]?.[jobs[next]?.kind as number] as number;
      if (start(next) < end(job) + setup) return false;
    }
  }
  return true;
}

/** Whether the jobs of these names, all different, are too much work by their latest deadline or too long a chain. */
export function isProvedOverload(
  { jobs, machines, precedences }: Workshop,
  names: readonly string[],
): boolean {
  const left = new Set(names);
  const hoursOf = new Map(jobs.map(({ name, duration }) => [name, duration]));
  if (left.size < names.length || names.length === 0 || names.some((name) => !hoursOf.has(name)))
    return false;
  let latest = 0;
  let room = 0;
  for (const { name, duration, deadline } of jobs) {
    if (!left.has(name)) continue;
    latest = Math.max(latest, deadline);
    room -= duration;
  }
  if (room + machines * latest < 0) return true;
  let earliest = 0;
  for (const [at, name] of names.entries()) {
    const follows = precedences.some(([a, b]) => jobs[a]?.name === names[at - 1] && jobs[b]?.name === name);
    if (at > 0 && !follows) return false;
    earliest += hoursOf.get(name) as number;
  }
  return earliest > (jobs.find(({ name }) => name === names.at(-1))?.deadline as number);
}
