import type { Domain } from '../domains/contract.ts';
import { presentPrerequisites } from '../measurement/calibration/prerequisites.ts';

/** The domain without the skills that only judges can grade: they are on no scale, and so in no calibration and suite. */
export function onScales(domain: Domain): Domain {
  return { ...domain, skills: domain.skills.filter(({ judging }) => judging === undefined) };
}

/**
 * The domain as if it had these skills alone, like `B1,B2`; each builds on its nearest ancestors among them. Throws a
 * RangeError for a skill that the domain lacks.
 */
export function withSkills(domain: Domain, ids: string): Domain {
  const wanted = ids.split(',').map((id) => id.trim());
  const known = domain.skills.map(({ id }) => id);
  const unknown = wanted.find((id) => !known.includes(id));
  if (unknown !== undefined) {
    throw new RangeError(`domain ${domain.id} has no skill ${unknown}; it has ${known.join(', ')}`);
  }
  const graph = Object.fromEntries(domain.skills.map(({ id, prerequisites }) => [id, prerequisites]));
  const prerequisites = presentPrerequisites(graph, wanted);
  const skills = domain.skills
    .filter(({ id }) => wanted.includes(id))
    .map((skill) => ({ ...skill, prerequisites: prerequisites[skill.id] ?? [] }));
  return { ...domain, skills };
}
