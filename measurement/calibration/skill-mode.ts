import { cholesky, dot, logDeterminant, type Matrix, solve, sumOf, times } from '../numeric/linear.ts';
import { climb } from './climb.ts';
import { atAbilities, movedSkill, type PenalisedSkill, penalisedSkill } from './penalised-skill.ts';
import type { SkillDesign, SkillHyper } from './shapes.ts';
import type { SkillState } from './state.ts';

/** What is known of the models' abilities in a skill before its own scores are looked at: a normal. */
export interface SkillPrior {
  readonly mean: Float64Array;
  readonly precision: Matrix;
  readonly covariance: Matrix;
}

/** The penalised mode of one skill alone, the rest of the calibration standing in as its prior. */
export interface SkillMode {
  readonly state: SkillState;
  readonly skill: PenalisedSkill;
  /** Factor of the joint information of coefficients and abilities. */
  readonly factor: Matrix;
  /** Laplace approximation of ln p(scores of the skill | hyperparameters, prior), up to a constant. */
  readonly evidence: number;
}

interface Point {
  readonly state: SkillState;
  readonly skill: PenalisedSkill;
  readonly gradient: Float64Array;
  readonly value: number;
}

/** Newton steps on the coefficients of one skill and the models' abilities in it. */
export function findSkillMode(
  design: SkillDesign,
  start: SkillState,
  hyper: SkillHyper,
  prior: SkillPrior,
): SkillMode {
  const terms = design.nonNegative.length;
  const precision = atAbilities(prior.precision, terms);
  const pointAt = (state: SkillState): Point => {
    const skill = penalisedSkill(design, state, hyper);
    const offsets = state.thetas.map((theta, model) => theta - prior.mean[model]!);
    const pulled = times(prior.precision, offsets);
    const gradient = Float64Array.from(skill.gradient);
    let square = 0;
    pulled.forEach((pull, model) => {
      gradient[terms + model] = gradient[terms + model]! - pull;
      square += pull * offsets[model]!;
    });
    return { state, skill, gradient, value: skill.value - 0.5 * square };
  };
  const factorAt = ({ skill }: Point) => cholesky(sumOf(skill.information, precision));
  const top = climb(pointAt(start), (point) => {
    const step = solve(factorAt(point), point.gradient);
    return {
      expectedGain: 0.5 * dot(point.gradient, step),
      at: (size) => pointAt(movedSkill(design, point.state, point.skill.margin, step, size)),
    };
  });
  const factor = factorAt(top);
  return {
    state: { ...top.state, residuals: top.skill.margin.residuals },
    skill: top.skill,
    factor,
    evidence: top.value - 0.5 * logDeterminant(factor),
  };
}
