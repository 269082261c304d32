/** A set of numbers of inputs, one bit each, so that what holds of many inputs is worked out for 32 at a time. */
import { bitCount } from '../../bits.ts';

export class InputSet {
  readonly #words: Int32Array;

  private constructor(words: Int32Array) {
    this.#words = words;
  }

  /** Of the numbers below `count`. */
  static where(count: number, is: (number: number) => boolean): InputSet {
    const words = new Int32Array((count + 31) >>> 5);
    for (let number = 0; number < count; number++) if (is(number)) words[number >>> 5]! |= 1 << (number & 31);
    return new InputSet(words);
  }

  static all(count: number): InputSet {
    return InputSet.where(count, () => true);
  }

  static none(count: number): InputSet {
    return InputSet.where(count, () => false);
  }

  get size(): number {
    let size = 0;
    for (const word of this.#words) size += bitCount(word);
    return size;
  }

  has(number: number): boolean {
    return (this.#words[number >>> 5]! & (1 << (number & 31))) !== 0;
  }

  and(other: InputSet): InputSet {
    const words = this.#words.slice();
    for (let at = 0; at < words.length; at++) words[at]! &= other.#words[at]!;
    return new InputSet(words);
  }

  or(other: InputSet): InputSet {
    const words = this.#words.slice();
    for (let at = 0; at < words.length; at++) words[at]! |= other.#words[at]!;
    return new InputSet(words);
  }

  without(other: InputSet): InputSet {
    const words = this.#words.slice();
    for (let at = 0; at < words.length; at++) words[at]! &= ~other.#words[at]!;
    return new InputSet(words);
  }

  filter(is: (number: number) => boolean): InputSet {
    return InputSet.where(32 * this.#words.length, (number) => this.has(number) && is(number));
  }

  /** In order. */
  numbers(): number[] {
    const numbers: number[] = [];
    for (let at = 0; at < this.#words.length; at++) {
      for (let word = this.#words[at]!; word !== 0; word &= word - 1) {
        numbers.push(32 * at + 31 - Math.clz32(word & -word));
      }
    }
    return numbers;
  }
}
