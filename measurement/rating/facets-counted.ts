import { type FacetFit, fitFacets } from './facets.ts';
import { facetDesign } from './facets-design.ts';
import { linkedGroups } from './linked.ts';
import { distinct, type Rating } from './ratings.ts';

/**
 * Each judge fitted beside the humans alone: another judge that scores at random would shorten everybody's logits. Null
 * where the humans do not link it.
 */
export function fitsBesideHumans(
  ratings: readonly Rating[],
  scoreMax: number,
): ReadonlyMap<string, FacetFit | null> {
  return new Map(
    judgesOf(ratings).map((judge) => {
      const own = besideHumans(ratings, judge);
      return [judge, isLinked(own, scoreMax) ? fitFacets(own, scoreMax) : null];
    }),
  );
}

export function judgesOf(ratings: readonly Rating[]): string[] {
  return distinct(
    ratings.filter(({ kind }) => kind === 'judge'),
    ({ rater }) => rater,
  );
}

function besideHumans(ratings: readonly Rating[], judge: string): Rating[] {
  return ratings.filter(({ rater, kind }) => rater === judge || kind === 'human');
}

function isLinked(ratings: readonly Rating[], scoreMax: number): boolean {
  const { raters, criteria } = linkedGroups(facetDesign(ratings, scoreMax));
  return raters.length === 1 && criteria.length === 1;
}

/** A fit of all raters in which judges that do not count move nobody else. */
export interface CountedFit {
  /** Raters, drifts and residuals of everybody; all else by those who count. */
  readonly fit: FacetFit;
  /** Why it had to be fitted together with those who do not count; null where it was not. */
  readonly reason: string | null;
}

/**
 * Those who count are fitted together, and each judge in `out` has its severity from its fit beside the humans. Where
 * those who count do not link, everybody is fitted together, and `reason` says so.
 */
export function fitCounted(
  ratings: readonly Rating[],
  out: readonly string[],
  beside: ReadonlyMap<string, FacetFit | null>,
  scoreMax: number,
): CountedFit {
  const counted = ratings.filter(({ rater }) => !out.includes(rater));
  if (counted.length === 0) {
    return { fit: fitFacets(ratings, scoreMax), reason: 'there is no human rater, and no judge counts' };
  }
  if (!isLinked(counted, scoreMax)) {
    const reason = 'without the judges that do not count nothing links the raters that do';
    return { fit: fitFacets(ratings, scoreMax), reason };
  }
  const main: Part = {
    raters: distinct(counted, ({ rater }) => rater),
    ratings: counted,
    fit: fitFacets(counted, scoreMax),
  };
  const others = out.map((judge): Part => {
    const fit = beside.get(judge) ?? null;
    return fit === null
      ? { raters: [judge], ratings, fit: fitFacets(ratings, scoreMax) }
      : { raters: [judge], ratings: besideHumans(ratings, judge), fit };
  });
  return { fit: joined(ratings, main, others), reason: null };
}

/** What a fit of some ratings says of some of their raters. */
interface Part {
  readonly raters: readonly string[];
  readonly ratings: readonly Rating[];
  readonly fit: FacetFit;
}

function joined(ratings: readonly Rating[], main: Part, others: readonly Part[]): FacetFit {
  const parts = [main, ...others];
  const residuals = new Map<Rating, number>();
  for (const { raters, ratings: own, fit } of parts) {
    own.forEach((rating, index) => {
      if (raters.includes(rating.rater)) residuals.set(rating, fit.residuals[index]!);
    });
  }
  const ofParts = <T extends { readonly rater: string }>(of: (fit: FacetFit) => readonly T[]): T[] =>
    parts.flatMap(({ raters, fit }) => of(fit).filter(({ rater }) => raters.includes(rater)));
  return {
    ...main.fit,
    raters: ofParts(({ raters }) => raters),
    drifts: ofParts(({ drifts }) => drifts),
    residuals: ratings.map((rating) => residuals.get(rating)!),
    converged: parts.every(({ fit }) => fit.converged),
  };
}
