import { scoreWeight, slip } from '../constants.ts';
import { logisticProbability } from '../response-model/response.ts';
import type { Fit } from './mode.ts';
import { predictedDifficulty } from './state.ts';

/**
 * m_f = (N − p) / Σ (y − P)² / (P(1 − P)) over a skill's responses, clipped, 1 for binary skills. p counts the
 * skill's parameters, each item deviation by the share of it that the data and not the prior decide. A frozen skill
 * keeps its weight.
 *
 * A score of mean P varies by P(1 − P) − E y(1 − y), so grading alone allows no more than
 * ΣP(1 − P) / (ΣP(1 − P) − Σy(1 − y)). Residuals smaller than that come of a pool more consistent than the model
 * allows for (solvers that always or never succeed), which promises nothing of later readers: the bound holds.
 */
export function scoreWeightsOf(fit: Fit): number[] {
  return fit.design.skills.map((skill, f) => {
    if (skill.frozen !== null) return skill.frozen.hyper.weight;
    if (skill.binary) return 1;
    const { responses, squares, coinVariance, graded } = residualsOf(fit, f);
    const { margin } = fit.mode.skills[f]!;
    const prior = fit.hyper.residualSds[f]! ** 2;
    const decided =
      prior > 0 ? margin.residualVariances.reduce((sum, variance) => sum + 1 - variance / prior, 0) : 0;
    const parameters = margin.gradient.length + decided;
    const left = coinVariance - graded;
    const allowed = left > 0 ? coinVariance / left : scoreWeight.max;
    const weight = Math.min((responses - parameters) / squares, allowed);
    return Math.min(Math.max(weight, scoreWeight.min), scoreWeight.max);
  });
}

interface Residuals {
  readonly responses: number;
  /** Σ (y − P)² / (P(1 − P)) */
  readonly squares: number;
  /** Σ P(1 − P) */
  readonly coinVariance: number;
  /** Σ y(1 − y) */
  readonly graded: number;
}

function residualsOf(fit: Fit, f: number): Residuals {
  const skill = fit.design.skills[f]!;
  const own = fit.mode.state.skills[f]!;
  const slope = Math.exp(fit.hyper.logSlopes[f]!);
  let squares = 0;
  let responses = 0;
  let coinVariance = 0;
  let graded = 0;
  skill.items.forEach(({ row, models, scores }, item) => {
    const difficulty = predictedDifficulty(row, own.coefficients) + own.residuals[item]!;
    models.forEach((model, index) => {
      const p = logisticProbability(slope, skill.skill.chance, slip, own.thetas[model]!, difficulty);
      const score = scores[index]!;
      squares += (score - p) ** 2 / Math.max(p * (1 - p), 1e-3);
      coinVariance += p * (1 - p);
      graded += score * (1 - score);
      responses++;
    });
  });
  return { responses, squares, coinVariance, graded };
}
