import { createDraws, type Draws } from '../../../measurement/numeric/draws.ts';

/** P = sigmoid(a·(θ − b)). */
export interface TwoParameterItem {
  readonly a: number;
  readonly b: number;
}

type Row = readonly (number | null)[];

/** Marginal log-likelihood by the formula itself, person by person, on a grid of its own. */
export function bruteLogLikelihood(
  items: readonly TwoParameterItem[],
  rows: readonly Row[],
  weights: readonly number[] = rows.map(() => 1),
): number {
  const step = 0.09;
  let sum = 0;
  rows.forEach((row, person) => {
    let likelihood = 0;
    for (let theta = -9; theta <= 9; theta += step) {
      let product = Math.exp(-0.5 * theta * theta) / Math.sqrt(2 * Math.PI);
      items.forEach(({ a, b }, item) => {
        const y = row[item];
        if (y === null || y === undefined) return;
        const p = 1 / (1 + Math.exp(-a * (theta - b)));
        product *= y === 1 ? p : y === 0 ? 1 - p : p ** y * (1 - p) ** (1 - y);
      });
      likelihood += product * step;
    }
    sum += weights[person]! * Math.log(likelihood);
  });
  return sum;
}

/** Minus the second derivatives of f, by central differences. */
export function differenceInformation(
  f: (at: readonly number[]) => number,
  at: readonly number[],
  width: number,
): number[][] {
  const moved = (i: number, by: number, j: number, and: number) =>
    f(at.map((value, index) => value + (index === i ? by : 0) + (index === j ? and : 0)));
  const information = at.map(() => at.map(() => 0));
  at.forEach((_, i) => {
    for (let j = 0; j <= i; j++) {
      const bend =
        moved(i, width, j, width) -
        moved(i, width, j, -width) -
        moved(i, -width, j, width) +
        moved(i, -width, j, -width);
      information[i]![j] = -bend / (4 * width * width);
      information[j]![i] = information[i]![j]!;
    }
  });
  return information;
}

export function simulateRow(items: readonly TwoParameterItem[], theta: number, draws: Draws): number[] {
  return items.map(({ a, b }) => (draws.uniform() < 1 / (1 + Math.exp(-a * (theta - b))) ? 1 : 0));
}

export function simulateRows(items: readonly TwoParameterItem[], count: number, seed: string): number[][] {
  const draws = createDraws(seed);
  return Array.from({ length: count }, () => simulateRow(items, draws.normal(), draws));
}
