import type { SkillScale } from '../../schema/scale.ts';
import { difficultyCoefficientPriorSd, interceptPriorSd } from '../constants.ts';
import { inverse } from '../numeric/linear.ts';
import type { Fit } from './mode.ts';
import { responseModelOf } from './skill-margin.ts';
import { findSkillMode } from './skill-mode.ts';
import { priorOfSkill } from './skill-search.ts';
import { skillHyperOf } from './state.ts';

/** What the scale file holds of a fitted skill. */
export function skillScaleOf(fit: Fit, f: number): SkillScale {
  const { skill, ranges, terms, estimated } = fit.design.skills[f]!;
  const { coefficients } = fit.mode.state.skills[f]!;
  const covariance = coefficientCovariance(fit, f);
  return {
    ranges,
    intercept: { value: coefficients[0]!, se: Math.sqrt(covariance[0]![0]!) },
    terms: terms.map((term, index) => ({
      ...term,
      parameters: [...term.parameters],
      coefficient: estimated.includes(term) ? coefficients[estimated.indexOf(term) + 1]! : 0,
      se: Math.sqrt(covariance[index + 1]![index + 1]!),
    })),
    covariance,
    ...responseModelOf({ skill }, skillHyperOf(fit.hyper, f)),
  };
}

/** Of intercept and all terms; a term that is not estimated keeps its prior. */
function coefficientCovariance(fit: Fit, f: number): number[][] {
  const design = fit.design.skills[f]!;
  const { factor, skill } = findSkillMode(
    design,
    fit.mode.state.skills[f]!,
    skillHyperOf(fit.hyper, f),
    priorOfSkill(fit, f),
  );
  const joint = inverse(factor);
  const { information } = skill.margin;
  const ownVariance = (position: number) => {
    const priorSd = position === 0 ? interceptPriorSd : difficultyCoefficientPriorSd;
    return 1 / (information.values[position * information.size + position]! + priorSd ** -2);
  };
  const positions = [
    0,
    ...design.terms.map((term) =>
      design.estimated.includes(term) ? design.estimated.indexOf(term) + 1 : null,
    ),
  ];
  return positions.map((row, i) =>
    positions.map((column, j) => {
      if (row === null || column === null) return i === j ? difficultyCoefficientPriorSd ** 2 : 0;
      // A coefficient at its bound has no slope to be uncertain along; its curvature alone says how far it may be.
      if (skill.held[row] || skill.held[column]) return i === j ? ownVariance(row) : 0;
      return joint.values[row * joint.size + column]!;
    }),
  );
}
