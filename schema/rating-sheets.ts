import type { Transaction } from 'kysely';
import type { KeyResponse, KeySheet, SheetKey } from '../measurement/rating/sheets.ts';
import type { Db } from './database.ts';
import type { Database } from './tables.ts';

/** Which answers are meant; what is left out does not narrow. */
export interface AnswerSelection {
  readonly domain: string;
  readonly families?: readonly string[];
  readonly evaluationIds?: readonly number[];
  readonly skills?: readonly string[];
}

/** Stored answers of completed evaluations, with the names that a rater must not meet. */
export async function answersToRate(db: Db, selection: AnswerSelection) {
  const { domain, families, evaluationIds, skills } = selection;
  return await db
    .selectFrom('tasks')
    .innerJoin('answers', 'answers.task_id', 'tasks.id')
    .innerJoin('inference_calls', 'inference_calls.id', 'answers.call_id')
    .innerJoin('sessions', 'sessions.id', 'tasks.session_id')
    .innerJoin('evaluations', 'evaluations.id', 'sessions.evaluation_id')
    .innerJoin('checkpoints', 'checkpoints.id', 'evaluations.checkpoint_id')
    .innerJoin('families', 'families.id', 'checkpoints.family_id')
    .select([
      'tasks.id as taskId',
      'tasks.skill as skill',
      'tasks.prompt as prompt',
      'tasks.reference as reference',
      'answers.text as text',
      'answers.finish_reason as finishReason',
      'inference_calls.model as model',
      'families.slug as family',
      'families.model_family as modelFamily',
      'checkpoints.id as checkpointId',
      'checkpoints.label as checkpoint',
    ])
    .where('sessions.domain', '=', domain)
    .where('evaluations.state', '=', 'completed')
    .$if(families !== undefined, (query) => query.where('families.slug', 'in', [...families!]))
    .$if(evaluationIds !== undefined, (query) => query.where('evaluations.id', 'in', [...evaluationIds!]))
    .$if(skills !== undefined, (query) => query.where('tasks.skill', 'in', [...skills!]))
    .orderBy('tasks.id')
    .execute();
}

export type AnswerToRate = Awaited<ReturnType<typeof answersToRate>>[number];

/** What each rater has been given: on any sheet or, as a judge, without one. */
export async function givenToRaters(db: Db) {
  return await db
    .selectFrom('rating_rows')
    .innerJoin('rating_sheets', 'rating_sheets.id', 'rating_rows.sheet_id')
    .select(['rating_sheets.rater', 'rating_sheets.rater_kind as kind', 'rating_rows.task_id as taskId'])
    .union(db.selectFrom('ratings').select(['rater', 'rater_kind as kind', 'task_id as taskId']))
    .execute();
}

/** Whether sheets were drawn by this seed before. */
export async function isSeedUsed(db: Db, seed: string): Promise<boolean> {
  const found = await db
    .selectFrom('rating_exports')
    .select('id')
    .where('seed', '=', seed)
    .executeTakeFirst();
  return found !== undefined;
}

/** Stores what leads from sheets back to tasks. Responses are named by their task's id. */
export async function insertSheetKey(
  transaction: Transaction<Database>,
  seed: string,
  key: SheetKey,
): Promise<void> {
  const { id: exportId } = await transaction
    .insertInto('rating_exports')
    .values({ seed, criteria: JSON.stringify(key.criteria), score_max: key.scoreMax })
    .returning('id')
    .executeTakeFirstOrThrow();
  await transaction
    .insertInto('rating_responses')
    .values(
      key.responses.map(({ response, anchor, heldOut, length, criteria }) => ({
        export_id: exportId,
        task_id: Number(response),
        anchor,
        held_out: heldOut,
        length,
        criteria: criteria === undefined ? null : JSON.stringify(criteria),
      })),
    )
    .execute();
  for (const sheet of key.sheets) await insertSheet(transaction, exportId, sheet);
}

async function insertSheet(
  transaction: Transaction<Database>,
  exportId: number,
  { rater, kind, occasion, rows }: KeySheet,
): Promise<void> {
  const { id: sheetId } = await transaction
    .insertInto('rating_sheets')
    .values({ export_id: exportId, rater, rater_kind: kind, occasion })
    .returning('id')
    .executeTakeFirstOrThrow();
  if (rows.length === 0) return;
  await transaction
    .insertInto('rating_rows')
    .values(
      rows.map(({ id, response }, place) => ({
        row_id: id,
        sheet_id: sheetId,
        place,
        task_id: Number(response),
      })),
    )
    .execute();
}

/** The key of the export that one of these rows is of, and the ids of its sheets in the order of the key's. */
export interface StoredKey {
  readonly key: SheetKey;
  readonly sheetIds: readonly number[];
}

/** The key that opens a sheet with these row ids; undefined where none of them was exported from this database. */
export async function findSheetKey(db: Db, rowIds: readonly string[]): Promise<StoredKey | undefined> {
  if (rowIds.length === 0) return undefined;
  const found = await db
    .selectFrom('rating_rows')
    .innerJoin('rating_sheets', 'rating_sheets.id', 'rating_rows.sheet_id')
    .innerJoin('rating_exports', 'rating_exports.id', 'rating_sheets.export_id')
    .select(['rating_exports.id', 'rating_exports.criteria', 'rating_exports.score_max as scoreMax'])
    .where('rating_rows.row_id', 'in', [...rowIds])
    .orderBy('rating_exports.id')
    .executeTakeFirst();
  if (found === undefined) return undefined;
  const [responses, sheets] = await Promise.all([keyResponses(db, found.id), keySheets(db, found.id)]);
  return {
    key: {
      version: 1,
      scoreMax: found.scoreMax,
      criteria: found.criteria,
      responses,
      sheets: sheets.map(({ sheetId: _, ...sheet }) => sheet),
    },
    sheetIds: sheets.map(({ sheetId }) => sheetId),
  };
}

async function keyResponses(db: Db, exportId: number): Promise<KeyResponse[]> {
  const rows = await db
    .selectFrom('rating_responses')
    .select(['task_id as taskId', 'anchor', 'held_out as heldOut', 'length', 'criteria'])
    .where('export_id', '=', exportId)
    .orderBy('task_id')
    .execute();
  return rows.map(({ taskId, criteria, ...response }) => ({
    response: String(taskId),
    ...response,
    ...(criteria === null ? {} : { criteria }),
  }));
}

async function keySheets(db: Db, exportId: number): Promise<(KeySheet & { readonly sheetId: number })[]> {
  const rows = await db
    .selectFrom('rating_rows')
    .innerJoin('rating_sheets', 'rating_sheets.id', 'rating_rows.sheet_id')
    .select([
      'sheet_id as sheetId',
      'rater',
      'rater_kind as kind',
      'occasion',
      'row_id as id',
      'task_id as taskId',
    ])
    .where('export_id', '=', exportId)
    .orderBy('sheet_id')
    .orderBy('place')
    .execute();
  return [...Map.groupBy(rows, ({ sheetId }) => sheetId)].map(([sheetId, own]) => {
    const [{ rater, kind, occasion }] = own as [(typeof own)[number], ...typeof own];
    return {
      sheetId,
      rater,
      kind,
      occasion,
      rows: own.map(({ id, taskId }) => ({ id, response: String(taskId) })),
    };
  });
}
