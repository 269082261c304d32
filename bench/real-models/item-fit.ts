import { createDraws, type Draws } from '../../measurement/numeric/draws.ts';
import { meanOf } from '../../measurement/numeric/statistics.ts';
import type { LeftOut, UnaskedScore } from './left-out.ts';

/** Above this mean square, in units of what the model allows, an item surprises more than its share. */
const meanSquareMax = 1.5;

/** A share seen in the data beside that of scores drawn from the very predictions. */
export interface SharePair {
  readonly observed: number;
  readonly simulated: number;
}

/** How the items look to models that their calibration has not seen. */
export interface ItemFit {
  readonly items: number;
  /** Items whose squared surprises sum to more than 1.5 times what is expected. */
  readonly misfitting: SharePair;
  /** Items on which stronger models score worse, of those on which scores differ. */
  readonly inverted: SharePair;
}

interface ItemScores {
  readonly item: UnaskedScore['item'];
  readonly scores: readonly number[];
  readonly expected: readonly number[];
  /** Bank accuracies of the models that the scores are of. */
  readonly accuracies: readonly number[];
}

export function itemFitOf(rows: readonly LeftOut[], seed: string): ItemFit {
  const answers = rows.flatMap(({ accuracy, unasked }) => unasked.map((own) => ({ ...own, accuracy })));
  const byItem = Map.groupBy(answers, ({ item }) => `${item.skill} ${item.instance}`);
  const items = Array.from(
    byItem.values(),
    (own): ItemScores => ({
      item: own[0]!.item,
      scores: own.map(({ score }) => score),
      expected: own.map(({ expected }) => expected),
      accuracies: own.map(({ accuracy }) => accuracy),
    }),
  );
  const draws = createDraws(seed, 'item-fit');
  const simulated = items.map((own) => ({ ...own, scores: simulatedScores(own, draws) }));
  const pairOf = (share: (of: readonly ItemScores[]) => number): SharePair => ({
    observed: share(items),
    simulated: share(simulated),
  });
  return { items: items.length, misfitting: pairOf(misfittingShare), inverted: pairOf(invertedShare) };
}

/** A score of weight m varies as the mean of m coins does. */
function simulatedScores({ item, expected }: ItemScores, draws: Draws): number[] {
  const coins = Math.max(1, Math.round(item.model.weight));
  return expected.map((p) => meanOf(Array.from({ length: coins }, () => (draws.uniform() < p ? 1 : 0))));
}

function misfittingShare(items: readonly ItemScores[]): number {
  const misfitting = items.filter(({ item, scores, expected }) => {
    const square = scores.reduce((sum, score, index) => sum + (score - expected[index]!) ** 2, 0);
    const allowed = expected.reduce((sum, p) => sum + (p * (1 - p)) / item.model.weight, 0);
    return square > meanSquareMax * allowed;
  });
  return misfitting.length / items.length;
}

function invertedShare(items: readonly ItemScores[]): number {
  const telling = items.filter(({ scores }) => scores.some((score) => score !== scores[0]));
  return (
    telling.filter(({ scores, accuracies }) => covariance(scores, accuracies) < 0).length / telling.length
  );
}

/** Of equally long lists. */
export function covariance(left: readonly number[], right: readonly number[]): number {
  const mean = meanOf(right);
  return meanOf(left.map((value, index) => value * (right[index]! - mean)));
}
