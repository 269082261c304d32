import type { ParameterStatistics, SkillScale } from '../../schema/scale.ts';
import { bisect } from '../numeric/statistics.ts';
import { basisRow, difficultyOf, featureAtUnit } from './difficulty.ts';
import { expectedScoreAt } from './response.ts';

/** Points of the unit range between which a crossing is looked for: the basis has its knot at one of them. */
const scanPoints = 64;

/**
 * Where parameter `name`, the others as in `reference`, brings a model of ability 0 halfway between floor and ceiling
 * on a fresh instance: where phi(x)'eta crosses 0, by the logistic's symmetry. The slope is that of the expected score
 * by the parameter; the standard error that of the difficulty over its slope. All null when it is not reached in range.
 */
export function halfwayPoint(
  scale: SkillScale,
  name: string,
  reference: Readonly<Record<string, number>>,
): ParameterStatistics {
  const range = scale.ranges[name]!;
  const featuresAt = (unit: number) => ({ ...reference, [name]: featureAtUnit(range, unit) });
  const difficultyAt = (unit: number) => difficultyOf(scale, featuresAt(unit));
  const crossing = Array.from({ length: scanPoints }, (_, index) => index / scanPoints).find(
    (unit) => difficultyAt(unit) <= 0 !== difficultyAt(unit + 1 / scanPoints) <= 0,
  );
  if (crossing === undefined) return { d50: null, d50Se: null, slope: null };
  const unit = bisect(difficultyAt, crossing, crossing + 1 / scanPoints);
  const [low, high] = [Math.max(unit - 0.01, 0), Math.min(unit + 0.01, 1)].map((at) => featuresAt(at));
  const width = high![name]! - low![name]!;
  const steepness = (difficultyOf(scale, high!) - difficultyOf(scale, low!)) / width;
  const scoreAt = (features: Readonly<Record<string, number>>) =>
    expectedScoreAt(scale, 0, difficultyOf(scale, features));
  return {
    d50: featuresAt(unit)[name]!,
    d50Se: calibratedSd(scale, featuresAt(unit)) / Math.abs(steepness),
    slope: (scoreAt(high!) - scoreAt(low!)) / width,
  };
}

/** Standard error of the difficulty, terms that are not calibrated held at their prior mean. */
function calibratedSd(scale: SkillScale, features: Readonly<Record<string, number>>): number {
  const varies = [true, ...scale.terms.map(({ status }) => status === 'calibrated')];
  const row = basisRow(scale, features).map((value, index) => (varies[index] ? value : 0));
  const errors = [scale.intercept.se, ...scale.terms.map(({ se }) => se)];
  let variance = 0;
  row.forEach((left, i) => {
    row.forEach((right, j) => {
      const covariance = scale.covariance?.[i]?.[j] ?? (i === j ? errors[i]! ** 2 : 0);
      variance += left * right * covariance;
    });
  });
  return Math.sqrt(Math.max(variance, 0));
}
