import type { Writable } from 'node:stream';
import { stripVTControlCharacters } from 'node:util';
import Table from 'cli-table3';
import { InvalidArgumentError } from 'commander';
import pc from 'picocolors';

/** Exit codes that scripts may rely on. */
export const exitCodes = {
  ok: 0,
  usage: 1,
  evaluationFailed: 2,
  regression: 3,
  serverUnreachable: 4,
} as const;

/** Ends a command with a message for people and an exit code for scripts; no stack is shown. */
export class CliError extends Error {
  override readonly name: string = 'CliError';
  readonly exitCode: number;
  constructor(message: string, exitCode: number, options?: ErrorOptions) {
    super(message, options);
    this.exitCode = exitCode;
  }
}

/** What was asked for cannot be done as it was put: a wrong name, value or input. */
export class UsageError extends CliError {
  override readonly name = 'UsageError';
  constructor(message: string, options?: ErrorOptions) {
    super(message, exitCodes.usage, options);
  }
}

/** What `make` gives; a name or value that it refuses with a RangeError is the user's mistake. */
export function orUsageError<T>(make: () => T): T {
  try {
    return make();
  } catch (error) {
    if (error instanceof RangeError) throw new UsageError(error.message, { cause: error });
    throw error;
  }
}

/** For commander: reads an option or argument that must be a whole number from `min`. */
export function wholeNumberFrom(min: number): (text: string) => number {
  return (text) => {
    const value = Number(text);
    if (text.trim() === '' || !Number.isSafeInteger(value) || value < min) {
      throw new InvalidArgumentError(`It must be a whole number from ${min}.`);
    }
    return value;
  };
}

export interface Output {
  /** Waits while the reader is slow. False once nobody reads any more: then stop, there is nothing to say. */
  write(text: string): Promise<boolean>;
}

const outputs = new WeakMap<Writable, Output>();

/**
 * The one way to write data to a stream. A reader that has gone (`| head`) is not an error: writing then
 * answers false.
 */
export function outputTo(stream: Writable = process.stdout): Output {
  const known = outputs.get(stream);
  if (known !== undefined) return known;
  let failure: Error | null = null;
  stream.on('error', (error: NodeJS.ErrnoException) => {
    failure = error;
  });
  const output: Output = {
    async write(text) {
      throwUnlessGone(failure);
      if (failure !== null || stream.destroyed) return false;
      if (!stream.write(text)) await roomIn(stream);
      throwUnlessGone(failure);
      return failure === null;
    },
  };
  outputs.set(stream, output);
  return output;
}

/** Settles once the stream takes more, or never will again. */
function roomIn(stream: Writable): Promise<void> {
  const events = ['drain', 'close', 'error'];
  return new Promise((resolve) => {
    const settle = () => {
      for (const event of events) stream.off(event, settle);
      resolve();
    };
    for (const event of events) stream.on(event, settle);
  });
}

function throwUnlessGone(failure: NodeJS.ErrnoException | null): void {
  if (failure !== null && failure.code !== 'EPIPE') throw failure;
}

export async function printJson(value: unknown, output: Output = outputTo()): Promise<void> {
  await output.write(`${JSON.stringify(value, null, 2)}\n`);
}

export async function printText(text: string, output: Output = outputTo()): Promise<void> {
  await output.write(text.endsWith('\n') ? text : `${text}\n`);
}

export interface Column {
  readonly head: string;
  readonly align?: 'left' | 'right';
  /** Takes the room that is left and wraps; other columns are as wide as their content. */
  readonly wraps?: boolean;
}

/** A table as text; it keeps within `widthMax` characters by wrapping the columns that may wrap. */
export function tableText(
  columns: readonly Column[],
  rows: readonly (readonly string[])[],
  widthMax: number = process.stdout.columns ?? Number.POSITIVE_INFINITY,
): string {
  const table = new Table({
    head: columns.map(({ head }) => pc.bold(head)),
    colAligns: columns.map(({ align }) => align ?? 'left'),
    colWidths: columnWidths(columns, rows, widthMax),
    wordWrap: true,
    style: { head: [], border: [], compact: true },
  });
  table.push(...rows.map((row) => [...row]));
  return `${table.toString()}\n`;
}

const columnWidthMin = 12;
const cellPadding = 2;

function columnWidths(
  columns: readonly Column[],
  rows: readonly (readonly string[])[],
  widthMax: number,
): number[] {
  const natural = columns.map(
    ({ head }, index) =>
      cellPadding + Math.max(head.length, ...rows.map((row) => longestLine(row[index] ?? ''))),
  );
  const wrapping = columns.filter(({ wraps }) => wraps).length;
  const total = natural.reduce((sum, width) => sum + width, columns.length + 1);
  if (total <= widthMax || wrapping === 0) return natural;
  const fixed = natural.reduce((sum, width, index) => sum + (columns[index]?.wraps ? 0 : width), 0);
  const share = Math.floor((widthMax - columns.length - 1 - fixed) / wrapping);
  return natural.map((width, index) =>
    columns[index]?.wraps ? Math.min(width, Math.max(columnWidthMin, share)) : width,
  );
}

function longestLine(text: string): number {
  return Math.max(
    0,
    ...stripVTControlCharacters(text)
      .split('\n')
      .map((line) => line.length),
  );
}

/** A number as people read it: all digits before the point, and `digits` significant ones where there are fewer. */
export function formatNumber(value: number, digits = 3): string {
  if (!Number.isFinite(value)) return '–';
  if (Number.isInteger(value)) return String(value);
  return String(Math.abs(value) >= 10 ** digits ? Math.round(value) : Number(value.toPrecision(digits)));
}

/** A line of talk on stderr; data never goes there. */
export function say(text: string): void {
  process.stderr.write(`${text}\n`);
}
