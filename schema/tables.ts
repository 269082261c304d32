import type { ColumnType, Generated, GeneratedAlways, JSONColumnType } from 'kysely';
import type { Scale, Suite } from './scale.ts';
import type {
  AxisUnit,
  BaselineCurve,
  ComputeAxis,
  ComputeUnit,
  Decoding,
  Depth,
  EvaluationState,
  FamilyState,
  Kind,
  Phase,
  Purpose,
  Regime,
  RegistryReport,
  SkillAbilities,
} from './shapes.ts';

/** Types of the tables that `migrations/` create, column for column; a test compares the two. */
export interface Database {
  endpoints: EndpointTable;
  families: FamilyTable;
  checkpoints: CheckpointTable;
  scales: ScaleTable;
  suites: SuiteTable;
  protocols: ProtocolTable;
  family_protocols: FamilyProtocolTable;
  evaluations: EvaluationTable;
  openings: OpeningTable;
  sessions: SessionTable;
  tasks: TaskTable;
  inference_calls: InferenceCallTable;
  call_failures: CallFailureTable;
  answers: AnswerTable;
  grades: GradeTable;
  ratings: RatingTable;
  abilities: AbilityTable;
  baselines: BaselineTable;
  efficiencies: EfficiencyTable;
  changes: ChangeTable;
}

type Id = GeneratedAlways<number>;
type Now = Generated<Date>;
/** Inserted once and never updated. */
type Fixed<T> = ColumnType<T, T, never>;
type FixedNow = ColumnType<Date, Date | undefined, never>;
type Json<T extends object | null> = JSONColumnType<T, string, string>;
type FixedJson<T extends object | null> = JSONColumnType<T, string, never>;

interface EndpointTable {
  id: Id;
  provider: string;
  base_url: string;
  /** The only origin that the key may be sent to. */
  origin: string;
  api_key_variable: string | null;
  connections_max: number;
  /** Nothing is sent before this time: the server asked to wait. */
  not_before: Date | null;
  created_at: Now;
}

interface FamilyTable {
  id: Id;
  slug: string;
  registry: Fixed<string>;
  endpoint_id: number;
  model_template: string;
  parameter_count: number | null;
  compute_origin: 'scratch' | 'start-checkpoint';
  /** Said beside every compute value, e.g. what it counts. */
  compute_note: string | null;
  /** Frozen at the third checkpoint. */
  compute_axis: ComputeAxis | null;
  /** Slug of the family whose newest baseline PE is normalised to. */
  baseline: string | null;
  poll_interval_ms: number;
  evaluations_open_max: number;
  state: FamilyState;
  registry_report: ColumnType<RegistryReport | null, string | null, string | null>;
  created_at: Now;
}

interface CheckpointTable {
  id: Id;
  family_id: number;
  digest: Fixed<string>;
  identity: 'strong' | 'weak';
  label: string;
  location: string;
  /** Changes whenever the content may have changed, and is cheap to take. */
  fingerprint: string | null;
  step: number | null;
  tokens: number | null;
  flops: number | null;
  compute_value: number | null;
  compute_unit: ComputeUnit | null;
  registry_created_at: Date | null;
  state: 'ready' | 'lost';
  discovered_at: Now;
}

interface ScaleTable {
  id: Id;
  domain: Fixed<string>;
  version: Fixed<number>;
  provisional: Fixed<boolean>;
  digest: Fixed<string>;
  content: FixedJson<Scale>;
  created_at: FixedNow;
}

interface SuiteTable {
  id: Id;
  name: Fixed<string>;
  version: Fixed<number>;
  digest: Fixed<string>;
  content: FixedJson<Suite>;
  created_at: FixedNow;
}

interface ProtocolTable {
  id: Id;
  digest: Fixed<string>;
  suite_id: Fixed<number>;
  regime: Fixed<Regime>;
  depth: Fixed<Depth>;
  decoding: FixedJson<Decoding>;
  created_at: FixedNow;
}

interface FamilyProtocolTable {
  family_id: number;
  protocol_id: number;
  added_at: Now;
}

interface EvaluationTable {
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

interface OpeningTable {
  evaluation_id: number;
  opening: number;
  workflow_run_id: string;
  opened_at: Now;
  closed_at: Date | null;
  failure_code: string | null;
  failure_message: string | null;
}

interface SessionTable {
  id: Id;
  evaluation_id: number;
  domain: string;
  scale_id: number;
  state: 'running' | 'paused' | 'completed';
  stop_reason: string | null;
  paused_reason: string | null;
  created_at: Now;
  closed_at: Date | null;
}

interface TaskTable {
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
  /** Logits on the session's scale. */
  difficulty: Fixed<number>;
  seed: Fixed<string>;
  prompt: Fixed<string>;
  reference: FixedJson<object>;
  canonical: Fixed<string>;
  created_at: FixedNow;
}

interface InferenceCallTable {
  id: Id;
  task_id: Fixed<number>;
  call: Fixed<number>;
  endpoint_id: Fixed<number>;
  model: Fixed<string>;
  sent_at: FixedNow;
}

interface CallFailureTable {
  call_id: Fixed<number>;
  code: Fixed<string>;
  status: Fixed<number | null>;
  message: Fixed<string>;
  retry_after_ms: Fixed<number | null>;
  failed_at: FixedNow;
}

interface AnswerTable {
  task_id: Fixed<number>;
  call_id: Fixed<number>;
  text: Fixed<string>;
  finish_reason: Fixed<string>;
  prompt_tokens: Fixed<number | null>;
  completion_tokens: Fixed<number | null>;
  reasoning_tokens: Fixed<number | null>;
  latency_ms: Fixed<number>;
  answered_at: FixedNow;
}

interface GradeTable {
  task_id: Fixed<number>;
  grader_version: Fixed<number>;
  category: Fixed<number>;
  score: Fixed<number>;
  cause: Fixed<string | null>;
  graded_at: FixedNow;
}

interface RatingTable {
  task_id: Fixed<number>;
  criterion: Fixed<string>;
  rater: Fixed<string>;
  occasion: Fixed<number>;
  score: Fixed<number>;
  rated_at: FixedNow;
}

interface AbilityTable {
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

interface BaselineTable {
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

interface EfficiencyTable {
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
  area_difference: number | null;
  gain: number | null;
  gain_lo: number | null;
  gain_hi: number | null;
  flat: boolean | null;
  /** Why PE is null. */
  reason: string | null;
  flags: Json<string[]>;
  curve_digest: string;
  /** One current row a checkpoint, protocol, domain and kind; older ones stay. */
  current: boolean;
  recorded_at: Now;
}

interface ChangeTable {
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
  p_value: Fixed<number>;
  detectable: Fixed<number>;
  verdict: Fixed<'regression' | 'improvement' | 'equivalent' | 'inconclusive'>;
  decided_at: FixedNow;
}
