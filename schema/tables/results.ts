import type { ColumnType } from 'kysely';
import type { AxisUnit, BaselineCurve, Kind, SkillAbilities } from '../shapes.ts';
import type { Fixed, FixedJson, FixedNow, Id, Json, Now } from './columns.ts';

// What the grades come to: abilities along a session, the efficiency series, verdicts, baselines.

export interface AbilityTable {
  session_id: Fixed<number>;
  /** Graded tasks that it rests on. */
  position: Fixed<number>;
  scale_id: Fixed<number>;
  grader_version: Fixed<number>;
  theta: Fixed<number>;
  sd: Fixed<number>;
  lo: Fixed<number>;
  hi: Fixed<number>;
  skills: FixedJson<SkillAbilities>;
  computed_at: FixedNow;
}

export interface BaselineTable {
  id: Id;
  family_id: Fixed<number>;
  protocol_id: Fixed<number>;
  kind: Fixed<Kind>;
  version: Fixed<number>;
  unit: Fixed<AxisUnit>;
  grader_version: Fixed<number>;
  /** Practice baselines rest on one checkpoint. */
  checkpoint_id: Fixed<number | null>;
  curve: FixedJson<BaselineCurve>;
  curve_digest: Fixed<string>;
  created_at: FixedNow;
}

export interface EfficiencyTable {
  id: Id;
  family_id: number;
  checkpoint_id: number;
  evaluation_id: number;
  protocol_id: number;
  /** A domain's id, or `overall`. */
  domain: string;
  kind: Kind;
  scale: string;
  grader_version: number;
  baseline_id: number | null;
  unit: AxisUnit | null;
  compute: number | null;
  theta: number | null;
  theta_sd: number | null;
  performance: number;
  performance_lo: number;
  performance_hi: number;
  accuracy: number | null;
  accuracy_lo: number | null;
  accuracy_hi: number | null;
  accuracy_n: number;
  attempts: number;
  pe: number | null;
  pe_lo: number | null;
  pe_hi: number | null;
  pe_above_one: number | null;
  window_lo: number | null;
  window_hi: number | null;
  /** Over the estimable domains alone, where not all are; overall rows only. */
  pe_partial: number | null;
  /** A_model − A_baseline, also where the ratio is not estimable. */
  area_difference: number | null;
  area_difference_lo: number | null;
  area_difference_hi: number | null;
  gain: number | null;
  gain_lo: number | null;
  gain_hi: number | null;
  /** The gain over the baseline's; null when the baseline's interval includes 0. */
  gain_relative: number | null;
  flat: boolean | null;
  /** Why PE is null. */
  reason: string | null;
  flags: Json<string[]>;
  curve_digest: string;
  /** One current row a checkpoint, protocol, domain, kind and scale; older ones stay. */
  current: boolean;
  recorded_at: Now;
  /** What has no column of its own. */
  detail: ColumnType<object, string | undefined, string>;
}

export interface ChangeTable {
  id: Id;
  family_id: Fixed<number>;
  protocol_id: Fixed<number>;
  from_evaluation_id: Fixed<number>;
  to_evaluation_id: Fixed<number>;
  domain: Fixed<string>;
  scale: Fixed<string>;
  grader_version: Fixed<number>;
  difference: Fixed<number>;
  variance: Fixed<number>;
  /** Holm-adjusted over the domains that were compared at once; what the verdict rests on. */
  p_value: Fixed<number>;
  detectable: Fixed<number>;
  verdict: Fixed<'regression' | 'improvement' | 'equivalent' | 'inconclusive'>;
  decided_at: FixedNow;
}
