import { InstanceRejected } from '../../contract.ts';
import type { RandomStream } from '../../random.ts';

/** What is asked for. */
export interface ExpeditionShape {
  readonly parties: number;
  /** Steps of all routes together. */
  readonly steps: number;
  readonly passes: number;
  readonly alarms: number;
  readonly solvable: boolean;
}

/** A place of a party's route that is more than a place to go through; passes by number. */
type Role = { readonly kind: 'guarded' | 'alarmed'; readonly pass: number };

/** Entry number `at` (from 1) of a party's route; 0 is its start. */
export interface Entry {
  readonly party: number;
  readonly at: number;
}

export interface Expedition {
  /** For each party how many steps its route has; the last leads to its goal. */
  readonly lengths: readonly number[];
  /** For each party the role of each entry, from 1; index 0 is always null. */
  readonly roles: readonly (readonly (Role | null)[])[];
  /** For each pass where it is issued. */
  readonly issues: readonly Entry[];
  /** All entries in an order in which nobody is held up, where there is one. */
  readonly timetable: readonly Entry[];
  /** Passes of which none can be issued before the next is valid, nor the last before the first; null if solvable. */
  readonly ring: readonly number[] | null;
}

const triesMax = 60;
/** Guarded places of a pass, where there is room. */
const guardsWanted = 2;
/** Rings of three rather than two; any two of three are a ring as well, so that blind guesses hit more of them. */
const largerRingShare = 0.25;

/**
 * Routes that need one another: a pass is issued on one route and opens places on others; some places cancel a pass
 * once they are entered. A timetable is drawn first and everything fits it, so that each party need only go its route
 * and each pass be issued once: what is composed of shortest parts is shortest. Throws `InstanceRejected` when passes
 * find no places.
 */
export function drawExpedition(shape: ExpeditionShape, random: RandomStream): Expedition {
  const lengths = drawLengths(shape, random);
  const timetable = drawTimetable(lengths, random);
  const draft = new Draft(lengths, timetable, shape, random);
  const ring = shape.solvable ? null : draft.addRing();
  for (let pass = ring?.length ?? 0; pass < shape.passes; pass++) draft.addPass();
  for (let alarm = 0; alarm < shape.alarms; alarm++) draft.addAlarm();
  return { lengths, roles: draft.roles, issues: draft.issues, timetable, ring };
}

function drawLengths({ parties, steps }: ExpeditionShape, random: RandomStream): number[] {
  const longer = steps % parties;
  const order = random.shuffle(Array.from({ length: parties }, (_, party) => party));
  const base = Math.floor(steps / parties);
  return order.map((rank) => base + (rank < longer ? 1 : 0));
}

function drawTimetable(lengths: readonly number[], random: RandomStream): Entry[] {
  const turns = random.shuffle(lengths.flatMap((length, party) => new Array<number>(length).fill(party)));
  const reached = lengths.map(() => 0);
  return turns.map((party) => {
    reached[party]!++;
    return { party, at: reached[party]! };
  });
}

class Draft {
  readonly roles: (Role | null)[][];
  readonly issues: Entry[] = [];
  readonly #lengths: readonly number[];
  readonly #timetable: readonly Entry[];
  readonly #random: RandomStream;
  #guardsLeft: number;
  readonly #passes: number;

  constructor(
    lengths: readonly number[],
    timetable: readonly Entry[],
    shape: ExpeditionShape,
    random: RandomStream,
  ) {
    this.#lengths = lengths;
    this.#timetable = timetable;
    this.#random = random;
    this.roles = lengths.map((length) => new Array<Role | null>(length + 1).fill(null));
    this.#guardsLeft = Math.max(shape.passes, timetable.length - shape.alarms - 1);
    this.#passes = shape.passes;
  }

  /** A pass that some parties need, soon after another has had it issued: what comes later may cancel it. */
  addPass(): void {
    const wanted = this.#guardsToAdd();
    for (let attempt = 0; attempt < triesMax; attempt++) {
      const party = this.#random.int(0, this.#lengths.length - 1);
      const at = this.#random.int(0, this.#lengths[party]! - 1);
      const later = this.#timetable.slice(this.#timeOf({ party, at }) + 1);
      const open = later.filter((entry) => entry.party !== party && this.#roleAt(entry) === null);
      // The last tries are content with one.
      const count = attempt * 2 < triesMax ? wanted : 1;
      if (open.length < count) continue;
      const soon = open.slice(0, Math.max(count, Math.ceil(open.length / 2)));
      this.#guard(this.issues.length, this.#random.sample(soon, count));
      this.issues.push({ party, at });
      return;
    }
    throw new InstanceRejected('a pass finds no places to open');
  }

  /** Two or three passes, each issued behind a place that the next one opens. */
  addRing(): number[] {
    const size = this.#random.chance(largerRingShare) ? 3 : 2;
    const parties = this.#random.sample([...this.#lengths.keys()], size);
    for (const [pass, party] of parties.entries()) {
      const at = this.#random.int(1, this.#lengths[party]! - 1);
      this.issues.push({ party, at });
      this.#guard((pass + 1) % size, [{ party, at: this.#random.int(1, at) }]);
    }
    for (const pass of parties.keys()) {
      const free = this.#timetable.filter(
        (entry) => entry.party !== parties[pass] && this.#roleAt(entry) === null,
      );
      if (this.#guardsToAdd() > 1 && free.length > 0) this.#guard(pass, [this.#random.pick(free)]);
    }
    return [...parties.keys()];
  }

  /**
   * A place that cancels a pass after all have used it. Where there is such a place it lies behind the pass's issue
   * or one of its guarded places on the same route, so that it cannot be entered before the pass is issued.
   */
  addAlarm(): void {
    const all = [...this.issues.keys()].flatMap((pass) => {
      const guards = this.#timetable.filter((entry) => this.#opensWith(entry, pass));
      const last = Math.max(...guards.map((entry) => this.#timeOf(entry)));
      return this.#timetable
        .slice(last + 1)
        .filter((entry) => this.#roleAt(entry) === null)
        .map((entry) => ({
          pass,
          entry,
          binds: [this.issues[pass]!, ...guards].some(
            ({ party, at }) => party === entry.party && at < entry.at,
          ),
        }));
    });
    const binding = all.filter(({ binds }) => binds);
    if (all.length === 0) return;
    const { pass, entry } = this.#random.pick(binding.length > 0 ? binding : all);
    this.roles[entry.party]![entry.at] = { kind: 'alarmed', pass };
  }

  #guard(pass: number, entries: readonly Entry[]): void {
    for (const { party, at } of entries) this.roles[party]![at] = { kind: 'guarded', pass };
    this.#guardsLeft -= entries.length;
  }

  #guardsToAdd(): number {
    return this.#guardsLeft - (this.#passes - this.issues.length) >= guardsWanted ? guardsWanted : 1;
  }

  /** -1 for the start. */
  #timeOf({ party, at }: Entry): number {
    return this.#timetable.findIndex((entry) => entry.party === party && entry.at === at);
  }

  #roleAt({ party, at }: Entry): Role | null {
    return this.roles[party]![at]!;
  }

  #opensWith(entry: Entry, pass: number): boolean {
    const role = this.#roleAt(entry);
    return role?.kind === 'guarded' && role.pass === pass;
  }
}
