import type { ColumnType, Generated } from 'kysely';
import type { ComputeAxis, ComputeUnit, FamilyState, RegistryReport } from '../shapes.ts';
import type { Fixed, Id, Now } from './columns.ts';

// What is followed: endpoints, families, checkpoints.

export interface EndpointTable {
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

export interface FamilyTable {
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
  /** Tokens that one session may spend; null for no bound. */
  session_budget_tokens: number | null;
  state: FamilyState;
  /** Which family of models it is of, so that no judge of the same one reads it. */
  model_family: string | null;
  /** Variable with the token that the registry is read with. */
  registry_key_variable: string | null;
  /** The only origin that the token may be sent to; null for a registry that is no server. */
  registry_origin: string | null;
  from_step: number | null;
  every_steps: number | null;
  latest_only: Generated<boolean>;
  usd_per_million_prompt: number | null;
  usd_per_million_completion: number | null;
  /** Arguments of the command that serves a checkpoint; null where no command does. */
  serve_command: ColumnType<readonly string[] | null, string | null, string | null>;
  /** Time that a checkpoint gets until it is served. */
  serve_timeout_ms: Generated<number>;
  /** Where the endpoint finds a checkpoint that is a LoRA adapter; null where it loads none. */
  lora_path: string | null;
  registry_report: ColumnType<RegistryReport | null, string | null, string | null>;
  created_at: Now;
}

export interface CheckpointTable {
  id: Id;
  family_id: number;
  digest: Fixed<string>;
  identity: 'strong' | 'weak';
  label: string;
  location: string;
  step: number | null;
  tokens: number | null;
  flops: number | null;
  compute_value: number | null;
  compute_unit: ComputeUnit | null;
  registry_created_at: Date | null;
  state: 'ready' | 'lost';
  discovered_at: Now;
}

/** Where a checkpoint's content lies: its folder, and the folders of copies. */
export interface CheckpointPlaceTable {
  family_id: number;
  location: string;
  label: string;
  /** Changes whenever the content may have changed, and is cheap to take. */
  fingerprint: string | null;
  checkpoint_id: number;
}
