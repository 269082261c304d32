import { type Bounds, boundsOf, noWay } from './bounds.ts';
import {
  type Limits,
  noOldPlan,
  type OldPlan,
  parcelStatus,
  type Situation,
  type Step,
  stepCode,
  stepOf,
  unlimited,
  type World,
} from './world.ts';

export interface Found {
  readonly steps: readonly Step[];
  /** What the plan has least of: coins, passes, or steps with the penalties for old steps that it does not keep. */
  readonly total: number;
}

interface SearchOptions {
  readonly least: 'steps' | 'coins' | 'passes';
  readonly old?: OldPlan;
  readonly bounds?: Bounds;
}

/**
 * The plan of the least total within the limits; null when there is none. A* over labels (fuel left, coins and
 * passes spent) at each place, combination of parcel statuses, and number of old steps kept or passed over: a
 * label that is no better than another in anything is dropped.
 */
export function bestPlan(
  world: World,
  start: Situation,
  limits: Limits,
  { least, old = noOldPlan, bounds = boundsOf(world) }: SearchOptions,
): Found | null {
  return new LabelSearch(world, limits, least, old, bounds).run(start);
}

interface Way {
  readonly to: number;
  readonly fuel: number;
  readonly toll: number;
  readonly passes: number;
}

class LabelSearch {
  readonly #world: World;
  readonly #limits: Limits;
  readonly #least: SearchOptions['least'];
  /** 1 for what is limited or to be least; else 0, since then it is of no matter how much of it is spent. */
  readonly #coinsCount: number;
  readonly #passesCount: number;
  readonly #bounds: Bounds;
  readonly #oldCodes: readonly number[];
  readonly #penalty: number;
  readonly #ways: readonly (readonly Way[])[];
  readonly #powers: readonly number[];
  /** Places and statuses; times the old steps left behind, they make the nodes. */
  readonly #spots: number;
  /** The newest label of each node, -1 for none; older ones follow by `#older`. */
  readonly #heads: Int32Array;
  readonly #node: number[] = [];
  readonly #older: number[] = [];
  readonly #parent: number[] = [];
  readonly #taken: number[] = [];
  readonly #cost: number[] = [];
  readonly #fuel: number[] = [];
  readonly #coins: number[] = [];
  readonly #passes: number[] = [];
  readonly #dropped: boolean[] = [];
  readonly #buckets: number[][] = [];
  #lowest = 0;

  constructor(world: World, limits: Limits, least: SearchOptions['least'], old: OldPlan, bounds: Bounds) {
    this.#world = world;
    this.#limits = limits;
    this.#least = least;
    this.#coinsCount = least === 'coins' || limits.coins < unlimited ? 1 : 0;
    this.#passesCount = least === 'passes' || limits.passes < unlimited ? 1 : 0;
    this.#bounds = bounds;
    this.#penalty = old.penalty;
    this.#oldCodes = old.penalty === 0 ? [] : old.steps.map((step) => stepCode(step, world.places));
    const ways: Way[][] = Array.from({ length: world.places }, () => []);
    for (const { ends, fuel, toll, passes } of world.roads) {
      ways[ends[0]]!.push({ to: ends[1], fuel, toll, passes });
      ways[ends[1]]!.push({ to: ends[0], fuel, toll, passes });
    }
    this.#ways = ways;
    this.#powers = world.parcels.map((_, parcel) => 3 ** parcel);
    this.#spots = world.places * 3 ** world.parcels.length;
    this.#heads = new Int32Array(this.#spots * (this.#oldCodes.length + 1)).fill(-1);
  }

