import type { SkillScale, Term } from '../../schema/scale.ts';
import { basisRow } from '../response-model/difficulty.ts';
import { type FrozenSkill, frozenDesign, type KnownScale } from './frozen.ts';
import { groupItems } from './responses.ts';

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
  /** u_f, where it is not that of every new skill. */
  readonly slip?: number;
  /** Share of the reference mix, for the unit of the scale; skills without one count the same. */
  readonly mixWeight?: number;
  /** Skills of one group also share a deviation from the domain (two levels of one task). */
  readonly group?: string;
}

/**
 * One model's score on one instance. The design should be crossed: every instance put to every model; responses may be
 * missing.
 */
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
  readonly features: Readonly<Record<string, number>>;
  /** phi(x): the intercept's 1 and the estimated terms. */
  readonly row: readonly number[];
  /** Positions of the models that answered it, ascending, and their scores. */
  readonly models: Uint16Array;
  readonly scores: Float64Array;
}

export interface SkillDesign {
  readonly skill: CalibrationSkill;
  /** Position in the design's groups. */
  readonly group: number | null;
  readonly ranges: SkillScale['ranges'];
  /** All terms in the order of the scale file, and those that are estimated. */
  readonly terms: readonly TermShape[];
  readonly estimated: readonly TermShape[];
  /** Per entry of a row: true when the coefficient may not be negative. */
  readonly nonNegative: readonly boolean[];
  readonly binary: boolean;
  /** What is known and stays as it is; null where it is estimated. */
  readonly frozen: FrozenSkill | null;
  readonly items: readonly Item[];
}

export interface Design {
  readonly models: readonly string[];
  /** Groups of skills that share a deviation. */
  readonly groups: readonly string[];
  /** True when the pool defines the scale: its mean is 0, in the domain, in every group and in every skill. */
  readonly pinned: boolean;
  /** tau where it is known with the frozen skills; null where it is estimated. */
  readonly deviationSd: number | null;
  readonly skills: readonly SkillDesign[];
}

/**
 * Sorts the responses into items by skill; those of a known scale come first and are frozen. The order of the
 * responses does not matter.
 */
export function buildDesign(
  skills: readonly CalibrationSkill[],
  responses: readonly CalibrationResponse[],
  extended?: KnownScale,
): Design {
  const models = [...new Set(responses.map(({ model }) => model))].sort();
  const indexOf = new Map(models.map((model, index) => [model, index]));
  const frozen = Object.entries(extended?.skills ?? {});
  const twice = skills.find(({ id }) => extended?.skills[id] !== undefined);
  if (twice !== undefined) throw new RangeError(`the extended scale has a skill ${twice.id} already`);
  const declared = new Set([...skills, ...frozen.map(([id]) => ({ id }))].map(({ id }) => id));
  const stranger = responses.find(({ skill }) => !declared.has(skill));
  if (stranger !== undefined) throw new RangeError(`responses name an undeclared skill ${stranger.skill}`);
  const groups = [...new Set(skills.flatMap(({ group }) => (group === undefined ? [] : [group])))].sort();
  const bySkill = Map.groupBy(responses, ({ skill }) => skill);
  return {
    models,
    groups,
    pinned: extended === undefined,
    deviationSd: extended?.deviationSd ?? null,
    skills: [
      ...frozen.map(([id, scale]) => frozenDesign(id, scale, bySkill.get(id) ?? [], indexOf)),
      ...skills.map((skill) => ({
        ...designOf(skill, bySkill.get(skill.id) ?? [], indexOf),
        group: skill.group === undefined ? null : groups.indexOf(skill.group),
      })),
    ],
  };
}

function designOf(
  skill: CalibrationSkill,
  responses: readonly CalibrationResponse[],
  modelIndex: ReadonlyMap<string, number>,
): Omit<SkillDesign, 'group'> {
  const ranges = Object.fromEntries(
    Object.entries(skill.parameters).map(([name, { min, max, scale }]) => [name, { min, max, scale }]),
  );
  const terms = termsOf(skill);
  const estimated = terms.filter(({ status }) => status === 'calibrated');
  const basis = { ranges, terms: estimated.map((term) => ({ ...term, coefficient: 0, se: 0 })) };
  return {
    skill,
    ranges,
    terms,
    estimated,
    nonNegative: [false, ...estimated.map((term) => isNonNegative(skill, term))],
    binary: responses.every(({ score }) => score === 0 || score === 1),
    frozen: null,
    items: groupItems(responses, (features) => basisRow(basis, features), modelIndex),
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

/** The same design with the items of every skill that the predicate keeps by their position. */
export function filterItems(design: Design, keep: (index: number) => boolean): Design {
  return mapItems(design, (items) => items.filter((_, index) => keep(index)));
}

/** The same design with the models that the predicate keeps by their position; items without answers fall away. */
export function filterModels(design: Design, keep: (model: number) => boolean): Design {
  const kept = design.models.flatMap((_, model) => (keep(model) ? [model] : []));
  const filtered = mapItems(design, (items) =>
    items.flatMap((item) => {
      const places = Array.from(item.models.keys()).filter((place) => keep(item.models[place]!));
      if (places.length === 0) return [];
      return [
        {
          ...item,
          models: Uint16Array.from(places, (place) => kept.indexOf(item.models[place]!)),
          scores: Float64Array.from(places, (place) => item.scores[place]!),
        },
      ];
    }),
  );
  return { ...filtered, models: kept.map((model) => design.models[model]!) };
}

/** The same design with every skill's items changed. */
export function mapItems(
  design: Design,
  change: (items: readonly Item[], skill: SkillDesign) => readonly Item[],
): Design {
  return {
    ...design,
    skills: design.skills.map((skill) => ({ ...skill, items: change(skill.items, skill) })),
  };
}
