import { slip } from '../constants.ts';
import { bernoulliLog, freshSlope, logisticProbability } from '../response.ts';
import type { Design } from './design.ts';
import { filterItems } from './design.ts';
import { refitNear } from './fit.ts';
import type { Fit } from './mode.ts';
import { predictedDifficulty } from './state.ts';

/** Mean loss a response, in nats, on items that the fit had not seen. */
export interface HeldOutLoss {
  readonly model: number;
  /** The same for the mean score of the model in the skill: what is left when difficulty is ignored. */
  readonly modelMeans: number;
  readonly responses: number;
}

const folds = 5;

/**
 * Log loss by five folds of instances: each fold's scores are predicted, as fresh instances, by a fit on the other
 * four. Skill by skill, in the order of the design.
 */
export function heldOutLosses(fit: Fit): HeldOutLoss[] {
  const sums = fit.design.skills.map(() => ({ model: 0, modelMeans: 0, responses: 0 }));
  for (let fold = 0; fold < folds; fold++) {
    const training = filterItems(fit.design, (index) => index % folds !== fold);
    const trained = refitNear(fit, training);
    addFold(
      sums,
      trained,
      filterItems(fit.design, (index) => index % folds === fold),
    );
  }
  return sums.map(({ model, modelMeans, responses }) => ({
    model: model / responses,
    modelMeans: modelMeans / responses,
    responses,
  }));
}

function addFold(
  sums: { model: number; modelMeans: number; responses: number }[],
  trained: Fit,
  held: Design,
): void {
  held.skills.forEach((skill, f) => {
    const own = trained.mode.state.skills[f]!;
    const { logSlopes, residualSds } = trained.hyper;
    const slope = freshSlope({ slope: Math.exp(logSlopes[f]!), residualSd: residualSds[f]! });
    const means = modelMeans(trained.design, f);
    for (const { row, models, scores } of skill.items) {
      const difficulty = predictedDifficulty(row, own.coefficients);
      models.forEach((model, index) => {
        const score = scores[index]!;
        const p = logisticProbability(slope, skill.skill.chance, slip, own.thetas[model]!, difficulty);
        sums[f]!.model -= bernoulliLog(p, score);
        sums[f]!.modelMeans -= bernoulliLog(means[model]!, score);
        sums[f]!.responses++;
      });
    }
  });
}

/** Mean score of every model in a skill, with half a hit in one added trial so that no score is impossible. */
function modelMeans(design: Design, f: number): number[] {
  const hits = design.models.map(() => 0.5);
  const trials = design.models.map(() => 1);
  for (const { models, scores } of design.skills[f]!.items) {
    models.forEach((model, index) => {
      hits[model] = hits[model]! + scores[index]!;
      trials[model] = trials[model]! + 1;
    });
  }
  return hits.map((hit, model) => hit / trials[model]!);
}
