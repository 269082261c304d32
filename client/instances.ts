import type { Domain, ParameterSpec, Skill } from '../domains/contract.ts';
import { seedAt } from '../domains/random.ts';
import { generateTask, type Task } from '../domains/task.ts';
import { evenPoints } from '../measurement/numeric/sobol.ts';
import { featureAtUnit } from '../measurement/response-model/difficulty.ts';
import type { Cell } from '../schema/scale.ts';

/** A task of a calibration with the name that its responses carry. */
export interface CalibrationInstance {
  /**
   * `B5/17/0f1e2d3c`: skill, place in the Sobol sequence or `anchor-3.1`, and the head of its seed, which tells designs
   * apart.
   */
  readonly name: string;
  readonly skill: Skill;
  /** Made at the first call and then kept. Throws where no instance has the parameters. */
  task(): Task;
}

/**
 * The instances of a crossed design: parameters by Sobol points over each skill's whole range, seeds by path, so that
 * a larger design holds the smaller one.
 */
export function calibrationInstances(
  domain: Domain,
  skills: readonly Skill[],
  instancesPerSkill: number,
  seed: string,
): CalibrationInstance[] {
  return skills.flatMap((skill) =>
    spreadParameters(skill, instancesPerSkill).map((parameters, index) =>
      instanceOf(domain, skill, parameters, index, seedAt(seed, 'calibration', domain.id, skill.id, index)),
    ),
  );
}

/** Fresh instances of each anchor: their own spread then shifts the pool's place by a tenth of it at most. */
const instancesPerAnchor = 4;

/**
 * Instances at the anchors of a scale, which place a pool on it; those that another version was extended with have
 * other seeds.
 */
export function anchorInstances(
  domain: Domain,
  anchors: readonly Cell[],
  version: number,
  seed: string,
): CalibrationInstance[] {
  return anchors.flatMap(({ skill: id, parameters }, anchor) => {
    const skill = domain.skills.find((candidate) => candidate.id === id);
    // A domain may have dropped a skill that its scale still knows.
    if (skill === undefined) return [];
    return Array.from({ length: instancesPerAnchor }, (_, index) =>
      instanceOf(
        domain,
        skill,
        parameters,
        `anchor-${anchor + 1}.${index + 1}`,
        seedAt(seed, 'anchor', domain.id, version, anchor, index),
      ),
    );
  });
}

function instanceOf(
  domain: Domain,
  skill: Skill,
  parameters: Readonly<Record<string, number>>,
  place: string | number,
  path: string,
): CalibrationInstance {
  let made: Task | null = null;
  return {
    name: `${skill.id}/${place}/${path.slice(0, 8)}`,
    skill,
    task: () => {
      made ??= generateTask(domain.id, skill, parameters, path);
      return made;
    },
  };
}

/** Parameter vectors that fill the skill's ranges evenly; `shift` gives another set of the same evenness. */
export function spreadParameters(skill: Skill, count: number, shift = 0): Record<string, number>[] {
  const specs = Object.entries(skill.parameters);
  return evenPoints(specs.length, count, shift).map((point) =>
    Object.fromEntries(specs.map(([name, spec], axis) => [name, valueAt(spec, point[axis] as number)])),
  );
}

/** Rounded, so that a suite file shows values that a person can read and type. */
function valueAt(spec: ParameterSpec, unit: number): number {
  const value = Number(featureAtUnit(spec, unit).toPrecision(4));
  return Math.min(spec.max, Math.max(spec.min, value));
}
