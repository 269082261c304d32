import { bitCount } from '../../bits.ts';
import { isOpen, type Lane, type Network, worldCount } from './network.ts';

/**
 * Settings that show that no plan is certain to arrive: for each world alone, the places from which the goal can be
 * reached in it, and for two worlds at once the places from which one plan reaches it in both.
 */
export class Certificates {
  readonly #network: Network;
  /** For each world, whether each lane is open. */
  readonly #open: readonly Uint8Array[];
  /** For each world, whether the goal can be reached from each place. */
  readonly #reaching: readonly Uint8Array[];

  constructor(network: Network) {
    this.#network = network;
    const worlds = Array.from({ length: worldCount(network) }, (_, world) => world);
    this.#open = worlds.map((world) =>
      Uint8Array.from(network.lanes, (lane) => (isOpen(lane, world) ? 1 : 0)),
    );
    this.#reaching = worlds.map((world) =>
      this.#placesReaching(world, world, new Uint8Array(network.places)),
    );
  }

  /** True when no plan arrives in both worlds, which may be one and the same. */
  holds(first: number, second: number): boolean {
    const { places, start, inspections } = this.#network;
    const [one, two] = [this.#reaching[first] as Uint8Array, this.#reaching[second] as Uint8Array];
    const settled = new Uint8Array(places);
    for (const { at, fact } of inspections) {
      if (((first ^ second) >> fact) & 1 && one[at] === 1 && two[at] === 1) settled[at] = 1;
    }
    return this.#placesReaching(first, second, settled)[start] === 0;
  }

  /** One world, else two that differ in as few switches as possible; empty when no two worlds show it. */
  find(): readonly number[] {
    const worlds = worldCount(this.#network);
    const differences = Array.from({ length: worlds }, (_, mask) => mask).sort(
      (left, right) => bitCount(left) - bitCount(right) || left - right,
    );
    for (const difference of differences) {
      for (let world = 0; world < worlds; world++) {
        const other = world ^ difference;
        if (world <= other && this.holds(world, other)) return difference === 0 ? [world] : [world, other];
      }
    }
    return [];
  }

  /** Adds the places from which lanes that are open in both worlds lead to the goal or to a place that is settled. */
  #placesReaching(first: number, second: number, settled: Uint8Array): Uint8Array {
    const { goal, lanes } = this.#network;
    const [one, two] = [this.#open[first] as Uint8Array, this.#open[second] as Uint8Array];
    settled[goal] = 1;
    for (let changed = true; changed; ) {
      changed = false;
      for (let index = 0; index < lanes.length; index++) {
        if (one[index] === 0 || two[index] === 0) continue;
        const { from, to } = lanes[index] as Lane;
        if (settled[to] === 0 || settled[from] === 1) continue;
        settled[from] = 1;
        changed = true;
      }
    }
    return settled;
  }
}
