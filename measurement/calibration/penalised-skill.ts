import { difficultyCoefficientPriorSd, interceptPriorSd } from '../constants.ts';
import { type Matrix, zeroMatrix } from '../numeric/linear.ts';
import type { SkillDesign, SkillHyper } from './shapes.ts';
import { type SkillMargin, skillMargin } from './skill-margin.ts';
import type { SkillState } from './state.ts';

/** A skill's scores with the priors of its coefficients; what the abilities hang on is left to the caller. */
export interface PenalisedSkill {
  readonly value: number;
  /** By coefficients, then abilities; 0 where held. */
  readonly gradient: Float64Array;
  /** The unit matrix in the rows and columns of what is held. */
  readonly information: Matrix;
  /** Coefficients that sit at their bound of 0 and that the scores push below it, or that are frozen. */
  readonly held: readonly boolean[];
  readonly margin: SkillMargin;
}

export function penalisedSkill(design: SkillDesign, state: SkillState, hyper: SkillHyper): PenalisedSkill {
  const margin = skillMargin(design, state, hyper);
  const gradient = Float64Array.from(margin.gradient);
  const { size } = margin.information;
  const values = Float64Array.from(margin.information.values);
  let value = margin.logLikelihood;
  const held = design.nonNegative.map((bounded, term) => {
    const coefficient = state.coefficients[term]!;
    const precision = (term === 0 ? interceptPriorSd : difficultyCoefficientPriorSd) ** -2;
    const diagonal = term * size + term;
    if (design.frozen === null) {
      gradient[term] = gradient[term]! - precision * coefficient;
      values[diagonal] = values[diagonal]! + precision;
      value += 0.5 * (Math.log(precision) - precision * coefficient * coefficient);
    }
    return design.frozen !== null || (bounded && coefficient <= 0 && gradient[term]! <= 0);
  });
  held.forEach((isHeld, term) => {
    if (!isHeld) return;
    gradient[term] = 0;
    for (let other = 0; other < size; other++) {
      values[term * size + other] = 0;
      values[other * size + term] = 0;
    }
    values[term * size + term] = 1;
  });
  return { value, gradient, information: { size, values }, held, margin };
}

/** The state after a step, bounded coefficients kept at 0 or above. */
export function movedSkill(
  design: SkillDesign,
  state: SkillState,
  margin: SkillMargin,
  step: Float64Array,
  size: number,
): SkillState {
  const terms = design.nonNegative.length;
  return {
    coefficients: state.coefficients.map((value, term) => {
      const next = value + size * step[term]!;
      return design.nonNegative[term] && design.frozen === null ? Math.max(next, 0) : next;
    }),
    thetas: state.thetas.map((theta, model) => theta + size * step[terms + model]!),
    residuals: margin.residuals,
  };
}

/** An information of zeros but for the given block at the abilities, to be added to a skill's. */
export function atAbilities(block: Matrix, terms: number): Matrix {
  const result = zeroMatrix(terms + block.size);
  for (let row = 0; row < block.size; row++) {
    result.values.set(
      block.values.subarray(row * block.size, (row + 1) * block.size),
      (terms + row) * result.size + terms,
    );
  }
  return result;
}
