import { createDraws, type Draws } from '../numeric/draws.ts';
import { facetDesign } from './facets-design.ts';
import { requireLinked } from './linked.ts';
import type { RaterKind, Rating } from './ratings.ts';

/** A response to be rated. */
export interface SheetResponse {
  readonly id: string;
  readonly prompt: string;
  readonly text: string;
  /** Those of the plan's criteria that apply to it; left out: all. */
  readonly criteria?: readonly string[];
  /** Family of the model that wrote it, which no judge of the same family rates; left out: unknown. */
  readonly family?: string;
}

export interface SheetRater {
  readonly rater: string;
  readonly kind: RaterKind;
  readonly family?: string;
}

export interface SheetPlan {
  /** The same seed and plan make the same sheets. Keep it from the raters. */
  readonly seed: string;
  readonly responses: readonly SheetResponse[];
  readonly criteria: readonly string[];
  readonly raters: readonly SheetRater[];
  /** K: scores are 0 … K. */
  readonly scoreMax: number;
  /** How many raters rate a response that is neither anchor nor held out. */
  readonly ratersPerResponse: number;
  /** Responses that everybody rates on the first occasion and again on the second one: what drift is measured on. */
  readonly anchors: number;
  /** Responses that everybody rates and nobody tunes a judge on: what the gate is judged on. */
  readonly heldOut: number;
}

/** Who rates what, by response of the plan. */
export interface Assignment {
  readonly response: SheetResponse;
  readonly anchor: boolean;
  readonly heldOut: boolean;
  readonly raters: readonly SheetRater[];
}

/**
 * Anchors and held-out responses are drawn at random and go to all raters, so every two raters share them; each other
 * response goes to those raters who have the fewest, ties at random. Throws a RangeError for a plan that contradicts
 * itself, and for one whose ratings would leave raters or criteria without a link.
 */
export function assignRaters(plan: SheetPlan): Assignment[] {
  requireSound(plan);
  const draws = createDraws('rating sheets', plan.seed, 'assignment');
  const loads = new Map(plan.raters.map(({ rater }) => [rater, 0]));
  const assignments = shuffled(plan.responses, draws).map((response, place): Assignment => {
    const anchor = place < plan.anchors;
    const heldOut = !anchor && place < plan.anchors + plan.heldOut;
    const able = shuffled(plan.raters, draws).filter((rater) => !isOwnFamily(rater, response));
    const wanted = anchor || heldOut ? able.length : plan.ratersPerResponse;
    if (able.length === 0 || able.length < wanted) {
      throw new RangeError(`${response.id}: only ${able.length} raters are not of its own family`);
    }
    const raters = able.sort((a, b) => loads.get(a.rater)! - loads.get(b.rater)!).slice(0, wanted);
    for (const { rater } of raters) loads.set(rater, loads.get(rater)! + 1);
    return { response, anchor, heldOut, raters };
  });
  requireLinked(facetDesign(plannedRatings(plan, assignments), plan.scoreMax));
  return assignments;
}

function isOwnFamily({ family }: SheetRater, response: SheetResponse): boolean {
  return family !== undefined && family === response.family;
}

function plannedRatings({ criteria }: SheetPlan, assignments: readonly Assignment[]): Rating[] {
  return assignments.flatMap(({ response, raters, anchor, heldOut }) =>
    raters.flatMap(({ rater, kind }) =>
      (response.criteria ?? criteria).flatMap((criterion) =>
        (anchor ? [1, 2] : [1]).map((occasion) => ({
          response: response.id,
          ...{ criterion, rater, kind, occasion, heldOut },
          score: 0,
          length: null,
        })),
      ),
    ),
  );
}

/** Fisher and Yates, by these draws; the list stays as it is. */
export function shuffled<T>(list: readonly T[], draws: Draws): T[] {
  const result = [...list];
  for (let end = result.length - 1; end > 0; end--) {
    const at = Math.floor(draws.uniform() * (end + 1));
    [result[end], result[at]] = [result[at]!, result[end]!];
  }
  return result;
}

/** Heads of a sheet beside those of the criteria. */
export const sheetHeads = ['id', 'prompt', 'text'] as const;

function requireSound({ responses, criteria, raters, ...plan }: SheetPlan): void {
  requireNames(
    'response',
    responses.map(({ id }) => id),
  );
  requireNames('criterion', criteria);
  requireNames(
    'rater',
    raters.map(({ rater }) => rater),
  );
  requireWhole('scoreMax', plan.scoreMax, 1, 100);
  requireWhole('ratersPerResponse', plan.ratersPerResponse, 1, raters.length);
  requireWhole('anchors', plan.anchors, 0, responses.length);
  requireWhole('heldOut', plan.heldOut, 0, responses.length - plan.anchors);
}

function requireNames(what: string, names: readonly string[]): void {
  if (names.length === 0) throw new RangeError(`there is no ${what}`);
  const again = names.find((name, index) => names.indexOf(name) !== index);
  if (again !== undefined) throw new RangeError(`${what} ${again} is named twice`);
  if (names.some((name) => name.trim() === '' || name.trim() !== name)) {
    throw new RangeError(`the name of a ${what} is empty or begins or ends with a blank`);
  }
}

function requireWhole(what: string, value: number, min: number, max: number): void {
  if (Number.isInteger(value) && min <= value && value <= max) return;
  throw new RangeError(`${what} must be a whole number from ${min} to ${max}, not ${value}`);
}
