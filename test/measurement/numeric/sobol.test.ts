import { describe, expect, it } from 'vitest';
import { evenPoints } from '../../../measurement/numeric/sobol.ts';

/** Largest gap between the share of points below a corner and that corner's volume, over a lattice of corners. */
function discrepancy(points: readonly (readonly number[])[], first: number, second: number): number {
  let worst = 0;
  for (let x = 1; x <= 20; x++) {
    for (let y = 1; y <= 20; y++) {
      const inside = points.filter((point) => point[first]! < x / 20 && point[second]! < y / 20).length;
      worst = Math.max(worst, Math.abs(inside / points.length - (x * y) / 400));
    }
  }
  return worst;
}

describe('Sobol points', () => {
  it('put one of the first 256 into each 256th of every axis', () => {
    const points = evenPoints(10, 256);
    for (let axis = 0; axis < 10; axis++) {
      const cells = new Set(points.map((point) => Math.floor(point[axis]! * 256)));
      expect(cells.size).toBe(256);
    }
  });

  it('put one of the first 64 into every cell of an 8 by 8 board of the first two axes', () => {
    const cells = evenPoints(2, 64).map(([x, y]) => Math.floor(x! * 8) * 8 + Math.floor(y! * 8));
    expect(new Set(cells).size).toBe(64);
  });

  it.each([0, 0.37])('fill every pair of axes more evenly than random points do (shift %f)', (shift) => {
    const points = evenPoints(8, 256, shift);
    expect(points.flat().every((value) => value >= 0 && value < 1)).toBe(true);
    for (let first = 0; first < 8; first++) {
      // 256 random points miss by about .06.
      for (let second = 0; second < first; second++)
        expect(discrepancy(points, first, second)).toBeLessThan(0.04);
    }
  });

  it('begin every longer sequence', () => {
    expect(evenPoints(3, 20).slice(0, 7)).toEqual(evenPoints(3, 7));
  });
});
