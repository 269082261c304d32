import type { Phase, Purpose } from '../shapes.ts';
import type { Fixed, FixedJson, FixedJsonOrNull, FixedNow, Id } from './columns.ts';

// Tasks put to models, insert-only: every request ever sent is counted, every answer kept, every grade versioned.

export interface TaskTable {
  id: Id;
  session_id: Fixed<number>;
  family_id: Fixed<number>;
  ordinal: Fixed<number>;
  round: Fixed<number>;
  phase: Fixed<Phase>;
  purpose: Fixed<Purpose>;
  skill: Fixed<string>;
  skin: Fixed<string>;
  parameters: FixedJson<Record<string, number>>;
  features: FixedJson<Record<string, number>>;
  /** Logits on the session's scale; null of judged tasks, which stand on none. */
  difficulty: Fixed<number | null>;
  seed: Fixed<string>;
  prompt: Fixed<string>;
  reference: FixedJson<object>;
  canonical: Fixed<string>;
  created_at: FixedNow;
}

export interface InferenceCallTable {
  id: Id;
  task_id: Fixed<number>;
  call: Fixed<number>;
  endpoint_id: Fixed<number>;
  model: Fixed<string>;
  sent_at: FixedNow;
}

/** Of a call to a model or to a judge. */
export interface CallFailureTable {
  call_id: Fixed<number>;
  code: Fixed<string>;
  status: Fixed<number | null>;
  message: Fixed<string>;
  retry_after_ms: Fixed<number | null>;
  failed_at: FixedNow;
}

/** What came back of a call. */
export interface KeptAnswer {
  call_id: Fixed<number>;
  text: Fixed<string>;
  finish_reason: Fixed<string>;
  prompt_tokens: Fixed<number | null>;
  completion_tokens: Fixed<number | null>;
  reasoning_tokens: Fixed<number | null>;
  latency_ms: Fixed<number>;
  answered_at: FixedNow;
}

export interface AnswerTable extends KeptAnswer {
  task_id: Fixed<number>;
}

export interface GradeTable {
  task_id: Fixed<number>;
  grader_version: Fixed<number>;
  category: Fixed<number>;
  score: Fixed<number>;
  cause: Fixed<string | null>;
  /** Null where the skill has none or the answer could not be read. */
  aspects: FixedJsonOrNull<Record<string, number>>;
  graded_at: FixedNow;
}
