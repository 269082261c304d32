/** What a checkpoint says of its training compute; null where it says nothing. */
export interface ComputeFacts {
  readonly step: number | null;
  readonly tokens: number | null;
  readonly flops: number | null;
  readonly computeValue: number | null;
  readonly computeUnit: string | null;
}

export const statedUnits = ['gpu-seconds', 'usd', 'search-nodes'] as const;
/** `flops-6nt` is 6·N·tokens, the usual estimate for a decoder; its unit is FLOPs like the measured one's. */
export const computeAxes = ['flops', 'flops-6nt', 'tokens', ...statedUnits, 'step'] as const;
export type ComputeAxis = (typeof computeAxes)[number];
export type AxisUnit = Exclude<ComputeAxis, 'flops-6nt'>;

export function unitOf(axis: ComputeAxis): AxisUnit {
  return axis === 'flops-6nt' ? 'flops' : axis;
}

/**
 * A checkpoint's compute on an axis; null when it is not known there. 0 tokens or FLOPs mean unknown unless the
 * step is 0 too, since trainers write 0 where they do not count.
 */
export function computeOn(
  axis: ComputeAxis,
  facts: ComputeFacts,
  parameterCount: number | null,
): number | null {
  const stated = (unit: string) => (facts.computeUnit === unit ? facts.computeValue : null);
  const counted = (value: number | null) => (value === 0 && facts.step !== 0 ? null : value);
  switch (axis) {
    case 'flops':
      return counted(facts.flops ?? stated('flops'));
    case 'flops-6nt': {
      const tokens = counted(facts.tokens ?? stated('tokens'));
      return tokens === null || parameterCount === null ? null : 6 * parameterCount * tokens;
    }
    case 'tokens':
      return counted(facts.tokens ?? stated('tokens'));
    case 'step':
      return facts.step;
    default:
      return stated(axis);
  }
}

/**
 * The first axis on which every checkpoint's compute is known; where there is a baseline, one in its unit goes
 * before all others, since only then can the two be compared. Null when there is none.
 */
export function chooseAxis(
  facts: readonly ComputeFacts[],
  parameterCount: number | null,
  baselineUnit: AxisUnit | null = null,
): ComputeAxis | null {
  if (facts.length === 0) return null;
  const known = computeAxes.filter((axis) =>
    facts.every((checkpoint) => computeOn(axis, checkpoint, parameterCount) !== null),
  );
  return known.find((axis) => unitOf(axis) === baselineUnit) ?? known[0] ?? null;
}

/** Checkpoints after which the axis is frozen: a curve that changes its axis is two curves. */
export const axisFrozenAfter = 3;
