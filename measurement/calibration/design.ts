import type { SkillScale, Term } from '../../schema/scale.ts';
import { basisRow } from '../difficulty.ts';

export interface CalibrationParameter {
  readonly min: number;
  readonly max: number;
  readonly scale: 'linear' | 'log';
  /** True when a higher value never makes a task easier: its coefficients are then kept at 0 or above. */
  readonly monotone: boolean;
  /** Only `search` parameters are estimated; `language` ones keep their prior. */
  readonly kind: 'search' | 'language';
}

export interface CalibrationSkill {
  readonly id: string;
  readonly parameters: Readonly<Record<string, CalibrationParameter>>;
  readonly interactions: readonly (readonly [string, string])[];
  readonly chance: number;
  /** Share of the reference mix, for the unit of the scale; skills without one count the same. */
  readonly mixWeight?: number;
}

/** One model's score on one instance. The design should be crossed: every instance put to every model. */
export interface CalibrationResponse {
  readonly model: string;
  readonly skill: string;
  readonly instance: string;
  readonly features: Readonly<Record<string, number>>;
  readonly score: number;
}

type TermShape = Pick<Term, 'parameters' | 'basis' | 'status'>;

/** One instance with everybody's scores on it. */
export interface Item {
  readonly instance: string;
  /** phi(x): the intercept's 1 and the estimated terms. */
  readonly row: readonly number[];
  readonly models: readonly number[];
  readonly scores: readonly number[];
}

export interface SkillDesign {
  readonly skill: CalibrationSkill;
  readonly ranges: SkillScale['ranges'];
  /** All terms in the order of the scale file, and those that are estimated. */
  readonly terms: readonly TermShape[];
  readonly estimated: readonly TermShape[];
  /** Per entry of a row: true when the coefficient may not be negative. */
  readonly nonNegative: readonly boolean[];
  readonly binary: boolean;
  readonly items: readonly Item[];
}

export interface Design {
  readonly models: readonly string[];
  readonly skills: readonly SkillDesign[];
}

/** Sorts the responses into items by skill. The order of the responses does not matter. */
export function buildDesign(
  skills: readonly CalibrationSkill[],
  responses: readonly CalibrationResponse[],
): Design {
  const models = [...new Set(responses.map(({ model }) => model))].sort();
  const indexOf = new Map(models.map((model, index) => [model, index]));
  const known = new Set(skills.map(({ id }) => id));
  const stranger = responses.find(({ skill }) => !known.has(skill));
  if (stranger !== undefined) throw new RangeError(`responses name an undeclared skill ${stranger.skill}`);
  return {
    models,
    skills: skills.map((skill) =>
      designOf(
        skill,
        responses.filter((response) => response.skill === skill.id),
        indexOf,
      ),
    ),
  };
}

function designOf(
  skill: CalibrationSkill,
  responses: readonly CalibrationResponse[],
  modelIndex: ReadonlyMap<string, number>,
): SkillDesign {
  const ranges = Object.fromEntries(
    Object.entries(skill.parameters).map(([name, { min, max, scale }]) => [name, { min, max, scale }]),
  );
  const terms = termsOf(skill);
  const estimated = terms.filter(({ status }) => status === 'calibrated');
  const byInstance = new Map<string, CalibrationResponse[]>();
  for (const response of responses) {
    const group = byInstance.get(response.instance) ?? [];
    group.push(response);
    byInstance.set(response.instance, group);
  }
  const basis = { ranges, terms: estimated.map((term) => ({ ...term, coefficient: 0, se: 0 })) };
  const items = [...byInstance.keys()].sort().map((instance) => {
    const answered = byInstance
      .get(instance)!
      .map(({ model, score }) => ({ model: modelIndex.get(model)!, score }))
      .sort((left, right) => left.model - right.model);
    return {
      instance,
      row: basisRow(basis, byInstance.get(instance)![0]!.features),
      models: answered.map(({ model }) => model),
      scores: answered.map(({ score }) => score),
    };
  });
  return {
    skill,
    ranges,
    terms,
    estimated,
    nonNegative: [false, ...estimated.map((term) => isNonNegative(skill, term))],
    binary: responses.every(({ score }) => score === 0 || score === 1),
    items,
  };
}

/** Spline halves of every parameter, then the declared products. */
function termsOf(skill: CalibrationSkill): TermShape[] {
  const statusOf = (names: readonly string[]) =>
    names.every((name) => skill.parameters[name]!.kind === 'search') ? 'calibrated' : 'uncalibrated';
  const halves = Object.keys(skill.parameters).flatMap((name): TermShape[] => [
    { parameters: [name], basis: 'lower', status: statusOf([name]) },
    { parameters: [name], basis: 'upper', status: statusOf([name]) },
  ]);
  const products = skill.interactions.map(
    ([first, second]): TermShape => ({
      parameters: [first, second],
      basis: 'product',
      status: statusOf([first, second]),
    }),
  );
  return [...halves, ...products];
}

/** A product must not turn the effect of a monotone factor around, so one such factor is enough. */
function isNonNegative(skill: CalibrationSkill, term: TermShape): boolean {
  return term.parameters.some((name) => skill.parameters[name]!.monotone);
}

/** The same design without (or with only) the items that the predicate names. */
export function filterItems(design: Design, keep: (index: number) => boolean): Design {
  return {
    ...design,
    skills: design.skills.map((skill) => ({
      ...skill,
      items: skill.items.filter((_, index) => keep(index)),
    })),
  };
}
