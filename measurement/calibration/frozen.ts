import type { SkillScale } from '../../schema/scale.ts';
import { basisRow, coefficientsOf } from '../response-model/difficulty.ts';
import { groupItems } from './responses.ts';
import type { CalibrationResponse, SkillDesign } from './shapes.ts';

/**
 * A skill of a known scale as its file has it, every term included: one that was never calibrated is part of the
 * difficulties that abilities were measured with.
 */
export function frozenDesign(
  id: string,
  scale: SkillScale,
  responses: readonly CalibrationResponse[],
  modelIndex: ReadonlyMap<string, number>,
): SkillDesign {
  const { ranges, terms, chance, slip, slope, residualSd, weight } = scale;
  return {
    skill: { id, parameters: {}, interactions: [], chance, slip },
    group: null,
    ranges,
    terms,
    estimated: terms,
    nonNegative: [false, ...terms.map(() => false)],
    binary: weight === 1,
    frozen: {
      coefficients: Float64Array.from(coefficientsOf(scale)),
      hyper: { logSlope: Math.log(slope), residualSd, weight },
    },
    items: groupItems(responses, (features) => basisRow(scale, features), modelIndex),
  };
}
