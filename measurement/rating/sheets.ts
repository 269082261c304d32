import { createDraws } from '../numeric/draws.ts';
import { writeCsv } from './csv.ts';
import type { RaterKind } from './ratings.ts';
import {
  type Assignment,
  assignRaters,
  type SheetPlan,
  type SheetRater,
  sheetHeads,
  shuffled,
} from './sheet-plan.ts';

/** What one rater is given on one occasion. */
export interface Sheet {
  readonly rater: string;
  readonly occasion: number;
  /** Heads id, prompt, text and one for each criterion, whose cells are empty where the criterion applies. */
  readonly csv: string;
}

/** What leads from filled sheets back to responses. Never shown to a rater. */
export interface SheetKey {
  readonly version: 1;
  readonly scoreMax: number;
  readonly criteria: readonly string[];
  readonly responses: readonly KeyResponse[];
  readonly sheets: readonly KeySheet[];
}

export interface KeyResponse {
  readonly response: string;
  readonly anchor: boolean;
  readonly heldOut: boolean;
  /** Of its text, in characters (Unicode code points). */
  readonly length: number;
  /** Those of the key's criteria that apply to it; left out: all. */
  readonly criteria?: readonly string[];
}

export interface KeySheet {
  readonly rater: string;
  readonly kind: RaterKind;
  readonly occasion: number;
  readonly rows: readonly { readonly id: string; readonly response: string }[];
}

/**
 * Blind sheets of a plan: a sheet for each rater, and a second one with the anchors alone, for later. Each is in an order
 * of its own, and ids tell nothing: neither who wrote a response, nor whether another row, sheet or occasion has the
 * same. Cells are safe to open in a spreadsheet. Throws a RangeError as `assignRaters` does.
 */
export function ratingSheets(plan: SheetPlan): { readonly sheets: Sheet[]; readonly key: SheetKey } {
  const assignments = assignRaters(plan);
  const keySheets = plan.raters.flatMap((rater) => [
    keySheet(plan, assignments, rater, 1),
    ...(plan.anchors > 0 ? [keySheet(plan, assignments, rater, 2)] : []),
  ]);
  const ids = keySheets.flatMap(({ rows }) => rows.map(({ id }) => id));
  // One in a billion plans of 100 rows; another seed has others.
  if (new Set(ids).size < ids.length) throw new RangeError('two ids are the same: take another seed');
  return {
    sheets: keySheets.map((sheet) => ({
      rater: sheet.rater,
      occasion: sheet.occasion,
      csv: sheetCsv(plan, sheet),
    })),
    key: {
      version: 1,
      scoreMax: plan.scoreMax,
      criteria: plan.criteria,
      responses: assignments.map(({ response, anchor, heldOut }) => ({
        response: response.id,
        anchor,
        heldOut,
        length: [...response.text].length,
        ...(response.criteria === undefined ? {} : { criteria: response.criteria }),
      })),
      sheets: keySheets,
    },
  };
}

function keySheet(
  { seed }: SheetPlan,
  assignments: readonly Assignment[],
  { rater, kind }: SheetRater,
  occasion: number,
): KeySheet {
  const draws = createDraws('rating sheets', seed, 'sheet', JSON.stringify([rater, occasion]));
  const own = assignments.filter(
    ({ raters, anchor }) => raters.some((each) => each.rater === rater) && (occasion === 1 || anchor),
  );
  const rows = shuffled(own, draws).map(({ response }) => ({
    id: Array.from({ length: idLength }, () => letters[Math.floor(draws.uniform() * letters.length)]).join(
      '',
    ),
    response: response.id,
  }));
  return { rater, kind, occasion, rows };
}

const idLength = 10;
/** No digits, which spreadsheets make numbers of, and no vowels, of which words come. */
const letters = 'bcdfghjklmnpqrstvwxz';

function sheetCsv({ responses, criteria, scoreMax }: SheetPlan, { rows }: KeySheet): string {
  const byId = new Map(responses.map((response) => [response.id, response]));
  const heads = [...sheetHeads, ...criteria.map((criterion) => criterionHead(criterion, scoreMax))];
  return writeCsv([
    heads,
    ...rows.map(({ id, response }) => {
      const { prompt, text, criteria: own = criteria } = byId.get(response)!;
      return [id, prompt, text, ...criteria.map((name) => (own.includes(name) ? '' : notAsked))];
    }),
  ]);
}

/** Stands in the cells of criteria that do not apply; no formula begins with it. */
const notAsked = '–';

/** Head of a criterion's column, which reminds of the scale. */
export function criterionHead(criterion: string, scoreMax: number): string {
  return `${criterion} (0-${scoreMax})`;
}
