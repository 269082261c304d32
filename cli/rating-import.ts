import { readFile } from 'node:fs/promises';
import { Command } from 'commander';
import { type FilledFile, type Import, importSheets } from '../client/rating-import.ts';
import { withDatabase } from './context.ts';
import { counted } from './formats.ts';
import { CliError, exitCodes, printJson, printText, say, UsageError } from './output.ts';

const example = `
Example:
  $ etude rating import sheets/ann-1.csv sheets/bob-1.csv

Columns may be separated by commas, semicolons or tabs, as spreadsheets save them. Nothing is stored unless all files are
right. The same files again change nothing; a score that differs from the one on record is refused and listed.`;

interface Options {
  readonly json?: true;
}

export function ratingImportCommand(): Command {
  return new Command('import')
    .description('store the scores of filled rating sheets')
    .argument('<file...>', 'sheets of `etude rating export`, filled in')
    .option('--json', 'as JSON')
    .addHelpText('after', example)
    .action(async (files: readonly string[], { json }: Options) => {
      const filled = await Promise.all(files.map(readFilled));
      const result = await withDatabase(({ db }) => importSheets(db, filled));
      if (json) await printJson(result);
      else if (result.sheets.length > 0) await printText(sheetsText(result));
      refuse(result, json === true);
    });
}

async function readFilled(file: string): Promise<FilledFile> {
  try {
    return { file, text: await readFile(file, 'utf8') };
  } catch (error) {
    throw new UsageError(`${file} cannot be read: ${(error as Error).message}`, { cause: error });
  }
}

function sheetsText({ sheets, stored, known }: Import): string {
  const lines = sheets.map(
    ({ file, rater, occasion, ratings }) =>
      `${file}: ${counted(ratings, 'rating')} by ${rater}, occasion ${occasion}`,
  );
  return [...lines, `${counted(stored, 'new rating')}, ${known} known before`].join('\n');
}

const shownMax = 20;

/** Ends with exit code 1 where nothing was stored; with --json the list is in the data. */
function refuse({ problems, conflicts }: Import, isListed: boolean): void {
  const lines = [
    ...problems.map(({ file, line, column, message }) => `${placeText(file, line, column)}: ${message}`),
    ...conflicts.map(
      ({ file, line, column, rater, score, recorded }) =>
        `${placeText(file, line, column)}: ${rater} gave ${recorded} before and ${score} here; keep the first, or find out which is meant`,
    ),
  ];
  if (lines.length === 0) return;
  const rest = lines.length - shownMax;
  const shown = [...lines.slice(0, shownMax), ...(rest > 0 ? [`and ${rest} more (--json has all)`] : [])];
  if (!isListed) for (const line of shown) say(line);
  const what =
    problems.length > 0 ? counted(problems.length, 'problem') : counted(conflicts.length, 'conflict');
  throw new CliError(`nothing was stored: ${what}`, exitCodes.usage);
}

function placeText(file: string, line: number, column: string | null): string {
  return column === null ? `${file}:${line}` : `${file}:${line}, column ${JSON.stringify(column)}`;
}
