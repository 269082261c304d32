import type { Domain, Skill } from '../domains/contract.ts';
import { chooseAnchors } from '../measurement/anchors.ts';
import type { CalibrationSkill } from '../measurement/calibration/design.ts';
import { calibrate } from '../measurement/calibration.ts';
import { anchorsPerDomain } from '../measurement/constants.ts';
import { type DesignReport, inspectDesign } from '../measurement/crossed-design.ts';
import { poolMastery } from '../measurement/pool-mastery.ts';
import { edgeEvidence, isRefuted, suggestEdges } from '../measurement/prerequisites.ts';
import { meanOf } from '../measurement/statistics.ts';
import type { Cell, Scale } from '../schema/scale.ts';
import { readsLanguage } from './calibration-models.ts';
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
  const { domain, responses, mix, version } = options;
  const design = inspectDesign(
    domain.skills.map(({ id }) => id),
    responses,
  );
  const fitted = calibrate(calibrationSkills(domain.skills, design), responses, {
    seed: options.seed,
    reference: meanFeatures(mix),
  });
  const { skills, deviationSd, statistics } = fitted;
  const mastery = poolMastery(fitted, mix, responses);
  const graph = Object.fromEntries(domain.skills.map(({ id, prerequisites }) => [id, prerequisites]));
  const notes = notesOn(design, statistics.control.sound);
  const scale: Scale = {
    domain: domain.id,
    version,
    provisional: design.shortfalls.length > 0 || !statistics.control.sound,
    provenance: {
      command: options.command,
      createdAt: new Date().toISOString(),
      seed: options.seed,
      models: [...design.models],
      kinds: { ...design.kinds },
      instancesPerSkill: Math.min(...Object.values(design.instances)),
      responses: design.responses,
      heldOutLogLoss: statistics.heldOut.logLoss,
      heldOutLogLossOfModelMeans: statistics.heldOut.logLossOfModelMeans,
      note: notes.join(' '),
    },
    deviationSd,
    skills,
    anchors: chooseAnchors(fitted, mix, anchorsPerDomain),
    statistics: {
      ...statistics,
      prerequisites: {
        expert: edgeEvidence(graph, mastery).map((edge) => ({ ...edge, refuted: isRefuted(edge) })),
        suggested: suggestEdges(graph, mastery),
      },
    },
  };
  return { scale, design };
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
function meanFeatures(mix: readonly Cell[]): Record<string, Record<string, number>> {
  const bySkill = Map.groupBy(mix, ({ skill }) => skill);
  return Object.fromEntries(
    [...bySkill].map(([skill, cells]) => [
      skill,
      Object.fromEntries(
        Object.keys(cells[0]!.features).map((name) => [
          name,
          meanOf(cells.map(({ features }) => features[name]!)),
        ]),
      ),
    ]),
  );
}

function notesOn(design: DesignReport, controlSound: boolean): string[] {
  const read = Object.values(design.kinds).some(readsLanguage);
  return [
    ...(design.shortfalls.length > 0 ? [`Provisional: ${design.shortfalls.join('; ')}.`] : []),
    ...(controlSound ? [] : ['Provisional: on permuted labels the fit finds what is not there.']),
    read
      ? 'Language models have answered, so that parameters which cost a reader are calibrated too.'
      : 'No language model has answered: parameters that cost a reader are uncalibrated.',
  ];
}
