import type { CurveRules, PracticeEfficiency } from '../measurement/efficiency/comparison.ts';
import { type CurveContrast, contrastCurves, type Peak } from '../measurement/efficiency/contrast.ts';
import { averageCurves } from '../measurement/efficiency/curve.ts';
import type { DomainEfficiency } from '../measurement/efficiency/efficiency.ts';
import { overallEfficiency } from '../measurement/efficiency/overall.ts';
import { type NotEstimableReason, reasonSentence } from '../measurement/efficiency/reasons.ts';
import type { Kind } from '../schema/shapes.ts';
import type { Contrast, ContrastDomain } from './contrast-schema.ts';

/** What the two families' curves are, beyond their points. */
export interface ContrastGrounds {
  readonly kind: Kind;
  readonly rules: CurveRules;
  /** Compute at a place of the axis, in the unit of both. */
  readonly computeAt: (x: number) => number;
  readonly smaller: Contrast['smaller'];
}

/** The first over the second in one domain, as `compared` found it, with its milestones and peaks beside. */
export function contrastDomain(
  compared: DomainEfficiency,
  grounds: ContrastGrounds,
  more: {
    readonly scale: string;
    /** Label of the checkpoint at a place of either axis. */
    readonly labelAt: (side: 'first' | 'second', x: number) => string | null;
  },
): ContrastDomain {
  const { row, model, baseline } = compared;
  const contrast = contrastCurves(model, baseline ?? [], grounds.computeAt);
  return {
    domain: compared.domain,
    scale: more.scale,
    ...efficiencyOf(row, row.reason, grounds.kind),
    ...besides(contrast, grounds, more.labelAt),
    quartiles: row.quartiles && {
      ...row.quartiles,
      quartiles: row.quartiles.quartiles.map(({ from, to, pe, implied }) => ({
        ...{ from, to },
        pe: ratioOf(pe),
        implied: ratioOf(implied),
      })),
    },
  };
}

/** The mean over the domains. There is no mean of their quartiles. */
export function contrastOverall(
  compared: readonly DomainEfficiency[],
  grounds: ContrastGrounds,
): ContrastDomain {
  const row = overallEfficiency(compared, grounds.rules, grounds.computeAt);
  const curve = (side: 'model' | 'baseline') => averageCurves(compared.map((own) => own[side] ?? []));
  const contrast = contrastCurves(curve('model'), curve('baseline'), grounds.computeAt);
  return {
    domain: 'overall',
    scale: null,
    ...efficiencyOf(row, row.reason, grounds.kind),
    ...besides(contrast, grounds, () => null),
    quartiles: null,
  };
}

function efficiencyOf(
  row: Pick<DomainEfficiency['row'], 'pe' | 'areas' | 'multiplier'>,
  reason: NotEstimableReason | null,
  kind: Kind,
): Pick<ContrastDomain, 'pe' | 'reason' | 'window' | 'areas' | 'multiplier'> {
  const { pe, areas, multiplier } = row;
  return {
    pe: ratioOf(pe),
    reason: reason && reasonSentence(reason, kind),
    window: areas && [areas.window.lower, areas.window.upper],
    areas: areas && { first: areas.model, second: areas.baseline, difference: areas.difference },
    multiplier,
  };
}

/** Without its window, which is the same for all parts of a domain. */
function ratioOf(pe: PracticeEfficiency | null): ContrastDomain['pe'] {
  return pe && { value: pe.value, lo: pe.lo, hi: pe.hi, prAboveOne: pe.prAboveOne };
}

function besides(
  { milestones, peaks }: CurveContrast,
  { smaller }: ContrastGrounds,
  labelAt: (side: 'first' | 'second', x: number) => string | null,
): Pick<ContrastDomain, 'milestones' | 'peaks'> {
  const peak = (side: 'first' | 'second', { performance, compute, x }: Peak) => ({
    performance,
    compute,
    checkpoint: labelAt(side, x),
  });
  return {
    milestones: [...milestones],
    peaks: peaks && {
      first: peak('first', peaks.first),
      second: peak('second', peaks.second),
      difference: peaks.difference,
      prFirstHigher: peaks.prFirstHigher,
      prSmallerAtLeast:
        smaller === null ? null : smaller === 'first' ? peaks.prFirstHigher : 1 - peaks.prFirstHigher,
    },
  };
}
