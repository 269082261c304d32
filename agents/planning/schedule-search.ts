import { completed, spend } from '../node-limit.ts';
import type { Budget, Techniques } from '../solver.ts';
import { latestEnds, tails } from './schedule-bounds.ts';
import type { SchedulePrompt } from './schedule-prompt.ts';
import { boundTheEnd, countBack, orderOfStarts } from './schedule-techniques.ts';

/** When and where a job is done; machines count from 0. */
export interface Place {
  readonly start: number;
  readonly machine: number;
}

type Places = readonly (Place | null)[];

interface Move extends Place {
  readonly job: number;
}

/**
 * Places job after job, each at the earliest hour that its machine and the jobs before it allow, and keeps the
 * schedule that ends first. Without techniques it goes through jobs and machines as they are listed, and turns back
 * at a job that is late or ends no earlier than the best schedule. One node is one job
 * tried on one machine, or looked at in a list. `whole` says that all jobs of `places` are in time, and `finished` that nothing was left
 * to try.
 */
export function searchSchedule(
  prompt: SchedulePrompt,
  budget: Budget,
  techniques: Techniques,
): { readonly places: Places; readonly whole: boolean; readonly finished: boolean } {
  const search = new ScheduleSearch(prompt, budget);
  const finished = completed(() => search.run(techniques));
  return { places: search.best, whole: search.shortest < Number.POSITIVE_INFINITY, finished };
}

class ScheduleSearch {
  readonly #prompt: SchedulePrompt;
  readonly #budget: Budget;
  readonly #places: (Place | null)[];
  /** For each machine the job that was placed there last; -1 for none. */
  readonly #lastOn: number[];
  #latest: readonly number[];
  #tails: readonly number[];
  #bounded = false;
  #sorted = false;
  #deepest = 0;
  best: Places;
  shortest = Number.POSITIVE_INFINITY;

  constructor(prompt: SchedulePrompt, budget: Budget) {
    this.#prompt = prompt;
    this.#budget = budget;
    this.#places = prompt.jobs.map(() => null);
    this.#lastOn = new Array<number>(prompt.machines).fill(-1);
    this.#latest = prompt.jobs.map(({ deadline }) => deadline);
    this.#tails = prompt.jobs.map(({ duration }) => duration);
    this.best = [...this.#places];
  }

  run(techniques: Techniques): void {
    if (techniques.has(countBack)) this.#latest = latestEnds(this.#prompt, this.#budget);
    if (techniques.has(boundTheEnd)) this.#tails = tails(this.#prompt, this.#budget);
    this.#bounded = techniques.has(boundTheEnd);
    this.#sorted = techniques.has(orderOfStarts);
    this.#step(0, 0);
  }

  #step(placed: number, floor: number): void {
    this.#keep(placed);
    if (this.#bounded && this.#leastEnd(floor) >= this.shortest) return;
    for (const { job, machine, start } of this.#sorted ? this.#sortedMoves(floor) : this.#listedMoves()) {
      if (!this.#canEndInTime(job, start)) continue;
      const last = this.#lastOn[machine] as number;
      this.#places[job] = { start, machine };
      this.#lastOn[machine] = job;
      this.#step(placed + 1, start);
      this.#places[job] = null;
      this.#lastOn[machine] = last;
    }
  }

  *#listedMoves(): Generator<Move> {
    for (const job of this.#places.keys()) {
      if (this.#places[job] !== null) continue;
      spend(this.#budget);
      const ready = this.#readyAt(job);
      if (ready === null) continue;
      for (const machine of this.#lastOn.keys()) {
        spend(this.#budget);
        yield { job, machine, start: Math.max(ready, this.#freeAt(machine, job)) };
      }
    }
  }

  /**
   * The earliest starts first, then the most urgent jobs; none before a job placed already, and none twice on
   * machines in the same state. None at all when some job can no longer end in time.
   */
  #sortedMoves(floor: number): Move[] {
    const moves: Move[] = [];
    for (const job of this.#places.keys()) {
      const ready = this.#places[job] === null ? this.#readyAt(job) : null;
      if (ready === null) continue;
      const starts = new Set<string>();
      let earliest = Number.POSITIVE_INFINITY;
      for (const machine of this.#lastOn.keys()) {
        spend(this.#budget);
        const start = Math.max(ready, this.#freeAt(machine, job));
        earliest = Math.min(earliest, start);
        const state = `${this.#endOn(machine)} ${this.#kindOn(machine)}`;
        if (start < floor || starts.has(state)) continue;
        starts.add(state);
        moves.push({ job, machine, start });
      }
      if (!this.#canEndInTime(job, Math.max(earliest, floor))) return [];
    }
    const urgency = (job: number) => this.#latest[job] as number;
    return moves.sort((a, b) => a.start - b.start || urgency(a.job) - urgency(b.job));
  }

  #canEndInTime(job: number, start: number): boolean {
    const end = start + (this.#prompt.jobs[job]?.duration as number);
    return end <= (this.#latest[job] as number) && start + (this.#tails[job] as number) < this.shortest;
  }

  /** Hour at which the jobs before this one have ended; null while one of them is not placed. */
  #readyAt(job: number): number | null {
    let ready = 0;
    for (const earlier of this.#prompt.jobs[job]?.before ?? []) {
      if (this.#places[earlier] === null) return null;
      ready = Math.max(ready, this.#endOf(earlier));
    }
    return ready;
  }

  #freeAt(machine: number, job: number): number {
    if ((this.#lastOn[machine] as number) < 0) return 0;
    const kind = this.#prompt.jobs[job]?.kind as string;
    return this.#endOn(machine) + this.#prompt.setupOf(this.#kindOn(machine), kind);
  }

  #endOn(machine: number): number {
    const last = this.#lastOn[machine] as number;
    return last < 0 ? 0 : this.#endOf(last);
  }

  #kindOn(machine: number): string {
    return this.#prompt.jobs[this.#lastOn[machine] as number]?.kind ?? 'none';
  }

  #endOf(job: number): number {
    return (this.#places[job]?.start as number) + (this.#prompt.jobs[job]?.duration as number);
  }

  /** Hour before which the work left cannot be done, however it is shared. */
  #leastEnd(floor: number): number {
    let hours = 0;
    for (const [job, place] of this.#places.entries())
      if (place === null) hours += this.#prompt.jobs[job]?.duration as number;
    for (const machine of this.#lastOn.keys())
      hours += Math.max(this.#sorted ? floor : 0, this.#endOn(machine));
    return Math.ceil(hours / this.#prompt.machines);
  }

  #keep(placed: number): void {
    if (placed === this.#places.length) {
      this.shortest = Math.max(...this.#places.map((_, job) => this.#endOf(job)));
      this.best = [...this.#places];
    } else if (placed > this.#deepest && this.shortest === Number.POSITIVE_INFINITY) {
      this.#deepest = placed;
      this.best = [...this.#places];
    }
  }
}
