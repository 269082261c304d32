import type { Domain } from '../domains/contract.ts';
import { notebookTokensMax } from '../domains/notebook.ts';
import { seedAt } from '../domains/random.ts';
import { generateTask } from '../domains/task.ts';
import { presentPrerequisites } from '../measurement/calibration/prerequisites.ts';
import { practiceTokenOffset } from '../measurement/constants.ts';
import { meanFeatures } from '../measurement/response-model/difficulty.ts';
import type { Cell, Scale, Suite } from '../schema/scale.ts';
import { spreadParameters } from './instances.ts';

/** Frozen cells a skill in the reference mix. */
const cellsPerSkill = 24;
/** Instances whose mean features stand for a cell. */
const instancesPerCell = 8;

/** Cells spread evenly over every skill's range, all of the same weight. */
export function referenceMix(domain: Domain, seed: string): Cell[] {
  const weight = 1 / (domain.skills.length * cellsPerSkill);
  return domain.skills.flatMap((skill) =>
    spreadParameters(skill, cellsPerSkill, 0.25).map((parameters, index): Cell => {
      const tasks = Array.from({ length: instancesPerCell }, (_, instance) =>
        generateTask(domain.id, skill, parameters, seedAt(seed, 'mix', domain.id, skill.id, index, instance)),
      );
      return { skill: skill.id, parameters, features: meanFeatures(tasks), weight };
    }),
  );
}

/** The domain's part of a suite on this scale: its mix, and the prerequisites that the scale's pool has not refuted. */
function suiteDomain(domain: Domain, scale: Scale, mix: readonly Cell[]): Suite['domains'][number] {
  const refuted = (scale.statistics?.prerequisites?.expert ?? []).filter((edge) => edge.refuted);
  const isRefuted = (from: string, to: string) =>
    refuted.some((edge) => edge.from === from && edge.to === to);
  const graph = Object.fromEntries(
    domain.skills.map(({ id, prerequisites }) => [id, prerequisites.filter((from) => !isRefuted(from, id))]),
  );
  const present = [...new Set(mix.map(({ skill }) => skill))];
  return {
    domain: domain.id,
    domainVersion: domain.version,
    scaleVersion: scale.version,
    mix: [...mix],
    prerequisites: presentPrerequisites(graph, present),
  };
}

/** A domain as a suite measures it: on a scale, with its reference mix. */
export interface SuitePart {
  readonly domain: Domain;
  readonly scale: Scale;
  readonly mix: readonly Cell[];
}

/** The suite `core` of this version: domains with their mixes, and how their practice is measured. */
export function suiteOf(parts: readonly SuitePart[], version: number): Suite {
  return {
    name: 'core',
    version,
    domains: parts.map(({ domain, scale, mix }) => suiteDomain(domain, scale, mix)),
    practice: { tokenOffset: practiceTokenOffset, notebookTokensMax },
  };
}

/**
 * The part of a suite that an existing scale gives. Throws a RangeError where the scale lacks a skill of its domain:
 * the mix asks all of them.
 */
export function partOn(domain: Domain, scale: Scale, seed: string): SuitePart {
  const missing = domain.skills.find(({ id }) => scale.skills[id] === undefined);
  if (missing === undefined) return { domain, scale, mix: referenceMix(domain, seed) };
  throw new RangeError(
    `${domain.id}@${scale.version} has no skill ${missing.id}, which domain ${domain.id} has`,
  );
}
