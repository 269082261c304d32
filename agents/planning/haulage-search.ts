import { completed, spend } from '../node-limit.ts';
import type { Budget, Techniques } from '../solver.ts';
import { type Distances, distances } from './haulage-distances.ts';
import type { HaulagePrompt, PromptLimits, ResourceKey } from './haulage-prompt.ts';
import { countSteps, deliverAtOnce, watch } from './haulage-techniques.ts';

/** Steps as they are written in answers. */
export type Plan = readonly (readonly string[])[];

/** What a plan is to have least of. */
export type Least =
  | { readonly of: 'coins' }
  /** Steps, with so much more for each old step that is not kept. */
  | { readonly of: 'steps'; readonly old: Plan; readonly penalty: number };

export const fewestSteps: Least = { of: 'steps', old: [], penalty: 0 };

interface Searched {
  /** The best plan; null when none was found. */
  readonly plan: Plan | null;
  /** Its total. */
  readonly total: number;
  /** Steps that deliver as many parcels as any that were looked at. */
  readonly part: Plan;
  /** False when the nodes ran out. */
  readonly finished: boolean;
}

/**
 * The plan of the lowest total within the limits.
 * Without techniques situations are taken up in the order of what they cost so far, and told apart by everything
 * about them. One node is one step tried.
 */
export function searchPlan(
  task: HaulagePrompt,
  limits: PromptLimits,
  budget: Budget,
  techniques: Techniques,
  least: Least = fewestSteps,
): Searched {
  const search = new HaulageSearch(task, limits, budget, techniques, least);
  let end: Situation | null = null;
  const finished = completed(() => {
    end = search.run();
  });
  return { ...endOf(end), part: search.part, finished };
}

interface Situation {
  readonly at: number;
  /** 0 waiting, 1 aboard, 2 delivered */
  readonly parcels: readonly number[];
  readonly fuel: number;
  readonly coins: number;
  readonly passes: number;
  readonly cost: number;
  /** Old steps that are kept or passed over. */
  readonly behind: number;
  readonly before: Situation | null;
  readonly step: readonly string[];
}

class HaulageSearch {
  readonly #task: HaulagePrompt;
  readonly #limits: PromptLimits;
  readonly #budget: Budget;
  readonly #techniques: Techniques;
  readonly #byCoins: boolean;
  readonly #old: readonly string[];
  readonly #penalty: number;
  readonly #queue: Situation[][] = [];
  readonly #known = new Map<string, Situation[]>();
  readonly #tolls: Distances;
  readonly #fuel: Distances;
  readonly #hops: Distances;
  #most = 0;
  part: Plan = [];

  constructor(
    task: HaulagePrompt,
    limits: PromptLimits,
    budget: Budget,
    techniques: Techniques,
    least: Least,
  ) {
    this.#task = task;
    this.#limits = limits;
    this.#budget = budget;
    this.#techniques = techniques;
    this.#byCoins = least.of === 'coins';
    this.#penalty = least.of === 'coins' ? 0 : least.penalty;
    this.#old = least.of === 'coins' || least.penalty === 0 ? [] : least.old.map((step) => step.join(' '));
    this.#tolls = distances(task, (road) => road.coins);
    this.#fuel = distances(task, (road) => road.fuel);
    this.#hops = distances(task, () => 1);
  }

