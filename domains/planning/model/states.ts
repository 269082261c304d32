/** States of a ground task in one flat pool, each held once, and the two things a search does with them. */
import type { GroundAction, GroundTask } from './grounding.ts';

const firstCapacity = 64;

/** A set of states: the number of a state is its place of entry. Open addressing over a flat pool. */
export class StateTable {
  readonly #width: number;
  #pool: Int32Array;
  #slots = new Int32Array(4 * firstCapacity).fill(-1);
  #size = 0;

  constructor(width: number) {
    this.#width = width;
    this.#pool = new Int32Array(firstCapacity * width);
  }

  get size(): number {
    return this.#size;
  }

  /** The words of all states; state `n` begins at `n * width`. Changes when the table grows. */
  get pool(): Int32Array {
    return this.#pool;
  }

  /** The number of a state, which is entered if it is new: then it is the size that the table had. */
  enter(state: Int32Array): number {
    const mask = this.#slots.length - 1;
    let slot = this.#hash(state, 0) & mask;
    for (;;) {
      const known = this.#slots[slot]!;
      if (known < 0) break;
      if (this.#equals(known, state)) return known;
      slot = (slot + 1) & mask;
    }
    if ((this.#size + 1) * this.#width > this.#pool.length) this.#growPool();
    this.#pool.set(state, this.#size * this.#width);
    this.#slots[slot] = this.#size;
    this.#size++;
    if (4 * this.#size > this.#slots.length * 2) this.#growSlots();
    return this.#size - 1;
  }

  #equals(known: number, state: Int32Array): boolean {
    const offset = known * this.#width;
    for (let word = 0; word < this.#width; word++)
      if (this.#pool[offset + word] !== state[word]) return false;
    return true;
  }

  #hash(words: Int32Array, offset: number): number {
    let hash = 0;
    for (let word = 0; word < this.#width; word++) {
      hash = Math.imul(hash ^ words[offset + word]!, 0x9e3779b1);
      hash ^= hash >>> 15;
    }
    return hash;
  }

  #growPool(): void {
    const larger = new Int32Array(2 * this.#pool.length);
    larger.set(this.#pool);
    this.#pool = larger;
  }

  #growSlots(): void {
    this.#slots = new Int32Array(4 * this.#slots.length).fill(-1);
    const mask = this.#slots.length - 1;
    for (let state = 0; state < this.#size; state++) {
      let slot = this.#hash(this.#pool, state * this.#width) & mask;
      while (this.#slots[slot]! >= 0) slot = (slot + 1) & mask;
      this.#slots[slot] = state;
    }
  }
}

/** True when the action can be applied in the state that begins at `offset`. */
export function applicable(action: GroundAction, states: Int32Array, offset: number): boolean {
  const { needBits, forbidBits, conditions } = action;
  for (let at = 0; at < needBits.words.length; at++) {
    const mask = needBits.masks[at]!;
    if ((states[offset + needBits.words[at]!]! & mask) !== mask) return false;
  }
  for (let at = 0; at < forbidBits.words.length; at++) {
    if ((states[offset + forbidBits.words[at]!]! & forbidBits.masks[at]!) !== 0) return false;
  }
  for (const { word, atLeast } of conditions) if (states[offset + word]! < atLeast) return false;
  return true;
}

/** Writes into `next` what the action makes of the state that begins at `offset`. */
export function applyTo(action: GroundAction, states: Int32Array, offset: number, next: Int32Array): void {
  for (let word = 0; word < next.length; word++) next[word] = states[offset + word]!;
  const { deleteBits, addBits, changes } = action;
  for (let at = 0; at < deleteBits.words.length; at++) next[deleteBits.words[at]!]! &= ~deleteBits.masks[at]!;
  for (let at = 0; at < addBits.words.length; at++) next[addBits.words[at]!]! |= addBits.masks[at]!;
  for (const { word, by, assigns } of changes) next[word] = assigns ? by : next[word]! + by;
}

/** True when all goals hold in the state that begins at `offset`. */
export function isGoal(task: GroundTask, states: Int32Array, offset: number): boolean {
  const { goalBits, numericGoals } = task;
  for (let at = 0; at < goalBits.words.length; at++) {
    const mask = goalBits.masks[at]!;
    if ((states[offset + goalBits.words[at]!]! & mask) !== mask) return false;
  }
  return numericGoals.every(({ word, atLeast }) => states[offset + word]! >= atLeast);
}