  run(start: Situation): Found | null {
    const { places } = this.#world;
    const code = start.parcels.reduce((sum, status, parcel) => sum + status * this.#powers[parcel]!, 0);
    this.#push(start.at + places * code, { fuel: start.fuel, coins: 0, passes: 0, cost: 0 }, -1, -1);
    for (;;) {
      const label = this.#pop();
      if (label < 0) return null;
      const node = this.#node[label] as number;
      const spot = node % this.#spots;
      if (spot >= this.#spots - places) {
        const left = this.#oldCodes.length - (node - spot) / this.#spots;
        if (left === 0) return { steps: this.#stepsTo(label), total: this.#totals()[label]! };
        this.#passOver(label, left);
      }
      this.#expand(label, spot);
    }
  }

  /**
   * Without an old plan a parcel aboard is delivered as soon as its destination is reached: that costs a step at
   * any time and only makes room.
   */
  #expand(label: number, spot: number): void {
    const { places, parcels, prices } = this.#world;
    const { statuses } = this.#bounds;
    const count = parcels.length;
    const at = spot % places;
    const code = (spot - at) / places;
    const fuel = this.#fuel[label] as number;
    const coins = this.#coins[label] as number;
    const passes = this.#passes[label] as number;
    const same = { fuel, coins, passes };
    let room = this.#limits.load;
    for (let parcel = 0; parcel < count; parcel++) {
      if (statuses[code * count + parcel] !== parcelStatus.aboard) continue;
      const { to, weight } = parcels[parcel]!;
      room -= weight;
      if (to !== at) continue;
      this.#take(label, spot + places * this.#powers[parcel]!, same, places * (places + 2 + 2 * parcel) + at);
      if (this.#oldCodes.length === 0) return;
    }
    for (let parcel = 0; parcel < count; parcel++) {
      if (statuses[code * count + parcel] !== parcelStatus.waiting) continue;
      const { from, weight } = parcels[parcel]!;
      if (from !== at || weight > room) continue;
      this.#take(label, spot + places * this.#powers[parcel]!, same, places * (places + 1 + 2 * parcel) + at);
    }
    const price = prices[at] as number | null;
    // Filling a full tank makes sense as an old step that is kept.
    if (price !== null && (fuel < this.#limits.tank || this.#oldCodes.length > 0)) {
      const filled = { fuel: this.#limits.tank, coins: coins + this.#coinsCount * price, passes };
      this.#take(label, spot, filled, places * places + at);
    }
    for (const way of this.#ways[at]!) {
      if (way.fuel > fuel) continue;
      const after = {
        fuel: fuel - way.fuel,
        coins: coins + this.#coinsCount * way.toll,
        passes: passes + this.#passesCount * way.passes,
      };
      this.#take(label, spot - at + way.to, after, at * places + way.to);
    }
  }

  /**
   * A step, as a new one and, where it is one of the old steps that are left, as the first such. A later one would
   * leave fewer old steps to keep.
   */
  #take(label: number, spot: number, after: Omit<Labelled, 'cost'>, taken: number): void {
    const behind = Math.floor((this.#node[label] as number) / this.#spots);
    const cost = (this.#cost[label] as number) + 1;
    const kept = this.#oldCodes.indexOf(taken, behind);
    if (kept >= 0) {
      const passedOver = (kept - behind) * this.#penalty;
      this.#push(spot + this.#spots * (kept + 1), { ...after, cost: cost + passedOver }, label, taken);
    }
    this.#push(spot + this.#spots * behind, { ...after, cost }, label, taken);
  }

  /** All is delivered: the old steps that are left may be passed over. */
  #passOver(label: number, left: number): void {
    const after = {
      fuel: this.#fuel[label] as number,
      coins: this.#coins[label] as number,
      passes: this.#passes[label] as number,
      cost: (this.#cost[label] as number) + left * this.#penalty,
    };
    const node = (this.#node[label] as number) + left * this.#spots;
    this.#push(node, after, this.#parent[label] as number, this.#taken[label] as number);
  }

  #push(node: number, { fuel, coins, passes, cost }: Labelled, parent: number, taken: number): void {
    const { tank, coins: purse, passes: passesMax } = this.#limits;
    const bounds = this.#bounds;
    const bySteps = this.#least === 'steps';
    const spot = node % this.#spots;
    if ((bounds.steps[spot] as number) >= noWay) return;
    const lacking = (bounds.fuel[spot] as number) - fuel;
    const fillings = lacking > 0 ? Math.ceil(lacking / tank) * bounds.priceMin : 0;
    const coinsAll = coins + this.#coinsCount * ((bounds.tolls[spot] as number) + fillings);
    const passesAll = passes + this.#passesCount * (bounds.passes[spot] as number);
    if (coinsAll > purse || passesAll > passesMax) return;
    for (let other = this.#heads[node] as number; other >= 0; other = this.#older[other] as number) {
      const spare = (this.#fuel[other] as number) - fuel;
      const saved = coins - (this.#coins[other] as number);
      const unspent = passes - (this.#passes[other] as number);
      const cheaper = bySteps ? cost - (this.#cost[other] as number) : 0;
      if (spare >= 0 && saved >= 0 && unspent >= 0 && cheaper >= 0) return;
      if (spare <= 0 && saved <= 0 && unspent <= 0 && cheaper <= 0) this.#dropped[other] = true;
    }
    const label = this.#node.length;
    this.#node.push(node);
    this.#fuel.push(fuel);
    this.#coins.push(coins);
    this.#passes.push(passes);
    this.#cost.push(cost);
    this.#parent.push(parent);
    this.#taken.push(taken);
    this.#dropped.push(false);
    this.#older.push(this.#heads[node] as number);
    this.#heads[node] = label;
    const rank = this.#rank(node, spot, cost, coinsAll, passesAll);
    while (this.#buckets.length <= rank) this.#buckets.push([]);
    this.#buckets[rank]!.push(label);
    if (rank < this.#lowest) this.#lowest = rank;
  }

  /** What a plan through the label has at least of what is to be least. */
  #rank(node: number, spot: number, cost: number, coinsAll: number, passesAll: number): number {
    if (this.#least === 'coins') return coinsAll;
    if (this.#least === 'passes') return passesAll;
    // What is still to come: the steps that the parcels need, and a step or a penalty for each old step.
    const left = this.#oldCodes.length - (node - spot) / this.#spots;
    return cost + Math.max(this.#bounds.steps[spot] as number, left);
  }

  #totals(): readonly number[] {
    if (this.#least === 'coins') return this.#coins;
    return this.#least === 'passes' ? this.#passes : this.#cost;
  }

  /** The latest label of the lowest rank; -1 when none is left. */
  #pop(): number {
    for (; this.#lowest < this.#buckets.length; this.#lowest++) {
      const bucket = this.#buckets[this.#lowest]!;
      for (let label = bucket.pop(); label !== undefined; label = bucket.pop())
        if (!this.#dropped[label]) return label;
    }
    return -1;
  }

  #stepsTo(label: number): Step[] {
    const steps: Step[] = [];
    for (let at = label; (this.#parent[at] as number) >= 0; at = this.#parent[at] as number)
      steps.push(stepOf(this.#taken[at] as number, this.#world.places));
    return steps.reverse();
  }
}

interface Labelled {
  readonly fuel: number;
  readonly coins: number;
  readonly passes: number;
  readonly cost: number;
}
