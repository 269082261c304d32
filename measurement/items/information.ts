import type { Derivatives } from '../ascend.ts';
import { zeroMatrix } from '../calibration/linear.ts';
import { type ItemLines, type ItemTable, itemTable, posteriorsOf } from './marginal.ts';
import type { PatternGroup, PatternTable } from './patterns.ts';
import type { Quadrature } from './quadrature.ts';

/**
 * Gradient and observed information of the marginal log-likelihood in the items' lines, exact on the quadrature:
 * the information of the complete data less the posterior covariance of their score, summed over people (Louis
 * 1982, J. R. Statist. Soc. B 44, 226–233).
 */
export function marginalDerivatives(
  table: PatternTable,
  lines: ItemLines,
  quadrature: Quadrature,
): Derivatives {
  const gradient = new Float64Array(lines.length);
  const information = zeroMatrix(lines.length);
  const items = itemTable(lines, quadrature);
  for (const group of table.groups) {
    const part = groupDerivatives(group, lines, items, quadrature);
    const positions = group.items.flatMap((item) => [2 * item, 2 * item + 1]);
    positions.forEach((row, i) => {
      gradient[row] = gradient[row]! + part.gradient[i]!;
      positions.forEach((column, j) => {
        const at = row * lines.length + column;
        const [low, high] = i < j ? [i, j] : [j, i];
        information.values[at] = information.values[at]! + part.information[high * positions.length + low]!;
      });
    });
  }
  return { gradient, information };
}

/** The same of one group, over its own items; of the matrix only the lower triangle is filled. */
function groupDerivatives(group: PatternGroup, lines: ItemLines, table: ItemTable, quadrature: Quadrature) {
  const { thetas } = quadrature;
  const places = thetas.length;
  const size = group.items.length;
  const width = 2 * size;
  const gradient = new Float64Array(width);
  const information = new Float64Array(width * width);
  const people = new Float64Array(places);
  const solvers = new Float64Array(size * places);
  const joint = new Float64Array(size * size * 3);
  const mass = new Float64Array(places);
  const score = new Float64Array(width);
  const posteriorOf = posteriorsOf(group, lines, table, quadrature);
  const probabilitiesFrom = group.items.map((item) => item * places);

  for (const pattern of group.patterns) {
    const { weight, scores } = pattern;
    posteriorOf(pattern, mass);
    const { from: low, to: high } = support(mass);
    let mean = 0;
    let square = 0;
    for (let q = low; q < high; q++) {
      people[q] = people[q]! + weight * mass[q]!;
      mean += mass[q]! * thetas[q]!;
      square += mass[q]! * thetas[q]! * thetas[q]!;
    }
    for (let i = 0; i < size; i++) {
      const y = scores[i]!;
      const from = probabilitiesFrom[i]!;
      let expected = 0;
      let tilted = 0;
      for (let q = low; q < high; q++) {
        const share = mass[q]! * table.probabilities[from + q]!;
        expected += share;
        tilted += share * thetas[q]!;
      }
      score[2 * i] = y * mean - tilted;
      score[2 * i + 1] = y - expected;
      if (y === 0) continue;
      const row = i * places;
      for (let q = low; q < high; q++) solvers[row + q] = solvers[row + q]! + weight * y * mass[q]!;
      for (let j = 0; j <= i; j++) {
        const both = weight * y * scores[j]!;
        if (both === 0) continue;
        const at = 3 * (i * size + j);
        joint[at] = joint[at]! + both;
        joint[at + 1] = joint[at + 1]! + both * mean;
        joint[at + 2] = joint[at + 2]! + both * square;
      }
    }
    for (let row = 0; row < width; row++) {
      const own = weight * score[row]!;
      gradient[row] = gradient[row]! + own;
      const from = row * width;
      for (let column = 0; column <= row; column++) {
        information[from + column] = information[from + column]! + own * score[column]!;
      }
    }
  }

  const { from: low, to: high } = support(people);
  for (let i = 0; i < size; i++) {
    const left = probabilitiesFrom[i]!;
    for (let j = 0; j <= i; j++) {
      const right = probabilitiesFrom[j]!;
      // ∑ over people of E (y_i − P_i)(y_j − P_j) θ^k, and on the diagonal less the complete data's P(1 − P) θ^k.
      const at = 3 * (i * size + j);
      let zeroth = joint[at]!;
      let first = joint[at + 1]!;
      let second = joint[at + 2]!;
      for (let q = low; q < high; q++) {
        const p = table.probabilities[left + q]!;
        const other = table.probabilities[right + q]!;
        const theta = thetas[q]!;
        let term = people[q]! * p * other - p * solvers[j * places + q]! - other * solvers[i * places + q]!;
        if (i === j) term -= people[q]! * p * (1 - p);
        zeroth += term;
        first += term * theta;
        second += term * theta * theta;
      }
      subtract(information, width, 2 * i, 2 * j, second);
      subtract(information, width, 2 * i + 1, 2 * j, first);
      subtract(information, width, 2 * i + 1, 2 * j + 1, zeroth);
      if (i !== j) subtract(information, width, 2 * i, 2 * j + 1, first);
    }
  }
  return { gradient, information };
}

/** Less mass than this at a place moves no digit of a sum. */
const negligibleMass = 1e-18;

/** The stretch of the quadrature outside of which there is next to nobody. */
function support(mass: Float64Array): { readonly from: number; readonly to: number } {
  let from = 0;
  let to = mass.length;
  while (from < to && mass[from]! < negligibleMass) from++;
  while (to > from && mass[to - 1]! < negligibleMass) to--;
  return { from, to };
}

function subtract(values: Float64Array, width: number, row: number, column: number, by: number): void {
  values[row * width + column] = values[row * width + column]! - by;
}
