import { calibrationMinimum } from '../constants.ts';

/** A model's score on an instance, as far as the shape of the design goes. */
export interface DesignResponse {
  readonly model: string;
  readonly kind: string;
  readonly skill: string;
  readonly instance: string;
}

export interface DesignReport {
  readonly models: readonly string[];
  /** Kind of every model. */
  readonly kinds: Readonly<Record<string, string>>;
  /** Instances by skill. */
  readonly instances: Readonly<Record<string, number>>;
  readonly responses: number;
  /** Pairs of an instance and a model without a response; 0 in a crossed design. */
  readonly holes: number;
  /** What the design lacks of the minimum, a sentence each; a scale from such a design is provisional. */
  readonly shortfalls: readonly string[];
}

/**
 * What a set of responses is as a design. Holes are borne, since a fit needs no full table, as long as difficulties
 * can still be compared: throws a RangeError where the models of a skill fall into groups that share no instance, where
 * a skill has no responses, and where a model is said to be of two kinds.
 */
export function inspectDesign(skills: readonly string[], responses: readonly DesignResponse[]): DesignReport {
  const kinds = kindsOf(responses);
  const models = Object.keys(kinds);
  const bySkill = Map.groupBy(responses, ({ skill }) => skill);
  const instances: Record<string, number> = {};
  let cells = 0;
  for (const skill of skills) {
    const own = bySkill.get(skill) ?? [];
    if (own.length === 0) throw new RangeError(`there are no responses of skill ${skill}`);
    requireConnected(skill, models, own);
    instances[skill] = new Set(own.map(({ instance }) => instance)).size;
    cells += instances[skill] * models.length;
  }
  const counted = responses.filter(({ skill }) => skills.includes(skill)).length;
  const report = { models, kinds, instances, responses: counted, holes: cells - counted };
  return { ...report, shortfalls: shortfallsOf(report) };
}

function kindsOf(responses: readonly DesignResponse[]): Record<string, string> {
  const kinds = new Map<string, string>();
  for (const { model, kind } of responses) {
    const known = kinds.get(model) ?? kind;
    if (known !== kind)
      throw new RangeError(`model ${model} is said to be of kind ${known} and of kind ${kind}`);
    kinds.set(model, known);
  }
  return Object.fromEntries([...kinds].sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** Walks from model to model over the instances that they share. */
function requireConnected(
  skill: string,
  models: readonly string[],
  responses: readonly DesignResponse[],
): void {
  const byModel = Map.groupBy(responses, ({ model }) => model);
  const byInstance = Map.groupBy(responses, ({ instance }) => instance);
  const silent = models.find((model) => !byModel.has(model));
  if (silent !== undefined) throw new RangeError(`model ${silent} has answered nothing of skill ${skill}`);
  const reached = new Set([models[0]!]);
  // A set goes on to visit what is added to it meanwhile.
  for (const model of reached) {
    for (const { instance } of byModel.get(model)!) {
      for (const response of byInstance.get(instance)!) reached.add(response.model);
    }
  }
  const apart = models.find((model) => !reached.has(model));
  if (apart !== undefined) {
    throw new RangeError(
      `models ${models[0]} and ${apart} are linked by no instances of skill ${skill}, so that difficulties cannot be compared`,
    );
  }
}

function shortfallsOf(report: Omit<DesignReport, 'shortfalls'>): string[] {
  const { models, instances, kinds } = calibrationMinimum;
  const kindsHere = new Set(Object.values(report.kinds));
  const few = Object.entries(report.instances).filter(([, count]) => count < instances);
  return [
    ...few.map(([skill, count]) => `skill ${skill} has ${count} instances, fewer than ${instances}`),
    ...(report.models.length < models
      ? [`there are ${report.models.length} models, fewer than ${models}`]
      : []),
    ...(kindsHere.size < kinds
      ? [`the models are of ${kindsHere.size} kinds (${[...kindsHere].join(', ')}), fewer than ${kinds}`]
      : []),
    ...(report.holes > 0 ? [`${report.holes} responses of the crossed design are missing`] : []),
  ];
}
