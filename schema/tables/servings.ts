import type { Fixed, Now } from './columns.ts';

/** Which evaluation an endpoint serves, and the process that does it; gone once nothing is served there. */
export interface ServingTable {
  /** What one evaluation at a time has: an endpoint's origin, or an adapter's name there. */
  resource: Fixed<string>;
  evaluation_id: number;
  /** The attempt that serves; what an earlier one says of this row no longer counts. */
  holder: string | null;
  /** Machine of the process. */
  host: string | null;
  pid: number | null;
  /** Tells the process from a later one with its pid. */
  process_start: string | null;
  /** Null while nothing may be asked. */
  ready_at: Date | null;
  taken_at: Now;
}
