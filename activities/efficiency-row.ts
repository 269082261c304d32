import { graderVersion } from '../domains/task.ts';
import { type ProbeAccuracy, probeAccuracy } from '../measurement/ability/accuracy.ts';
import type { AxisUnit } from '../measurement/efficiency/compute-axis.ts';
import type { DomainEfficiency, EfficiencyRow } from '../measurement/efficiency/efficiency.ts';
import type { OverallRow } from '../measurement/efficiency/overall.ts';
import { reasonSentence } from '../measurement/efficiency/reasons.ts';
import type { Baseline } from '../schema/baselines.ts';
import type { Grounds, NewEfficiency } from '../schema/efficiencies.ts';
import type { EfficiencyDetail, PracticeDetail } from '../schema/efficiency-detail.ts';
import type { Family } from '../schema/families.ts';
import { digestOf } from '../schema/protocols.ts';
import type { Kind } from '../schema/shapes.ts';
import type { Evaluated } from './family-curve.ts';

/** What all rows of one series share. */
export interface RowBase {
  readonly family: Family;
  readonly protocolId: number;
  readonly kind: Kind;
  readonly baseline: Baseline | undefined;
  readonly unit: AxisUnit | null;
  /** Why the baseline may not be compared with; stands in for a result's own reason. */
  readonly mismatch: string | null;
}

/** What one evaluation's row in one domain rests on. */
export interface Measurement {
  readonly evaluation: Evaluated;
  readonly domain: string;
  readonly scale: string;
  readonly compute: number | null;
  readonly accuracy: ProbeAccuracy | null;
  readonly attempts: number;
  readonly flags: readonly string[];
  /** Names all that the numbers follow from. */
  readonly curveDigest: string;
}

/** What was computed for it. */
export interface Outcome {
  readonly result: DomainEfficiency;
  readonly ability: { readonly mean: number; readonly sd: number };
  readonly practice: PracticeDetail | null;
}

export function domainGrounds(base: RowBase, measurement: Measurement): Grounds {
  return {
    evaluation_id: measurement.evaluation.evaluationId,
    domain: measurement.domain,
    baseline_id: base.baseline?.id ?? null,
    curve_digest: digestOf({ curve: measurement.curveDigest, mismatch: base.mismatch }),
    grader_version: graderVersion,
    scale: measurement.scale,
  };
}

export function overallGrounds(base: RowBase, measurements: readonly Measurement[]): Grounds {
  const domains = measurements.map((measurement) => domainGrounds(base, measurement));
  const [first] = domains;
  if (!first) throw new RangeError('an overall row needs at least one domain');
  return {
    ...first,
    domain: 'overall',
    curve_digest: digestOf(domains.map((own) => own.curve_digest)),
    scale: measurements.map(({ scale }) => scale).join(','),
  };
}

/** One domain's row of the time series. */
export function domainRow(base: RowBase, measurement: Measurement, outcome: Outcome): NewEfficiency {
  const { row } = outcome.result;
  const { accuracy } = measurement;
  return {
    ...keysOf(base, measurement),
    ...domainGrounds(base, measurement),
    theta: outcome.ability.mean,
    theta_sd: outcome.ability.sd,
    accuracy: accuracy?.value ?? null,
    accuracy_lo: accuracy?.lo ?? null,
    accuracy_hi: accuracy?.hi ?? null,
    accuracy_n: accuracy?.tasks ?? 0,
    attempts: measurement.attempts,
    ...numbersOf(row),
    pe_partial: null,
    reason: row.reason === null ? null : (base.mismatch ?? reasonSentence(row.reason, base.kind)),
    flags: JSON.stringify(measurement.flags),
    detail: detailOf(row, row.quartiles, outcome.practice),
  };
}

/** The row over all domains of one evaluation: no ability, since scales of domains share no origin. */
export function overallRow(
  base: RowBase,
  measurements: readonly Measurement[],
  row: OverallRow,
): NewEfficiency {
  const [first] = measurements;
  if (!first) throw new RangeError('an overall row needs at least one domain');
  return {
    ...keysOf(base, first),
    ...overallGrounds(base, measurements),
    theta: null,
    theta_sd: null,
    ...accuracyOver(measurements),
    attempts: measurements.reduce((sum, own) => sum + own.attempts, 0),
    ...numbersOf(row),
    pe_partial: row.pePartial,
    reason: row.reason === null ? null : overallReason(base, measurements, row),
    flags: JSON.stringify([...new Set(measurements.flatMap((own) => own.flags))]),
    detail: detailOf(row, null, null),
  };
}

function overallReason(base: RowBase, measurements: readonly Measurement[], row: OverallRow): string {
  const { domainsMissing: missing } = row;
  if (base.mismatch !== null) return base.mismatch;
  // With one domain its own reason says more than its name.
  if (measurements.length === 1) return reasonSentence(missing[0]!.reason, base.kind);
  return `Not estimable in ${missing.map(({ domain }) => domain).join(', ')}.`;
}

function keysOf(base: RowBase, { evaluation, compute }: Measurement) {
  return {
    family_id: base.family.id,
    checkpoint_id: evaluation.checkpointId,
    protocol_id: base.protocolId,
    kind: base.kind,
    unit: base.unit,
    compute,
  };
}

type Numbers = Pick<EfficiencyRow, 'performance' | 'pe' | 'areas' | 'gain'>;

function numbersOf({ performance, pe, areas, gain }: Numbers) {
  return {
    performance: performance.value,
    performance_lo: performance.lo,
    performance_hi: performance.hi,
    pe: pe?.value ?? null,
    pe_lo: pe?.lo ?? null,
    pe_hi: pe?.hi ?? null,
    pe_above_one: pe?.prAboveOne ?? null,
    window_lo: pe?.window?.lower ?? null,
    window_hi: pe?.window?.upper ?? null,
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

function detailOf(
  { areas, multiplier, milestones }: Pick<EfficiencyRow, 'areas' | 'multiplier' | 'milestones'>,
  quartiles: EfficiencyRow['quartiles'],
  practice: PracticeDetail | null,
): string {
  const detail: EfficiencyDetail = {
    areas: areas && { model: areas.model, baseline: areas.baseline },
    multiplier,
    milestones: [...milestones],
    quartiles: quartiles && { ...quartiles, quartiles: [...quartiles.quartiles] },
    practice,
  };
  return JSON.stringify(detail);
}

/** All domains' random tasks taken together: each domain's are drawn from its own mix. */
function accuracyOver(measurements: readonly Measurement[]) {
  const scores = measurements.flatMap(({ accuracy }) =>
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
