import { type Interval, interval95, meanOf } from '../numeric/statistics.ts';
import {
  type Areas,
  type CurveRules,
  compareCurves,
  type PracticeEfficiency,
  ratioBounds,
} from './comparison.ts';
import { averageCurves, type Window } from './curve.ts';
import type { DomainEfficiency } from './efficiency.ts';
import type { Gain } from './gain.ts';
import { type Milestone, milestonesOf } from './milestones.ts';
import { type ComputeMultiplier, computeMultiplier } from './multiplier.ts';
import type { NotEstimableReason } from './reasons.ts';

/** Plain data of the row over all domains. There is no overall ability: scales of domains share no origin. */
export interface OverallRow {
  readonly pe: PracticeEfficiency | null;
  /** The same mean over the estimable domains alone; null when none is. Not comparable between suites. */
  readonly pePartial: number | null;
  readonly performance: Interval;
  readonly reason: Extract<NotEstimableReason, 'domains-not-estimable'> | null;
  /** Domains without an estimable PE, by name, and why each has none. */
  readonly domainsMissing: readonly { readonly domain: string; readonly reason: NotEstimableReason }[];
  /** These are of the mean curve, over what the curves of all domains cover. */
  readonly gain: Gain | null;
  readonly areas: Areas | null;
  readonly multiplier: ComputeMultiplier | null;
  readonly milestones: readonly Milestone[];
}

/**
 * Overall PE = exp(mean over domains of ln PE), estimable only if every domain of the suite is; overall
 * performance is the mean S⁺, and what is said of a curve is said of the domains' mean. Domains are measured by
 * separate sessions, so their draws combine one by one.
 */
export function overallEfficiency(
  domains: readonly DomainEfficiency[],
  rules: CurveRules,
  computeAt: (x: number) => number,
): OverallRow {
  if (domains.length === 0) throw new RangeError('an overall row needs at least one domain');
  const estimable = domains.filter(({ row }) => row.pe !== null);
  const complete = estimable.length === domains.length;
  const partial = estimable.length === 0 ? null : geometricMean(estimable.map(({ row }) => row.pe!.value));
  const model = averageCurves(domains.map((each) => each.model));
  const baseline = domains.some((each) => each.baseline === null)
    ? null
    : averageCurves(domains.map((each) => each.baseline!));
  const { gain, areas } = compareCurves(model, baseline, rules);
  return {
    pe: complete
      ? {
          value: partial!,
          ...ratioBounds(meanDraws(domains.map(({ logRatioDraws }) => logRatioDraws!))),
          window: commonWindow(domains.map(({ row }) => row.pe!.window)),
        }
      : null,
    pePartial: partial,
    performance: interval95(meanDraws(domains.map(({ performanceDraws }) => performanceDraws))),
    reason: complete ? null : 'domains-not-estimable',
    domainsMissing: domains
      .flatMap(({ domain, row }) => (row.reason === null ? [] : [{ domain, reason: row.reason }]))
      .sort((a, b) => (a.domain < b.domain ? -1 : 1)),
    gain,
    areas,
    multiplier: complete && baseline ? computeMultiplier(model, baseline) : null,
    milestones: milestonesOf(model, computeAt),
  };
}

function meanDraws(all: readonly Float64Array[]): Float64Array {
  return all[0]!.map((_, draw) => meanOf(all.map((draws) => draws[draw]!)));
}

function commonWindow(windows: readonly (Window | null)[]): Window | null {
  const [first] = windows;
  const same = windows.every((window) => window?.lower === first?.lower && window?.upper === first?.upper);
  return same ? (first ?? null) : null;
}

/** exp(mean ln x); of one value it is that value, which a round trip through the logarithm may miss by a bit. */
function geometricMean(values: readonly number[]): number {
  return values.length === 1 ? values[0]! : Math.exp(meanOf(values.map(Math.log)));
}
