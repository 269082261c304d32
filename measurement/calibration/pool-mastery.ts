import type { Cell, Scale } from '../../schema/scale.ts';
import { likelihoodOn } from '../ability/ability.ts';
import { masteryAbility, masteryDifficulty } from '../practice/mastery.ts';
import { difficultyOf } from '../response-model/difficulty.ts';
import type { MasteryTable } from './prerequisites.ts';

/** What a model of a calibration pool scored on an instance. */
export interface PoolResponse {
  readonly model: string;
  readonly skill: string;
  readonly features: Readonly<Record<string, number>>;
  readonly score: number;
}

/** Abilities of a pool reach beyond those of sessions: its models solve nothing or everything. */
const reach = 12;
const step = 0.1;

/**
 * Which skills every model of the pool masters: a skill whose mastery point it solves four times in five, as far as
 * its responses say, whichever is likelier. Certainty is not asked for, unlike in a session: an edge of the graph is
 * judged by masters that lack a prerequisite, and doubt about either end would count as a lack.
 */
export function poolMastery(
  scale: Pick<Scale, 'skills'>,
  mix: readonly Cell[],
  responses: readonly PoolResponse[],
): MasteryTable {
  const skills = Object.keys(scale.skills).sort();
  const needed = new Map(
    skills.map((skill) => {
      const model = scale.skills[skill]!;
      const cells = mix.filter((cell) => cell.skill === skill);
      return [skill, masteryAbility(model, masteryDifficulty(model, cells))];
    }),
  );
  const byModel = Map.groupBy(responses, ({ model }) => model);
  return [...byModel.keys()].sort().map((model) => {
    const own = Map.groupBy(byModel.get(model)!, ({ skill }) => skill);
    return Object.fromEntries(
      skills.map((skill) => [skill, isLikelyAbove(scale, skill, own.get(skill) ?? [], needed.get(skill)!)]),
    );
  });
}

function isLikelyAbove(
  scale: Pick<Scale, 'skills'>,
  skill: string,
  responses: readonly PoolResponse[],
  ability: number,
): boolean {
  const model = scale.skills[skill]!;
  const thetas = Float64Array.from({ length: (2 * reach) / step + 1 }, (_, index) => index * step - reach);
  const likelihood = likelihoodOn(
    thetas,
    model,
    responses.map(({ features, score }) => ({ skill, difficulty: difficultyOf(model, features), score })),
  );
  let [above, total] = [0, 0];
  for (const [index, theta] of thetas.entries()) {
    total += likelihood[index]!;
    if (theta >= ability) above += likelihood[index]!;
  }
  return above > total / 2;
}
