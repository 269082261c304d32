/** A limit on one property of a thing. */
export interface Condition {
  readonly property: number;
  readonly sense: 'least' | 'most';
  readonly level: number;
}

/** What a process does to one property of its material. */
export interface Change {
  readonly property: number;
  /** Above 0 the level rises, below 0 it falls. */
  readonly by: number;
}

/** Level of each property, whole numbers from 0 to `levelMax`. */
export type Levels = readonly number[];

export const levelMax = 9;

export interface Thing {
  readonly name: string;
  readonly levels: Levels;
}

/** A rule: a tool that meets conditions changes a material that meets conditions. */
export interface Process {
  readonly name: string;
  readonly tool: readonly Condition[];
  readonly material: readonly Condition[];
  readonly changes: readonly Change[];
  /** True when the tool is gone afterwards. */
  readonly usesUp: boolean;
  /** The thing made for being the tool, which is missing; null for a process that has none. */
  readonly usual: Thing | null;
}

export interface World {
  readonly skin: string;
  readonly properties: readonly string[];
  readonly things: readonly Thing[];
  readonly processes: readonly Process[];
  /** What one and the same thing has to meet at the end. */
  readonly goals: readonly Condition[];
  readonly stepsMax: number;
}

/** One use of a process, by numbers of the process and of things. */
export interface Step {
  readonly process: number;
  readonly material: number;
  readonly tool: number;
}

export function meets(levels: Levels, { property, sense, level }: Condition): boolean {
  const own = levels[property] as number;
  return sense === 'least' ? own >= level : own <= level;
}

export function meetsAll(levels: Levels, conditions: readonly Condition[]): boolean {
  for (const condition of conditions) if (!meets(levels, condition)) return false;
  return true;
}

/** Levels after the changes; a change that would leave the range stops at its end. */
export function changed(levels: Levels, changes: readonly Change[]): number[] {
  const result = [...levels];
  for (const { property, by } of changes) {
    result[property] = Math.min(levelMax, Math.max(0, (result[property] as number) + by));
  }
  return result;
}
