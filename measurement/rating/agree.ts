import { judgeGate } from '../constants.ts';
import { type AlphaMetric, alphaWithInterval } from './alpha.ts';
import { correlation, type LengthCorrelation, lengthCorrelation } from './elaboration.ts';
import { type FacetFit, requireFittable } from './facets.ts';
import { fitCounted, fitsBesideHumans, judgesOf } from './facets-counted.ts';
import { facetDesign } from './facets-design.ts';
import type { MeasuredResponse } from './facets-responses.ts';
import { type GateVerdict, judgeVerdict } from './gate.ts';
import { type PanelAgreement, panelAgreements } from './panel.ts';
import { distinct, type Rating, ratingProblems, unitsOf } from './ratings.ts';
import type { Agreement } from './resampling.ts';

export interface RaterAgreement extends PanelAgreement {
  readonly length: LengthCorrelation;
}

/** Fair averages by those who count: all humans, and the judges that pass the gate. */
export interface FairAverages {
  readonly raters: readonly string[];
  /** Null where these raters alone do not link; `reason` says so. */
  readonly responses: readonly MeasuredResponse[] | null;
  readonly reason: string | null;
  /** Of fair averages with log length. */
  readonly length: LengthCorrelation | null;
}

export interface AgreementReport {
  readonly ratings: number;
  readonly responses: number;
  readonly heldOut: number;
  /** Krippendorff's alpha among the human raters on their first occasion: the ceiling of what a judge can agree with. */
  readonly panel: Readonly<Record<AlphaMetric, Agreement>>;
  readonly panelByCriterion: readonly { readonly criterion: string; readonly ordinal: Agreement }[];
  /** Which responses the raters' agreement with the panel is about: held-out ones where there are any. */
  readonly on: 'held-out' | 'all';
  readonly raters: readonly RaterAgreement[];
  /** Judges that do not count are in it, and move nobody else's values. */
  readonly facets: Omit<FacetFit, 'responses' | 'residuals'>;
  readonly gate: readonly GateVerdict[];
  readonly fair: FairAverages;
}

/**
 * All that ratings say of their raters, and what those who count say of the responses. Throws a RangeError for ratings
 * that contradict one another, and as `fitFacets` does.
 */
export function agree(ratings: readonly Rating[], scoreMax?: number): AgreementReport {
  const [problem] = ratingProblems(ratings);
  if (problem !== undefined) throw new RangeError(problem.message);
  const design = facetDesign(ratings, scoreMax);
  requireFittable(design);
  const first = ratings.filter(({ occasion }) => occasion === 1);
  const humans = first.filter(({ kind }) => kind === 'human');
  const heldOut = first.filter((rating) => rating.heldOut);
  const agreements = panelAgreements(heldOut.length > 0 ? heldOut : first, judgeGate.panelMin);
  const beside = fitsBesideHumans(ratings, design.scoreMax);
  const verdicts = gate(ratings, heldOut, agreements, beside);
  const out = verdicts.filter(({ counts }) => !counts).map(({ rater }) => rater);
  const { fit, reason } = fitCounted(ratings, out, beside, design.scoreMax);
  const { responses, residuals, ...facets } = fit;
  const raters = distinct(ratings, ({ rater }) => rater).filter((rater) => !out.includes(rater));
  return {
    ratings: ratings.length,
    responses: design.responses.length,
    heldOut: distinct(heldOut, ({ response }) => response).length,
    panel: {
      nominal: alphaAmong(humans, 'nominal'),
      ordinal: alphaAmong(humans, 'ordinal'),
      interval: alphaAmong(humans, 'interval'),
    },
    panelByCriterion: design.criteria.map((criterion) => ({
      criterion,
      ordinal: alphaAmong(
        humans.filter((rating) => rating.criterion === criterion),
        'ordinal',
      ),
    })),
    on: heldOut.length > 0 ? 'held-out' : 'all',
    raters: agreements.map((agreement) => ({
      ...agreement,
      length: lengthCorrelation(ratings, residuals, agreement.rater),
    })),
    facets,
    gate: verdicts,
    fair:
      reason === null
        ? { raters, responses, reason, length: lengthOf(responses, ratings) }
        : { raters, responses: null, reason, length: null },
  };
}

function alphaAmong(ratings: readonly Rating[], metric: AlphaMetric): Agreement {
  const units = unitsOf(ratings);
  return alphaWithInterval(
    units.map(({ scores }) => [...scores.values()]),
    metric,
    units.map(({ response }) => response),
    `panel ${metric}`,
  );
}

const nothing: Agreement = { value: null, lo: null, hi: null };

function gate(
  ratings: readonly Rating[],
  heldOut: readonly Rating[],
  agreements: readonly PanelAgreement[],
  beside: ReadonlyMap<string, FacetFit | null>,
): GateVerdict[] {
  return judgesOf(ratings).map((rater) => {
    const known = heldOut.length > 0 ? agreements.find((each) => each.rater === rater) : undefined;
    const drift = beside.get(rater)?.drifts.find((each) => each.rater === rater) ?? null;
    return judgeVerdict(known ?? { rater, responses: 0, alpha: nothing, kappa: nothing }, drift);
  });
}

/** How fair averages go with the log of the responses' lengths. */
function lengthOf(responses: readonly MeasuredResponse[], ratings: readonly Rating[]): LengthCorrelation {
  const lengths = new Map(ratings.map(({ response, length }) => [response, length]));
  const points = responses.flatMap(({ response, fairAverage }) => {
    const length = lengths.get(response) ?? null;
    return length === null ? [] : [[Math.log(length), fairAverage] as const];
  });
  return correlation(points);
}
