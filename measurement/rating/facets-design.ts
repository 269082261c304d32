import type { Loading, ParameterMap } from '../items/parameters.ts';
import { distinct, type RaterKind, type Rating } from './ratings.ts';

/** A rater on one occasion: severity may have drifted by the next one. */
export interface RaterOnOccasion {
  readonly rater: string;
  readonly kind: RaterKind;
  readonly occasion: number;
}

/** One rating by the numbers of what it is about. */
export interface Cell {
  /** Number of the rating in the list that was given. */
  readonly index: number;
  readonly criterion: number;
  readonly rater: number;
  readonly score: number;
}

/** Ratings laid out for estimation. */
export interface FacetDesign {
  readonly responses: readonly string[];
  readonly criteria: readonly string[];
  readonly raters: readonly RaterOnOccasion[];
  /** K: scores are 0 … K. */
  readonly scoreMax: number;
  /** By response. */
  readonly cells: readonly (readonly Cell[])[];
  readonly entries: Entries;
  /** How the entries follow from free parameters, so that each facet has its origin. */
  readonly map: ParameterMap;
}

/** Where things stand in one vector: criteria, raters, thresholds, then mean and log SD of ability. */
export interface Entries {
  readonly rater: number;
  readonly threshold: number;
  readonly mean: number;
  readonly logSd: number;
  readonly size: number;
}

/** Ratings by response, criterion and rater on an occasion. The scale goes to the highest score if nothing is said. */
export function facetDesign(ratings: readonly Rating[], scoreMax?: number): FacetDesign {
  const highest = scoreMax ?? Math.max(0, ...ratings.map(({ score }) => score));
  const responses = distinct(ratings, ({ response }) => response);
  const criteria = distinct(ratings, ({ criterion }) => criterion);
  const raters = new Map<string, RaterOnOccasion>();
  for (const { rater, kind, occasion } of ratings)
    raters.set(raterKey({ rater, occasion }), { rater, kind, occasion });
  const numbers = {
    response: new Map(responses.map((name, number) => [name, number])),
    criterion: new Map(criteria.map((name, number) => [name, number])),
    rater: new Map([...raters.keys()].map((key, number) => [key, number])),
  };
  const cells = responses.map((): Cell[] => []);
  ratings.forEach((rating, index) => {
    const criterion = numbers.criterion.get(rating.criterion)!;
    const rater = numbers.rater.get(raterKey(rating))!;
    cells[numbers.response.get(rating.response)!]!.push({ index, criterion, rater, score: rating.score });
  });
  const entries = entriesOf(criteria.length, raters.size, highest);
  const map = centred(entries, criteria.length, [...raters.values()]);
  return { responses, criteria, raters: [...raters.values()], scoreMax: highest, cells, entries, map };
}

const raterKey = ({ rater, occasion }: Pick<RaterOnOccasion, 'rater' | 'occasion'>) =>
  JSON.stringify([rater, occasion]);

/** `name`, or `name (occasion 2)`. */
export function raterText({ rater, occasion }: Pick<RaterOnOccasion, 'rater' | 'occasion'>): string {
  return occasion === 1 ? rater : `${rater} (occasion ${occasion})`;
}

function entriesOf(criteria: number, raters: number, scoreMax: number): Entries {
  const threshold = criteria + raters;
  const mean = threshold + scoreMax;
  return { rater: criteria, threshold, mean, logSd: mean + 1, size: mean + 2 };
}

/**
 * Sums that are 0: of the difficulties, of the thresholds, and of the severities of the human raters on their first
 * occasion (of everybody on the first occasion if no human rates), so that a judge's severity is its distance from the
 * panel. The last of each such group is minus the sum of the others.
 */
function centred(entries: Entries, criteria: number, raters: readonly RaterOnOccasion[]): ParameterMap {
  const first = (kinds: readonly RaterKind[]) => (number: number) =>
    raters[number]!.occasion === 1 && kinds.includes(raters[number]!.kind);
  const numbers = [...raters.keys()];
  const humans = numbers.filter(first(['human']));
  const everybody = numbers.filter(first(['human', 'judge']));
  const centre = humans.length > 0 ? humans : everybody.length > 0 ? everybody : numbers;
  const range = (from: number, to: number) => Array.from({ length: to - from }, (_, index) => from + index);
  const groups = [
    range(0, criteria),
    centre.map((number) => entries.rater + number),
    range(entries.threshold, entries.mean),
  ];
  const dependent = new Set(groups.map((group) => group.at(-1)));
  let size = 0;
  const loadings = range(0, entries.size).map((entry): Loading[] =>
    dependent.has(entry) ? [] : [[size++, 1]],
  );
  for (const group of groups) {
    const last = group.at(-1);
    if (last === undefined) continue;
    loadings[last] = group.slice(0, -1).map((entry): Loading => [loadings[entry]![0]![0], -1]);
  }
  return { size, loadings, constants: new Float64Array(entries.size) };
}
