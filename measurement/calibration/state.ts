import type { Design, SkillHyper } from './shapes.ts';

/** What is estimated of one skill. */
export interface SkillState {
  /** Intercept and terms, in the order of an item's row. */
  readonly coefficients: Float64Array;
  /** Ability of every model in this skill. */
  readonly thetas: Float64Array;
  /** Deviation of every item from its predicted difficulty, in posterior mean. */
  readonly residuals: Float64Array;
}

export interface State {
  /** Domain ability of every model. */
  readonly thetas: Float64Array;
  /** Ability of every model in every group of skills. */
  readonly groups: readonly Float64Array[];
  readonly skills: readonly SkillState[];
}

/**
 * What scales the unknowns. These are estimated by evidence and not as part of the mode: a mode can always raise its
 * prior density by trading small effects for a steep slope.
 */
export interface Hyperparameters {
  /** tau: SD of a model's deviations between skills, in a group where there are groups. */
  readonly deviationSd: number;
  /** SD of a model's deviations between groups. */
  readonly groupDeviationSd: number;
  /** s_f: SD of items about their predicted difficulty. */
  readonly residualSds: readonly number[];
  /** ln a_f, with mean 0 over the mix. */
  readonly logSlopes: readonly number[];
  /**
   * Each skill alone would take a slope that the unit of the scale forbids. This pull on all, added to the derivative of
   * the evidence by a log slope in proportion to the skill's share of the mix, holds their mean at 0 (Lagrange).
   */
  readonly slopePull: number;
  /** Weight m_f of a score in the quasi-likelihood. */
  readonly weights: readonly number[];
}

export function skillHyperOf(hyper: Hyperparameters, f: number): SkillHyper {
  return {
    logSlope: hyper.logSlopes[f]!,
    residualSd: hyper.residualSds[f]!,
    weight: hyper.weights[f]!,
  };
}

/** Weights of the skills in the reference mix, summing to 1. */
export function mixWeightsOf(design: Design): number[] {
  const raw = design.skills.map(({ skill }) => skill.mixWeight ?? 1);
  const total = raw.reduce((sum, weight) => sum + weight, 0);
  return raw.map((weight) => weight / total);
}

/**
 * A start from the marginal scores: each model's smoothed log odds about the pool's mean or, where a skill is frozen,
 * about the difficulties that it answered; no residuals.
 */
export function startState(design: Design): State {
  const skills = design.skills.map((skill): SkillState => {
    const { frozen } = skill;
    const hits = new Float64Array(design.models.length).fill(0.5);
    const trials = new Float64Array(design.models.length).fill(1);
    const difficulties = new Float64Array(design.models.length);
    for (const { row, models, scores } of skill.items) {
      const difficulty = frozen === null ? 0 : predictedDifficulty(row, frozen.coefficients);
      models.forEach((model, index) => {
        hits[model] = hits[model]! + scores[index]!;
        trials[model] = trials[model]! + 1;
        difficulties[model] = difficulties[model]! + difficulty;
      });
    }
    const thetas = hits.map(
      (hit, model) => Math.log(hit / (trials[model]! - hit)) + difficulties[model]! / trials[model]!,
    );
    const residuals = new Float64Array(skill.items.length);
    if (frozen !== null) return { coefficients: frozen.coefficients, thetas, residuals };
    const level = thetas.reduce((sum, theta) => sum + theta, 0) / thetas.length;
    const coefficients = new Float64Array(skill.nonNegative.length);
    coefficients[0] = -level;
    return { coefficients, thetas: thetas.map((theta) => theta - level), residuals };
  });
  const meanOver = (own: readonly SkillState[]) =>
    Float64Array.from(
      design.models,
      (_, model) => own.reduce((sum, { thetas }) => sum + thetas[model]!, 0) / own.length,
    );
  return {
    thetas: meanOver(skills),
    groups: design.groups.map((_, group) =>
      meanOver(skills.filter((_, f) => design.skills[f]!.group === group)),
    ),
    skills,
  };
}

/** Difficulty phi(x)'eta of an item without its own deviation. */
export function predictedDifficulty(row: readonly number[], coefficients: ArrayLike<number>): number {
  let sum = 0;
  for (let term = 0; term < row.length; term++) sum += row[term]! * coefficients[term]!;
  return sum;
}

/** The same in another unit of ability, which no probability notices. */
export function inUnit(unit: number, hyper: Hyperparameters): Hyperparameters {
  return {
    ...hyper,
    deviationSd: hyper.deviationSd * unit,
    groupDeviationSd: hyper.groupDeviationSd * unit,
    residualSds: hyper.residualSds.map((sd) => sd * unit),
    logSlopes: hyper.logSlopes.map((logSlope) => logSlope - Math.log(unit)),
  };
}

export function stateInUnit(unit: number, state: State): State {
  const scaled = (values: Float64Array) => values.map((value) => value * unit);
  return {
    thetas: scaled(state.thetas),
    groups: state.groups.map(scaled),
    skills: state.skills.map(({ coefficients, thetas, residuals }) => ({
      coefficients: scaled(coefficients),
      thetas: scaled(thetas),
      residuals: scaled(residuals),
    })),
  };
}
