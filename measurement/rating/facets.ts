import { facetPriorSds } from '../constants.ts';
import { covarianceOf, derivativesIn, type Loading, linesAt } from '../items/parameters.ts';
import { ascend, type Derivatives, type Place } from '../numeric/ascend.ts';
import { inverseOf, type Matrix } from '../numeric/linear.ts';
import { facetDerivatives, robustCovariance } from './facets-derivatives.ts';
import { type Cell, type FacetDesign, facetDesign, type RaterOnOccasion } from './facets-design.ts';
import { abilityGrid, type FacetPosterior, facetPosterior } from './facets-posterior.ts';
import { type MeanSquares, meanSquaresOf, type Residuals, residualsOf } from './facets-residuals.ts';
import { type MeasuredResponse, measuredResponses } from './facets-responses.ts';
import { requireLinked } from './linked.ts';
import type { Rating } from './ratings.ts';

/** A criterion or a rater as the ratings have it. */
interface Element extends MeanSquares {
  readonly se: number;
  readonly ratings: number;
  /** All its scores are the lowest or all are the highest: the prior alone keeps its value finite. */
  readonly extreme: boolean;
}

export interface MeasuredCriterion extends Element {
  readonly criterion: string;
  /** Logits; the criteria's mean is 0. */
  readonly difficulty: number;
}

export interface MeasuredRater extends Element, RaterOnOccasion {
  /** Logits by which the rater is more severe than the mean of the human raters on their first occasion. */
  readonly severity: number;
}

/** What a rater's severity has moved by from the first to the last occasion. */
export interface SeverityDrift {
  readonly rater: string;
  /** Later minus earlier, logits. */
  readonly drift: number;
  readonly se: number;
}

export interface FacetFit {
  readonly scoreMax: number;
  readonly criteria: readonly MeasuredCriterion[];
  readonly raters: readonly MeasuredRater[];
  /** τ_1 … τ_K in logits, with sum 0. */
  readonly thresholds: readonly { readonly threshold: number; readonly se: number }[];
  readonly responses: readonly MeasuredResponse[];
  /** Of the abilities of responses, logits. */
  readonly ability: { readonly mean: number; readonly sd: number };
  readonly drifts: readonly SeverityDrift[];
  /** By rating, standardised; for what else may explain it. */
  readonly residuals: readonly number[];
  readonly logLikelihood: number;
  readonly converged: boolean;
}

/** Log-likelihood units. */
const tolerance = 1e-9;

/**
 * The many-facet Rasch model (Linacre 1989) with Andrich's rating scale: ln P(k)/P(k − 1) = θ_response − δ_criterion −
 * λ_rater − τ_k, θ ~ N(μ, σ²). Estimated by marginal maximum likelihood, the responses summed out (Bock & Aitkin 1981),
 * since joint maximum likelihood is inconsistent when each response has few ratings (Neyman & Scott 1948). Wide priors
 * (`facetPriorSds`) keep finite what the data leave at infinity: a rater who always gives the lowest or highest score,
 * a score that nobody gives. Standard errors are the larger of those of
 * the observed information and the robust ones of `robustCovariance`; those of responses are of the information alone.
 *
 * `scoreMax` is K; left out, the highest score that was given. Throws a RangeError for no ratings, a score above K, and
 * for ratings that do not link all raters and criteria, with the groups by name.
 */
export function fitFacets(ratings: readonly Rating[], scoreMax?: number): FacetFit {
  const design = facetDesign(ratings, scoreMax);
  requireFittable(design);
  const grid = abilityGrid(design);
  const start = new Float64Array(design.map.size);
  const top = ascend((at) => placeAt(design, grid, at), start, tolerance);
  const entries = linesAt(design.map, top.parameters);
  const posterior = facetPosterior(design, grid, entries);
  return fitAt(design, entries, posterior, inverseOf(top.information), {
    count: ratings.length,
    converged: top.converged,
  });
}

/** Throws a RangeError as `fitFacets` does. */
export function requireFittable(design: FacetDesign): void {
  if (design.scoreMax < 1) throw new RangeError('the ratings need at least two different scores');
  if (design.cells.flat().some(({ score }) => score > design.scoreMax)) {
    throw new RangeError(`a score is above the highest of the scale, ${design.scoreMax}`);
  }
  requireLinked(design);
}

