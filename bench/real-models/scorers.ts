import { meanOf } from '../../measurement/numeric/statistics.ts';
import { covariance } from './item-fit.ts';
import type { RealResponses } from './responses.ts';

/** Scores up to this are credit for an answer that is wrong. */
const consolationMax = 0.1;
/** A skill mean this much higher at the hard level than at the easy one is no accident of 50 items. */
const reversalMin = 0.1;

/** What the sources' scorers and levels do that a response model does not expect. */
export interface ScorerFindings {
  /** Share of all scores above 0 and at most .1. */
  readonly consolationShare: number;
  /** Skills in which no score is 0, so that any answer earns something. */
  readonly neverZero: readonly string[];
  /** Skills in which stronger models have lower mean scores, over the models together. */
  readonly inverted: readonly string[];
  /** Models' tasks put at both levels, and those of them that went better, by over .1, at the hard one. */
  readonly tasksAtBothLevels: number;
  readonly harderIsEasier: number;
}

export function scorerFindings({ skills, models }: RealResponses): ScorerFindings {
  const all = [...models.values()].flat();
  const accuracies = new Map(
    Array.from(models, ([model, bank]) => [model, meanOf(bank.map(({ score }) => score))] as const),
  );
  const meansBySkill = new Map<string, Map<string, number>>(skills.map(({ id }) => [id, new Map()]));
  for (const [model, bank] of models) {
    for (const [skill, own] of Map.groupBy(bank, (answer) => answer.skill)) {
      meansBySkill.get(skill)!.set(model, meanOf(own.map(({ score }) => score)));
    }
  }
  const bySkill = Map.groupBy(all, ({ skill }) => skill);
  const rises = [...Map.groupBy(skills, ({ group }) => group).values()].flatMap((levels) => {
    const [easy, hard] = ['easy', 'hard'].map((level) => levels.find(({ id }) => id.endsWith(`/${level}`)));
    if (easy === undefined || hard === undefined) return [];
    return [...models.keys()].flatMap((model) => {
      const [onEasy, onHard] = [easy, hard].map(({ id }) => meansBySkill.get(id)!.get(model));
      return onEasy === undefined || onHard === undefined ? [] : [onHard - onEasy];
    });
  });
  return {
    consolationShare: all.filter(({ score }) => score > 0 && score <= consolationMax).length / all.length,
    neverZero: [...bySkill].filter(([, own]) => own.every(({ score }) => score > 0)).map(([skill]) => skill),
    inverted: [...meansBySkill]
      .filter(
        ([, means]) =>
          covariance(
            [...means.values()],
            [...means.keys()].map((model) => accuracies.get(model)!),
          ) < 0,
      )
      .map(([skill]) => skill),
    tasksAtBothLevels: rises.length,
    harderIsEasier: rises.filter((rise) => rise > reversalMin).length,
  };
}
