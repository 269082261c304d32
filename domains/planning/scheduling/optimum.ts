import { InstanceRejected } from '../../contract.ts';
import { neighbours, type OpenWorkshop, type Placement, tailsOf } from './workshop.ts';

/** Nodes beyond which a draw is given up: a few hundredths of a second. */
const nodesMax = 30_000;

/** A schedule with the earliest end. */
export interface Optimum {
  readonly makespan: number;
  readonly placements: readonly Placement[];
}

/**
 * The shortest schedule without deadlines, by branch and bound. Jobs are placed in the order of their starts, each
 * at the earliest hour that its machine and the jobs before it allow: some best schedule is of this form. The bounds
 * are those of list scheduling: the longest chain of jobs still to do, and the work still to do shared by the
 * machines. Throws `InstanceRejected` where that takes too many nodes.
 */
export function shortestSchedule(workshop: OpenWorkshop): Optimum {
  return new Search(workshop).run();
}

interface Move {
  readonly job: number;
  readonly machine: number;
  readonly start: number;
}

class Search {
  readonly #workshop: OpenWorkshop;
  readonly #durations: readonly number[];
  readonly #kinds: readonly number[];
  readonly #before: readonly (readonly number[])[];
  readonly #tails: readonly number[];
  /** Jobs with the longest tails come first. */
  readonly #ranks: readonly number[];
  readonly #after: readonly (readonly number[])[];
  readonly #cheapestSetup: number;
  readonly #dearestSetup: number;
  /** What is known of nodes, by jobs placed and kinds set up for. */
  readonly #states = new Map<number, number[][]>();
  /** Hour at which each placed job ends; -1 for a job that is not placed. */
  readonly #ends: number[];
  readonly #starts: number[];
  readonly #machineOf: number[];
  /** For each machine the hour at which it is free and the kind it is set up for, -1 at first. */
  readonly #free: number[];
  readonly #setUpFor: number[];
  #workLeft: number;
  #shortest = Number.POSITIVE_INFINITY;
  #placements: readonly Placement[] = [];
  #nodes = 0;

