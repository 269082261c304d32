import { sigmoid, softplus } from './logistic.ts';
import type { Pattern, PatternGroup, PatternTable } from './patterns.ts';
import type { Quadrature } from './quadrature.ts';

/**
 * Items as lines: P = sigmoid(slope·θ + intercept), slope at 2·item and intercept at 2·item + 1. The likelihood is
 * log-concave in these, which it is not in slope and difficulty −intercept/slope.
 */
export type ItemLines = Float64Array;

/** Every item at every place of the quadrature, item by item. */
export interface ItemTable {
  readonly probabilities: Float64Array;
  /** ln(1 + e^z): what an item takes off the log-likelihood whatever is answered. */
  readonly softpluses: Float64Array;
}

export function itemTable(lines: ItemLines, { thetas }: Quadrature): ItemTable {
  const places = thetas.length;
  const probabilities = new Float64Array((lines.length / 2) * places);
  const softpluses = new Float64Array(probabilities.length);
  for (let at = 0; at < probabilities.length; at++) {
    const item = Math.floor(at / places);
    const z = lines[2 * item]! * thetas[at % places]! + lines[2 * item + 1]!;
    probabilities[at] = sigmoid(z);
    softpluses[at] = softplus(z);
  }
  return { probabilities, softpluses };
}

/** Writes a pattern's posterior mass on the quadrature into `mass` and gives its marginal log-likelihood. */
type PosteriorOf = (pattern: Pattern, mass: Float64Array) => number;

/**
 * The posteriors of one group. Only ∑yₐ·slope and ∑yₐ·intercept of a pattern matter beside what its items take off
 * in any case, so a pattern costs one pass over its items and one over the quadrature.
 */
export function posteriorsOf(
  group: PatternGroup,
  lines: ItemLines,
  table: ItemTable,
  { thetas, logWeights }: Quadrature,
): PosteriorOf {
  const base = Float64Array.from(logWeights);
  for (const item of group.items) {
    const first = item * thetas.length;
    for (let q = 0; q < base.length; q++) base[q] = base[q]! - table.softpluses[first + q]!;
  }
  return ({ scores }, mass) => {
    let slope = 0;
    let intercept = 0;
    for (let index = 0; index < scores.length; index++) {
      const item = group.items[index]!;
      slope += scores[index]! * lines[2 * item]!;
      intercept += scores[index]! * lines[2 * item + 1]!;
    }
    let top = Number.NEGATIVE_INFINITY;
    for (let q = 0; q < mass.length; q++) {
      mass[q] = base[q]! + slope * thetas[q]!;
      if (mass[q]! > top) top = mass[q]!;
    }
    let total = 0;
    for (let q = 0; q < mass.length; q++) {
      mass[q] = Math.exp(mass[q]! - top);
      total += mass[q]!;
    }
    for (let q = 0; q < mass.length; q++) mass[q] = mass[q]! / total;
    return top + Math.log(total) + intercept;
  };
}

/** What the E-step leaves of the responses. */
export interface ExpectedCounts {
  readonly logLikelihood: number;
  /** Expected number of people at each place of the quadrature who answered the item, item by item. */
  readonly answered: Float64Array;
  /** Per item ∑ y·E θ and ∑ y over the people, in the layout of the lines. */
  readonly scored: Float64Array;
}

/** The E-step: marginal log-likelihood ∑ ln ∫ ∏ P^y (1 − P)^(1 − y) φ(θ) dθ and the expected counts behind it. */
export function expectedCounts(
  { itemCount, groups }: PatternTable,
  lines: ItemLines,
  quadrature: Quadrature,
): ExpectedCounts {
  const { thetas } = quadrature;
  const table = itemTable(lines, quadrature);
  const answered = new Float64Array(itemCount * thetas.length);
  const scored = new Float64Array(2 * itemCount);
  const mass = new Float64Array(thetas.length);
  let logLikelihood = 0;
  for (const group of groups) {
    const posteriorOf = posteriorsOf(group, lines, table, quadrature);
    const people = new Float64Array(thetas.length);
    for (const pattern of group.patterns) {
      const { weight, scores } = pattern;
      logLikelihood += weight * posteriorOf(pattern, mass);
      let mean = 0;
      for (let q = 0; q < mass.length; q++) {
        people[q] = people[q]! + weight * mass[q]!;
        mean += mass[q]! * thetas[q]!;
      }
      for (let index = 0; index < scores.length; index++) {
        const at = 2 * group.items[index]!;
        scored[at] = scored[at]! + weight * scores[index]! * mean;
        scored[at + 1] = scored[at + 1]! + weight * scores[index]!;
      }
    }
    for (const item of group.items) {
      const first = item * thetas.length;
      for (let q = 0; q < people.length; q++) answered[first + q] = answered[first + q]! + people[q]!;
    }
  }
  return { logLikelihood, answered, scored };
}

/** The marginal log-likelihood alone. */
export function marginalLogLikelihood(table: PatternTable, lines: ItemLines, quadrature: Quadrature): number {
  const items = itemTable(lines, quadrature);
  const mass = new Float64Array(quadrature.thetas.length);
  let sum = 0;
  for (const group of table.groups) {
    const posteriorOf = posteriorsOf(group, lines, items, quadrature);
    for (const pattern of group.patterns) sum += pattern.weight * posteriorOf(pattern, mass);
  }
  return sum;
}