  run(): Situation | null {
    const { at, fuel, parcels } = this.#task;
    const statuses = parcels.map(({ status }) => status);
    const { coins, passes } = this.#limits;
    this.#add({ at, parcels: statuses, fuel, coins, passes, cost: 0, behind: 0, before: null, step: [] });
    for (let rank = 0; rank < this.#queue.length; rank++) {
      const bucket = this.#queue[rank] ?? [];
      // Ranks do not fall, so that what is added meanwhile stands here or later.
      for (let next = 0; next < bucket.length; ) {
        const situation = this.#techniques.has(countSteps) ? (bucket.pop() as Situation) : bucket[next++]!;
        if (!this.#isKnownBest(situation)) continue;
        this.#note(situation);
        if (this.#isEnd(situation)) return situation;
        this.#expand(situation);
      }
    }
    return null;
  }

  /** Old steps that are left when all is delivered are passed over as the last thing. */
  #isEnd({ parcels, behind }: Situation): boolean {
    return behind === this.#old.length && parcels.every((status) => status === 2);
  }

  #expand(situation: Situation): void {
    const { at, parcels, fuel, coins, passes } = situation;
    const { places, roads, prices, verbs } = this.#task;
    const [drive, refuel, load, deliver] = verbs;
    const here = places[at] as string;
    if (parcels.every((status) => status === 2)) {
      const left = this.#old.length - situation.behind;
      this.#add({ ...situation, behind: this.#old.length, cost: situation.cost + left * this.#penalty });
    }
    let room = this.#limits.load;
    for (const [index, { name, to, weight }] of this.#task.parcels.entries()) {
      if (parcels[index] !== 1) continue;
      room -= weight;
      if (to !== at) continue;
      this.#take(situation, { parcels: parcels.with(index, 2) }, [deliver, name, here]);
      if (this.#techniques.has(deliverAtOnce) && this.#old.length === 0) return;
    }
    for (const [index, { name, from, weight }] of this.#task.parcels.entries())
      if (parcels[index] === 0 && from === at && weight <= room)
        this.#take(situation, { parcels: parcels.with(index, 1) }, [load, name, here]);
    const price = prices[at] as number | null;
    if (price !== null && price <= coins && (fuel < this.#limits.tank || this.#old.length > 0))
      this.#take(situation, { fuel: this.#limits.tank, coins: coins - price }, [refuel, here]);
    for (const road of roads) {
      const [a, b] = road.ends;
      if ((a !== at && b !== at) || road.fuel > fuel || road.coins > coins || road.passes > passes) continue;
      const to = a === at ? b : a;
      const left = {
        at: to,
        fuel: fuel - road.fuel,
        coins: coins - road.coins,
        passes: passes - road.passes,
      };
      this.#take(situation, left, [drive, here, places[to] as string]);
    }
  }

  /** A step, as a new one and, where it is one of the old steps left, as the next such. */
  #take(before: Situation, change: Partial<Situation>, step: readonly string[]): void {
    spend(this.#budget);
    const paid = before.coins - (change.coins ?? before.coins);
    const cost = before.cost + (this.#byCoins ? paid : 1);
    const kept = this.#old.indexOf(step.join(' '), before.behind);
    if (kept >= 0) {
      const passedOver = (kept - before.behind) * this.#penalty;
      this.#add({ ...before, ...change, cost: cost + passedOver, behind: kept + 1, before, step });
    }
    this.#add({ ...before, ...change, cost, before, step });
  }

  #add(situation: Situation): void {
    if (this.#isHopeless(situation)) return;
    const key = this.#keyOf(situation);
    const others = this.#known.get(key) ?? [];
    if (others.some((other) => isNoWorse(other, situation))) return;
    this.#known.set(key, [...others.filter((other) => !isNoWorse(situation, other)), situation]);
    const rank = situation.cost + this.#stillNeeded(situation);
    if (rank === Number.POSITIVE_INFINITY) return;
    while (this.#queue.length <= rank) this.#queue.push([]);
    this.#queue[rank]!.push(situation);
  }

  #isKnownBest(situation: Situation): boolean {
    return this.#known.get(this.#keyOf(situation))?.includes(situation) ?? false;
  }

  /** What is neither watched nor to be least must be equal for two situations to be compared. */
  #keyOf({ at, parcels, fuel, coins, passes, behind }: Situation): string {
    const watched = (resource: ResourceKey) => this.#techniques.has(watch(resource));
    return [
      at,
      behind,
      parcels.join(''),
      watched('tank') ? '' : fuel,
      watched('coins') || this.#byCoins ? '' : coins,
      watched('passes') ? '' : passes,
    ].join(' ');
  }

  /** Too little left of something that is watched for what is still to come. */
  #isHopeless(situation: Situation): boolean {
    const { at, fuel, coins } = situation;
    const watched = (resource: ResourceKey) => this.#techniques.has(watch(resource));
    if (watched('coins') && this.#furthest(situation, this.#tolls) > coins) return true;
    if (!watched('tank') || this.#furthest(situation, this.#fuel) <= fuel) return false;
    return this.#task.prices.every((price, place) => price === null || this.#fuel[at]![place]! > fuel);
  }

  /** The longest way that some parcel still makes the vehicle go. */
  #furthest({ at, parcels }: Situation, table: Distances): number {
    let furthest = 0;
    for (const [index, { from, to }] of this.#task.parcels.entries()) {
      if (parcels[index] === 2) continue;
      const way =
        parcels[index] === 1 || from === null ? table[at]![to]! : table[at]![from]! + table[from]![to]!;
      furthest = Math.max(furthest, way);
    }
    return furthest;
  }

  /** Tolls; or loads, deliveries and places to be entered, and no less than the old steps left, which cost a step each. */
  #stillNeeded(situation: Situation): number {
    if (!this.#techniques.has(countSteps)) return 0;
    if (this.#byCoins) return this.#furthest(situation, this.#tolls);
    const { at, parcels, behind } = situation;
    let handling = 0;
    const wanted = new Set<number>();
    for (const [index, { from, to }] of this.#task.parcels.entries()) {
      const status = parcels[index] as number;
      handling += 2 - status;
      if (status < 2) wanted.add(to);
      if (status === 0 && from !== null) wanted.add(from);
    }
    wanted.delete(at);
    const drives = Math.max(wanted.size, this.#furthest(situation, this.#hops));
    return Math.max(handling + drives, this.#old.length - behind);
  }

  #note(situation: Situation): void {
    const delivered = situation.parcels.filter((status) => status === 2).length;
    if (delivered <= this.#most) return;
    this.#most = delivered;
    this.part = planTo(situation);
  }
}

function endOf(end: Situation | null): Pick<Searched, 'plan' | 'total'> {
  return end === null
    ? { plan: null, total: Number.POSITIVE_INFINITY }
    : { plan: planTo(end), total: end.cost };
}

function isNoWorse(left: Situation, right: Situation): boolean {
  return (
    left.cost <= right.cost &&
    left.fuel >= right.fuel &&
    left.coins >= right.coins &&
    left.passes >= right.passes
  );
}

function planTo(end: Situation): Plan {
  const steps: (readonly string[])[] = [];
  for (let at: Situation | null = end; at !== null; at = at.before)
    if (at.step.length > 0) steps.push(at.step);
  return steps.reverse();
}
