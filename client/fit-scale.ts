import type { Domain, Skill } from '../domains/contract.ts';
import { chooseAnchors, extendAnchors } from '../measurement/calibration/anchors.ts';
import { calibrate } from '../measurement/calibration/calibrate.ts';
import { type DesignReport, inspectDesign } from '../measurement/calibration/crossed-design.ts';
import { noveltyPools } from '../measurement/calibration/novelty-pool.ts';
import { poolMastery } from '../measurement/calibration/pool-mastery.ts';
import { edgeEvidence, isRefuted, suggestEdges } from '../measurement/calibration/prerequisites.ts';
import type { CalibrationSkill } from '../measurement/calibration/shapes.ts';
import { anchorsPerDomain } from '../measurement/constants.ts';
import { meanFeatures } from '../measurement/response-model/difficulty.ts';
import { type Cell, type Scale, type ScaleStatistics, scaleName } from '../schema/scale.ts';
import { readsLanguage } from './calibration-models.ts';
import { joinedStatistics, newSkills, placingCells, requirePlaced } from './extend-scale.ts';
import type { CalibrationLine } from './responses-file.ts';

export interface FitOptions {
  readonly domain: Domain;
  readonly responses: readonly CalibrationLine[];
  /** The domain's reference mix: anchors come from it, and a skill is mastered at a point of it. */
  readonly mix: readonly Cell[];
  readonly version: number;
  readonly seed: string;
  /** The command that gives this file again. */
  readonly command: string;
  /** A scale whose skills are kept as they are: only those that it lacks are calibrated, on its origin and unit. */
  readonly extended: Scale | null;
}

export interface FittedScale {
  readonly scale: Scale;
  readonly design: DesignReport;
}

/**
 * A domain's scale from crossed responses, with everything that is published beside it. Provisional where the design
 * lacks something of the minimum or its control finds what is not there. Throws a RangeError for responses that
 * cannot be fitted.
 */
export function fitScale(options: FitOptions): FittedScale {
  const { domain, responses, mix, version, extended } = options;
  const estimated = extended === null ? domain.skills : newSkills(domain, extended);
  const design = designOf(estimated, options);
  const fitted = calibrate(calibrationSkills(estimated, design), responses, {
    seed: options.seed,
    reference: middleOf(mix),
    ...(extended !== null && { extended }),
  });
  const { skills, deviationSd, statistics } = fitted;
  const prerequisites = prerequisitesOf(domain, fitted, options);
  const notes = notesOn(design, statistics.control.sound, extended);
  const scale: Scale = {
    domain: domain.id,
    version,
    provisional: design.shortfalls.length > 0 || !statistics.control.sound,
    provenance: {
      command: options.command,
      createdAt: new Date().toISOString(),
      seed: options.seed,
      ...(extended !== null && { extends: scaleName(extended) }),
      models: [...design.models],
      kinds: { ...design.kinds },
      instancesPerSkill: Math.min(...Object.values(design.instances)),
      responses: responses.length,
      heldOutLogLoss: statistics.heldOut.logLoss,
      heldOutLogLossOfModelMeans: statistics.heldOut.logLossOfModelMeans,
      note: notes.join(' '),
    },
    deviationSd,
    skills,
    anchors:
      extended === null
        ? chooseAnchors(fitted, mix, anchorsPerDomain)
        : extendAnchors(fitted, placingCells(extended, mix), mix),
    ...noveltyOf(options),
    statistics:
      extended === null
        ? { ...statistics, prerequisites }
        : joinedStatistics(extended, statistics, prerequisites),
  };
  return { scale, design };
}

/** What the scale extended has is kept, as its skills are. */
function noveltyOf({ responses, extended }: FitOptions): Pick<Scale, 'novelty'> {
  const pools: Scale['novelty'] = { ...noveltyPools(responses), ...extended?.novelty };
  return Object.keys(pools).length === 0 ? {} : { novelty: pools };
}

/** The design as far as it decides what is estimated: responses of skills that are known only place the pool. */
function designOf(estimated: readonly Skill[], { responses, extended }: FitOptions): DesignReport {
  const design = inspectDesign(
    estimated.map(({ id }) => id),
    responses,
  );
  if (extended === null) return design;
  requirePlaced(extended, responses);
  if (!extended.provisional) return design;
  const inherited = `${scaleName(extended)}, which it extends, is provisional`;
  return { ...design, shortfalls: [...design.shortfalls, inherited] };
}

function prerequisitesOf(
  domain: Domain,
  { skills }: Pick<Scale, 'skills'>,
  { mix, responses }: FitOptions,
): NonNullable<ScaleStatistics['prerequisites']> {
  const present = Object.fromEntries(domain.skills.map(({ id }) => [id, skills[id]!]));
  const mastery = poolMastery({ skills: present }, mix, responses);
  const graph = Object.fromEntries(domain.skills.map(({ id, prerequisites }) => [id, prerequisites]));
  return {
    expert: edgeEvidence(graph, mastery).map((edge) => ({ ...edge, refuted: isRefuted(edge) })),
    suggested: suggestEdges(graph, mastery),
  };
}

/** Skills as the fit takes them; what costs a reader is estimated once readers have answered. */
export function calibrationSkills(skills: readonly Skill[], design: DesignReport): CalibrationSkill[] {
  const read = Object.values(design.kinds).some(readsLanguage);
  return skills.map(({ id, parameters, interactions, chance }) => ({
    id,
    parameters: read
      ? Object.fromEntries(
          Object.entries(parameters).map(([name, spec]) => [name, { ...spec, kind: 'search' as const }]),
        )
      : parameters,
    interactions,
    chance,
  }));
}

/** Where the other parameters stand while one is looked at: the middle of what a suite asks. */
function middleOf(mix: readonly Cell[]): Record<string, Record<string, number>> {
  const bySkill = Map.groupBy(mix, ({ skill }) => skill);
  return Object.fromEntries([...bySkill].map(([skill, cells]) => [skill, meanFeatures(cells)]));
}

function notesOn(design: DesignReport, controlSound: boolean, extended: Scale | null): string[] {
  const read = Object.values(design.kinds).some(readsLanguage);
  return [
    ...(design.shortfalls.length > 0 ? [`Provisional: ${design.shortfalls.join('; ')}.`] : []),
    ...(controlSound ? [] : ['Provisional: on permuted labels the fit finds what is not there.']),
    ...(extended === null
      ? []
      : [
          `Extends ${scaleName(extended)}: ${Object.keys(extended.skills).join(', ')} are held as they are there, and give origin and unit; the pool calibrated ${Object.keys(design.instances).join(', ')}.`,
        ]),
    read
      ? 'Language models have answered, so that parameters which cost a reader are calibrated too.'
      : 'No language model has answered: parameters that cost a reader are uncalibrated.',
  ];
}
