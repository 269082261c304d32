import type { Domain } from '../domains/contract.ts';
import { notebookTokensMax } from '../domains/notebook.ts';
import { seedAt } from '../domains/random.ts';
import { generateTask, type Task } from '../domains/task.ts';
import { presentPrerequisites } from '../measurement/calibration/prerequisites.ts';
import { practiceTokenOffset } from '../measurement/constants.ts';
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

/** The suite `core` of this version: one domain with its mix, and how its practice is measured. */
export function suiteOf(domain: Domain, scale: Scale, mix: readonly Cell[], version: number): Suite {
  return {
    name: 'core',
    version,
    domains: [suiteDomain(domain, scale, mix)],
    practice: { tokenOffset: practiceTokenOffset, notebookTokensMax },
  };
}

function meanFeatures(tasks: readonly Task[]): Record<string, number> {
  const names = Object.keys(tasks[0]?.features ?? {});
  return Object.fromEntries(
    names.map((name) => [
      name,
      tasks.reduce((sum, task) => sum + (task.features[name] ?? 0), 0) / tasks.length,
    ]),
  );
}
