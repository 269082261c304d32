import type { Cell, FacetDesign } from './facets-design.ts';
import { momentsOf, writeProbabilities } from './rating-scale.ts';

/** Places of ability, evenly spaced. Logits. */
export interface AbilityGrid {
  readonly thetas: Float64Array;
  readonly step: number;
}

/** Beyond ±15 logits a score is the lowest or highest whatever is rated. */
const reach = 15;
const stepBounds = { min: 0.02, max: 0.1 } as const;

/**
 * Steps no wider than any response's posterior SD, whose sums are then exact to 3e-9 (Poisson summation). A rating's
 * information is at most K²/4.
 */
export function abilityGrid({ cells, scoreMax }: FacetDesign): AbilityGrid {
  const most = Math.max(1, ...cells.map(({ length }) => length));
  const sdMin = 2 / (scoreMax * Math.sqrt(most));
  const steps = Math.ceil(reach / Math.min(stepBounds.max, Math.max(stepBounds.min, sdMin)));
  const step = reach / steps;
  return { thetas: Float64Array.from({ length: 2 * steps + 1 }, (_, index) => (index - steps) * step), step };
}

/** What raters give on criteria at every place, and what the responses' scores say of their abilities. */
export interface FacetPosterior {
  readonly grid: AbilityGrid;
  /** P(score) by pair of criterion and rater, place and score; see `pairAt`. */
  readonly probabilities: Float64Array;
  readonly means: Float64Array;
  readonly variances: Float64Array;
  /** Posterior mass by response and place. */
  readonly masses: Float64Array;
  readonly logLikelihood: number;
}

/** First place of a pair of criterion and rater in the tables. */
export function pairAt(design: FacetDesign, { criterion, rater }: Cell, { thetas }: AbilityGrid): number {
  return (criterion * design.raters.length + rater) * thetas.length;
}

/** Marginal log-likelihood Σ_n ln ∫ Π P(x | θ) N(θ; μ, σ²) dθ at these entries, and the posteriors behind it. */
export function facetPosterior(
  design: FacetDesign,
  grid: AbilityGrid,
  entries: Float64Array,
): FacetPosterior {
  const tables = tablesAt(design, grid, entries);
  const places = grid.thetas.length;
  const options = design.scoreMax + 1;
  const logs = tables.probabilities.map(Math.log);
  const prior = logPrior(design, grid, entries);
  const masses = new Float64Array(design.responses.length * places);
  let logLikelihood = 0;
  design.cells.forEach((cells, response) => {
    const mass = masses.subarray(response * places, (response + 1) * places);
    mass.set(prior);
    for (const cell of cells) {
      const first = pairAt(design, cell, grid);
      for (let q = 0; q < places; q++) mass[q] = mass[q]! + logs[(first + q) * options + cell.score]!;
    }
    logLikelihood += normalise(mass);
  });
  return { grid, ...tables, masses, logLikelihood };
}

function tablesAt(
  { criteria, raters, scoreMax, entries: at }: FacetDesign,
  grid: AbilityGrid,
  entries: Float64Array,
) {
  const thresholds = entries.subarray(at.threshold, at.mean);
  const size = criteria.length * raters.length * grid.thetas.length;
  const probabilities = new Float64Array(size * (scoreMax + 1));
  const means = new Float64Array(size);
  const variances = new Float64Array(size);
  let row = 0;
  for (let criterion = 0; criterion < criteria.length; criterion++) {
    for (let rater = 0; rater < raters.length; rater++) {
      const off = entries[criterion]! + entries[at.rater + rater]!;
      for (const theta of grid.thetas) {
        const from = row * (scoreMax + 1);
        writeProbabilities(theta - off, thresholds, probabilities, from);
        const { mean, variance } = momentsOf(probabilities, from, scoreMax);
        means[row] = mean;
        variances[row] = variance;
        row++;
      }
    }
  }
  return { probabilities, means, variances };
}

function logPrior(
  { entries: at }: FacetDesign,
  { thetas, step }: AbilityGrid,
  entries: Float64Array,
): Float64Array {
  const mean = entries[at.mean]!;
  const logSd = entries[at.logSd]!;
  const constant = Math.log(step / Math.sqrt(2 * Math.PI)) - logSd;
  return thetas.map((theta) => constant - 0.5 * ((theta - mean) / Math.exp(logSd)) ** 2);
}

/** Logs to shares, in place; gives the log of their sum. */
function normalise(logs: Float64Array): number {
  let top = Number.NEGATIVE_INFINITY;
  for (const value of logs) if (value > top) top = value;
  let total = 0;
  for (let q = 0; q < logs.length; q++) {
    logs[q] = Math.exp(logs[q]! - top);
    total += logs[q]!;
  }
  for (let q = 0; q < logs.length; q++) logs[q] = logs[q]! / total;
  return top + Math.log(total);
}

/** Mass below which a place adds nothing to any moment. */
const massMin = 1e-14;

/** Goes through the places that a response may be at. */
export function eachPlace(
  { masses, grid: { thetas } }: FacetPosterior,
  response: number,
  visit: (q: number, mass: number, theta: number) => void,
): void {
  const from = response * thetas.length;
  for (let q = 0; q < thetas.length; q++) {
    const mass = masses[from + q]!;
    if (mass > massMin) visit(q, mass, thetas[q]!);
  }
}
