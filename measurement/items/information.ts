import type { Derivatives } from '../numeric/ascend.ts';
import { zeroMatrix } from '../numeric/linear.ts';
import { type ItemLines, type ItemTable, itemTable, posteriorsOf } from './marginal.ts';
import type { PatternGroup, PatternTable } from './patterns.ts';
import type { Quadrature } from './quadrature.ts';

/**
 * Gradient and observed information of the marginal log-likelihood in the items' lines, exact on the quadrature:
 * the information of the complete data less the posterior covariance of its score, summed over people (Louis
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
    const sums = sumPatterns(group, lines, items, quadrature);
    subtractSecondMoments(sums, group, items, quadrature);
    const positions = group.items.flatMap((item) => [2 * item, 2 * item + 1]);
    positions.forEach((row, i) => {
      gradient[row] = gradient[row]! + sums.score[i]!;
      positions.forEach((column, j) => {
        const at = row * lines.length + column;
        const [low, high] = i < j ? [i, j] : [j, i];
        information.values[at] = information.values[at]! + sums.squares[high * positions.length + low]!;
      });
    });
  }
  return { gradient, information };
}

/** Sums over the people of one group; in its items' lines, or by pair of items, or by item and place. */
interface GroupSums {
  /** Expected score: the gradient. */
  readonly score: Float64Array;
  /** Products of expected scores. Of this matrix and of `joint` only the lower triangle is filled. */
  readonly squares: Float64Array;
  /** y_i·y_j times E 1, E θ and E θ². */
  readonly joint: Float64Array;
  /** Posterior mass of everybody at each place, and of each item's solvers. */
  readonly people: Float64Array;
  readonly solvers: Float64Array;
}

function sumPatterns(
  group: PatternGroup,
  lines: ItemLines,
  table: ItemTable,
  quadrature: Quadrature,
): GroupSums {
  const places = quadrature.thetas.length;
  const size = group.items.length;
  const sums: GroupSums = {
    score: new Float64Array(2 * size),
    squares: new Float64Array(4 * size * size),
    joint: new Float64Array(3 * size * size),
    people: new Float64Array(places),
    solvers: new Float64Array(size * places),
  };
  const posteriorOf = posteriorsOf(group, lines, table, quadrature);
  const mass = new Float64Array(places);
  const score = new Float64Array(2 * size);
  for (const pattern of group.patterns) {
    posteriorOf(pattern, mass);
    const { from, to } = support(mass);
    for (let q = from; q < to; q++) sums.people[q] = sums.people[q]! + pattern.weight * mass[q]!;
    addResponses(sums, pattern.scores, pattern.weight, mass, quadrature);
    expectedScore(score, group, pattern.scores, mass, table, quadrature);
    for (let row = 0; row < score.length; row++) {
      const own = pattern.weight * score[row]!;
      sums.score[row] = sums.score[row]! + own;
      const start = row * score.length;
      for (let column = 0; column <= row; column++) {
        sums.squares[start + column] = sums.squares[start + column]! + own * score[column]!;
      }
    }
  }
  return sums;
}

/** E (y − P)·θ and E (y − P) of each item, given one pattern. */
function expectedScore(
  score: Float64Array,
  group: PatternGroup,
  scores: Float64Array,
  mass: Float64Array,
  table: ItemTable,
  { thetas }: Quadrature,
): void {
  const { from, to } = support(mass);
  const { mean } = momentsOf(mass, thetas);
  for (let i = 0; i < scores.length; i++) {
    const first = group.items[i]! * thetas.length;
    let expected = 0;
    let tilted = 0;
    for (let q = from; q < to; q++) {
      const share = mass[q]! * table.probabilities[first + q]!;
      expected += share;
      tilted += share * thetas[q]!;
    }
    score[2 * i] = scores[i]! * mean - tilted;
    score[2 * i + 1] = scores[i]! - expected;
  }
}

function addResponses(
  { joint, solvers }: GroupSums,
  scores: Float64Array,
  weight: number,
  mass: Float64Array,
  { thetas }: Quadrature,
): void {
  const { from, to } = support(mass);
  const { mean, square } = momentsOf(mass, thetas);
  for (let i = 0; i < scores.length; i++) {
    const own = weight * scores[i]!;
    if (own === 0) continue;
    const first = i * mass.length;
    for (let q = from; q < to; q++) solvers[first + q] = solvers[first + q]! + own * mass[q]!;
    for (let j = 0; j <= i; j++) {
      const both = own * scores[j]!;
      if (both === 0) continue;
      const at = 3 * (i * scores.length + j);
      joint[at] = joint[at]! + both;
      joint[at + 1] = joint[at + 1]! + both * mean;
      joint[at + 2] = joint[at + 2]! + both * square;
    }
  }
}

/**
 * Takes ∑ E (y_i − P_i)(y_j − P_j)·θ^k off the products of expected scores, which leaves minus the covariance; on
 * the diagonal the complete data's P(1 − P)·θ^k is added.
 */
function subtractSecondMoments(
  { squares, joint, people, solvers }: GroupSums,
  { items }: PatternGroup,
  { probabilities }: ItemTable,
  { thetas }: Quadrature,
): void {
  const size = items.length;
  const places = thetas.length;
  const { from, to } = support(people);
  const subtract = (row: number, column: number, by: number) => {
    squares[row * 2 * size + column] = squares[row * 2 * size + column]! - by;
  };
  for (let i = 0; i < size; i++) {
    const left = items[i]! * places;
    for (let j = 0; j <= i; j++) {
      const right = items[j]! * places;
      const at = 3 * (i * size + j);
      let [zeroth, first, second] = [joint[at]!, joint[at + 1]!, joint[at + 2]!];
      for (let q = from; q < to; q++) {
        const p = probabilities[left + q]!;
        const other = probabilities[right + q]!;
        const theta = thetas[q]!;
        let term = people[q]! * p * other - p * solvers[j * places + q]! - other * solvers[i * places + q]!;
        if (i === j) term -= people[q]! * p * (1 - p);
        zeroth += term;
        first += term * theta;
        second += term * theta * theta;
      }
      subtract(2 * i, 2 * j, second);
      subtract(2 * i + 1, 2 * j, first);
      subtract(2 * i + 1, 2 * j + 1, zeroth);
      if (i !== j) subtract(2 * i, 2 * j + 1, first);
    }
  }
}

function momentsOf(
  mass: Float64Array,
  thetas: Float64Array,
): { readonly mean: number; readonly square: number } {
  let mean = 0;
  let square = 0;
  for (let q = 0; q < mass.length; q++) {
    mean += mass[q]! * thetas[q]!;
    square += mass[q]! * thetas[q]! * thetas[q]!;
  }
  return { mean, square };
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
