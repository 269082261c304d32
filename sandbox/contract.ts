import type { JsonValue } from './value.ts';

export type Language = 'javascript' | 'python';

/** What a model wrote. */
export interface Program {
  readonly language: Language;
  /** Source text by file name: `stock.js`, `tools/text.py`. Files import one another as the language does. */
  readonly files: Readonly<Record<string, string>>;
  /** The file whose functions are called. */
  readonly entry: string;
}

export interface Call {
  /** A function of the entry file, exported or not. */
  readonly function: string;
  readonly arguments: readonly JsonValue[];
}

/** What is to be run: the calls one after the other, in one interpreter. */
export interface Trial {
  readonly program: Program;
  readonly calls: readonly Call[];
}

/** Bounds that no program passes: of all its calls together. */
export interface Limits {
  /** CPU time of its thread, from its start to its end, the start of the interpreter included. */
  readonly timeMs: number;
  readonly memoryBytes: number;
  /** Bytes of results and of what the program prints, each. */
  readonly outputBytes: number;
}

export type CallOutcome =
  | { readonly kind: 'returned'; readonly value: JsonValue }
  | { readonly kind: 'threw'; readonly message: string }
  /** Something came back that JSON does not say: a function, `undefined`, NaN, a cycle, nesting beyond measure. */
  | { readonly kind: 'not JSON' };

/**
 * How a run ended: all calls made; the source did not load; a limit reached; or the program ended its interpreter
 * (`exit`, a crash).
 */
export type End = 'done' | 'load' | 'time' | 'memory' | 'output' | 'exit';

export interface RunResult {
  readonly end: End;
  /** What the interpreter said of a source that did not load. */
  readonly message: string | null;
  /** Of the calls that came to an end, in their order; fewer than were asked for unless `end` is `done`. */
  readonly outcomes: readonly CallOutcome[];
  /** On the clock, from when a thread took the program up. */
  readonly elapsedMs: number;
  /** CPU time that it had spent when its thread was ended for that; null where it ended otherwise. */
  readonly endedAfterMs: number | null;
}

/** How a run ended and, where the source did not load, why. */
export type Ended = Pick<RunResult, 'end' | 'message'>;

/** What runs one program after another in a thread of its own. */
export interface Interpreter {
  /** Reports each outcome as it comes, so that a run which is cut off keeps those before. */
  run(program: Program, calls: readonly Call[], report: (outcome: CallOutcome) => void): Promise<Ended>;
}
