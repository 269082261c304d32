import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { RandomStream, seedAt } from '../../domains/random.ts';

const draws = 60_000;

/** Pearson's chi-square of counts against an even spread. */
function chiSquare(counts: readonly number[]): number {
  const expected = counts.reduce((sum, count) => sum + count, 0) / counts.length;
  return counts.reduce((sum, count) => sum + (count - expected) ** 2 / expected, 0);
}

function countsOf(classes: number, draw: () => number): number[] {
  const counts = new Array<number>(classes).fill(0);
  for (let index = 0; index < draws; index++) counts[draw()]!++;
  return counts;
}

describe('seedAt', () => {
  it('is the SHA-256 of the path', () => {
    const expected = createHash('sha256').update('root/reasoning/3').digest('hex');
    expect(seedAt('root', 'reasoning', 3)).toBe(expected);
  });
});

describe('RandomStream', () => {
  it('gives the same draws for the same seed, whatever kind they are', () => {
    const all = (random: RandomStream) => [
      random.int(-5, 5),
      random.unit(),
      random.chance(0.3),
      random.round(2.5),
      random.pick(['a', 'b', 'c']),
      random.shuffle([1, 2, 3, 4, 5]),
      random.sample([1, 2, 3, 4, 5], 3),
    ];
    fc.assert(
      fc.property(fc.string(), (seed) => {
        expect(all(new RandomStream(seed))).toEqual(all(new RandomStream(seed)));
      }),
      { seed: 3, numRuns: 50 },
    );
  });

  it('keeps to the draws it has always given', () => {
    // Changing these would change every task ever named by a seed.
    const random = new RandomStream('fixed');
    expect(Array.from({ length: 6 }, () => random.int(0, 999))).toMatchInlineSnapshot(`
      [
        615,
        712,
        572,
        327,
        883,
        377,
      ]
    `);
  });

  // Bounds are the 99.9 % points of chi-square with one degree less than there are classes.
  it.each(['1', '2', 'etude'])('spreads whole numbers evenly, seed %s', (seed) => {
    const random = new RandomStream(seed);
    expect(chiSquare(countsOf(7, () => random.int(0, 6)))).toBeLessThan(22.46);
  });

  it.each(['1', '2', 'etude'])('makes each order of three equally likely, seed %s', (seed) => {
    const random = new RandomStream(seed);
    const orders = ['abc', 'acb', 'bac', 'bca', 'cab', 'cba'];
    const counts = countsOf(6, () => orders.indexOf(random.shuffle(['a', 'b', 'c']).join('')));
    expect(chiSquare(counts)).toBeLessThan(20.52);
  });

  it('spreads first draws of neighbouring substreams evenly and without following each other', () => {
    const root = new RandomStream('neighbours');
    const pairs = new Array<number>(16).fill(0);
    for (let index = 0; index < 16_000; index++) {
      const here = root.substream('task', index).int(0, 3);
      const next = root.substream('task', index + 1).int(0, 3);
      pairs[4 * here + next]!++;
    }
    expect(chiSquare(pairs)).toBeLessThan(37.7);
  });

  it('rounds to a neighbour, and to the value itself on average', () => {
    fc.assert(
      fc.property(fc.double({ min: -20, max: 20, noNaN: true }), fc.string(), (value, seed) => {
        const rounded = new RandomStream(seed).round(value);
        expect([Math.floor(value), Math.ceil(value)]).toContain(rounded === 0 ? 0 : rounded);
      }),
      {
        seed: 4,
        numRuns: 300,
        examples: [
          [3, 'a'],
          [-0.5, 'b'],
        ],
      },
    );
    for (const value of [2.1, 2.5, 7.9]) {
      const random = new RandomStream(`round ${value}`);
      let sum = 0;
      for (let index = 0; index < draws; index++) sum += random.round(value);
      const share = value - Math.floor(value);
      const standardError = Math.sqrt((share * (1 - share)) / draws);
      expect(Math.abs(sum / draws - value)).toBeLessThan(4 * standardError);
    }
  });

  it('keeps substreams apart from their parent and from each other', () => {
    const parent = new RandomStream('parent');
    const before = parent.substream('child').int(0, 1e9);
    parent.int(0, 1e9);
    expect(parent.substream('child').int(0, 1e9)).toBe(before);
    const first = (random: RandomStream) => Array.from({ length: 100 }, () => random.int(0, 2 ** 31 - 1));
    const streams = [0, 1, 2, 3].map((index) => first(parent.substream('child', index)));
    expect(new Set(streams.flat()).size).toBe(400);
  });

  it('shares no draws between seeds that differ by one, nor between their streams', () => {
    const drawn = (seed: string) =>
      new Set(
        Array.from({ length: 200 }, (_, index) => new RandomStream(seedAt(seed, index)).int(0, 2 ** 31 - 1)),
      );
    expect([...drawn('42')].filter((value) => drawn('43').has(value))).toEqual([]);
  });

  it('samples distinct items and refuses what it cannot give', () => {
    const random = new RandomStream('sample');
    expect(new Set(random.sample([1, 2, 3, 4], 4)).size).toBe(4);
    expect(() => random.sample([1], 2)).toThrow(RangeError);
    expect(() => random.pick([])).toThrow(RangeError);
  });
});
