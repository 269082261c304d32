import { ascend, type Place } from '../../measurement/numeric/ascend.ts';
import { normalTail } from '../../measurement/numeric/normal.ts';

/** Slope of a logistic regression of successes on one variable. */
export interface Slope {
  readonly value: number;
  readonly se: number;
  /** One-sided: how often a slope as steep downwards would come by chance. */
  readonly pFalling: number;
}

/** Half a success and half a failure, spread over all outcomes, keep the fit finite where all succeed or fail. */
const added = 0.5;

/** Maximum likelihood with intercept (McCullagh & Nelder 1989), the slope's error from the information. */
export function logisticSlope(x: readonly number[], successes: readonly (0 | 1)[]): Slope {
  const share = added / x.length;
  const placeAt = (parameters: Float64Array): Place => {
    const terms = x.map((at, index) => {
      const p = 1 / (1 + Math.exp(-(parameters[0]! + parameters[1]! * at)));
      return { at, p, score: successes[index]! + share, trials: 1 + 2 * share };
    });
    return {
      value: terms.reduce(
        (sum, { p, score, trials }) => sum + score * Math.log(p) + (trials - score) * Math.log1p(-p),
        0,
      ),
      derivatives() {
        const gradient = new Float64Array(2);
        const values = new Float64Array(4);
        for (const { at, p, score, trials } of terms) {
          const weight = trials * p * (1 - p);
          gradient[0] = gradient[0]! + score - trials * p;
          gradient[1] = gradient[1]! + (score - trials * p) * at;
          values[0] = values[0]! + weight;
          values[1] = values[1]! + weight * at;
          values[3] = values[3]! + weight * at * at;
        }
        values[2] = values[1]!;
        return { gradient, information: { size: 2, values } };
      },
    };
  };
  const { parameters, information } = ascend(placeAt, new Float64Array(2), 1e-9);
  const [a, b, , d] = information.values as unknown as [number, number, number, number];
  const value = parameters[1]!;
  const se = Math.sqrt(a / (a * d - b * b));
  return { value, se, pFalling: normalTail(-value / se) };
}
