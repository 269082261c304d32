import {
  type Limits,
  noOldPlan,
  type OldPlan,
  parcelStatus,
  type Situation,
  stepCode,
  type World,
} from './world.ts';

/**
 * True when a plan whose steps and penalties are at most `totalMax` brings every parcel to its destination within
 * the limits. Works backward: from the end, in the order of totals, it collects what would have to be at hand
 * before (a vector of fuel, coins and passes), until what is at hand at the start is enough or nothing new comes up.
 */
export function hasPlan(
  world: World,
  start: Situation,
  limits: Limits,
  totalMax = Infinity,
  old: OldPlan = noOldPlan,
): boolean {
  return new Regression(world, start, limits, totalMax, old).reachesStart();
}

/** What must be at hand at some point to finish from there. */
interface Need {
  readonly at: number;
  /** Status of the parcels, a digit to the base 3 each. */
  readonly code: number;
  readonly fuel: number;
  readonly coins: number;
  readonly passes: number;
  /** Old steps before those that the rest of the plan keeps or passes over. */
  readonly before: number;
  /** Steps and penalties from here to the end. */
  readonly total: number;
}

class Regression {
  readonly #world: World;
  readonly #start: Situation;
  readonly #limits: Limits;
  readonly #totalMax: number;
  readonly #old: readonly number[];
  readonly #penalty: number;
  readonly #powers: readonly number[];
  readonly #startCode: number;
  readonly #forward: ForwardBounds;
  readonly #known: (Need[] | undefined)[] = [];
  /** Needs by their totals. */
  readonly #layers: Need[][] = [];

  constructor(world: World, start: Situation, limits: Limits, totalMax: number, old: OldPlan) {
    this.#world = world;
    this.#start = start;
    this.#limits = limits;
    this.#totalMax = totalMax;
    this.#penalty = old.penalty;
    this.#old = old.penalty === 0 ? [] : old.steps.map((step) => stepCode(step, world.places));
    this.#powers = world.parcels.map((_, parcel) => 3 ** parcel);
    this.#startCode = start.parcels.reduce((sum, status, parcel) => sum + status * this.#powers[parcel]!, 0);
    this.#forward = forwardBounds(world, start, limits.load);
  }

