import type { Scale, Suite } from '../scale.ts';
import type { Decoding, Depth, Regime } from '../shapes.ts';
import type { Fixed, FixedJson, FixedNow, Id, Now } from './columns.ts';

// What is measured and how: scales, suites, protocols.

export interface ScaleTable {
  id: Id;
  domain: Fixed<string>;
  version: Fixed<number>;
  provisional: Fixed<boolean>;
  digest: Fixed<string>;
  content: FixedJson<Scale>;
  created_at: FixedNow;
}

export interface SuiteTable {
  id: Id;
  name: Fixed<string>;
  version: Fixed<number>;
  digest: Fixed<string>;
  content: FixedJson<Suite>;
  created_at: FixedNow;
}

export interface ProtocolTable {
  id: Id;
  digest: Fixed<string>;
  suite_id: Fixed<number>;
  regime: Fixed<Regime>;
  depth: Fixed<Depth>;
  decoding: FixedJson<Decoding>;
  created_at: FixedNow;
}

export interface FamilyProtocolTable {
  family_id: number;
  protocol_id: number;
  added_at: Now;
}
