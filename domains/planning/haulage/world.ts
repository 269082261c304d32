/** A road that can be driven both ways. */
export interface Road {
  readonly ends: readonly [number, number];
  /** Units of fuel that driving it burns. */
  readonly fuel: number;
  /** Coins that driving it costs. */
  readonly toll: number;
  /** Passes that driving it uses up: 0 or 1. */
  readonly passes: number;
}

export interface Parcel {
  readonly from: number;
  readonly to: number;
  readonly weight: number;
}

/** What is given of each resource: size of the tank, coins and passes at the start, weight that fits aboard. */
export interface Limits {
  readonly tank: number;
  readonly coins: number;
  readonly load: number;
  readonly passes: number;
}

export type Resource = keyof Limits;

/** More than any task can use, and small enough for sums of 32 bits. */
export const unlimited = 1_000_000;

/** One vehicle, places joined by roads, and parcels that are to be taken to their destinations. */
export interface World {
  readonly places: number;
  readonly roads: readonly Road[];
  /** Coins that filling the tank costs at each place; null where there is no pump. */
  readonly prices: readonly (number | null)[];
  readonly parcels: readonly Parcel[];
  readonly limits: Limits;
}

/** Where a parcel is: waiting at the place it starts from, in the vehicle, or at its destination. */
export const parcelStatus = { waiting: 0, aboard: 1, delivered: 2 } as const;

/** How things stand between two steps; coins and passes count from here on. */
export interface Situation {
  readonly at: number;
  readonly fuel: number;
  /** A `parcelStatus` for each parcel. */
  readonly parcels: readonly number[];
}

export type Step =
  | { readonly kind: 'drive'; readonly from: number; readonly to: number }
  | { readonly kind: 'refuel'; readonly at: number }
  | { readonly kind: 'load' | 'deliver'; readonly parcel: number; readonly at: number };

/** Steps that were planned before, and what each of them costs that the new plan does not keep, in steps. */
export interface OldPlan {
  readonly steps: readonly Step[];
  readonly penalty: number;
}

export const noOldPlan: OldPlan = { steps: [], penalty: 0 };

/** A number for each step that can be taken in a world of so many places. */
export function stepCode(step: Step, places: number): number {
  switch (step.kind) {
    case 'drive':
      return step.from * places + step.to;
    case 'refuel':
      return places * places + step.at;
    case 'load':
      return places * (places + 1 + 2 * step.parcel) + step.at;
    case 'deliver':
      return places * (places + 2 + 2 * step.parcel) + step.at;
  }
}

/** The step of a number that `stepCode` gives. */
export function stepOf(code: number, places: number): Step {
  const at = code % places;
  const row = (code - at) / places;
  if (row < places) return { kind: 'drive', from: row, to: at };
  if (row === places) return { kind: 'refuel', at };
  const parcel = (row - places - 1) >> 1;
  return { kind: (row - places - 1) % 2 === 0 ? 'load' : 'deliver', parcel, at };
}
