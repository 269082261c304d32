import type { RaterKind } from '../shapes.ts';
import type { Fixed, FixedJson, FixedJsonOrNull, FixedNow, Id } from './columns.ts';

// Ratings by people and judges, and the blind sheets that lead from what raters saw back to tasks. All insert-only.

export interface RatingExportTable {
  id: Id;
  /** What the sheets were drawn by; who knows it knows which responses are held out. */
  seed: Fixed<string>;
  criteria: FixedJson<string[]>;
  score_max: Fixed<number>;
  created_at: FixedNow;
}

export interface RatingResponseTable {
  export_id: Fixed<number>;
  task_id: Fixed<number>;
  anchor: Fixed<boolean>;
  held_out: Fixed<boolean>;
  /** Of the text that raters see, in characters. */
  length: Fixed<number>;
  /** Those of the export's that apply to it; null: all. */
  criteria: FixedJsonOrNull<string[]>;
}

export interface RatingSheetTable {
  id: Id;
  export_id: Fixed<number>;
  rater: Fixed<string>;
  rater_kind: Fixed<RaterKind>;
  occasion: Fixed<number>;
}

export interface RatingRowTable {
  row_id: Fixed<string>;
  sheet_id: Fixed<number>;
  place: Fixed<number>;
  task_id: Fixed<number>;
}

export interface RatingTable {
  task_id: Fixed<number>;
  criterion: Fixed<string>;
  rater: Fixed<string>;
  occasion: Fixed<number>;
  /** A whole number from 0 to `score_max`. */
  score: Fixed<number>;
  recorded_at: FixedNow;
  rater_kind: Fixed<RaterKind>;
  score_max: Fixed<number>;
  /** Null where no sheet was filled in, as with judges that are asked directly. */
  sheet_id: Fixed<number | null>;
}
