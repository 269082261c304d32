import { candidatesPerTask, offTargetShare, roundTasks } from '../../measurement/constants.ts';
import type { Draws } from '../../measurement/numeric/draws.ts';
import { skillsByQuota } from '../../measurement/placement/selection.ts';
import { freshInformation } from '../../measurement/response-model/response.ts';
import { type Answer, scoreTree, type TreePosterior, thetas } from './abilities.ts';
import type { KnownBank, KnownItem } from './known-bank.ts';
import type { ItemScore } from './responses.ts';

/** Share of its bank that a model is asked. */
export const askedShare = 0.05;

/** A model's bank once it has been asked. */
export interface Asked {
  readonly answers: readonly Answer[];
  /** The items that it was not asked. */
  readonly rest: readonly KnownItem[];
  readonly posterior: TreePosterior;
}

/** Position of the item to ask next among those of a skill, the model's ability in it having `mass`. */
export type ChooseItem = (left: readonly Answer[], mass: Float64Array, draws: Draws) => number;

/**
 * As placement chooses: of a few candidates drawn at random the one expected to tell most about the ability, and a
 * fixed share of the items off target.
 */
export const chooseInformative: ChooseItem = (left, mass, draws) => {
  if (draws.uniform() < offTargetShare) return chooseAtRandom(left, mass, draws);
  const candidates = Array.from({ length: candidatesPerTask }, () => chooseAtRandom(left, mass, draws));
  return candidates[
    mostInformative(
      candidates.map((index) => left[index]!),
      mass,
    )
  ]!;
};

export const chooseAtRandom: ChooseItem = (left, _, draws) => Math.floor(left.length * draws.uniform());

/**
 * The item expected to tell most of all. In many a skill it is an odd one, which the pool splits on where everybody
 * solves the others, and says the least of those.
 */
export const chooseMostInformative: ChooseItem = mostInformative;

/** Position of the candidate whose answer is expected to tell most about the ability in its skill. */
function mostInformative(candidates: readonly Answer[], mass: Float64Array): number {
  const expected = candidates.map(({ item }) => expectedInformation(item, mass));
  return expected.indexOf(Math.max(...expected));
}

/**
 * Asks a model 5 % of its own items in rounds: skills by quota, so that each is asked in proportion to its share of the
 * bank. Throws a RangeError on an item that the calibration has not seen.
 */
export function askModel(
  bank: KnownBank,
  scores: readonly ItemScore[],
  choose: ChooseItem,
  draws: Draws,
): Asked {
  const budget = Math.round(askedShare * scores.length);
  const pool = Map.groupBy(
    scores.map(({ skill, instance, score }) => ({ item: itemOf(bank, skill, instance), score })),
    ({ item }) => item.skill,
  );
  const weights = Object.fromEntries([...pool].map(([skill, own]) => [skill, own.length / scores.length]));
  const attempts: Record<string, number> = {};
  const answers: Answer[] = [];
  let posterior = scoreTree(bank, answers);
  while (answers.length < budget) {
    const size = Math.min(roundTasks, budget - answers.length);
    for (const skill of skillsByQuota(weights, attempts, size)) {
      const left = pool.get(skill)!;
      const [next] = left.splice(choose(left, posterior.skills.get(skill)!, draws), 1);
      answers.push(next!);
      attempts[skill] = (attempts[skill] ?? 0) + 1;
    }
    posterior = scoreTree(bank, answers);
  }
  return { answers, rest: [...pool.values()].flatMap((left) => left.map(({ item }) => item)), posterior };
}

function itemOf(bank: KnownBank, skill: string, instance: string): KnownItem {
  const item = bank.items.get(skill)?.get(instance);
  if (item === undefined) throw new RangeError(`the calibration has not seen item ${instance} of ${skill}`);
  return item;
}

/** Of one answer, about the ability in its skill, over the ability's mass. Per logit². */
function expectedInformation({ model, difficulty }: KnownItem, mass: Float64Array): number {
  return mass.reduce(
    (sum, share, t) => (share > 1e-9 ? sum + share * freshInformation(model, thetas[t]!, difficulty) : sum),
    0,
  );
}