  constructor(workshop: OpenWorkshop) {
    const { jobs, machines, setups } = workshop;
    this.#workshop = workshop;
    this.#durations = jobs.map(({ duration }) => duration);
    this.#kinds = jobs.map(({ kind }) => kind);
    this.#before = neighbours(workshop, 'before');
    this.#after = neighbours(workshop, 'after');
    this.#tails = tailsOf(workshop);
    const order = [...jobs.keys()].sort((a, b) => this.#tails[b]! - this.#tails[a]! || a - b);
    this.#ranks = jobs.map((_, job) => order.indexOf(job));
    const changes = setups.flatMap((row, from) => row.filter((_, to) => to !== from));
    this.#cheapestSetup = changes.length === 0 ? 0 : Math.min(...changes);
    this.#dearestSetup = changes.length === 0 ? 0 : Math.max(...changes);
    this.#ends = jobs.map(() => -1);
    this.#starts = jobs.map(() => 0);
    this.#machineOf = jobs.map(() => 0);
    this.#free = new Array<number>(machines).fill(0);
    this.#setUpFor = new Array<number>(machines).fill(-1);
    this.#workLeft = this.#durations.reduce((sum, duration) => sum + duration, 0);
  }

  run(): Optimum {
    this.#place(this.#durations.length, 0, -1);
    return { makespan: this.#shortest, placements: this.#placements };
  }

  /** Places the jobs left; none starts before `floor`, and at `floor` only those of a higher rank. */
  #place(left: number, floor: number, rank: number): void {
    if (++this.#nodes > nodesMax) throw new InstanceRejected('the best schedule takes too long to find');
    if (left === 0) {
      this.#keep();
      return;
    }
    if (this.#loadBound(floor) >= this.#shortest || this.#isDominated(left, floor, rank)) return;
    const moves = this.#moves(floor, rank);
    if (moves === null) return;
    for (const { job, machine, start } of moves) {
      if (start + (this.#tails[job] as number) >= this.#shortest) continue;
      const duration = this.#durations[job] as number;
      const [free, setUpFor] = [this.#free[machine] as number, this.#setUpFor[machine] as number];
      this.#starts[job] = start;
      this.#ends[job] = start + duration;
      this.#machineOf[job] = machine;
      this.#free[machine] = start + duration;
      this.#setUpFor[machine] = this.#kinds[job] as number;
      this.#workLeft -= duration;
      this.#place(left - 1, start, this.#ranks[job] as number);
      this.#workLeft += duration;
      this.#ends[job] = -1;
      this.#free[machine] = free;
      this.#setUpFor[machine] = setUpFor;
    }
  }

  /**
   * True when an earlier node had placed the same jobs so that nothing was later: no machine free, job ended, start
   * bound or sum of starts. What remains could be done there at the same hours, so the better of all best schedules
   * (the one of the least sum of starts) is not lost. Other nodes are remembered.
   */
  #isDominated(left: number, floor: number, rank: number): boolean {
    if (left < 3) return false;
    const oldest = floor - this.#dearestSetup;
    const profile = this.#free
      .map((free, machine) => 1_000 * (1 + (this.#setUpFor[machine] as number)) + Math.max(free, oldest, 0))
      .sort((a, b) => a - b);
    let key = 0;
    for (const entry of profile) key = 8 * key + Math.floor(entry / 1_000);
    const state = [floor * 16 + rank, 0, ...profile];
    for (let job = 0; job < this.#ends.length; job++) {
      const end = this.#ends[job] as number;
      key = 2 * key + (end < 0 ? 0 : 1);
      if (end < 0) continue;
      state[1] = (state[1] as number) + (this.#starts[job] as number);
      if (this.#after[job]?.some((other) => (this.#ends[other] as number) < 0))
        state.push(Math.max(end, floor));
    }
    const known = this.#states.get(key);
    if (known === undefined) {
      this.#states.set(key, [state]);
      return false;
    }
    if (known.some((other) => other.every((value, at) => value <= (state[at] as number)))) return true;
    known.push(state);
    return false;
  }

  /** The placements that may come next, the earliest first; null when some job can no longer end in time. */
  #moves(floor: number, rank: number): Move[] | null {
    const { machines } = this.#workshop;
    const moves: Move[] = [];
    for (let job = 0; job < this.#durations.length; job++) {
      if ((this.#ends[job] as number) >= 0) continue;
      const ready = this.#readyAt(job);
      if (ready < 0) continue;
      let earliest = Number.POSITIVE_INFINITY;
      for (let machine = 0; machine < machines; machine++) {
        if (this.#isTwin(machine)) continue;
        const start = Math.max(ready, this.#freeFor(job, machine));
        earliest = Math.min(earliest, start);
        if (start > floor || (start === floor && (this.#ranks[job] as number) > rank))
          moves.push({ job, machine, start });
      }
      if (Math.max(earliest, floor) + (this.#tails[job] as number) >= this.#shortest) return null;
    }
    return moves.sort(
      (a, b) =>
        a.start - b.start ||
        this.#ranks[a.job]! - this.#ranks[b.job]! ||
        this.#free[b.machine]! - this.#free[a.machine]!,
    );
  }

  /** Hour at which all jobs before this one have ended; -1 while one of them is not placed. */
  #readyAt(job: number): number {
    let ready = 0;
    for (const other of this.#before[job] as readonly number[]) {
      const end = this.#ends[other] as number;
      if (end < 0) return -1;
      if (end > ready) ready = end;
    }
    return ready;
  }

  #freeFor(job: number, machine: number): number {
    const from = this.#setUpFor[machine] as number;
    if (from < 0) return this.#free[machine] as number;
    return (
      (this.#free[machine] as number) + (this.#workshop.setups[from]?.[this.#kinds[job] as number] as number)
    );
  }

  /** True when an earlier machine is in the same state, so that this one offers nothing new. */
  #isTwin(machine: number): boolean {
    for (let other = 0; other < machine; other++) {
      if (this.#free[other] === this.#free[machine] && this.#setUpFor[other] === this.#setUpFor[machine])
        return true;
    }
    return false;
  }

  /**
   * Least end of a schedule in which the machines share the work left evenly, with the set-ups it needs at least. A
   * machine without a job yet needs none for its next, and one that stands idle may be set up before `floor`.
   */
  #loadBound(floor: number): number {
    const { machines } = this.#workshop;
    let hours = this.#workLeft;
    let prepared = 0;
    for (let machine = 0; machine < machines; machine++) {
      hours += Math.max(this.#free[machine] as number, floor);
      if ((this.#setUpFor[machine] as number) < 0 || (this.#free[machine] as number) < floor) prepared++;
    }
    hours += this.#cheapestSetup * Math.max(0, this.#kindsToSetUp() - prepared);
    return Math.ceil(hours / machines);
  }

  /** Kinds of jobs left that no machine is set up for. */
  #kindsToSetUp(): number {
    let kinds = 0;
    for (let job = 0; job < this.#durations.length; job++)
      if ((this.#ends[job] as number) < 0) kinds |= 1 << (this.#kinds[job] as number);
    for (const kind of this.#setUpFor) if (kind >= 0) kinds &= ~(1 << kind);
    let count = 0;
    for (; kinds !== 0; kinds &= kinds - 1) count++;
    return count;
  }

  #keep(): void {
    this.#shortest = Math.max(...this.#ends);
    this.#placements = this.#starts.map((start, job) => ({ start, machine: this.#machineOf[job] as number }));
  }
}