function placeAt(design: FacetDesign, grid: FacetPosterior['grid'], at: Float64Array): Place {
  const entries = linesAt(design.map, at);
  const posterior = facetPosterior(design, grid, entries);
  const sds = priorSds(design);
  const value = entries.reduce(
    (sum, entry, index) => sum - 0.5 * (entry / sds[index]!) ** 2,
    posterior.logLikelihood,
  );
  const derivatives = (): Derivatives => {
    const inEntries = facetDerivatives(design, entries, posterior);
    entries.forEach((entry, index) => {
      inEntries.gradient[index]! -= entry / sds[index]! ** 2;
      inEntries.information.values[index * (entries.length + 1)]! += sds[index]! ** -2;
    });
    return derivativesIn(design.map, inEntries);
  };
  return { value, derivatives };
}

function priorSds({ entries: { size, logSd } }: FacetDesign): Float64Array {
  return Float64Array.from({ length: size }, (_, entry) =>
    entry === logSd ? facetPriorSds.logSd : facetPriorSds.effect,
  );
}

function fitAt(
  design: FacetDesign,
  entries: Float64Array,
  posterior: FacetPosterior,
  covariance: Matrix,
  { count, converged }: { readonly count: number; readonly converged: boolean },
): FacetFit {
  const { entries: at, map } = design;
  const residuals = residualsOf(design, posterior, count);
  const covariances = [covariance, robustCovariance(design, entries, posterior, covariance)];
  const seOf = (entry: number) => largerError(covariances, map.loadings[entry]!);
  const cells = design.cells.flat();
  const element = (entry: number, of: (cell: Cell) => boolean) =>
    elementOf(cells.filter(of), seOf(entry), design.scoreMax, residuals);
  return {
    scoreMax: design.scoreMax,
    criteria: design.criteria.map((criterion, number) => ({
      criterion,
      difficulty: entries[number]!,
      ...element(number, (cell) => cell.criterion === number),
    })),
    raters: design.raters.map((rater, number) => ({
      ...rater,
      severity: entries[at.rater + number]!,
      ...element(at.rater + number, (cell) => cell.rater === number),
    })),
    thresholds: Array.from({ length: design.scoreMax }, (_, m) => ({
      threshold: entries[at.threshold + m]!,
      se: seOf(at.threshold + m),
    })),
    responses: measuredResponses(design, entries, posterior, covariance),
    ability: { mean: entries[at.mean]!, sd: Math.exp(entries[at.logSd]!) },
    drifts: driftsOf(design, entries, covariances),
    residuals: [...residuals.standardised],
    logLikelihood: posterior.logLikelihood,
    converged,
  };
}

function elementOf(cells: readonly Cell[], se: number, scoreMax: number, residuals: Residuals): Element {
  return {
    se,
    ...meanSquaresOf(
      residuals,
      cells.map(({ index }) => index),
    ),
    ratings: cells.length,
    extreme: cells.every(({ score }) => score === 0) || cells.every(({ score }) => score === scoreMax),
  };
}

/** Of a weighted sum of parameters: by the model, or as the ratings of each response hang together, if that is more. */
function largerError(covariances: readonly Matrix[], sum: readonly Loading[]): number {
  return Math.sqrt(Math.max(...covariances.map((covariance) => covarianceOf(covariance, sum, sum))));
}

function driftsOf(
  design: FacetDesign,
  entries: Float64Array,
  covariances: readonly Matrix[],
): SeverityDrift[] {
  const { raters, map, entries: at } = design;
  const numbers = [...raters.keys()].sort((a, b) => raters[a]!.occasion - raters[b]!.occasion);
  const names = [...new Set(raters.map(({ rater }) => rater))];
  return names.flatMap((rater) => {
    const own = numbers.filter((number) => raters[number]!.rater === rater);
    if (own.length < 2) return [];
    const [first, last] = [at.rater + own[0]!, at.rater + own.at(-1)!];
    const difference = [
      ...map.loadings[last]!,
      ...map.loadings[first]!.map(([position, factor]) => [position, -factor] as const),
    ];
    return [
      {
        rater,
        drift: entries[last]! - entries[first]!,
        se: largerError(covariances, difference),
      },
    ];
  });
}
