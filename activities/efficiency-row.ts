import { graderVersion } from '../domains/task.ts';
import { probeAccuracy } from '../measurement/accuracy.ts';
import type { AxisUnit } from '../measurement/compute-axis.ts';
import type { DomainEfficiency } from '../measurement/efficiency.ts';
import type { OverallRow } from '../measurement/overall.ts';
import { reasonSentence } from '../measurement/reasons.ts';
import type { Baseline } from '../schema/baselines.ts';
import type { NewEfficiency } from '../schema/efficiencies.ts';
import type { Family } from '../schema/families.ts';
import { digestOf } from '../schema/protocols.ts';
import { type MeasuredDomain, type MeasuredPoint, scaleName } from './family-curve.ts';

interface Common {
  readonly family: Family;
  readonly protocolId: number;
  readonly baseline: Baseline | undefined;
  readonly unit: AxisUnit | null;
}

/** One domain's row of the time series. */
export function domainRow(
  input: Common & {
    readonly domain: MeasuredDomain;
    readonly point: MeasuredPoint;
    readonly result: DomainEfficiency;
    /** Why the baseline may not be compared with; stands in for the result's own reason. */
    readonly mismatch: string | null;
    readonly curveDigest: string;
  },
): NewEfficiency {
  const { point, result, domain } = input;
  const { row } = result;
  return {
    ...keysOf(input, point),
    domain: domain.part.domain,
    scale: scaleName(domain.scale),
    theta: point.posterior.mean,
    theta_sd: point.posterior.sd,
    ...performanceOf(row.performance),
    accuracy: point.accuracy?.value ?? null,
    accuracy_lo: point.accuracy?.lo ?? null,
    accuracy_hi: point.accuracy?.hi ?? null,
    accuracy_n: point.accuracy?.tasks ?? 0,
    attempts: point.attempts,
    ...efficiencyOf(row.pe),
    pe_partial: null,
    ...curveColumns(row),
    reason: row.reason === null ? null : (input.mismatch ?? reasonSentence(row.reason)),
    flags: JSON.stringify(point.flags),
    curve_digest: input.curveDigest,
  };
}

/** The row over all domains of one evaluation: no ability, since scales of domains share no origin. */
export function overallRow(
  input: Common & {
    readonly points: readonly MeasuredPoint[];
    readonly result: OverallRow;
    readonly domainRows: readonly NewEfficiency[];
  },
): NewEfficiency {
  const { points, result, domainRows } = input;
  const [point] = points;
  if (!point) throw new RangeError('an overall row needs at least one domain');
  const only = domainRows.length === 1 ? domainRows[0] : undefined;
  const missing = `Not estimable in ${result.domainsMissing.join(', ')}.`;
  return {
    ...keysOf(input, point),
    domain: 'overall',
    scale: domainRows.map((row) => row.scale).join(','),
    theta: null,
    theta_sd: null,
    ...performanceOf(result.performance),
    ...accuracyOver(points),
    attempts: points.reduce((sum, own) => sum + own.attempts, 0),
    ...efficiencyOf(result.pe),
    pe_partial: result.pePartial,
    ...curveColumns(result),
    reason: result.reason === null ? null : (only?.reason ?? missing),
    flags: JSON.stringify([...new Set(points.flatMap((own) => own.flags))]),
    curve_digest: digestOf(domainRows.map((row) => row.curve_digest)),
  };
}

function keysOf(input: Common, point: MeasuredPoint) {
  return {
    family_id: input.family.id,
    checkpoint_id: point.evaluation.checkpointId,
    evaluation_id: point.evaluation.evaluationId,
    protocol_id: input.protocolId,
    kind: 'training' as const,
    grader_version: graderVersion,
    baseline_id: input.baseline?.id ?? null,
    unit: input.unit,
    compute: point.compute,
  };
}

function performanceOf(interval: { value: number; lo: number; hi: number }) {
  return { performance: interval.value, performance_lo: interval.lo, performance_hi: interval.hi };
}

function efficiencyOf(pe: OverallRow['pe']) {
  return {
    pe: pe?.value ?? null,
    pe_lo: pe?.lo ?? null,
    pe_hi: pe?.hi ?? null,
    pe_above_one: pe?.prAboveOne ?? null,
    window_lo: pe?.window?.lower ?? null,
    window_hi: pe?.window?.upper ?? null,
  };
}

function curveColumns({ areas, gain }: Pick<OverallRow, 'areas' | 'gain'>) {
  return {
    area_difference: areas?.difference.value ?? null,
    area_difference_lo: areas?.difference.lo ?? null,
    area_difference_hi: areas?.difference.hi ?? null,
    gain: gain?.value ?? null,
    gain_lo: gain?.lo ?? null,
    gain_hi: gain?.hi ?? null,
    gain_relative: gain?.relative ?? null,
    flat: gain?.flat ?? null,
  };
}

/** All domains' probes taken together: each is drawn from its own mix. */
function accuracyOver(points: readonly MeasuredPoint[]) {
  const scores = points.flatMap(({ accuracy }) =>
    accuracy === null ? [] : Array<number>(accuracy.tasks).fill(accuracy.value),
  );
  const pooled = probeAccuracy(scores);
  return {
    accuracy: pooled?.value ?? null,
    accuracy_lo: pooled?.lo ?? null,
    accuracy_hi: pooled?.hi ?? null,
    accuracy_n: scores.length,
  };
}
