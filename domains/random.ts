import { createHash } from 'node:crypto';
import { uniformInt } from 'pure-rand/distribution/uniformInt';
import { xoroshiro128plusFromState } from 'pure-rand/generator/xoroshiro128plus';
import type { RandomGenerator } from 'pure-rand/types/RandomGenerator';

/**
 * The seed at a path, 64 hexadecimal digits: SHA-256 of the parts joined by '/'. Streams are never derived by
 * adding to a seed, so neighbouring seeds share nothing.
 */
export function seedAt(...path: readonly (string | number)[]): string {
  return createHash('sha256').update(path.join('/')).digest('hex');
}

/**
 * A seeded stream of integers. Integer arithmetic throughout, so a seed gives the same draws on every machine
 * and Node version.
 */
export class RandomStream {
  readonly seed: string;
  readonly #generator: RandomGenerator;

  constructor(seed: string) {
    this.seed = seed;
    const digest = createHash('sha256').update(seed).digest();
    const state = [0, 4, 8, 12].map((offset) => digest.readInt32LE(offset));
    this.#generator = xoroshiro128plusFromState(state);
  }

  /** An independent stream named below this one; drawing from it does not advance this one. */
  substream(...path: readonly (string | number)[]): RandomStream {
    return new RandomStream(seedAt(this.seed, ...path));
  }

  /** Uniform integer in [min, max], both ends included. */
  int(min: number, max: number): number {
    return uniformInt(this.#generator, min, max);
  }

  /** Uniform multiple of 2^-32 in [0, 1). */
  unit(): number {
    return this.int(0, 0xffffffff) / 0x100000000;
  }

  /** True with the given probability. */
  chance(probability: number): boolean {
    return this.unit() < probability;
  }

  /** Floor or ceiling of the value, so that its expectation is the value: difficulty stays continuous. */
  round(value: number): number {
    const floor = Math.floor(value);
    return floor + (this.chance(value - floor) ? 1 : 0);
  }

  pick<T>(items: readonly T[]): T {
    if (items.length === 0) throw new RangeError('pick from an empty list');
    return items[this.int(0, items.length - 1)] as T;
  }

  /** A shuffled copy (Fisher-Yates). */
  shuffle<T>(items: readonly T[]): T[] {
    const shuffled = [...items];
    for (let last = shuffled.length - 1; last > 0; last--) {
      const other = this.int(0, last);
      [shuffled[last], shuffled[other]] = [shuffled[other] as T, shuffled[last] as T];
    }
    return shuffled;
  }

  /** `count` distinct items in random order. */
  sample<T>(items: readonly T[], count: number): T[] {
    if (count > items.length) throw new RangeError(`sample of ${count} from ${items.length}`);
    return this.shuffle(items).slice(0, count);
  }
}
