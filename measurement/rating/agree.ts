import { judgeGate } from '../constants.ts';
import { type AlphaMetric, alphaWithInterval } from './alpha.ts';
import { correlation, type LengthCorrelation, lengthCorrelation } from './elaboration.ts';
import { type FacetFit, fitFacets, type SeverityDrift } from './facets.ts';
import { facetDesign } from './facets-design.ts';
import type { MeasuredResponse } from './facets-responses.ts';
import { type GateVerdict, judgeVerdict } from './gate.ts';
import { linkedGroups } from './linked.ts';
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
  const { responses: _, residuals, ...facets } = fitFacets(ratings, scoreMax);
  const first = ratings.filter(({ occasion }) => occasion === 1);
  const humans = first.filter(({ kind }) => kind === 'human');
  const heldOut = first.filter((rating) => rating.heldOut);
  const agreements = panelAgreements(heldOut.length > 0 ? heldOut : first, judgeGate.panelMin);
  const verdicts = gate(ratings, heldOut, agreements, facets.scoreMax);
  return {
    ratings: ratings.length,
    responses: distinct(ratings, ({ response }) => response).length,
    heldOut: distinct(heldOut, ({ response }) => response).length,
    panel: {
      nominal: alphaAmong(humans, 'nominal'),
      ordinal: alphaAmong(humans, 'ordinal'),
      interval: alphaAmong(humans, 'interval'),
    },
    panelByCriterion: distinct(ratings, ({ criterion }) => criterion).map((criterion) => ({
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
    fair: fairAverages(ratings, verdicts, facets.scoreMax),
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
  scoreMax: number,
): GateVerdict[] {
  const judges = distinct(
    ratings.filter(({ kind }) => kind === 'judge'),
    ({ rater }) => rater,
  );
  return judges.map((rater) => {
    const known = heldOut.length > 0 ? agreements.find((each) => each.rater === rater) : undefined;
    const drift = driftBesideHumans(ratings, rater, scoreMax);
    return judgeVerdict(known ?? { rater, responses: 0, alpha: nothing, kappa: nothing }, drift);
  });
}

/**
 * Each judge is fitted beside the humans alone: another judge that scores at random would shorten everybody's logits.
 * Where the humans do not link it, nothing is known.
 */
function driftBesideHumans(
  ratings: readonly Rating[],
  judge: string,
  scoreMax: number,
): SeverityDrift | null {
  const own = ratings.filter(({ rater, kind }) => rater === judge || kind === 'human');
  if (!isLinked(own, scoreMax)) return null;
  return fitFacets(own, scoreMax).drifts.find(({ rater }) => rater === judge) ?? null;
}

function isLinked(ratings: readonly Rating[], scoreMax: number): boolean {
  const { raters, criteria } = linkedGroups(facetDesign(ratings, scoreMax));
  return raters.length === 1 && criteria.length === 1;
}

function fairAverages(
  ratings: readonly Rating[],
  verdicts: readonly GateVerdict[],
  scoreMax: number,
): FairAverages {
  const out = new Set(verdicts.filter(({ counts }) => !counts).map(({ rater }) => rater));
  const counted = ratings.filter(({ rater }) => !out.has(rater));
  const raters = distinct(counted, ({ rater }) => rater);
  const refused = (reason: string): FairAverages => ({ raters, responses: null, reason, length: null });
  if (counted.length === 0) return refused('there is no human rater, and no judge counts');
  if (!isLinked(counted, scoreMax)) {
    return refused('without the judges that do not count nothing links the raters that do');
  }
  const { responses } = fitFacets(counted, scoreMax);
  const lengths = new Map(ratings.map(({ response, length }) => [response, length]));
  const points = responses.flatMap(({ response, fairAverage }) => {
    const length = lengths.get(response) ?? null;
    return length === null ? [] : [[Math.log(length), fairAverage] as const];
  });
  return { raters, responses, reason: null, length: correlation(points) };
}
