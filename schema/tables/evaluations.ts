import type { EvaluationState } from '../shapes.ts';
import type { Fixed, Id, Now } from './columns.ts';

// Runs of a protocol on a checkpoint. An opening is one try of the durable workflow; a failed one stays on record.

export interface EvaluationTable {
  id: Id;
  checkpoint_id: number;
  protocol_id: number;
  run: number;
  /** Of a checkpoint's runs of one protocol, one counts. */
  current: boolean;
  state: EvaluationState;
  /** Secret that the tasks' seeds derive from, 64 hex digits; shown only once the evaluation is over. */
  root: Fixed<string>;
  /** SHA-256 of the root, public from the start. */
  root_commitment: Fixed<string>;
  root_revealed_at: Date | null;
  failure_code: string | null;
  failure_message: string | null;
  created_at: Now;
  opened_at: Date | null;
  closed_at: Date | null;
}

export interface OpeningTable {
  evaluation_id: number;
  opening: number;
  workflow_run_id: string;
  opened_at: Now;
  closed_at: Date | null;
  failure_code: string | null;
  failure_message: string | null;
}

export interface SessionTable {
  id: Id;
  evaluation_id: number;
  domain: string;
  scale_id: number;
  state: 'running' | 'paused' | 'completed';
  /** Why placement stopped; set while the session runs on into practice. */
  stop_reason: string | null;
  paused_reason: string | null;
  created_at: Now;
  closed_at: Date | null;
  /** Why practice stopped; null where there was none. */
  practice_stop_reason: string | null;
}
