import { readFile } from 'node:fs/promises';
import { Fd, File, OpenFile, WASI, WASIProcExit, wasi } from '@bjorn3/browser_wasi_shim';
import { z } from 'zod';
import type { Call, CallOutcome, Ended, Interpreter, Limits, Program } from '../contract.ts';
import { readValue } from '../value.ts';

/** What the harness writes; the program shares its interpreter and can write the same. */
const lineSchema = z.union([
  z.strictObject({ returned: z.string().nullable() }),
  z.strictObject({ threw: z.string() }),
  z.strictObject({ end: z.enum(['done', 'load', 'memory']), message: z.string().optional() }),
]);

/** Isolated from the environment and without the site packages, which would only cost time. */
const flags = ['-I', '-S', '-B'];

export async function createPython(module: WebAssembly.Module, limits: Limits): Promise<Interpreter> {
  const harness = await readFile(new URL('./harness.py', import.meta.url), 'utf8');
  return {
    async run(program, calls, report) {
      const reader = new LineReader(calls.length, limits.outputBytes, report);
      const host = new WASI(
        ['python', ...flags, '-c', harness],
        [],
        [
          new OpenFile(new File(new TextEncoder().encode(taskText(program, calls)))),
          new Sink(discarding(limits.outputBytes)),
          new Sink((data) => reader.take(data)),
        ],
        { debug: false },
      );
      const instance = await WebAssembly.instantiate(module, { wasi_snapshot_preview1: host.wasiImport });
      return endOf(() => host.start(instance as Parameters<WASI['start']>[0]), reader);
    },
  };
}

function taskText({ files, entry }: Program, calls: readonly Call[]): string {
  return JSON.stringify({ files, entry, calls });
}

function endOf(run: () => void, reader: LineReader): Ended {
  try {
    run();
  } catch (error) {
    if (error instanceof OutputExceeded) return { end: 'output', message: null };
    // Anything else is a trap: an abort, or a stack that overflowed.
    if (!(error instanceof WASIProcExit)) return { end: 'exit', message: String(error) };
  }
  return reader.end ?? { end: 'exit', message: 'The program ended its interpreter.' };
}

/** Thrown through the interpreter, where no Python code can catch it. */
class OutputExceeded extends Error {}

function discarding(bytesMax: number): (data: Uint8Array) => void {
  let bytes = 0;
  return (data) => {
    bytes += data.byteLength;
    if (bytes > bytesMax) throw new OutputExceeded();
  };
}

/** Splits what comes into lines and reports what they say; no more outcomes than there are calls. */
class LineReader {
  end: Ended | null = null;
  readonly #decoder = new TextDecoder();
  readonly #count: (data: Uint8Array) => void;
  readonly #report: (outcome: CallOutcome) => void;
  #open: number;
  #rest = '';

  constructor(calls: number, bytesMax: number, report: (outcome: CallOutcome) => void) {
    this.#open = calls;
    this.#count = discarding(bytesMax);
    this.#report = report;
  }

  take(data: Uint8Array): void {
    this.#count(data);
    const lines = (this.#rest + this.#decoder.decode(data, { stream: true })).split('\n');
    this.#rest = lines.pop() as string;
    for (const line of lines) this.#read(line);
  }

  #read(text: string): void {
    const line = lineSchema.safeParse(readValue(text)).data;
    if (line === undefined || this.end !== null) return;
    if ('end' in line) {
      // A program that says "done" before its calls are through has ended its own run.
      const early = line.end === 'done' && this.#open > 0;
      this.end = { end: early ? 'exit' : line.end, message: line.message ?? null };
    } else if (this.#open-- > 0) this.#report(outcomeOf(line));
  }
}

function outcomeOf(line: { readonly returned: string | null } | { readonly threw: string }): CallOutcome {
  if ('threw' in line) return { kind: 'threw', message: line.threw };
  const value = line.returned === null ? undefined : readValue(line.returned);
  return value === undefined ? { kind: 'not JSON' } : { kind: 'returned', value };
}

/** A file that can only be written to. */
class Sink extends Fd {
  readonly #take: (data: Uint8Array) => void;

  constructor(take: (data: Uint8Array) => void) {
    super();
    this.#take = take;
  }

  override fd_write(data: Uint8Array): { ret: number; nwritten: number } {
    this.#take(data);
    return { ret: wasi.ERRNO_SUCCESS, nwritten: data.byteLength };
  }

  override fd_fdstat_get(): { ret: number; fdstat: wasi.Fdstat } {
    return { ret: wasi.ERRNO_SUCCESS, fdstat: new wasi.Fdstat(wasi.FILETYPE_CHARACTER_DEVICE, 0) };
  }
}
