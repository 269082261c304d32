import { type CsvError, parse } from 'csv-parse/sync';
import { stringify } from 'csv-stringify/sync';

export interface CsvRow {
  /** Line of the file on which the row begins; the first is 1. */
  readonly line: number;
  readonly cells: readonly string[];
}

/**
 * The rows of a CSV file with `columns` heads, the head row first. Commas, semicolons and tabs all separate cells,
 * whichever follows the first head, since spreadsheets save by their user's locale; a byte order mark is ignored. Throws
 * a RangeError for text that is not CSV.
 */
export function readCsv(text: string): CsvRow[] {
  const delimiter = /^\uFEFF?(?:"[^"]*"|[^",;\t\r\n]*)([,;\t])/.exec(text)?.[1] ?? ',';
  try {
    const records = parse(text, {
      bom: true,
      delimiter,
      info: true,
      relax_column_count: true,
      skip_empty_lines: true,
    }) as unknown as { readonly record: string[]; readonly info: { readonly lines: number } }[];
    return records.map(({ record, info }) => {
      const within = record.reduce((lines, cell) => lines + cell.split(/\r\n|\n|\r/).length - 1, 0);
      return { line: info.lines - within, cells: record };
    });
  } catch (error) {
    throw new RangeError(`this is not CSV: ${(error as CsvError).message}`, { cause: error });
  }
}

/** What a spreadsheet takes for a formula, also behind blanks that it drops, and in full width. */
const formula = /^\s*[=+\-@\uFF1D\uFF0B\uFF0D\uFF20]|^[\t\r\n]/;

/**
 * CSV with every cell in quotes. A cell that a spreadsheet would run as a formula gets an apostrophe before it, as OWASP
 * recommends ("CSV Injection"); in a cell with a semicolon this holds only where commas separate.
 */
export function writeCsv(rows: readonly (readonly string[])[]): string {
  return stringify(
    rows.map((row) => row.map(harmless)),
    { quoted: true, quoted_empty: true },
  );
}

export function harmless(cell: string): string {
  return formula.test(cell) ? `'${cell}` : cell;
}
