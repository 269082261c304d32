import { code } from './code/index.ts';
import type { Domain, Skill } from './contract.ts';
import { creative } from './creative/index.ts';
import { planning } from './planning/index.ts';
import { reasoning } from './reasoning/index.ts';

/** Every domain there is, in the order in which they are listed. */
export const domains: readonly Domain[] = [reasoning, planning, code, creative];

/** A skill with the domain that it belongs to: together they name a task. */
export interface ListedSkill {
  readonly domain: Domain;
  readonly skill: Skill;
}

/** A name that nothing in the catalogue has; the message says what there is instead. */
export class UnknownName extends RangeError {
  override readonly name = 'UnknownName';
}

/** `reasoning/B5`, by which `findSkill` finds it. */
export function skillName({ domain, skill }: ListedSkill): string {
  return `${domain.id}/${skill.id}`;
}

/** Every skill of every domain. */
export function listSkills(): ListedSkill[] {
  return domains.flatMap(skillsOf);
}

/** The domain of this id. Throws `UnknownName`. */
export function findDomain(id: string): Domain {
  const domain = domains.find((candidate) => candidate.id === id);
  if (domain === undefined) {
    throw new UnknownName(`There is no domain ${id}; there is ${orNothing(domains.map(({ id }) => id))}`);
  }
  return domain;
}

/** The skill named like `reasoning/B5`. Throws `UnknownName`. */
export function findSkill(name: string): ListedSkill {
  const [domainId = '', skillId = '', ...rest] = name.split('/');
  if (domainId === '' || skillId === '' || rest.length > 0) {
    throw new UnknownName(`A skill is named DOMAIN/SKILL, as in reasoning/B5, not ${JSON.stringify(name)}`);
  }
  const domain = findDomain(domainId);
  const skill = domain.skills.find((candidate) => candidate.id === skillId);
  if (skill === undefined) {
    const ids = orNothing(domain.skills.map(({ id }) => id));
    throw new UnknownName(`There is no skill ${name}; ${domainId} has ${ids}`);
  }
  return { domain, skill };
}

/** The one skill of a name like `reasoning/B5`, or all skills of one like `reasoning`. Throws `UnknownName`. */
export function findSkills(name: string): ListedSkill[] {
  return name.includes('/') ? [findSkill(name)] : skillsOf(findDomain(name));
}

function skillsOf(domain: Domain): ListedSkill[] {
  return domain.skills.map((skill) => ({ domain, skill }));
}

function orNothing(ids: readonly string[]): string {
  return ids.length === 0 ? 'none yet' : ids.join(', ');
}
