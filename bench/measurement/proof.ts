/** One claim about the measurement, held against a simulation. */
export interface ProofRow {
  readonly proof: string;
  /** What was simulated. */
  readonly setting: string;
  readonly value: number;
  /** The bound, in words: `at most .05`. */
  readonly wanted: string;
  readonly ok: boolean;
}

/** Called with the share that is done, 0 to 1. */
export type OnProgress = (share: number) => void;

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
