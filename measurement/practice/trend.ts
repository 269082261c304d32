import type { TrendState } from '../../schema/practice-state.ts';
import { trendGain, trendProbabilityMin, trendRelativeWidthMax, trendTasks } from '../constants.ts';
import type { PathStep, PracticePath } from './path.ts';
import { gainBetween, priorGain, probabilityGainBelow } from './walk-gain.ts';

const undecided = {
  verdict: 'undecided',
  gain: null,
  plateauProbability: null,
  regressProbability: null,
  relativeWidth: null,
} as const;

/**
 * Whether theta-bar stands still or falls over the last `trendTasks` measurement tasks: the gain from the place of
 * the first of them to the place of the last. PLATEAU when a gain that counts is improbable and the gain's 95 %
 * interval is clearly narrower than before any response (else the prior's small steps alone would claim it);
 * REGRESS when a loss that counts is probable; else undecided, as it is while there are fewer tasks or they all lie
 * at one place. `steps` are those that the path was followed along.
 */
export function judgeTrend(path: PracticePath, steps: readonly PathStep[]): TrendState {
  const xs = steps.flatMap(({ x, responses }) => responses.map(() => x)).slice(-trendTasks);
  if (xs.length < trendTasks || xs[0] === xs.at(-1)) return { ...undecided, tasks: xs.length };
  const from = path.walk.xs.indexOf(xs[0]!);
  const to = path.walk.xs.indexOf(xs.at(-1)!);
  const gain = gainBetween(path.walk, from, to);
  const prior = priorGain(path.walk, from, to);
  const judged = {
    plateauProbability: probabilityGainBelow(gain, trendGain),
    regressProbability: probabilityGainBelow(gain, -trendGain),
    relativeWidth: (gain.upper - gain.lower) / (prior.upper - prior.lower),
  };
  const { mean, lower, upper } = gain;
  return { verdict: verdictOf(judged), tasks: xs.length, gain: { mean, lower, upper }, ...judged };
}

function verdictOf(judged: {
  readonly plateauProbability: number;
  readonly regressProbability: number;
  readonly relativeWidth: number;
}): TrendState['verdict'] {
  if (judged.regressProbability >= trendProbabilityMin) return 'regress';
  const narrow = judged.relativeWidth <= trendRelativeWidthMax;
  return narrow && judged.plateauProbability >= trendProbabilityMin ? 'plateau' : 'undecided';
}
