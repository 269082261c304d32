import { z } from 'zod';
import { type CsvRow, readCsv } from '../measurement/rating/csv.ts';
import { type Rating, ratingProblems } from '../measurement/rating/ratings.ts';
import { parseInput } from './measure-input.ts';
import { orUsageError, UsageError } from './output.ts';

const name = z.string().trim().min(1, 'it must not be empty');

const ratingSchema = z.strictObject({
  response: name,
  criterion: name,
  rater: name,
  kind: z.enum(['human', 'judge'], 'it must be human or judge'),
  occasion: z.int('it must be a whole number from 1').min(1, 'it must be a whole number from 1').default(1),
  score: z
    .int('it must be a whole number from 0 to 100')
    .min(0, 'it must be a whole number from 0 to 100')
    .max(100, 'it must be a whole number from 0 to 100'),
  heldOut: z.boolean('it must be true or false').default(false),
  length: z
    .number('it must be a number above 0')
    .positive('it must be a number above 0')
    .nullable()
    .default(null),
});

const inputSchema = z
  .strictObject({
    ratings: z.array(ratingSchema).min(1),
    scoreMax: z.int().min(1).max(100).optional(),
  })
  .superRefine(({ ratings }, context) => {
    for (const { index, message } of ratingProblems(ratings)) {
      context.addIssue({ code: 'custom', path: ['ratings', index], message });
    }
  });

export interface RatingsInput {
  readonly ratings: readonly Rating[];
  readonly scoreMax?: number | undefined;
}

/** Ratings as one JSON object, or as CSV. Throws `UsageError` that names the fields or lines with what is wrong. */
export function parseRatings(text: string): RatingsInput {
  return /^\uFEFF?\s*\{/.test(text) ? parseInput(inputSchema, text.replace(/^\uFEFF/, '')) : parseCsv(text);
}

const columns = Object.keys(ratingSchema.shape);
const columnsNeeded = ['response', 'criterion', 'rater', 'kind', 'score'];
const problemsShownMax = 5;

function parseCsv(text: string): RatingsInput {
  const [head, ...rows] = orUsageError(() => readCsv(text));
  const heads = (head?.cells ?? []).map((cell) => cell.trim());
  requireHeads(heads);
  const problems: string[] = [];
  const read = rows.flatMap((row) => {
    const parsed = ratingSchema.safeParse(fieldsOf(row, heads));
    if (row.cells.length === heads.length && parsed.success) return [{ line: row.line, rating: parsed.data }];
    problems.push(`line ${row.line}: ${rowMessage(row, heads, parsed.error)}`);
    return [];
  });
  for (const { index, message } of ratingProblems(read.map(({ rating }) => rating))) {
    problems.push(`line ${read[index]!.line}: ${message}`);
  }
  if (problems.length > 0) throw new UsageError(problemText(problems));
  if (read.length === 0) throw new UsageError('the ratings have no rows below the heads');
  return { ratings: read.map(({ rating }) => rating) };
}

function requireHeads(heads: readonly string[]): void {
  const missing = columnsNeeded.find((column) => !heads.includes(column));
  if (missing !== undefined) {
    throw new UsageError(
      `line 1: there is no column ${missing}; ratings are one JSON object, or CSV with ${columns.join(',')} (see --help)`,
    );
  }
  const odd = heads.find((column, at) => !columns.includes(column) || heads.indexOf(column) !== at);
  if (odd === undefined) return;
  const why = columns.includes(odd) ? 'stands twice' : `is unknown; there is ${columns.join(', ')}`;
  throw new UsageError(`line 1: the column ${JSON.stringify(odd)} ${why}`);
}

/** Cells as values; what is no number or truth value stays text, and an empty cell is left out. */
function fieldsOf({ cells }: CsvRow, heads: readonly string[]): Record<string, unknown> {
  const fields: Record<string, unknown> = {};
  heads.forEach((column, at) => {
    const cell = (cells[at] ?? '').trim();
    if (cell !== '') fields[column] = fieldValue(column, cell);
  });
  return fields;
}

function fieldValue(column: string, cell: string): unknown {
  if (['score', 'occasion', 'length'].includes(column))
    return /^-?\d+(\.\d+)?$/.test(cell) ? Number(cell) : cell;
  if (column !== 'heldOut') return cell;
  const lower = cell.toLowerCase();
  if (['true', 'yes', '1'].includes(lower)) return true;
  return ['false', 'no', '0'].includes(lower) ? false : cell;
}

function rowMessage({ cells }: CsvRow, heads: readonly string[], error: z.ZodError | undefined): string {
  if (cells.length !== heads.length)
    return `it has ${cells.length} cells, but there are ${heads.length} heads`;
  const [issue] = error!.issues;
  const column = String(issue!.path[0]);
  const cell = (cells[heads.indexOf(column)] ?? '').trim();
  return cell === '' ? `${column} is empty` : `${column} ${JSON.stringify(cell)}: ${issue!.message}`;
}

function problemText(problems: readonly string[]): string {
  const shown = problems.slice(0, problemsShownMax);
  const more = problems.length - shown.length;
  return [...shown, ...(more > 0 ? [`and ${more} more`] : [])].join('\n       ');
}
