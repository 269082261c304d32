import type { FacetDesign } from './facets-design.ts';
import { eachPlace, type FacetPosterior, pairAt } from './facets-posterior.ts';

/** How ratings scatter around what the model expects: 1 on average; less is too uniform, more is noise. */
export interface MeanSquares {
  /** Σ squared residuals / Σ variances: ratings where something can be told count most. */
  readonly infit: number;
  /** Mean of squared residual / variance: single outliers show. */
  readonly outfit: number;
}

/** By rating, in the order in which they were given. */
export interface Residuals {
  readonly squared: Float64Array;
  readonly variances: Float64Array;
  readonly standardSquared: Float64Array;
  /** (x − E x)/√Var x with both at their posterior means: for correlations. */
  readonly standardised: Float64Array;
}

/**
 * Squared residuals (Wright & Masters 1982, *Rating Scale Analysis*, ch. 5), averaged over the posterior of the
 * response instead of taken at one estimate of it: under the model a draw of the posterior stands to the scores as the
 * true ability does, so that each mean is 1 exactly, however few ratings a response has.
 */
export function residualsOf(design: FacetDesign, posterior: FacetPosterior, count: number): Residuals {
  const [squared, variances, standardSquared, standardised] = [0, 1, 2, 3].map(() => new Float64Array(count));
  design.cells.forEach((cells, response) => {
    for (const cell of cells) {
      const first = pairAt(design, cell, posterior.grid);
      let [square, variance, ratio, expected] = [0, 0, 0, 0];
      eachPlace(posterior, response, (q, mass) => {
        const residual = cell.score - posterior.means[first + q]!;
        square += mass * residual ** 2;
        variance += mass * posterior.variances[first + q]!;
        ratio += (mass * residual ** 2) / posterior.variances[first + q]!;
        expected += mass * posterior.means[first + q]!;
      });
      squared![cell.index] = square;
      variances![cell.index] = variance;
      standardSquared![cell.index] = ratio;
      standardised![cell.index] = (cell.score - expected) / Math.sqrt(variance);
    }
  });
  return {
    squared: squared!,
    variances: variances!,
    standardSquared: standardSquared!,
    standardised: standardised!,
  };
}

/** Mean squares of these ratings, by their numbers. */
export function meanSquaresOf(residuals: Residuals, numbers: readonly number[]): MeanSquares {
  const sum = (of: Float64Array) => numbers.reduce((total, number) => total + of[number]!, 0);
  return {
    infit: sum(residuals.squared) / sum(residuals.variances),
    outfit: sum(residuals.standardSquared) / numbers.length,
  };
}
