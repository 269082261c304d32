import { describe, expect, it } from 'vitest';
import {
  competingOrders,
  counterexamples,
  itemTree,
  type MasteryRow,
  type QuasiOrder,
} from '../../../measurement/calibration/item-tree.ts';
import { createDraws } from '../../../measurement/numeric/draws.ts';

/** Every reflexive and transitive relation on so many items. */
function allQuasiOrders(size: number): boolean[][][] {
  const pairs = Array.from({ length: size * size }, (_, at) => [Math.floor(at / size), at % size] as const);
  const free = pairs.filter(([i, j]) => i !== j);
  return Array.from({ length: 2 ** free.length }, (_, code) => {
    const order = Array.from({ length: size }, (_, i) => Array.from({ length: size }, (_, j) => i === j));
    free.forEach(([i, j], bit) => {
      order[i]![j] = ((code >> bit) & 1) === 1;
    });
    return order;
  }).filter(isTransitive);
}

function isTransitive(order: QuasiOrder): boolean {
  return order.every((row, i) =>
    row.every((holds, j) => !holds || order[j]!.every((next, h) => !next || order[i]![h]!)),
  );
}

type Needs = readonly (readonly number[])[];

/**
 * Rows of people who master each item with its own probability once they master what it needs, so that items apart
 * are independent, as the method has it; each entry is flipped with probability `error`.
 */
function sample(seed: string, needs: Needs, models: number, error: number): MasteryRow[] {
  const draws = createDraws('item tree', seed);
  const chances = needs.map((_, item) => 0.85 - 0.07 * item);
  return Array.from({ length: models }, () => {
    const masters: boolean[] = [];
    for (const [item, below] of needs.entries()) {
      masters.push(draws.uniform() < chances[item]! && below.every((need) => masters[need]));
    }
    return masters.map((own) => own !== draws.uniform() < error);
  });
}

/** The quasi-order that the needs, closed over paths, stand for. */
function orderOf(needs: Needs): boolean[][] {
  const reaches = (i: number, j: number): boolean => i === j || needs[j]!.some((need) => reaches(i, need));
  return needs.map((_, i) => needs.map((_, j) => reaches(i, j)));
}

/** The discrepancy as in the paper, written down from its formulas with relative frequencies. */
function discrepancyOf(order: QuasiOrder, rows: readonly MasteryRow[]): number {
  const n = rows.length;
  const m = order.length;
  const p = Array.from({ length: m }, (_, j) => rows.filter((row) => row[j]).length / n);
  const b = counterexamples(rows, m);
  let gamma = 0;
  let implications = 0;
  for (let i = 0; i < m; i++) {
    for (let j = 0; j < m; j++) {
      if (i === j || !order[i]![j]) continue;
      implications++;
      gamma += b[i]![j]! / (p[j]! * n);
    }
  }
  gamma = implications === 0 ? 0 : gamma / implications;
  let sum = 0;
  for (let i = 0; i < m; i++) {
    for (let j = 0; j < m; j++) {
      if (i === j) continue;
      let expected = (1 - p[i]!) * p[j]! * n;
      if (order[i]![j]) expected = gamma * p[j]! * n;
      else if (order[j]![i]) expected = p[j]! * n - (p[i]! - p[i]! * gamma) * n;
      sum += (b[i]![j]! - expected) ** 2;
    }
  }
  return sum / (m * (m - 1));
}

describe('corrected inductive item tree analysis', () => {
  it.each<{ name: string; needs: Needs }>([
    { name: 'three in a row', needs: [[], [0], [1]] },
    { name: 'a pair and one apart', needs: [[], [0], []] },
    { name: 'four in a row', needs: [[], [0], [1], [2]] },
    { name: 'two pairs', needs: [[], [0], [], [2]] },
  ])('finds $name, and of all quasi-orders there is none that fits better', ({ name, needs }) => {
    const orders = allQuasiOrders(needs.length);
    expect(orders).toHaveLength(needs.length === 3 ? 29 : 355);
    for (let repeat = 0; repeat < 5; repeat++) {
      const rows = sample(`${name}/${repeat}`, needs, 1_000, 0.02);
      const tree = itemTree(rows);
      const best = Math.min(...orders.map((order) => discrepancyOf(order, rows)));
      expect(tree.order).toEqual(orderOf(needs));
      expect(tree.discrepancy).toBeCloseTo(best, 8);
    }
  });

  it('picks the best of those that compete, whatever the data', () => {
    const draws = createDraws('any data');
    for (let repeat = 0; repeat < 50; repeat++) {
      const rows = Array.from({ length: 15 }, () => Array.from({ length: 4 }, () => draws.uniform() < 0.6));
      const competing = [orderOf([[], [], [], []]), ...competingOrders(counterexamples(rows, 4))];
      const tree = itemTree(rows);
      expect(tree.discrepancy).toBeCloseTo(discrepancyOf(tree.order, rows), 8);
      expect(tree.discrepancy).toBeCloseTo(Math.min(...competing.map((o) => discrepancyOf(o, rows))), 8);
    }
  });

  it('estimates how often masters lack what they should have', () => {
    const needs = [[], [0], [1]];
    expect(itemTree(sample('clean', needs, 500, 0)).errorRate).toBe(0);
    const { errorRate } = itemTree(sample('noisy', needs, 4_000, 0.03));
    expect(errorRate).toBeGreaterThan(0.02);
    expect(errorRate).toBeLessThan(0.09);
  });

  it('lets only quasi-orders compete, each within the next', () => {
    const draws = createDraws('competing');
    for (let repeat = 0; repeat < 50; repeat++) {
      const rows = Array.from({ length: 12 }, () => Array.from({ length: 5 }, () => draws.uniform() < 0.5));
      const orders = competingOrders(counterexamples(rows, 5));
      for (const [k, order] of orders.entries()) {
        expect(isTransitive(order)).toBe(true);
        const before = orders[k - 1];
        if (before)
          expect(before.every((row, i) => row.every((holds, j) => !holds || order[i]![j]))).toBe(true);
      }
      expect(orders.at(-1)!.every((row) => row.every(Boolean))).toBe(true);
    }
  });

  it('does not depend on the order of the items', () => {
    const draws = createDraws('permuted');
    const rows = Array.from({ length: 30 }, () => Array.from({ length: 5 }, () => draws.uniform() < 0.6));
    const turned = itemTree(rows.map((row) => [...row].reverse()));
    const back = [...turned.order].reverse().map((row) => [...row].reverse());
    expect(back).toEqual(itemTree(rows).order);
  });

  it('refuses a skill that nobody masters', () => {
    expect(() => itemTree([[true, false]])).toThrow(/mastered by somebody/);
  });
});
