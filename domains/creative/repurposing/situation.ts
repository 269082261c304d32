import type { ReferencePool } from '../novelty.ts';
import type { Numbering } from './strategy.ts';
import type { Step, World } from './world.ts';

/** A world with what its answers are graded by; plain JSON. */
export interface Situation extends World, Numbering {
  /** Share of the goals that the best thing meets at the start: what an empty answer gets is no merit. */
  readonly startShare: number;
  readonly pool: ReferencePool;
  /** A shortest assembly of the pool that follows an unusual strategy, and which strategy that is. */
  readonly steps: readonly Step[];
  readonly strategy: string;
}