  reachesStart(): boolean {
    const code = 3 ** this.#powers.length - 1;
    for (let at = 0; at < this.#world.places; at++) this.#add(at, code, 0, 0, 0, this.#old.length, 0);
    for (let total = 0; total < this.#layers.length; total++) {
      for (const need of this.#layers[total]!) {
        if (this.#isMet(need)) return true;
        this.#regress(need);
      }
    }
    return false;
  }

  #isMet({ at, code, fuel, coins, passes, before, total }: Need): boolean {
    return (
      at === this.#start.at &&
      code === this.#startCode &&
      fuel <= this.#start.fuel &&
      coins <= this.#limits.coins &&
      passes <= this.#limits.passes &&
      total + before * this.#penalty <= this.#totalMax
    );
  }

  /** Adds what is needed before each step that can lead to this need. */
  #regress(need: Need): void {
    const { at, code, fuel, coins, passes } = need;
    const { places, roads, prices, parcels } = this.#world;
    const price = prices[at] as number | null;
    // Filling it for nothing makes sense as an old step that is kept.
    if (price !== null && (fuel > 0 || this.#old.length > 0))
      this.#before(need, at, code, 0, coins + price, passes, places * places + at);
    for (const road of roads) {
      const [a, b] = road.ends;
      if (a !== at && b !== at) continue;
      const from = a === at ? b : a;
      const taken = from * places + at;
      this.#before(need, from, code, fuel + road.fuel, coins + road.toll, passes + road.passes, taken);
    }
    for (let parcel = 0, rest = code; parcel < parcels.length; parcel++, rest = Math.floor(rest / 3)) {
      const status = rest % 3;
      if (status === parcelStatus.waiting) continue;
      const { from, to } = parcels[parcel]!;
      const loaded = status === parcelStatus.aboard;
      if (at !== (loaded ? from : to)) continue;
      const taken = places * (places + (loaded ? 1 : 2) + 2 * parcel) + at;
      this.#before(need, at, code - this.#powers[parcel]!, fuel, coins, passes, taken);
    }
  }

  /** What is needed before a step that is new, or that keeps the last such old step that is left. */
  #before(
    { before, total }: Need,
    at: number,
    code: number,
    fuel: number,
    coins: number,
    passes: number,
    taken: number,
  ): void {
    const kept = before === 0 ? -1 : this.#old.lastIndexOf(taken, before - 1);
    if (kept >= 0) {
      const passedOver = (before - 1 - kept) * this.#penalty;
      this.#add(at, code, fuel, coins, passes, kept, total + 1 + passedOver);
    }
    this.#add(at, code, fuel, coins, passes, before, total + 1);
  }

  /** Adds a need, unless it is out of reach from the start or no smaller in anything than a known one. */
  #add(
    at: number,
    code: number,
    fuel: number,
    coins: number,
    passes: number,
    before: number,
    total: number,
  ): void {
    const { limits, forward } = { limits: this.#limits, forward: this.#forward };
    if (fuel > limits.tank) return;
    if (coins + forward.coins[at]! > limits.coins || passes + forward.passes[at]! > limits.passes) return;
    const steps = forward.handled[code]! + Math.max(forward.hops[at]!, forward.visits[code]!);
    if (steps === Infinity || total + steps > this.#totalMax) return;
    const key = (before * forward.handled.length + code) * this.#world.places + at;
    const others = this.#known[key];
    if (others === undefined) this.#known[key] = [];
    else {
      for (const other of others) {
        if (other.fuel <= fuel && other.coins <= coins && other.passes <= passes && other.total <= total)
          return;
      }
    }
    const need = { at, code, fuel, coins, passes, before, total };
    this.#known[key]!.push(need);
    while (this.#layers.length <= total) this.#layers.push([]);
    this.#layers[total]!.push(need);
  }
}

/** What getting from the start to a place, or to a combination of statuses, takes at least. */
interface ForwardBounds {
  readonly hops: readonly number[];
  readonly coins: readonly number[];
  readonly passes: readonly number[];
  /** Loads and deliveries; without end for what cannot come about. */
  readonly handled: readonly number[];
  /** Other places that must have been entered. */
  readonly visits: readonly number[];
}

function forwardBounds(world: World, start: Situation, load: number): ForwardBounds {
  const handled: number[] = [];
  const visits: number[] = [];
  for (let code = 0; code < 3 ** world.parcels.length; code++) {
    const places = new Set<number>();
    let steps = 0;
    let room = load;
    let rest = code;
    for (const [parcel, { from, to, weight }] of world.parcels.entries()) {
      const [status, earlier] = [rest % 3, start.parcels[parcel] as number];
      rest = Math.floor(rest / 3);
      steps += status < earlier ? Infinity : status - earlier;
      if (status !== earlier && earlier === parcelStatus.waiting) places.add(from);
      if (status !== earlier && status === parcelStatus.delivered) places.add(to);
      if (status === parcelStatus.aboard) room -= weight;
    }
    places.delete(start.at);
    handled.push(room < 0 ? Infinity : steps);
    visits.push(places.size);
  }
  return {
    hops: leastFrom(start.at, world, () => 1),
    coins: leastFrom(start.at, world, ({ toll }) => toll),
    passes: leastFrom(start.at, world, ({ passes }) => passes),
    handled,
    visits,
  };
}

/** The least sum over the roads from a place to each other: rounds over all roads until nothing gets less. */
function leastFrom(
  start: number,
  { places, roads }: World,
  costOf: (road: World['roads'][number]) => number,
): number[] {
  const least = new Array<number>(places).fill(Infinity);
  least[start] = 0;
  for (let changed = true; changed; ) {
    changed = false;
    for (const road of roads) {
      for (const [from, to] of [road.ends, [road.ends[1], road.ends[0]] as const]) {
        const cost = least[from]! + costOf(road);
        if (cost >= least[to]!) continue;
        least[to] = cost;
        changed = true;
      }
    }
  }
  return least;
}
