import { addTo, carryGradient } from '../items/parameters.ts';
import type { Derivatives } from '../numeric/ascend.ts';
import { type Matrix, sandwich, zeroMatrix } from '../numeric/linear.ts';
import type { Cell, FacetDesign } from './facets-design.ts';
import { eachPlace, type FacetPosterior, pairAt } from './facets-posterior.ts';

/**
 * Gradient and observed information of the marginal log-likelihood in the entries. The gradient is the posterior mean
 * of the complete data's scores; the information is the posterior mean of the complete data's information minus the
 * posterior covariance of the scores (Louis 1982, J. R. Statist. Soc. B 44, 226–233).
 */
export function facetDerivatives(
  design: FacetDesign,
  entries: Float64Array,
  posterior: FacetPosterior,
): Derivatives {
  const { size } = design.entries;
  const gradient = new Float64Array(size);
  const information = zeroMatrix(size);
  const { values } = information;
  const counts = new Float64Array(posterior.means.length);
  const scores = new Float64Array(size);
  design.cells.forEach((cells, response) => {
    const involved = involvedEntries(design, cells);
    const mean = new Float64Array(size);
    eachPlace(posterior, response, (q, mass, theta) => {
      for (const cell of cells) counts[pairAt(design, cell, posterior.grid) + q]! += mass;
      writeScores(design, entries, posterior, cells, q, scores);
      addPriorInformation(design, entries, theta, mass, values);
      for (const i of involved) {
        mean[i] = mean[i]! + mass * scores[i]!;
        for (const j of involved) values[i * size + j]! -= mass * scores[i]! * scores[j]!;
      }
    });
    for (const i of involved) {
      gradient[i] = gradient[i]! + mean[i]!;
      for (const j of involved) values[i * size + j]! += mean[i]! * mean[j]!;
    }
  });
  addRatingInformation(design, posterior, counts, values);
  return { gradient, information };
}

/**
 * Covariance of the estimates that holds also where the ratings of a response hang together beyond the model, as when a
 * rater likes it on all criteria alike: Σ (Σ_n s_n s_n') Σ, s_n the score of response n and Σ the inverse information
 * (White 1982, Econometrica 50, 1–25), times N/(N − parameters) for what few responses leave out.
 */
export function robustCovariance(
  design: FacetDesign,
  entries: Float64Array,
  posterior: FacetPosterior,
  covariance: Matrix,
): Matrix {
  const { map, cells } = design;
  const products = zeroMatrix(map.size);
  const inflation = cells.length / Math.max(1, cells.length - map.size);
  const scores = new Float64Array(design.entries.size);
  cells.forEach((ofResponse, response) => {
    const mean = new Float64Array(design.entries.size);
    eachPlace(posterior, response, (q, mass) => {
      writeScores(design, entries, posterior, ofResponse, q, scores);
      for (let entry = 0; entry < mean.length; entry++) mean[entry]! += mass * scores[entry]!;
    });
    const free = new Float64Array(map.size);
    mean.forEach((value, entry) => {
      carryGradient(map, free, entry, value);
    });
    for (let i = 0; i < map.size; i++) {
      for (let j = 0; j < map.size; j++) addTo(products, i, j, inflation * free[i]! * free[j]!);
    }
  });
  return sandwich(covariance, products);
}

/** Entries that the likelihood of a response depends on. */
export function involvedEntries({ entries }: FacetDesign, cells: readonly Cell[]): number[] {
  const involved = new Set(cells.flatMap(({ criterion, rater }) => [criterion, entries.rater + rater]));
  for (let entry = entries.threshold; entry < entries.size; entry++) involved.add(entry);
  return [...involved];
}

/** Derivatives of ln P(scores, θ) in the entries at place q, for one response. */
export function writeScores(
  design: FacetDesign,
  entries: Float64Array,
  posterior: FacetPosterior,
  cells: readonly Cell[],
  q: number,
  scores: Float64Array,
): void {
  const { scoreMax, entries: at } = design;
  scores.fill(0);
  for (const cell of cells) {
    const row = pairAt(design, cell, posterior.grid) + q;
    const residual = cell.score - posterior.means[row]!;
    scores[cell.criterion]! -= residual;
    scores[at.rater + cell.rater]! -= residual;
    let above = 0;
    for (let m = scoreMax; m >= 1; m--) {
      above += posterior.probabilities[row * (scoreMax + 1) + m]!;
      scores[at.threshold + m - 1]! -= (cell.score >= m ? 1 : 0) - above;
    }
  }
  const deviation = (posterior.grid.thetas[q]! - entries[at.mean]!) * Math.exp(-entries[at.logSd]!);
  scores[at.mean] = deviation * Math.exp(-entries[at.logSd]!);
  scores[at.logSd] = deviation ** 2 - 1;
}

function addPriorInformation(
  { entries: { mean, logSd, size } }: FacetDesign,
  entries: Float64Array,
  theta: number,
  mass: number,
  values: Float64Array,
): void {
  const precision = Math.exp(-2 * entries[logSd]!);
  const deviation = theta - entries[mean]!;
  values[mean * size + mean]! += mass * precision;
  values[mean * size + logSd]! += 2 * mass * precision * deviation;
  values[logSd * size + mean]! += 2 * mass * precision * deviation;
  values[logSd * size + logSd]! += 2 * mass * precision * deviation ** 2;
}

/** Of the ratings, given abilities: variances and covariances of the score x and of the steps x ≥ m. */
function addRatingInformation(
  { raters, scoreMax, entries: at }: FacetDesign,
  { grid, probabilities, means, variances }: FacetPosterior,
  counts: Float64Array,
  values: Float64Array,
): void {
  const add = (i: number, j: number, value: number) => {
    values[i * at.size + j]! += value;
    if (i !== j) values[j * at.size + i]! += value;
  };
  const above = new Float64Array(scoreMax + 1);
  for (let row = 0; row < counts.length; row++) {
    const count = counts[row]!;
    if (count === 0) continue;
    const pair = Math.floor(row / grid.thetas.length);
    const criterion = Math.floor(pair / raters.length);
    const rater = at.rater + (pair % raters.length);
    add(criterion, criterion, count * variances[row]!);
    add(rater, rater, count * variances[row]!);
    add(criterion, rater, count * variances[row]!);
    let [tail, moment] = [0, 0];
    for (let m = scoreMax; m >= 1; m--) {
      tail += probabilities[row * (scoreMax + 1) + m]!;
      moment += m * probabilities[row * (scoreMax + 1) + m]!;
      above[m] = tail;
      const covariance = count * (moment - means[row]! * tail);
      add(criterion, at.threshold + m - 1, covariance);
      add(rater, at.threshold + m - 1, covariance);
      for (let l = m; l <= scoreMax; l++) {
        add(at.threshold + m - 1, at.threshold + l - 1, count * above[l]! * (1 - tail));
      }
    }
  }
}
