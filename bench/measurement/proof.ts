/** One claim about the measurement, held against a simulation. */
export interface ProofRow {
  readonly proof: string;
  /** What was simulated. */
  readonly setting: string;
  readonly value: number;
  /** The bound, in words: `at most .05`. Empty for a rate of which nothing is promised. */
  readonly wanted: string;
  readonly ok: boolean;
}

/** Called with the share that is done, 0 to 1. */
export type OnProgress = (share: number) => void;

/** Where the coverage of a 95 % interval belongs, when the truth is drawn from what scoring assumes. */
export const coverageBounds = { min: 0.93, max: 0.97 } as const;

/** A row that is fulfilled inside [min, max]. */
export function withinBounds(
  proof: string,
  setting: string,
  value: number,
  bounds: { readonly min?: number; readonly max?: number },
): ProofRow {
  const { min = Number.NEGATIVE_INFINITY, max = Number.POSITIVE_INFINITY } = bounds;
  const wanted =
    bounds.min === undefined
      ? `at most ${max}`
      : bounds.max === undefined
        ? `at least ${min}`
        : `${min} to ${max}`;
  return { proof, setting, value, wanted, ok: value >= min && value <= max };
}

/** A row that informs: no bound was promised for it. */
export function told(proof: string, setting: string, value: number): ProofRow {
  return { proof, setting, value, wanted: '', ok: true };
}
