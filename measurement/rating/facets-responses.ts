import { carryGradient } from '../items/parameters.ts';
import { dot, type Matrix, times } from '../numeric/linear.ts';
import { involvedEntries, writeScores } from './facets-derivatives.ts';
import type { FacetDesign } from './facets-design.ts';
import { eachPlace, type FacetPosterior } from './facets-posterior.ts';
import { momentsOf, writeProbabilities } from './rating-scale.ts';

/** What the ratings say of one response. */
export interface MeasuredResponse {
  readonly response: string;
  /** Posterior mean in logits, and its standard error with that of severities and difficulties in it. */
  readonly ability: number;
  readonly se: number;
  /** Score from 0 to K that raters of severity 0 would give on a criterion of difficulty 0, and its standard error. */
  readonly fairAverage: number;
  readonly seFair: number;
  readonly ratings: number;
}

/**
 * Fair averages (Linacre 1989, *Many-Facet Rasch Measurement*): E[x | θ] at severity and difficulty 0, averaged over the
 * posterior of θ. Squared errors are the posterior variance plus g'Σg, g the derivative of the posterior mean in the
 * parameters: dE[f]/dξ = Cov(f, ∂ ln P/∂ξ) + E[∂f/∂ξ], the second one only for the thresholds of the fair average.
 */
export function measuredResponses(
  design: FacetDesign,
  entries: Float64Array,
  posterior: FacetPosterior,
  covariance: Matrix,
): MeasuredResponse[] {
  const fair = fairScale(design, entries, posterior);
  return design.responses.map((response, number) => {
    const { ability, average } = moments(design, entries, posterior, number, fair);
    const errorOf = ({ variance, slope }: Moments) => {
      const gradient = new Float64Array(design.map.size);
      slope.forEach((value, entry) => {
        if (value !== 0) carryGradient(design.map, gradient, entry, value);
      });
      return Math.sqrt(variance + Math.max(0, dot(gradient, times(covariance, gradient))));
    };
    return {
      response,
      ability: ability.mean,
      se: errorOf(ability),
      fairAverage: average.mean,
      seFair: errorOf(average),
      ratings: design.cells[number]!.length,
    };
  });
}

interface Moments {
  readonly mean: number;
  readonly variance: number;
  /** Derivative of the mean in the entries. */
  readonly slope: Float64Array;
}

/** E[x] at every place for severity and difficulty 0, and its derivatives −Cov(x, x ≥ m) in the thresholds. */
function fairScale({ scoreMax, entries: at }: FacetDesign, entries: Float64Array, { grid }: FacetPosterior) {
  const thresholds = entries.subarray(at.threshold, at.mean);
  const probabilities = new Float64Array(scoreMax + 1);
  return [...grid.thetas].map((theta) => {
    writeProbabilities(theta, thresholds, probabilities, 0);
    const { mean } = momentsOf(probabilities, 0, scoreMax);
    const slopes = [...thresholds.keys()].map((m) => {
      let covariance = 0;
      for (let k = m + 1; k <= scoreMax; k++) covariance += probabilities[k]! * (k - mean);
      return -covariance;
    });
    return { mean, slopes };
  });
}

function moments(
  design: FacetDesign,
  entries: Float64Array,
  posterior: FacetPosterior,
  response: number,
  fair: ReturnType<typeof fairScale>,
): { readonly ability: Moments; readonly average: Moments } {
  const { size, threshold } = design.entries;
  const cells = design.cells[response]!;
  const involved = involvedEntries(design, cells);
  const scores = new Float64Array(size);
  const scoreMeans = new Float64Array(size);
  const sums = [0, 1].map(() => ({ mean: 0, square: 0, withScores: new Float64Array(size) }));
  const direct = new Float64Array(size);
  eachPlace(posterior, response, (q, mass, theta) => {
    writeScores(design, entries, posterior, cells, q, scores);
    [theta, fair[q]!.mean].forEach((value, which) => {
      const sum = sums[which]!;
      sum.mean += mass * value;
      sum.square += mass * value ** 2;
      for (const entry of involved) sum.withScores[entry]! += mass * value * scores[entry]!;
    });
    for (const entry of involved) scoreMeans[entry]! += mass * scores[entry]!;
    fair[q]!.slopes.forEach((slope, m) => {
      direct[threshold + m]! += mass * slope;
    });
  });
  const momentsFrom = ({ mean, square, withScores }: (typeof sums)[number], own: Float64Array | null) => ({
    mean,
    variance: Math.max(0, square - mean ** 2),
    slope: withScores.map((value, entry) => value - mean * scoreMeans[entry]! + (own?.[entry] ?? 0)),
  });
  return { ability: momentsFrom(sums[0]!, null), average: momentsFrom(sums[1]!, direct) };
}
