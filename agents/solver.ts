import type { Example } from './notebook.ts';

/**
 * How a reference agent searches: `blind` enumerates in the order it reads; `guided` propagates and orders;
 * `learner` is `blind` with the techniques that it finds in the worked solutions of its notebook.
 */
export type Strategy = 'blind' | 'guided' | 'learner';

/** Names of techniques, each a solver's own. */
export type Techniques = ReadonlySet<string>;

/** The bound on one answer: search nodes, counted by the solver itself. */
export class Budget {
  readonly nodesMax: number;
  #spent = 0;

  constructor(nodesMax: number) {
    this.nodesMax = nodesMax;
  }

  get spent(): number {
    return this.#spent;
  }

  /** Counts one search node; false once the budget is gone, and the solver then answers its best guess. */
  spend(): boolean {
    if (this.#spent >= this.nodesMax) return false;
    this.#spent++;
    return true;
  }
}

/** A bounded solver of one kind of prompt. It sees the chat text alone, as a model does. */
export interface Solver {
  /** Answers with a program, a string, and not with JSON. */
  readonly form?: 'code';
  /** True when the prompt is of the kind that this solver reads. */
  reads(prompt: string): boolean;
  /** The techniques that a worked solution shows; none in an example of another kind. */
  techniquesIn(example: Example): readonly string[];
  /**
   * The answer as JSON; a best guess when the budget runs out or the prompt cannot be read. `techniques` help every
   * strategy but `guided`, which has its own.
   */
  solve(prompt: string, strategy: Strategy, budget: Budget, techniques?: Techniques): unknown;
}
