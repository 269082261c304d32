import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type Link,
  type LinkedItem,
  meanMeanLink,
  meanSigmaLink,
} from '../../../measurement/linking/link.ts';
import { haebaraLink, type LinkGrid, stockingLordLink } from '../../../measurement/linking/link-curves.ts';

const grid: LinkGrid = {
  thetas: Array.from({ length: 81 }, (_, index) => -4 + index / 10),
  weights: Array(81).fill(1),
};

type Method = (from: readonly LinkedItem[], to: readonly LinkedItem[], scaling: number) => Link;
const methods: readonly (readonly [name: string, method: Method])[] = [
  ['mean-sigma', meanSigmaLink],
  ['mean-mean', meanMeanLink],
  ['haebara', (from, to, scaling) => haebaraLink(from, to, scaling, grid)],
  ['stocking-lord', (from, to, scaling) => stockingLordLink(from, to, scaling, grid)],
];

const anyItems = fc.array(
  fc.record({
    a: fc.double({ min: 0.5, max: 2, noNaN: true }),
    b: fc.double({ min: -2, max: 2, noNaN: true }),
    g: fc.constantFrom(0, 0.2),
    u: fc.constantFrom(0, 0.05),
  }),
  { minLength: 3, maxLength: 12 },
);

/** The twelve common items of the example in Kolen and Brennan (2004), table 6.5: a and b on both forms. */
const newForm = [
  [0.4551, -0.7101],
  [0.5839, -0.8567],
  [0.7544, 0.0212],
  [0.6633, 0.0506],
  [1.069, 0.961],
  [0.9672, 0.195],
  [0.3479, 2.2768],
  [1.4579, 1.0241],
  [1.8811, 1.4062],
  [0.702, 2.2401],
  [1.408, 1.5556],
  [1.2993, 2.1589],
];
const oldForm = [
  [0.4416, -1.3349],
  [0.573, -1.321],
  [0.5987, -0.7098],
  [0.6041, -0.3539],
  [0.9902, 0.532],
  [0.8081, -0.1156],
  [0.414, 2.5538],
  [1.3554, 0.5811],
  [1.0417, 0.9392],
  [0.6336, 1.896],
  [1.1347, 1.079],
  [0.9255, 2.1337],
];
const itemsOf = (rows: readonly (readonly number[])[]): LinkedItem[] =>
  rows.map(([a, b]) => ({ a: a!, b: b!, g: 0, u: 0 }));

describe.each(methods)('linking by %s', (name, method) => {
  it('recovers a planted line exactly', () => {
    const line = fc.record({
      slope: fc.double({ min: 0.4, max: 2.5, noNaN: true }),
      intercept: fc.double({ min: -1.5, max: 1.5, noNaN: true }),
    });
    fc.assert(
      fc.property(anyItems, line, (from, { slope, intercept }) => {
        fc.pre(new Set(from.map(({ b }) => Math.round(b * 10))).size > 1);
        const to = from.map((item) => ({ ...item, a: item.a / slope, b: slope * item.b + intercept }));
        const found = method(from, to, 1);
        expect(found.slope).toBeCloseTo(slope, 6);
        expect(found.intercept).toBeCloseTo(intercept, 6);
      }),
      { numRuns: 100, seed: 3 },
    );
  });

  it('takes the factor D as part of the slopes', () => {
    const steeper = (rows: typeof newForm) => itemsOf(rows).map((item) => ({ ...item, a: 1.7 * item.a }));
    const scaled = method(itemsOf(newForm), itemsOf(oldForm), 1.7);
    const multiplied = method(steeper(newForm), steeper(oldForm), 1);
    expect(scaled.slope).toBeCloseTo(multiplied.slope, 9);
    expect(scaled.intercept).toBeCloseTo(multiplied.intercept, 9);
  });

  it('gives the published numbers, or the least sum of squares that there is', () => {
    const [from, to] = [itemsOf(newForm), itemsOf(oldForm)];
    const found = method(from, to, 1.7);
    const published: Record<string, readonly [number, number]> = {
      'mean-sigma': [1.168891, -0.515543],
      'mean-mean': [1.217266, -0.557156],
    };
    if (published[name] !== undefined) {
      expect(found.slope).toBeCloseTo(published[name][0], 6);
      expect(found.intercept).toBeCloseTo(published[name][1], 6);
      return;
    }
    const loss = ({ slope, intercept }: Link) =>
      grid.thetas.reduce((sum, theta) => {
        const differences = from.map((item, index) => {
          const own = 1 / (1 + Math.exp(-1.7 * to[index]!.a * (theta - to[index]!.b)));
          const moved = (1.7 * item.a) / slope;
          return own - 1 / (1 + Math.exp(-moved * (theta - slope * item.b - intercept)));
        });
        const total = differences.reduce((all, difference) => all + difference, 0);
        return (
          sum + (name === 'haebara' ? differences.reduce((all, each) => all + each * each, 0) : total * total)
        );
      }, 0);
    const least = loss(found);
    for (const step of [1e-3, 0.03, 0.5]) {
      for (const [x, y] of [
        [1, 0],
        [-1, 0],
        [0, 1],
        [0, -1],
        [1, 1],
        [-1, -1],
        [1, -1],
        [-1, 1],
      ] as const) {
        const beside = { slope: found.slope * Math.exp(step * x), intercept: found.intercept + step * y };
        expect(loss(beside)).toBeGreaterThan(least);
      }
    }
  });
});

describe('a link', () => {
  it('is refused where the items do not determine it', () => {
    const alike = itemsOf([
      [1, 0.5],
      [1.2, 0.5],
    ]);
    expect(() => meanSigmaLink(alike, alike)).toThrow(/two different difficulties/);
    expect(() => meanMeanLink(itemsOf([[1, 0]]), itemsOf([[-1, 0]]))).toThrow(RangeError);
    const flat = itemsOf([
      [0, 0.5],
      [0, 1],
    ]);
    expect(() => haebaraLink(flat, flat, 1, grid)).toThrow(/flat on the grid/);
    const far = itemsOf([
      [2, 100],
      [2, 120],
    ]);
    expect(() => stockingLordLink(far, far, 1, grid)).toThrow(/flat on the grid/);
  });

  it('by curves leaves out abilities without weight', () => {
    const inner = { thetas: grid.thetas.slice(20, 61), weights: Array(41).fill(1) };
    const weights = grid.thetas.map((theta) => (Math.abs(theta) < 2.05 ? 1 : 0));
    const [from, to] = [itemsOf(newForm), itemsOf(oldForm)];
    expect(haebaraLink(from, to, 1, { ...grid, weights }).slope).toBeCloseTo(
      haebaraLink(from, to, 1, inner).slope,
      8,
    );
  });
});
