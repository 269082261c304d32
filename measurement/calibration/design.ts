import { basisRow } from '../response-model/difficulty.ts';
import { frozenDesign } from './frozen.ts';
import { groupItems } from './responses.ts';
import type {
  CalibrationResponse,
  CalibrationSkill,
  Design,
  Item,
  KnownScale,
  SkillDesign,
  TermShape,
} from './shapes.ts';

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
    Object.entries(skill.parameters).map(([name, { min, max, scale, default: standard }]) => [
      name,
      { min, max, scale, default: standard },
    ]),
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
