/** Which of a registry's checkpoints a family is followed at. */
export interface Selection {
  /** Steps before this are left out; null for none. */
  readonly from_step: number | null;
  /** Only steps that lie a multiple of this after the first; null for all. */
  readonly every_steps: number | null;
  /** Only the checkpoint of the highest step, as it stands at each look. */
  readonly latest_only: boolean;
}

interface Stepped {
  readonly step?: number | null;
}

/**
 * The checkpoints of a list that a family is followed at. One without a step has no place in a range or a stride. The
 * latest is the last in the list of those with the highest step, or of all where none has one.
 */
export function selected<Checkpoint extends Stepped>(
  checkpoints: readonly Checkpoint[],
  { from_step: from, every_steps: every, latest_only: latestOnly }: Selection,
): readonly Checkpoint[] {
  const inRange = checkpoints.filter(({ step }) => {
    if (from === null && every === null) return true;
    if (step === undefined || step === null || step < (from ?? 0)) return false;
    return every === null || (step - (from ?? 0)) % every === 0;
  });
  if (!latestOnly) return inRange;
  const last = inRange.toSorted((a, b) => (a.step ?? -1) - (b.step ?? -1)).at(-1);
  return last === undefined ? [] : [last];
}
