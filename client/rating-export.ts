import { findSkill } from '../domains/catalogue.ts';
import { createDraws } from '../measurement/numeric/draws.ts';
import { balancedSample } from '../measurement/rating/balanced-sample.ts';
import { criteria, criterionScoreMax } from '../measurement/rating/criteria.ts';
import type { SheetRater, SheetResponse } from '../measurement/rating/sheet-plan.ts';
import { ratingSheets, type Sheet } from '../measurement/rating/sheets.ts';
import type { Db } from '../schema/database.ts';
import { listJudges } from '../schema/judges.ts';
import {
  type AnswerSelection,
  answersToRate,
  givenToRaters,
  insertSheetKey,
  isSeedUsed,
} from '../schema/rating-sheets.ts';
import type { RaterKind } from '../schema/shapes.ts';
import { OrderRefused } from './families.ts';
import { type LeftOut, responseOf } from './rating-responses.ts';

/** What sheets are to be made of, and for whom. */
export interface ExportOrder {
  readonly selection: AnswerSelection;
  /** Null: the yes-or-no questions that judges answer. */
  readonly criteria: readonly string[] | null;
  readonly raters: readonly SheetRater[];
  /** Rows of a rater's first sheet. */
  readonly perRater: number;
  /** Raters of a response that not all of them rate. */
  readonly overlap: number;
  readonly anchors: number;
  readonly heldOut: number;
  readonly seed: string;
}

export interface Export {
  readonly responses: number;
  readonly anchors: number;
  readonly heldOut: number;
  readonly sheets: readonly Sheet[];
  readonly criteria: readonly string[];
  readonly scoreMax: number;
  /** Answers that were not put before raters, by reason. */
  readonly leftOut: Readonly<Partial<Record<LeftOut, number>>>;
}

/** Responses of one export; more are more than people rate. */
const responsesMax = 5_000;

/**
 * Makes blind sheets of stored answers, hands them to `write`, and stores what leads back from them: both or neither.
 * Throws `OrderRefused`.
 */
export async function exportSheets(
  db: Db,
  order: ExportOrder,
  write: (sheets: readonly Sheet[]) => Promise<void>,
): Promise<Export> {
  if (await isSeedUsed(db, order.seed)) {
    throw new OrderRefused(
      'SeedUsed',
      `sheets were drawn by the seed ${order.seed} before: take another one, or leave --seed out`,
    );
  }
  const raters = await withFamilies(db, order.raters);
  const given = await givenTo(db, raters);
  const { responses, leftOut } = await responsesFor(db, order, given);
  const drawn = drawResponses(order, responses);
  const shown = drawn.map(({ response }) => response);
  const criteria = order.criteria ?? [...new Set(shown.flatMap((response) => response.criteria ?? []))];
  const scoreMax = order.criteria === null ? 1 : criterionScoreMax;
  const { sheets, key } = orRefused(() =>
    ratingSheets({
      seed: order.seed,
      responses: shown,
      criteria,
      raters,
      scoreMax,
      ratersPerResponse: order.overlap,
      anchors: order.anchors,
      heldOut: order.heldOut,
    }),
  );
  await db.transaction().execute(async (transaction) => {
    await insertSheetKey(transaction, order.seed, key);
    await write(sheets);
  });
  const { anchors, heldOut } = order;
  return { responses: drawn.length, anchors, heldOut, sheets, criteria, scoreMax, leftOut };
}

/** A plan that `ratingSheets` cannot make sheets of is the user's to mend. */
function orRefused<T>(make: () => T): T {
  try {
    return make();
  } catch (error) {
    if (error instanceof RangeError) throw new OrderRefused('PlanRefused', error.message);
    throw error;
  }
}

