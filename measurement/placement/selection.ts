import type { Scale, SkillScale } from '../../schema/scale.ts';
import type { AbilityPosterior, SkillWeights } from '../ability/ability.ts';
import { skillMass } from '../ability/ability.ts';
import { offTargetShare } from '../constants.ts';
import { freshInformation } from '../response-model/response.ts';
import { reachableDifficulty, type Uniform } from './candidates.ts';

/** What the next task should be; `difficulty` null leaves it to chance (an off-target task). */
export interface PlannedTask {
  readonly skill: string;
  readonly difficulty: number | null;
}

/** The most informative difficulty and the information expected there, per logit². */
export interface Target {
  readonly difficulty: number;
  readonly information: number;
}

/** Points of the lattice that weigh less are left out of the expectation. */
const negligibleMass = 1e-9;

/** A quarter of a logit: information curves are six times as wide. */
const scanStep = 0.25;

/**
 * The skill whose share of the attempts lags its weight in the reference mix most, counting the task about to be
 * made; ties go to the heavier skill, then to the first name.
 */
export function skillOfLargestDeficit(
  weights: SkillWeights,
  attempts: Readonly<Record<string, number>>,
): string {
  const skills = Object.keys(weights).sort();
  const total = skills.reduce((sum, skill) => sum + (attempts[skill] ?? 0), 0);
  const deficit = (skill: string) => weights[skill]! * (total + 1) - (attempts[skill] ?? 0);
  const [first, ...others] = skills;
  if (first === undefined) throw new RangeError('the reference mix has no skills');
  return others.reduce((best, skill) => {
    const lead = deficit(skill) - deficit(best);
    if (Math.abs(lead) > 1e-9) return lead > 0 ? skill : best;
    return weights[skill]! > weights[best]! + 1e-9 ? skill : best;
  }, first);
}

/** Planning a round and judging the gain of the next tasks ask for the same targets. */
const targets = new WeakMap<AbilityPosterior, Map<SkillScale, Target>>();

/** The most informative difficulty for the ability that placement finds in the skill. */
export function targetDifficulty(model: SkillScale, posterior: AbilityPosterior, skill: string): Target {
  const ofModel = targets.get(posterior) ?? new Map<SkillScale, Target>();
  targets.set(posterior, ofModel);
  const known =
    ofModel.get(model) ?? mostInformative(model, posterior.skillThetas, skillMass(posterior, skill));
  ofModel.set(model, known);
  return known;
}

/**
 * argmax over b of ∫ I(theta; b) p(theta | y) dtheta, the ability having `mass` on `thetas` and the instance being
 * fresh, b within the skill's reach. Scanned in steps that its curve cannot hide a top between, then narrowed.
 */
export function mostInformative(model: SkillScale, thetas: Float64Array, mass: Float64Array): Target {
  const first = mass.findIndex((value) => value > negligibleMass);
  const end = mass.findLastIndex((value) => value > negligibleMass);
  const targetAt = (difficulty: number): Target => {
    let information = 0;
    for (let t = first; t <= end; t++) {
      information += mass[t]! * freshInformation(model, thetas[t]!, difficulty);
    }
    return { difficulty, information };
  };
  const { min, max } = reachableDifficulty(model);
  const steps = Math.ceil((max - min) / scanStep);
  let best = targetAt(min);
  for (let step = 1; step <= steps; step++)
    best = better(best, targetAt(Math.min(min + step * scanStep, max)));
  for (let step = scanStep / 2; step > scanStep / 32; step /= 2) {
    const { difficulty } = best;
    best = better(best, targetAt(Math.max(difficulty - step, min)));
    best = better(best, targetAt(Math.min(difficulty + step, max)));
  }
  return best;
}

/**
 * The next `size` tasks of placement: skills by quota, each at its target difficulty, a fixed share off target.
 * Attempts are counted as planned, so a round rotates the skills by itself.
 */
export function planRound(
  scale: Pick<Scale, 'skills'>,
  posterior: AbilityPosterior,
  weights: SkillWeights,
  size: number,
  uniform: Uniform,
): PlannedTask[] {
  return plannedSkills(posterior, weights, size).map((skill) => {
    const { difficulty } = targetDifficulty(scale.skills[skill]!, posterior, skill);
    return { skill, difficulty: uniform() < offTargetShare ? null : difficulty };
  });
}

/** The skills of the next `size` tasks by quota. */
export function plannedSkills(posterior: AbilityPosterior, weights: SkillWeights, size: number): string[] {
  const attempts = Object.entries(posterior.skills).map(([skill, own]) => [skill, own.attempts] as const);
  return skillsByQuota(weights, Object.fromEntries(attempts), size);
}

/** The skills of the next `size` tasks, each the one that lags its weight most once those before it are made. */
export function skillsByQuota(
  weights: SkillWeights,
  attempts: Readonly<Record<string, number>>,
  size: number,
): string[] {
  const made = { ...attempts };
  return Array.from({ length: size }, () => {
    const skill = skillOfLargestDeficit(weights, made);
    made[skill] = (made[skill] ?? 0) + 1;
    return skill;
  });
}

function better(left: Target, right: Target): Target {
  return right.information > left.information ? right : left;
}
