import type { KeptAnswer } from './attempts.ts';
import type { Fixed, FixedJson, FixedNow, Id } from './columns.ts';

// Judge models, the panels that they sit on and the calls to them. All but a judge's removal is insert-only.

export interface JudgeTable {
  id: Id;
  /** What its ratings are stored under; never another model's. */
  name: Fixed<string>;
  endpoint_id: Fixed<number>;
  model: Fixed<string>;
  /** Models of one family do not judge one another; at most one judge of a family is active. */
  model_family: Fixed<string>;
  /** Tokens that an answer of it may have. */
  max_tokens: Fixed<number>;
  created_at: FixedNow;
  removed_at: Date | null;
}

export interface PanelTable {
  session_id: Fixed<number>;
  /** Who reads the session's judged answers; empty where nobody does. */
  judge_ids: FixedJson<number[]>;
  /** Answers of earlier sessions that they read a second time, so that a judge's drift shows. */
  anchor_task_ids: FixedJson<number[]>;
  /** Why the session has no judged tasks; null where it has. */
  skipped: Fixed<string | null>;
  created_at: FixedNow;
}

export interface JudgeCallTable {
  id: Id;
  task_id: Fixed<number>;
  judge_id: Fixed<number>;
  /** 1 for the first reading, 2 for that of an anchor. */
  occasion: Fixed<number>;
  call: Fixed<number>;
  /** What fenced the answer, ordered the questions and had to be repeated in the verdict. */
  nonce: Fixed<string>;
  sent_at: FixedNow;
}

export interface JudgeAnswerTable extends KeptAnswer {
  task_id: Fixed<number>;
  judge_id: Fixed<number>;
  occasion: Fixed<number>;
}
