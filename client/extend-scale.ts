import type { Domain, Skill } from '../domains/contract.ts';
import { chooseAnchors } from '../measurement/calibration/anchors.ts';
import { anchorsMin, anchorsPerDomain } from '../measurement/constants.ts';
import {
  type Cell,
  type EdgeEvidence,
  type Scale,
  type ScaleStatistics,
  scaleName,
} from '../schema/scale.ts';
import type { CalibrationLine } from './responses-file.ts';

/** The skills of the domain that the scale lacks. Throws a RangeError where it is no scale of the domain or has all. */
export function newSkills(domain: Domain, extended: Scale): Skill[] {
  if (extended.domain !== domain.id) {
    throw new RangeError(`${scaleName(extended)} is no scale of domain ${domain.id}`);
  }
  const added = domain.skills.filter(({ id }) => extended.skills[id] === undefined);
  if (added.length > 0) return added;
  throw new RangeError(
    `${scaleName(extended)} has every skill of domain ${domain.id} (${domain.skills.map(({ id }) => id).join(', ')}): there is nothing new to calibrate`,
  );
}

/** The cells that place a pool on the scale: its anchors or, of a scale from before these, those it would have now. */
export function placingCells(extended: Scale, mix: readonly Cell[]): readonly Cell[] {
  const { anchors = [] } = extended;
  if (anchors.length > 0) return anchors;
  const known = mix.filter(({ skill }) => extended.skills[skill] !== undefined);
  return chooseAnchors(extended, known, anchorsPerDomain);
}

/**
 * Throws a RangeError where the responses do not place the pool on the scale: every model must have answered its
 * skills, and on fewer instances than a link has anchors the origin would rest on the luck of single ones.
 */
export function requirePlaced(extended: Scale, responses: readonly CalibrationLine[]): void {
  const name = scaleName(extended);
  const placing = responses.filter(({ skill }) => extended.skills[skill] !== undefined);
  const placed = new Set(placing.map(({ model }) => model));
  const stranger = responses.find(({ model }) => !placed.has(model));
  if (stranger !== undefined) {
    throw new RangeError(
      `model ${stranger.model} has answered nothing of the skills of ${name}, which alone place it on that scale`,
    );
  }
  const instances = new Set(placing.map(({ instance }) => instance)).size;
  if (instances < anchorsMin) {
    throw new RangeError(
      `there are responses to ${instances} instances of the skills of ${name}; at least ${anchorsMin} are needed to place the pool on that scale`,
    );
  }
}

/** Statistics of the new skills beside those of the old ones, which stand as they were published. */
export function joinedStatistics(
  extended: Scale,
  found: ScaleStatistics,
  prerequisites: NonNullable<ScaleStatistics['prerequisites']>,
): ScaleStatistics {
  const { statistics } = extended;
  const old = statistics?.prerequisites;
  const isNew = ({ from, to }: EdgeEvidence) =>
    extended.skills[from] === undefined || extended.skills[to] === undefined;
  return {
    ...found,
    deviationSdSe: statistics?.deviationSdSe ?? null,
    skills: { ...statistics?.skills, ...found.skills },
    prerequisites: {
      expert: [...(old?.expert ?? []), ...prerequisites.expert.filter(isNew)],
      suggested: [...(old?.suggested ?? []), ...prerequisites.suggested.filter(isNew)],
    },
  };
}