/** Of judges that are registered here the family of models is known. Refuses a human of such a judge's name. */
async function withFamilies(db: Db, raters: readonly SheetRater[]): Promise<SheetRater[]> {
  const families = new Map((await listJudges(db)).map(({ name, modelFamily }) => [name, modelFamily]));
  return raters.map((rater) => {
    const family = families.get(rater.rater);
    if (family !== undefined && rater.kind === 'human') throw otherKind(rater, 'judge');
    return family === undefined || rater.family !== undefined ? rater : { ...rater, family };
  });
}

/** Tasks that one of the raters has been given. Refuses a rater who is known as one of the other kind. */
async function givenTo(db: Db, raters: readonly SheetRater[]): Promise<Set<number>> {
  const rows = await givenToRaters(db);
  const own = raters.flatMap((wanted) =>
    rows.filter(({ rater }) => rater === wanted.rater).map((row) => ({ ...row, wanted })),
  );
  const odd = own.find(({ kind, wanted }) => kind !== wanted.kind);
  if (odd !== undefined) throw otherKind(odd.wanted, odd.kind);
  return new Set(own.map(({ taskId }) => taskId));
}

function otherKind({ rater, kind }: SheetRater, known: RaterKind): OrderRefused {
  return new OrderRefused('RaterKind', `${rater} is known as a ${known}: name this ${kind} otherwise`);
}

interface Candidate {
  readonly response: SheetResponse;
  /** A checkpoint in a skill: sheets hold them as evenly as there are answers. */
  readonly group: string;
}

async function responsesFor(db: Db, { selection, criteria }: ExportOrder, given: ReadonlySet<number>) {
  const answers = await answersToRate(db, selection);
  const leftOut: Partial<Record<LeftOut, number>> = {};
  const responses = answers.flatMap((answer): Candidate[] => {
    const { skill } = findSkill(`${selection.domain}/${answer.skill}`);
    const response = responseOf(skill, answer, criteria === null ? 'rubric' : 'criteria', given);
    if (typeof response === 'object') return [{ response, group: `${answer.skill} ${answer.checkpointId}` }];
    leftOut[response] = (leftOut[response] ?? 0) + 1;
    return [];
  });
  return { responses, leftOut };
}

function drawResponses(order: ExportOrder, responses: readonly Candidate[]): Candidate[] {
  const { raters, perRater, overlap, anchors, heldOut, seed } = order;
  const rest = Math.floor((raters.length * (perRater - anchors - heldOut)) / overlap);
  if (overlap > raters.length) {
    throw new OrderRefused(
      'OverlapTooHigh',
      `--overlap ${overlap} asks for more raters of a response than there are, ${raters.length}`,
    );
  }
  if (rest < 0) {
    throw new OrderRefused(
      'SheetsTooShort',
      `${anchors} anchors and ${heldOut} held-out responses, which everybody rates, are more than --per-rater ${perRater}: ` +
        'raise it, or lower --anchors or --held-out',
    );
  }
  const wanted = anchors + heldOut + rest;
  if (wanted > responsesMax) {
    throw new OrderRefused(
      'SheetsTooLong',
      `the sheets would hold ${wanted} responses, ${responsesMax} at most: lower --per-rater`,
    );
  }
  if (responses.length < Math.max(1, anchors + heldOut)) {
    throw new OrderRefused(
      'AnswersTooFew',
      `${responses.length} answers can be put before these raters, and ${anchors} anchors with ${heldOut} held-out ` +
        'responses are wanted: lower --anchors or --held-out, or select more answers',
    );
  }
  const draws = createDraws('rating export', seed);
  return balancedSample(responses, ({ group }) => group, wanted, draws);
}

/** The criteria of these names, in the order of the catalogue's. Throws a RangeError for another name. */
export function criteriaNamed(names: readonly string[]) {
  const unknown = names.find((name) => criteria.every((criterion) => criterion.name !== name));
  if (unknown !== undefined) {
    const known = criteria.map(({ name }) => name).join(', ');
    throw new RangeError(`there is no criterion ${unknown}; there is ${known}`);
  }
  return criteria.filter(({ name }) => names.includes(name));
}
