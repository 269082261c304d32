import { createDraws, type Draws } from '../numeric/draws.ts';
import { filterItems, filterModels, mapItems } from './design.ts';
import { refit } from './fit.ts';
import { type Fit, findMode } from './mode.ts';
import { type Prediction, type Predictor, predictFresh } from './prediction.ts';
import type { Design } from './shapes.ts';
import { mixWeightsOf, skillHyperOf, startState } from './state.ts';

const folds = 5;

/** Every fold of instances: the others to fit to, and the fold itself to predict. */
function foldsOf(design: Design): { training: Design; held: Design }[] {
  return Array.from({ length: folds }, (_, fold) => ({
    training: filterItems(design, (index) => index % folds !== fold),
    held: filterItems(design, (index) => index % folds === fold),
  }));
}

/** Each fold's scores predicted, as those of fresh instances, by a fit on the other four. */
export function heldOutPredictions(fit: Fit): Prediction[] {
  return foldsOf(fit.design).flatMap(({ training, held }) =>
    predictFresh(predictorOf(refit(fit, training)), held),
  );
}

function predictorOf({ design, mode, hyper }: Fit): Predictor {
  return { design, hyper, state: mode.state };
}

/**
 * The scores of the pool's strongest model, predicted with the item parameters that the other models give; its
 * abilities come from four folds of its scores, and the fifth is predicted.
 */
export function strongestPredictions(fit: Fit): { model: string; predictions: Prediction[] } {
  const { design } = fit;
  const strongest = strongestOf(fit);
  const others = refit(
    fit,
    filterModels(design, (model) => model !== strongest),
  );
  const alone = filterModels(design, (model) => model === strongest);
  const predictions = foldsOf(alone).flatMap(({ training, held }) => {
    const design = {
      ...training,
      pinned: false,
      deviationSd: others.hyper.deviationSd,
      skills: training.skills.map((skill, f) => {
        const { coefficients } = others.mode.state.skills[f]!;
        return { ...skill, frozen: { coefficients, hyper: skillHyperOf(others.hyper, f) } };
      }),
    };
    const { state } = findMode(design, startState(design), others.hyper);
    return predictFresh({ state, hyper: others.hyper, design }, held);
  });
  return { model: design.models[strongest]!, predictions };
}

/** The model of the highest mix-weighted ability. */
function strongestOf({ design, mode }: Fit): number {
  const mix = mixWeightsOf(design);
  const abilities = design.models.map((_, model) =>
    mode.state.skills.reduce((sum, { thetas }, f) => sum + mix[f]! * thetas[model]!, 0),
  );
  return abilities.indexOf(Math.max(...abilities));
}

/** Held-out predictions of the same procedure on scores permuted among a model's instances of an estimated skill. */
export function controlPredictions(fit: Fit, seed: string): Prediction[] {
  const design = permuted(fit.design, seed);
  return heldOutPredictions(refit(fit, design));
}

function permuted(design: Design, seed: string): Design {
  return mapItems(design, (items, { skill, frozen }) => {
    if (frozen !== null) return items;
    const shuffled = design.models.map((model, index) => {
      const draws = createDraws(seed, 'control', skill.id, model);
      return shuffle(
        items.flatMap(({ models, scores }) =>
          Array.from(scores).filter((_, place) => models[place] === index),
        ),
        draws,
      );
    });
    return items.map((item) => ({
      ...item,
      scores: Float64Array.from(item.models, (model) => shuffled[model]!.pop()!),
    }));
  });
}

/** In place, after Fisher and Yates. */
export function shuffle<Value>(values: Value[], draws: Draws): Value[] {
  for (let last = values.length - 1; last > 0; last--) {
    const other = Math.floor(draws.uniform() * (last + 1));
    [values[last], values[other]] = [values[other]!, values[last]!];
  }
  return values;
}
