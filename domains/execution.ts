import type { Json } from './json.ts';
import type { RandomStream } from './random.ts';

/** The program that an answer is, and the calls that show what it does. */
export interface Trial {
  readonly program: {
    readonly language: 'javascript' | 'python';
    /** Source text by file name. */
    readonly files: Readonly<Record<string, string>>;
    /** The file whose functions are called. */
    readonly entry: string;
  };
  readonly calls: readonly { readonly function: string; readonly arguments: readonly Json[] }[];
}

/** What a trial came to: what the calls gave in their order, fewer than there are unless it was `done`. */
export interface TrialResult {
  readonly end: string;
  readonly outcomes: readonly (
    | { readonly kind: 'returned'; readonly value: Json }
    | { readonly kind: 'threw' | 'not JSON' }
  )[];
}

/** Runs a program that nobody trusts. Never rejects for what the program does. */
export type RunTrial = (trial: Trial) => Promise<TrialResult>;

/** How an answer that is a program is tried out. What the right results are is no part of the trial. */
export interface Execution<Reference, Answer> {
  trial(reference: Reference, answer: Answer): Trial;
  /** What the trial of the skill's own answer comes to, known by construction. */
  expected(reference: Reference): TrialResult;
  /** Up to so many different programs near to the right one, as a careless programmer writes them. */
  neighbours(reference: Reference, count: number, random: RandomStream): readonly Answer[];
}
