import type { BlockState } from '../practice-state.ts';
import type { ExpectationBasis } from '../shapes.ts';
import type { Fixed, FixedJson, FixedNow } from './columns.ts';

// The practice phase and what a run was expected to take: insert-only, the first writer wins.

/** What a round's tasks of one skill were shown before their question; empty where there was nothing to show. */
export interface NotebookTable {
  session_id: Fixed<number>;
  round: Fixed<number>;
  skill: Fixed<string>;
  /** Ordinals of the practice tasks in it, in the order shown. */
  ordinals: FixedJson<number[]>;
  text: Fixed<string>;
  tokens: Fixed<number>;
  created_at: FixedNow;
}

/** Why a round of practice asks what it asks, as it was when the round was planned. */
export interface PracticeBlockTable {
  session_id: Fixed<number>;
  round: Fixed<number>;
  state: FixedJson<BlockState>;
  created_at: FixedNow;
}

export interface ExpectationTable {
  evaluation_id: Fixed<number>;
  tasks: Fixed<number>;
  prompt_tokens: Fixed<number>;
  completion_tokens: Fixed<number>;
  minutes: Fixed<number>;
  basis: FixedJson<ExpectationBasis>;
  created_at: FixedNow;
}
