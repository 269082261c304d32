/** One score that one rater gave one response on one criterion. */
export interface Rating {
  readonly response: string;
  readonly criterion: string;
  readonly rater: string;
  readonly kind: RaterKind;
  /** 1 for the first time that the rater rates, 2 for a later round in which some responses are rated again, … */
  readonly occasion: number;
  /** A whole number from 0. */
  readonly score: number;
  /** Whether the response was kept from everybody who built or tuned a judge. */
  readonly heldOut: boolean;
  /** Length of the response, in any one unit above 0; null where it is not known. */
  readonly length: number | null;
}

export type RaterKind = 'human' | 'judge';

/** What is wrong about one of several ratings. */
export interface RatingProblem {
  readonly index: number;
  readonly message: string;
}

/** Ratings that contradict one another: rated twice on one occasion, or one rater, one response told in two ways. */
export function ratingProblems(ratings: readonly Rating[]): RatingProblem[] {
  const seen = new Map<string, unknown>();
  const problems: RatingProblem[] = [];
  const once = (index: number, key: readonly unknown[], message: string) => {
    const text = JSON.stringify(key);
    if (seen.has(text)) problems.push({ index, message });
    seen.set(text, true);
  };
  const same = (index: number, key: readonly unknown[], value: unknown, message: string) => {
    const text = JSON.stringify(key);
    if (seen.has(text) && seen.get(text) !== value) problems.push({ index, message });
    else seen.set(text, value);
  };
  ratings.forEach(({ response, criterion, rater, kind, occasion, heldOut, length }, index) => {
    once(
      index,
      ['rating', response, criterion, rater, occasion],
      `${rater} has rated ${response} on ${criterion} before, on the same occasion`,
    );
    same(index, ['kind', rater], kind, `${rater} is human in one place and a judge in another`);
    same(index, ['heldOut', response], heldOut, `${response} is held out in one place and not in another`);
    same(index, ['length', response], length, `${response} has two lengths`);
  });
  return problems;
}

/** The values of `of`, each once, in the order in which they first come. */
export function distinct<T, V>(list: readonly T[], of: (element: T) => V): V[] {
  return [...new Set(list.map(of))];
}

/** What was rated together: a response on a criterion. */
export interface Unit {
  readonly response: string;
  readonly criterion: string;
  /** By rater. */
  readonly scores: ReadonlyMap<string, number>;
}

/** Ratings of one occasion each by response and criterion. */
export function unitsOf(ratings: readonly Rating[]): Unit[] {
  const units = new Map<string, { response: string; criterion: string; scores: Map<string, number> }>();
  for (const { response, criterion, rater, score } of ratings) {
    const key = JSON.stringify([response, criterion]);
    const unit = units.get(key) ?? { response, criterion, scores: new Map<string, number>() };
    unit.scores.set(rater, score);
    units.set(key, unit);
  }
  return [...units.values()];
}
