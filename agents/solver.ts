/** How a reference agent searches: `blind` enumerates in the order it reads; `guided` propagates and orders. */
export type Strategy = 'blind' | 'guided';

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
  /** True when the prompt is of the kind that this solver reads. */
  reads(prompt: string): boolean;
  /** The answer as JSON; a best guess when the budget runs out or the prompt cannot be read. */
  solve(prompt: string, strategy: Strategy, budget: Budget): unknown;
}
