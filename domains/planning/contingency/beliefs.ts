import type { Lane, Network, Policy } from './network.ts';

/** Sizes of policies are counted in the low digits of a value, costs above them: one comparison orders both. */
const sizeUnit = 4096;
const unreachable = 2 ** 30;
const [unknown, off, on] = [0, 1, 2] as const;

/** A choice in a belief state, with what it costs at worst up to the goal; null when it may not get there. */
export interface Choice {
  readonly does: { readonly go: number } | { readonly inspect: number };
  readonly cost: number;
  readonly worst: number | null;
}

/**
 * The exact values of all belief states of an AND-OR search: least worst-case cost to the goal, and of the policies
 * that reach it the fewest steps. A belief state is a place and what is known of each switch, written as a number
 * with a ternary digit a switch: nothing, off, on. The switches are independent and only inspections tell of them,
 * so a lane may be taken only when its gate is known to hold. An inspection only adds to what is known, which makes
 * its number larger: going down the numbers, each is a shortest-path problem of its own over the places.
 */
export class Beliefs {
  readonly #network: Network;
  readonly #powers: readonly number[];
  readonly #values: Int32Array;

  constructor(network: Network) {
    this.#network = network;
    this.#powers = Array.from({ length: network.facts }, (_, fact) => 3 ** fact);
    const count = 3 ** network.facts;
    this.#values = new Int32Array(count * network.places).fill(unreachable);
    for (let known = count - 1; known >= 0; known--) this.#evaluate(known);
  }

  /** Worst-case cost of the best policy from a belief state; null when none is certain to arrive. */
  worst(known: number, place: number): number | null {
    const value = this.#value(known, place);
    return value >= unreachable ? null : Math.floor(value / sizeUnit);
  }

  /** Steps of the smallest best policy from the start, all branches counted; null without one. */
  steps(): number | null {
    const value = this.#value(0, this.#network.start);
    return value >= unreachable ? null : value % sizeUnit;
  }

  /** What is known after a switch was seen. */
  learnt(known: number, fact: number, isOn: boolean): number {
    return known + (isOn ? on : off) * (this.#powers[fact] as number);
  }

  /** Everything that can be done in a belief state and tells something or leads somewhere open. */
  choices(known: number, place: number): Choice[] {
    const moves = this.#network.lanes
      .filter((lane) => lane.from === place && this.#isOpen(lane, known))
      .map(({ to, cost }) => choiceOf({ go: to }, cost, this.worst(known, to)));
    const looks = this.#network.inspections
      .filter(({ at, fact }) => at === place && this.#state(known, fact) === unknown)
      .map(({ fact, cost }) => {
        const ifOn = this.worst(this.learnt(known, fact, true), place);
        const ifOff = this.worst(this.learnt(known, fact, false), place);
        const rest = ifOn === null || ifOff === null ? null : Math.max(ifOn, ifOff);
        return choiceOf({ inspect: fact }, cost, rest);
      });
    return [...moves, ...looks];
  }

  /** The smallest of the best policies; null without any. */
  policy(): Policy | null {
    const { start } = this.#network;
    return this.worst(0, start) === null ? null : this.#policyFrom(0, start);
  }

  #policyFrom(known: number, place: number): Policy {
    if (place === this.#network.goal) return [];
    const value = this.#value(known, place);
    for (const lane of this.#network.lanes) {
      if (lane.from !== place || !this.#isOpen(lane, known)) continue;
      if (this.#value(known, lane.to) + lane.cost * sizeUnit + 1 !== value) continue;
      return [{ go: lane.to }, ...this.#policyFrom(known, lane.to)];
    }
    for (const { at, fact, cost } of this.#network.inspections) {
      if (at !== place || this.#state(known, fact) !== unknown) continue;
      const [seenOn, seenOff] = [this.learnt(known, fact, true), this.learnt(known, fact, false)];
      if (this.#inspected(seenOn, seenOff, place, cost) !== value) continue;
      return [{ inspect: fact, on: this.#policyFrom(seenOn, place), off: this.#policyFrom(seenOff, place) }];
    }
    throw new Error('a value without a choice that has it');
  }

  #evaluate(known: number): void {
    const { places, goal, lanes, inspections } = this.#network;
    const base = known * places;
    const values = this.#values;
    values[base + goal] = 0;
    for (const { at, fact, cost } of inspections) {
      if (this.#state(known, fact) !== unknown) continue;
      const value = this.#inspected(
        this.learnt(known, fact, true),
        this.learnt(known, fact, false),
        at,
        cost,
      );
      if (value < this.#value(known, at)) values[base + at] = value;
    }
    const open: Lane[] = [];
    for (const lane of lanes) if (this.#isOpen(lane, known)) open.push(lane);
    for (let changed = true; changed; ) {
      changed = false;
      for (let index = 0; index < open.length; index++) {
        const { from, to, cost } = open[index] as Lane;
        const value = (values[base + to] as number) + cost * sizeUnit + 1;
        if (value >= (values[base + from] as number)) continue;
        values[base + from] = value;
        changed = true;
      }
    }
  }

  #inspected(seenOn: number, seenOff: number, place: number, cost: number): number {
    const ifOn = this.#value(seenOn, place);
    const ifOff = this.#value(seenOff, place);
    if (ifOn >= unreachable || ifOff >= unreachable) return unreachable;
    const worst = Math.max(Math.floor(ifOn / sizeUnit), Math.floor(ifOff / sizeUnit));
    return (worst + cost) * sizeUnit + (ifOn % sizeUnit) + (ifOff % sizeUnit) + 1;
  }

  #isOpen({ gate }: Lane, known: number): boolean {
    return gate === null || this.#state(known, gate.fact) === (gate.on ? on : off);
  }

  #state(known: number, fact: number): number {
    return Math.floor(known / (this.#powers[fact] as number)) % 3;
  }

  #value(known: number, place: number): number {
    return this.#values[known * this.#network.places + place] as number;
  }
}

function choiceOf(does: Choice['does'], cost: number, rest: number | null): Choice {
  return { does, cost, worst: rest === null ? null : cost + rest };
}
