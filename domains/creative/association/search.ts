import type { RandomStream } from '../../random.ts';
import type { Condition, Profile } from './conditions.ts';
import { drawSet } from './drawing.ts';
import { unlikenessOf } from './lexicon.ts';
import { type Tally, tallyOf } from './tallies.ts';

/** Where words are looked for: the conditions but for bans, and the words that are not banned. */
export interface Space {
  readonly profile: Profile;
  readonly conditions: readonly Condition[];
  readonly allowed: readonly number[];
  readonly size: number;
  /** As `distancesOf` gives them. */
  readonly distances: Uint8Array;
}

/** A valid set, its words in rising order, and the sum of its distances. */
export interface Found {
  readonly set: readonly number[];
  readonly unlikeness: number;
}

/** Of the exchanges made to reach a valid set so many are random ones, so that none is stuck. */
const randomExchanges = 0.1;
/** Words that left the set so few exchanges ago do not come back. */
const tenure = 4;
/** What a unit missed of a condition counts against distance, per word of the set; drawn anew in each climb. */
const missWeights = [1, 2, 4] as const;

/**
 * Up to `count` different valid sets: from a random set, and then from half a valid one, words are exchanged until all
 * conditions are met. Fewer where so many exchanges in a row lead to no new one.
 */
export function sampleValid(space: Space, count: number, idleMax: number, random: RandomStream): Found[] {
  const found = new Map<string, Found>();
  const walk = new Walk(space, false, random);
  for (let idle = 0; idle < idleMax && found.size < count; idle++) {
    if (walk.missed() === 0) {
      const valid = walk.found();
      const name = valid.set.join();
      if (!found.has(name)) idle = 0;
      found.set(name, valid);
      for (let half = space.size >> 1; half > 0; half--) walk.exchangeAny();
    } else if (random.chance(randomExchanges)) walk.exchangeAny();
    else walk.exchange(1, 0, 0);
  }
  return [...found.values()];
}

/** The most unlike valid set met when words are exchanged for more distant ones, from each of the starts. */
export function climb(
  space: Space,
  starts: readonly Found[],
  exchangesEach: number,
  random: RandomStream,
): Found {
  let best = starts.reduce((most, start) => (start.unlikeness > most.unlikeness ? start : most));
  for (const start of starts) {
    const walk = new Walk(space, true, random, start.set);
    const weight = space.size * random.pick(missWeights);
    for (let exchanges = 0; exchanges < exchangesEach; exchanges++) {
      walk.exchange(weight, 1, tenure);
      if (walk.missed() === 0 && walk.unlikeness() > best.unlikeness) best = walk.found();
    }
  }
  return best;
}

/** A set of which words are exchanged, one at a time. */
class Walk {
  readonly #space: Space;
  readonly #climbs: boolean;
  readonly #random: RandomStream;
  readonly #set: number[];
  readonly #members: Uint8Array;
  readonly #tallies: readonly Tally[];
  readonly #costs: Int32Array;
  /** The words of least cost, from the start on. */
  readonly #cheapest: Int32Array;
  /** For each word the sum of its distances to those of the set. */
  readonly #reach: Int32Array;
  /** For each word the number of the exchange in which it left. */
  readonly #left: Int32Array;
  #exchanges = 0;

  /** One that `climbs` knows distances, which `exchange` needs where it is told to weigh them. */
  constructor(
    space: Space,
    climbs: boolean,
    random: RandomStream,
    start: readonly number[] = drawSet(space.allowed, space.size, random),
  ) {
    const words = space.profile.texts.length;
    this.#space = space;
    this.#climbs = climbs;
    this.#random = random;
    this.#set = [];
    this.#members = new Uint8Array(words);
    this.#tallies = space.conditions.map((condition) => tallyOf(space.profile, condition, this.#members));
    this.#costs = new Int32Array(words);
    this.#cheapest = new Int32Array(words);
    this.#reach = new Int32Array(words);
    this.#left = new Int32Array(words).fill(-words);
    for (const word of start) {
      this.#set.push(word);
      this.#change(word, 1);
    }
  }

  missed(): number {
    let sum = 0;
    for (const tally of this.#tallies) sum += tally.missed();
    return sum;
  }

  unlikeness(): number {
    return unlikenessOf(this.#set, this.#space.distances, this.#reach.length);
  }

  found(): Found {
    return { set: this.#set.toSorted((left, right) => left - right), unlikeness: this.unlikeness() };
  }

  /** Exchanges a random word for a random other one. */
  exchangeAny(): void {
    const at = this.#random.int(0, this.#set.length - 1);
    let word = this.#random.pick(this.#space.allowed);
    while (this.#members[word] === 1) word = this.#random.pick(this.#space.allowed);
    this.#change(this.#set[at] as number, -1);
    this.#put(at, word);
  }

  /**
   * Exchanges a random word for the one that costs least: `missWeight` for what is missed, less its distances times
   * `reachWeight`. Words that left less than so many exchanges ago are passed over. Ties are broken at random.
   */
  exchange(missWeight: number, reachWeight: number, tenure: number): void {
    const at = this.#random.int(0, this.#set.length - 1);
    const old = this.#set[at] as number;
    this.#change(old, -1);
    this.#left[old] = ++this.#exchanges;
    const costs = this.#costs.fill(0);
    for (const tally of this.#tallies) tally.charge(costs);
    const [members, left, reach, now] = [this.#members, this.#left, this.#reach, this.#exchanges];
    const cheapest = this.#cheapest;
    let [least, ties] = [Number.MAX_SAFE_INTEGER, 0];
    for (const word of this.#space.allowed) {
      if (members[word] === 1 || now - (left[word] as number) < tenure) continue;
      const cost = missWeight * (costs[word] as number) - reachWeight * (reach[word] as number);
      if (cost > least) continue;
      if (cost < least) [least, ties] = [cost, 0];
      cheapest[ties++] = word;
    }
    const chosen = ties === 0 ? old : (cheapest[this.#random.int(0, ties - 1)] as number);
    this.#put(at, chosen);
  }

  #put(at: number, word: number): void {
    this.#set[at] = word;
    this.#change(word, 1);
  }

  #change(word: number, by: number): void {
    for (const tally of this.#tallies) tally.change(word, by);
    this.#members[word] = by === 1 ? 1 : 0;
    if (!this.#climbs) return;
    const reach = this.#reach;
    const from = word * reach.length;
    const { distances } = this.#space;
    for (let other = 0; other < reach.length; other++)
      reach[other] = (reach[other] as number) + by * (distances[from + other] as number);
  }
}
