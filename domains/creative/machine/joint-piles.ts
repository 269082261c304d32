import { impossible, type StepTable } from './piles.ts';

const unknown = -2;
const far = 255;
const slotsFirst = 1 << 10;

/** Piles of all targets at one moment, numbered as they are met; what follows them is worked out once. */
export class JointPiles {
  readonly #tables: readonly StepTable[];
  readonly #distances: readonly Uint8Array[];
  readonly #width: number;
  /** Piles, so many to an id as there are targets. */
  readonly #piles: number[] = [];
  readonly #distance: number[] = [];
  readonly #next: number[] = [];
  /** Ids + 1 by the hash of their piles, the next slot where one is taken; 0 for none. */
  #slots = new Int32Array(slotsFirst);
  readonly #found: number[];

  constructor(tables: readonly StepTable[], targets: readonly number[], lengthMax: number) {
    this.#tables = tables;
    this.#width = targets.length;
    this.#distances = targets.map((target) => distancesTo(target, tables, lengthMax));
    this.#found = [...targets];
  }

  idOf(piles: readonly number[]): number {
    let slot = this.#slotOf(piles, 0);
    for (let id = this.#slots[slot]! - 1; id >= 0; id = this.#slots[slot]! - 1) {
      if (this.#isAt(id, piles)) return id;
      slot = (slot + 1) & (this.#slots.length - 1);
    }
    const id = this.#distance.length;
    this.#slots[slot] = id + 1;
    let most = 0;
    for (let target = 0; target < this.#width; target++) {
      this.#piles.push(piles[target]!);
      most = Math.max(most, this.#distances[target]![piles[target]!]!);
    }
    this.#distance.push(most);
    for (let operation = 0; operation < this.#tables.length; operation++) this.#next.push(unknown);
    if (2 * this.#distance.length > this.#slots.length) this.#grow();
    return id;
  }

  /** At least so many operations lead from there to the targets: what the farthest needs on its own. */
  distance(id: number): number {
    return this.#distance[id]!;
  }

  next(id: number, operation: number): number {
    const at = id * this.#tables.length + operation;
    const known = this.#next[at]!;
    if (known !== unknown) return known;
    const { after } = this.#tables[operation]!;
    const from = id * this.#width;
    let next: number = impossible;
    if (after[this.#piles[from]!] !== impossible) {
      for (let target = 0; target < this.#width; target++)
        this.#found[target] = after[this.#piles[from + target]!]!;
      next = this.idOf(this.#found);
    }
    this.#next[at] = next;
    return next;
  }

  #slotOf(piles: readonly number[], from: number): number {
    let hash = 0;
    for (let target = 0; target < this.#width; target++)
      hash = Math.imul(hash ^ piles[from + target]!, 0x9e3779b1) ^ (hash >>> 15);
    return (hash ^ (hash >>> 13)) & (this.#slots.length - 1);
  }

  #isAt(id: number, piles: readonly number[]): boolean {
    const from = id * this.#width;
    for (let target = 0; target < this.#width; target++)
      if (this.#piles[from + target] !== piles[target]) return false;
    return true;
  }

  #grow(): void {
    this.#slots = new Int32Array(4 * this.#slots.length);
    for (let id = 0; id < this.#distance.length; id++) {
      let slot = this.#slotOf(this.#piles, id * this.#width);
      while (this.#slots[slot] !== 0) slot = (slot + 1) & (this.#slots.length - 1);
      this.#slots[slot] = id + 1;
    }
  }
}

/** The fewest operations that lead from each pile to the target, counted back from there. */
function distancesTo(target: number, tables: readonly StepTable[], lengthMax: number): Uint8Array {
  const distances = new Uint8Array(tables[0]!.after.length).fill(far);
  distances[target] = 0;
  let last = [target];
  for (let distance = 1; distance <= lengthMax && last.length > 0; distance++) {
    const found: number[] = [];
    for (const pile of last) {
      for (const { starts, before } of tables) {
        for (let at = starts[pile]!; at < starts[pile + 1]!; at++) {
          const earlier = before[at]!;
          if (distances[earlier] !== far) continue;
          distances[earlier] = distance;
          found.push(earlier);
        }
      }
    }
    last = found;
  }
  return distances;
}
