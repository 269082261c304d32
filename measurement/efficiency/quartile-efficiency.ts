import type { Interval } from '../numeric/statistics.ts';
import type { PerformanceProfile } from '../performance/performance-sampler.ts';
import type { DifficultyQuartile } from '../performance/quartiles.ts';
import { type CurveRules, compareCurves, type PracticeEfficiency } from './comparison.ts';
import {
  type DifficultySlope,
  difficultySlope,
  type SlopeEvidence,
  slopeDifference,
} from './difficulty-slope.ts';

/** A point of a curve with all that was drawn of it. */
export interface ProfiledPoint {
  readonly x: number;
  readonly profile: PerformanceProfile;
}

export interface QuartileEfficiency {
  /** Predicted difficulty of its easiest and hardest cell, in logits. */
  readonly from: number;
  readonly to: number;
  readonly pe: PracticeEfficiency | null;
  /** PE of the quartile were every skill's ability theta-bar: what the level alone makes of it. */
  readonly implied: PracticeEfficiency | null;
}

/**
 * PE by quartile of difficulty. It grows with difficulty by itself: a plain shift of the ability moves hard tasks'
 * ratio more than easy ones'. So quartiles stand beside what theta-bar implies, and that hard and easy tasks are
 * learnt differently than the baseline learns them is claimed from the slopes alone.
 */
export interface QuartileComparison {
  readonly quartiles: readonly QuartileEfficiency[];
  readonly slope: DifficultySlope;
  readonly baselineSlope: DifficultySlope;
  readonly slopeDifference: Interval;
  /** True when the interval of the difference of the slopes excludes 0. */
  readonly diverges: boolean;
}

/** Null where no quartile has a PE. */
export function compareQuartiles(
  ranges: readonly Pick<DifficultyQuartile, 'from' | 'to'>[],
  model: readonly ProfiledPoint[],
  baseline: readonly ProfiledPoint[],
  rules: CurveRules,
  evidence: { readonly model: readonly SlopeEvidence[]; readonly baseline: readonly SlopeEvidence[] },
): QuartileComparison | null {
  const efficiency = (part: 'quartiles' | 'implied', index: number) => {
    const drawn = ({ x, profile }: ProfiledPoint) => ({ x, draws: profile[part][index]! });
    return compareCurves(model.map(drawn), baseline.map(drawn), rules).pe;
  };
  const quartiles = ranges.map(({ from, to }, index) => ({
    from,
    to,
    pe: efficiency('quartiles', index),
    implied: efficiency('implied', index),
  }));
  if (quartiles.every(({ pe }) => pe === null)) return null;
  const difference = slopeDifference(evidence.model, evidence.baseline);
  return {
    quartiles,
    slope: difficultySlope(evidence.model),
    baselineSlope: difficultySlope(evidence.baseline),
    slopeDifference: difference,
    diverges: difference.lo > 0 || difference.hi < 0,
  };
}
