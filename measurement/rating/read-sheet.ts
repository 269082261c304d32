import { type CsvRow, harmless, readCsv } from './csv.ts';
import type { Rating } from './ratings.ts';
import { sheetHeads } from './sheet-plan.ts';
import { criterionHead, type KeySheet, type SheetKey } from './sheets.ts';

const [idHead] = sheetHeads;

export type SheetProblemKind = 'column' | 'unknown' | 'foreign' | 'duplicate' | 'missing' | 'range';

/** What is wrong about a filled sheet, and on which line of its file. */
export interface SheetProblem {
  readonly kind: SheetProblemKind;
  readonly line: number;
  /** Head of the column that it is about. */
  readonly column: string;
  readonly message: string;
}

export interface FilledSheet {
  /** Of all cells that are in order. */
  readonly ratings: readonly Rating[];
  /** By rating, the line of the file on which it stands. */
  readonly lines: readonly number[];
  readonly problems: readonly SheetProblem[];
}

/**
 * A filled sheet, as a spreadsheet saved it, back into ratings by the key. Rows may stand in any order, and further
 * columns (notes) may have been added. Problems are told by kind: a criterion without its column, an id that is not in
 * the key, one of another sheet, one twice, a row or score that is missing, a score that is not a whole number from 0 to
 * K. Throws a RangeError for what is not CSV at all.
 */
export function readSheet(key: SheetKey, csv: string): FilledSheet {
  const [head, ...rows] = readCsv(csv);
  const problems: SheetProblem[] = [];
  const columns = columnsOf(key, head, problems);
  if (columns === null) return { ratings: [], lines: [], problems };
  const known = knownRows(key);
  const sheet = rows
    .map((row) => known.get(cellAt(row, columns.id))?.sheet)
    .find((found) => found !== undefined);
  const seen = new Map<string, number>();
  const ratings: Rating[] = [];
  const lines: number[] = [];
  for (const row of rows) {
    const id = cellAt(row, columns.id);
    const problem = rowProblem(id, known.get(id)?.sheet, sheet, seen.get(id));
    if (problem !== null) {
      problems.push({ ...problem, line: row.line, column: idHead });
      continue;
    }
    seen.set(id, row.line);
    const response = known.get(id)!.response;
    const asked = key.responses.find((each) => each.response === response)!.criteria ?? key.criteria;
    for (const [criterion, column] of columns.criteria) {
      if (!asked.includes(criterion)) continue;
      const cell = cellAt(row, column);
      const score = scoreOf(cell, key.scoreMax);
      if (score === null) {
        const column = criterionHead(criterion, key.scoreMax);
        problems.push({ ...cellProblem(id, criterion, cell, key.scoreMax), line: row.line, column });
        continue;
      }
      ratings.push(ratingOf(key, sheet!, response, criterion, score));
      lines.push(row.line);
    }
  }
  const end = rows.at(-1)?.line ?? 1;
  for (const { id } of sheet?.rows ?? []) {
    if (seen.has(id)) continue;
    const message = `up to here no row has the id ${id}`;
    problems.push({ kind: 'missing', line: end, column: idHead, message });
  }
  if (sheet === undefined && rows.length === 0)
    problems.push({ kind: 'missing', line: 1, column: idHead, message: 'the sheet has no rows' });
  return { ratings, lines, problems };
}

/** The ids that stand in a sheet, whatever else is wrong about it. Throws a RangeError for what is not CSV at all. */
export function sheetIds(csv: string): string[] {
  const [head, ...rows] = readCsv(csv);
  const column = (head?.cells ?? []).findIndex((cell) => cell.trim() === idHead);
  return column < 0 ? [] : rows.map((row) => cellAt(row, column)).filter((id) => id !== '');
}

interface Columns {
  readonly id: number;
  readonly criteria: readonly (readonly [criterion: string, column: number])[];
}

function columnsOf(key: SheetKey, head: CsvRow | undefined, problems: SheetProblem[]): Columns | null {
  const heads = (head?.cells ?? []).map((cell) => cell.trim());
  const columnOf = (name: string) => {
    const columns = [...heads.keys()].filter(
      (column) => heads[column] === name || heads[column] === harmless(name),
    );
    if (columns.length === 1) return columns[0]!;
    const message = `${columns.length === 0 ? 'there is no' : 'there are several'} ${name} in the heads`;
    problems.push({ kind: 'column', line: 1, column: name, message });
    return null;
  };
  const id = columnOf(idHead);
  const criteria = key.criteria.flatMap((criterion) => {
    const column = columnOf(criterionHead(criterion, key.scoreMax));
    return column === null ? [] : [[criterion, column] as const];
  });
  return id === null ? null : { id, criteria };
}

function knownRows(key: SheetKey): Map<string, { readonly sheet: KeySheet; readonly response: string }> {
  return new Map(
    key.sheets.flatMap((sheet) => sheet.rows.map(({ id, response }) => [id, { sheet, response }] as const)),
  );
}

function rowProblem(
  id: string,
  own: KeySheet | undefined,
  sheet: KeySheet | undefined,
  before: number | undefined,
): { readonly kind: SheetProblemKind; readonly message: string } | null {
  if (own === undefined) return { kind: 'unknown', message: `the id ${JSON.stringify(id)} is in no sheet` };
  if (own !== sheet)
    return { kind: 'foreign', message: `the id ${id} is of another sheet than the first row` };
  if (before !== undefined)
    return { kind: 'duplicate', message: `the id ${id} stands on line ${before} too` };
  return null;
}

function cellProblem(id: string, criterion: string, cell: string, scoreMax: number) {
  return cell === ''
    ? { kind: 'missing' as const, message: `${id} has no score for ${criterion}` }
    : {
        kind: 'range' as const,
        message: `${id}, ${criterion}: ${JSON.stringify(cell)} is not a whole number from 0 to ${scoreMax}`,
      };
}

function cellAt({ cells }: CsvRow, column: number): string {
  return (cells[column] ?? '').trim();
}

/** Spreadsheets may write 3 as 3.0 or 3,0. */
function scoreOf(cell: string, scoreMax: number): number | null {
  const digits = /^(\d{1,3})(?:[.,]0+)?$/.exec(cell)?.[1];
  return digits !== undefined && Number(digits) <= scoreMax ? Number(digits) : null;
}

function ratingOf(
  key: SheetKey,
  { rater, kind, occasion }: KeySheet,
  response: string,
  criterion: string,
  score: number,
): Rating {
  const { heldOut, length } = key.responses.find((each) => each.response === response)!;
  return { response, criterion, rater, kind, occasion, score, heldOut, length: length === 0 ? null : length };
}
