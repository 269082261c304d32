import { readSheet, type SheetProblemKind, sheetIds } from '../measurement/rating/read-sheet.ts';
import { criterionHead } from '../measurement/rating/sheets.ts';
import type { Db } from '../schema/database.ts';
import { findSheetKey } from '../schema/rating-sheets.ts';
import { insertRatings, type NewRating, type RatingConflict, type RatingsStored } from '../schema/ratings.ts';

/** A filled sheet as it was read. */
export interface FilledFile {
  readonly file: string;
  readonly text: string;
}

/** What is wrong about a file, where, and what to do. */
export interface ImportProblem {
  readonly file: string;
  readonly line: number;
  /** Null where the whole file is meant. */
  readonly column: string | null;
  readonly message: string;
}

/** A score that differs from the one on record for the same row. */
export interface ImportConflict {
  readonly file: string;
  readonly line: number;
  readonly column: string;
  readonly rater: string;
  readonly score: number;
  readonly recorded: number;
}

export interface ImportedSheet {
  readonly file: string;
  readonly rater: string;
  readonly occasion: number;
  readonly ratings: number;
}

export interface Import {
  /** New ratings, and ones that were on record already. */
  readonly stored: number;
  readonly known: number;
  readonly sheets: readonly ImportedSheet[];
  readonly problems: readonly ImportProblem[];
  readonly conflicts: readonly ImportConflict[];
}

/**
 * Stores the ratings of filled sheets: of all of them, or of none where one has a problem or contradicts what is on
 * record. The same files again change nothing.
 */
export async function importSheets(db: Db, files: readonly FilledFile[]): Promise<Import> {
  const read = await Promise.all(files.map((file) => readFile(db, file)));
  const problems = read.flatMap((each) => each.problems);
  const none = { stored: 0, known: 0, sheets: [], problems, conflicts: [] };
  if (problems.length > 0) return none;
  const cells = read.flatMap((each) => each.cells);
  const stored = await storeAll(
    db,
    cells.map(({ rating }) => rating),
  );
  if (stored.conflicts.length > 0) {
    const conflicts = stored.conflicts.map(({ index, recorded }): ImportConflict => {
      const { rating, ...place } = cells[index]!;
      return { ...place, rater: rating.rater, score: rating.score, recorded };
    });
    return { ...none, conflicts };
  }
  return {
    ...none,
    stored: stored.stored,
    known: stored.known,
    sheets: read.flatMap(({ sheet }) => sheet ?? []),
  };
}

interface ReadFile {
  readonly sheet: ImportedSheet | null;
  readonly cells: readonly Cell[];
  readonly problems: readonly ImportProblem[];
}

interface Cell {
  readonly file: string;
  readonly line: number;
  readonly column: string;
  readonly rating: NewRating;
}

const remedies: Readonly<Record<SheetProblemKind, string>> = {
  column: 'give every column the head that it was exported with',
  unknown: 'leave the ids as they were exported',
  foreign: 'give each sheet a file of its own',
  duplicate: 'take one of the two out',
  missing: 'fill in what is missing',
  range: 'write a whole number of the scale',
};

async function readFile(db: Db, { file, text }: FilledFile): Promise<ReadFile> {
  const refused = (message: string): ReadFile => ({
    sheet: null,
    cells: [],
    problems: [{ file, line: 1, column: null, message }],
  });
  let ids: readonly string[];
  try {
    ids = sheetIds(text);
  } catch (error) {
    return refused(`${(error as RangeError).message}; save the sheet as CSV`);
  }
  const stored = await findSheetKey(db, ids);
  if (stored === undefined) {
    return refused(
      'no id in it was exported from this database: name a filled sheet, and let ETUDE_DATABASE_URL or ETUDE_STATE be those of the export',
    );
  }
  const { key, sheetIds: numbers } = stored;
  const { ratings, lines, problems } = readSheet(key, text);
  const present = new Set(ids);
  const at = key.sheets.findIndex(({ rows }) => rows.some(({ id }) => present.has(id)));
  const { rater, occasion } = key.sheets[at]!;
  return {
    sheet: { file, rater, occasion, ratings: ratings.length },
    problems: problems.map(({ kind, line, column, message }) => ({
      ...{ file, line, column },
      message: `${message}; ${remedies[kind]}`,
    })),
    cells: ratings.map((rating, index) => ({
      file,
      line: lines[index]!,
      column: criterionHead(rating.criterion, key.scoreMax),
      rating: {
        task_id: Number(rating.response),
        criterion: rating.criterion,
        rater: rating.rater,
        rater_kind: rating.kind,
        occasion: rating.occasion,
        score: rating.score,
        score_max: key.scoreMax,
        sheet_id: numbers[at]!,
      },
    })),
  };
}

/** Gives a transaction up. */
class ConflictsFound extends Error {
  override readonly name = 'ConflictsFound';
  readonly conflicts: readonly RatingConflict[];
  constructor(conflicts: readonly RatingConflict[]) {
    super('the ratings contradict what is on record');
    this.conflicts = conflicts;
  }
}

async function storeAll(db: Db, ratings: readonly NewRating[]): Promise<RatingsStored> {
  try {
    return await db.transaction().execute(async (transaction) => {
      const result = await insertRatings(transaction, ratings);
      if (result.conflicts.length > 0) throw new ConflictsFound(result.conflicts);
      return result;
    });
  } catch (error) {
    if (error instanceof ConflictsFound) return { stored: 0, known: 0, conflicts: error.conflicts };
    throw error;
  }
}
