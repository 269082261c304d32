import type { Cell, Scale, SkillScale } from '../../schema/scale.ts';
import { anchorAttemptsMin, anchorsMin, driftLimits } from '../constants.ts';
import { bisect } from '../numeric/statistics.ts';
import { calibratedDifficultySd, difficultyOf } from '../response-model/difficulty.ts';
import { freshSlope, logisticInformation, logisticProbability } from '../response-model/response.ts';

type DomainScale = Pick<Scale, 'skills'>;

/**
 * Anchor cells spread evenly over the difficulty range of a reference mix: at each of `count` even steps the cell of
 * the mix nearest to it, where several lie within a step the one whose skill has the fewest so far. All have the
 * same weight. Throws a RangeError for fewer than 20: a link through fewer rests on the luck of single cells.
 */
export function chooseAnchors(scale: DomainScale, mix: readonly Cell[], count: number): Cell[] {
  if (count < anchorsMin) throw new RangeError(`a domain needs at least ${anchorsMin} anchors, not ${count}`);
  return equallyWeighted(spreadCells(scale, mix, count));
}

/**
 * Anchors that are kept, with cells of the skills that have none yet: as many a skill as the kept ones have, spread
 * over the difficulty range of these skills. All have the same weight.
 */
export function extendAnchors(scale: DomainScale, kept: readonly Cell[], mix: readonly Cell[]): Cell[] {
  const anchored = new Set(kept.map(({ skill }) => skill));
  const fresh = mix.filter(({ skill }) => !anchored.has(skill));
  const perSkill = Math.round(kept.length / anchored.size);
  const count = perSkill * new Set(fresh.map(({ skill }) => skill)).size;
  return equallyWeighted([...kept, ...spreadCells(scale, fresh, count)]);
}

function equallyWeighted(cells: readonly Cell[]): Cell[] {
  return cells.map((cell) => ({ ...cell, weight: 1 / cells.length }));
}

function spreadCells(scale: DomainScale, mix: readonly Cell[], count: number): Cell[] {
  if (mix.length < count) {
    throw new RangeError(`the reference mix has ${mix.length} cells and cannot give ${count} anchors`);
  }
  const cells = mix.map((cell) => ({
    cell,
    difficulty: difficultyOf(skillOf(scale, cell.skill), cell.features),
  }));
  const difficulties = cells.map(({ difficulty }) => difficulty);
  const min = Math.min(...difficulties);
  const step = (Math.max(...difficulties) - min) / Math.max(count - 1, 1);
  const chosen: typeof cells = [];
  for (let index = 0; index < count; index++) {
    const target = min + index * step;
    const distance = ({ difficulty }: (typeof cells)[number]) => Math.abs(difficulty - target);
    const ofSkill = ({ cell }: (typeof cells)[number]) =>
      chosen.filter((other) => other.cell.skill === cell.skill).length;
    const free = cells.filter((candidate) => !chosen.includes(candidate));
    const near = free.filter((candidate) => distance(candidate) <= step / 2);
    const [best] =
      near.length > 0
        ? near.sort((a, b) => ofSkill(a) - ofSkill(b) || distance(a) - distance(b))
        : free.sort((a, b) => distance(a) - distance(b));
    chosen.push(best!);
  }
  return chosen.map(({ cell }) => cell);
}

/** A graded task at an anchor cell, with the ability in its skill as the session's other tasks have it. */
export interface AnchorAttempt {
  /** Index into the scale's anchors. */
  readonly anchor: number;
  readonly features: Readonly<Record<string, number>>;
  readonly score: number;
  readonly theta: number;
  readonly thetaSd: number;
}

export interface AnchorDrift {
  readonly anchor: number;
  readonly skill: string;
  readonly difficulty: number;
  readonly attempts: number;
  /** How much harder than the scale says the cell is, in logits; null below 30 attempts. */
  readonly shift: number | null;
  readonly se: number | null;
  readonly z: number | null;
  /** |z| > 2.7 and |shift| > .3. */
  readonly flagged: boolean;
}

/** Shifts are looked for this far: beyond it a cell has nothing to do with what it was. */
const shiftMax = 6;

/**
 * How far each anchor has moved against its scale, from attempts pooled over runs. The shift d solves
 * Σ w·(y − P(theta; b + d)) = 0 with w = P'/(P(1 − P)) at d = 0, the weights that make it efficient where nothing
 * has drifted. An ability that is known to ± sd flattens the curve as an instance's own deviation does. The standard
 * error is that at d = 0 and holds that of the scale's own prediction for the cell. z is of the score test, the first
 * step towards d in its units: where nearly all succeed or fail, d itself has no normal error.
 */
export function anchorDrift(
  scale: DomainScale,
  anchors: readonly Cell[],
  attempts: readonly AnchorAttempt[],
): AnchorDrift[] {
  const byAnchor = Map.groupBy(attempts, ({ anchor }) => anchor);
  return anchors.map((cell, anchor) => {
    const model = skillOf(scale, cell.skill);
    const own = byAnchor.get(anchor) ?? [];
    const known = {
      anchor,
      skill: cell.skill,
      difficulty: difficultyOf(model, cell.features),
      attempts: own.length,
    };
    if (own.length < anchorAttemptsMin) return { ...known, shift: null, se: null, z: null, flagged: false };
    const { shift, firstStep, variance } = shiftOf(model, own);
    const se = Math.sqrt(variance + calibratedDifficultySd(model, cell.features) ** 2);
    const z = firstStep / se;
    return {
      ...known,
      shift,
      se,
      z,
      flagged: Math.abs(z) > driftLimits.z && Math.abs(shift) > driftLimits.shift,
    };
  });
}

function shiftOf(model: SkillScale, attempts: readonly AnchorAttempt[]) {
  const { chance, slip, weight } = model;
  const terms = attempts.map(({ features, score, theta, thetaSd }) => {
    const difficulty = difficultyOf(model, features);
    const slope = freshSlope({ slope: model.slope, residualSd: Math.hypot(model.residualSd, thetaSd) });
    const at = (shift: number) => logisticProbability(slope, chance, slip, theta, difficulty + shift);
    const probability = at(0);
    const information = logisticInformation(slope, chance, slip, theta, difficulty);
    // P'/(P(1 − P)) = sqrt(I / (P(1 − P))).
    return { at, score, information, own: Math.sqrt(information / (probability * (1 - probability))) };
  });
  const excess = (shift: number) =>
    terms.reduce((sum, { at, score, own }) => sum + own * (score - at(shift)), 0);
  const information = terms.reduce((sum, term) => sum + term.information, 0);
  return {
    shift: bisect(excess, -shiftMax, shiftMax),
    // Successes beyond what was expected make a cell easier.
    firstStep: -excess(0) / information,
    variance: 1 / (weight * information),
  };
}

function skillOf(scale: DomainScale, skill: string): SkillScale {
  const model = scale.skills[skill];
  if (model === undefined) throw new RangeError(`the scale has no skill ${skill}`);
  return model;
}
