import type { Prediction } from '../../measurement/calibration/prediction.ts';
import type { Draws } from '../../measurement/numeric/draws.ts';
import { type Interval, meanOf } from '../../measurement/numeric/statistics.ts';
import { expectedScoreAt } from '../../measurement/response-model/response.ts';
import { thetas } from './abilities.ts';
import { estimateAccuracy } from './accuracy.ts';
import { type Asked, askModel, type ChooseItem } from './asking.ts';
import type { KnownBank, KnownItem } from './known-bank.ts';
import type { ItemScore } from './responses.ts';

/** A score on an item that the model was not asked, and what was expected of it. */
export interface UnaskedScore extends Prediction {
  readonly item: KnownItem;
}

/** What was said of a model's bank after 5 % of its items, and what the model scores on all of it. */
export interface EstimatedBank {
  readonly model: string;
  readonly items: number;
  readonly asked: number;
  /** Mean score over the whole bank. */
  readonly accuracy: number;
  readonly estimate: Interval;
}

/** A model that the calibration has not seen. */
export interface LeftOut extends EstimatedBank {
  readonly unasked: readonly UnaskedScore[];
}

export function measureLeftOut(
  bank: KnownBank,
  model: string,
  scores: readonly ItemScore[],
  choose: ChooseItem,
  draws: Draws,
): LeftOut {
  const asked = askModel(bank, scores, choose, draws);
  return { ...estimateBank(asked, model, scores, draws), unasked: unaskedScores(bank, asked, scores) };
}

export function estimateBank(
  asked: Asked,
  model: string,
  scores: readonly ItemScore[],
  draws: Draws,
): EstimatedBank {
  return {
    model,
    items: scores.length,
    asked: asked.answers.length,
    accuracy: meanOf(scores.map(({ score }) => score)),
    estimate: estimateAccuracy(asked, draws),
  };
}

function unaskedScores(
  bank: KnownBank,
  { answers, rest, posterior }: Asked,
  scores: readonly ItemScore[],
): UnaskedScore[] {
  const known = new Map(scores.map(({ skill, instance, score }) => [`${skill} ${instance}`, score]));
  const positions = new Map(bank.skills.map(({ id }, position) => [id, position]));
  const hits = answers.reduce((sum, { score }) => sum + score, 0);
  // Half a hit in one added trial, so that no score is impossible.
  const expectedOfMean = (hits + 0.5) / (answers.length + 1);
  return rest.map((item) => {
    const { skill, instance, model, difficulty } = item;
    const mass = posterior.skills.get(skill)!;
    return {
      item,
      skill: positions.get(skill)!,
      instance,
      score: known.get(`${skill} ${instance}`)!,
      expected: mass.reduce(
        (sum, share, t) => sum + share * expectedScoreAt(model, thetas[t]!, difficulty),
        0,
      ),
      expectedOfMean,
    };
  });
}
