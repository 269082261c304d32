import { times } from '../numeric/linear.ts';
import { climb } from './climb.ts';
import { factorHierarchy, type Hierarchy, product, type Unknowns } from './hierarchy.ts';
import { type Link, type Links, linkLog, linksOf } from './link.ts';
import { movedSkill, type PenalisedSkill, penalisedSkill } from './penalised-skill.ts';
import type { Design } from './shapes.ts';
import { type Hyperparameters, type State, skillHyperOf } from './state.ts';

/** The penalised mode of abilities and coefficients at given hyperparameters, with the curvature there. */
export interface Mode {
  readonly state: State;
  readonly skills: readonly PenalisedSkill[];
  readonly hierarchy: Hierarchy;
  /** Laplace approximation of ln p(y | hyperparameters), up to a constant. */
  readonly evidence: number;
}

/** A finished calibration: the design, the mode of its posterior, and what that rests on. */
export interface Fit {
  readonly design: Design;
  readonly mode: Mode;
  readonly hyper: Hyperparameters;
}

interface Point {
  readonly state: State;
  readonly value: number;
  readonly skills: readonly PenalisedSkill[];
  readonly gradient: Unknowns;
}

/**
 * Newton steps on abilities and coefficients together, from `start`; the items' deviations are integrated out and
 * the rest is eliminated node by node. Coefficients of monotone parameters are kept at 0 or above by an active set.
 */
export function findMode(design: Design, start: State, hyper: Hyperparameters): Mode {
  const links = linksOf(design.models.length, design.pinned, hyper);
  const factor = ({ skills }: Point) =>
    factorHierarchy(
      skills.map(({ information, held }, f) => ({
        information,
        terms: held.length,
        group: design.skills[f]!.group,
      })),
      design.groups.length,
      links,
    );
  const top = climb(pointAt(design, start, hyper, links), (point) => {
    const step = factor(point).solve(point.gradient);
    return {
      expectedGain: 0.5 * product(point.gradient, step),
      at: (size) => pointAt(design, moved(design, point, step, size), hyper, links),
    };
  });
  const hierarchy = factor(top);
  const { state, skills } = top;
  return {
    state: {
      ...state,
      skills: state.skills.map((own, f) => ({ ...own, residuals: skills[f]!.margin.residuals })),
    },
    skills,
    hierarchy,
    evidence: top.value - 0.5 * hierarchy.logDeterminant,
  };
}

function pointAt(design: Design, state: State, hyper: Hyperparameters, links: Links): Point {
  const skills = design.skills.map((skill, f) =>
    penalisedSkill(skill, state.skills[f]!, skillHyperOf(hyper, f)),
  );
  const gradient: Unknowns = {
    pool: new Float64Array(design.models.length),
    groups: state.groups.map(({ length }) => new Float64Array(length)),
    skills: skills.map((skill) => Float64Array.from(skill.gradient)),
  };
  const zero = new Float64Array(design.models.length);
  let value = skills.reduce((sum, skill) => sum + skill.value, 0);
  value += addLink(links.pool, state.thetas, zero, gradient.pool, Float64Array.from(zero));
  state.groups.forEach((thetas, group) => {
    value += addLink(links.group, thetas, state.thetas, gradient.groups[group]!, gradient.pool);
  });
  state.skills.forEach(({ thetas, coefficients }, f) => {
    const { group } = design.skills[f]!;
    const own = gradient.skills[f]!.subarray(coefficients.length);
    if (group === null) value += addLink(links.skill, thetas, state.thetas, own, gradient.pool);
    else value += addLink(links.skill, thetas, state.groups[group]!, own, gradient.groups[group]!);
  });
  return { state, value, skills, gradient };
}

/** Log density of the abilities at a node given those above it; its gradient is added to both. */
function addLink(
  link: Link,
  thetas: Float64Array,
  above: Float64Array,
  gradient: Float64Array,
  gradientAbove: Float64Array,
): number {
  const deviations = thetas.map((theta, model) => theta - above[model]!);
  times(link.precision, deviations).forEach((pull, model) => {
    gradient[model] = gradient[model]! - pull;
    gradientAbove[model] = gradientAbove[model]! + pull;
  });
  return linkLog(link, deviations);
}

function moved(design: Design, { state, skills }: Point, step: Unknowns, size: number): State {
  const shifted = (thetas: Float64Array, by: Float64Array) =>
    thetas.map((theta, model) => theta + size * by[model]!);
  return {
    thetas: shifted(state.thetas, step.pool),
    groups: state.groups.map((thetas, group) => shifted(thetas, step.groups[group]!)),
    skills: state.skills.map((own, f) =>
      movedSkill(design.skills[f]!, own, skills[f]!.margin, step.skills[f]!, size),
    ),
  };
}
