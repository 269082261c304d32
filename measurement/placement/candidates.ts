import type { SkillScale } from '../../schema/scale.ts';
import { candidateTieLogits, usageCells } from '../constants.ts';
import { basisValue, coefficientsOf, featureAtUnit, unitFeature } from '../response-model/difficulty.ts';

/** Uniform on [0, 1): the caller's seeded stream. */
export type Uniform = () => number;

type Point = Readonly<Record<string, number>>;

/** A realised instance: its features and the difficulty that the scale predicts from them. */
export interface Candidate {
  readonly features: Point;
  readonly difficulty: number;
}

/** How often each cell of each parameter's range was used, `usageCells` counts a parameter. */
export type Usage = Readonly<Record<string, readonly number[]>>;

interface Reach {
  readonly min: number;
  readonly max: number;
  /** Unit-scale points where the extremes lie. */
  readonly easiest: Point;
  readonly hardest: Point;
}

/** Scales are frozen, so what their object reaches is worked out once. */
const reaches = new WeakMap<SkillScale, Reach>();

/**
 * Easiest and hardest difficulty within the ranges. Between the knots the predictor is linear in every parameter
 * taken alone, so both extremes lie where all parameters are at an end or at the knot.
 */
export function reachableDifficulty(scale: SkillScale): Reach {
  const known = reaches.get(scale);
  if (known !== undefined) return known;
  const names = effectiveParameters(scale);
  let best: Reach | null = null;
  for (let code = 0; code < 3 ** names.length; code++) {
    const units: Record<string, number> = {};
    names.forEach((name, axis) => {
      units[name] = (Math.floor(code / 3 ** axis) % 3) / 2;
    });
    const difficulty = difficultyAtUnits(scale, units);
    best ??= { min: difficulty, max: difficulty, easiest: units, hardest: units };
    if (difficulty < best.min) best = { ...best, min: difficulty, easiest: units };
    if (difficulty > best.max) best = { ...best, max: difficulty, hardest: units };
  }
  reaches.set(scale, best!);
  return best!;
}

/**
 * A random parameter vector with the given predicted difficulty, in the parameters' own units: a uniform point,
 * moved straight towards the easiest or the hardest corner until the difficulty is met. A difficulty out of reach
 * gives that corner, null a plain uniform point. Parameters that cost nothing on this scale stay uniform.
 */
export function drawParameters(
  scale: SkillScale,
  difficulty: number | null,
  uniform: Uniform,
): Record<string, number> {
  const start: Record<string, number> = {};
  for (const name of Object.keys(scale.ranges).sort()) start[name] = uniform();
  const units = difficulty === null ? start : movedTo(scale, start, difficulty);
  return Object.fromEntries(
    Object.entries(units).map(([name, unit]) => [name, featureAtUnit(scale.ranges[name]!, unit)]),
  );
}

/**
 * Index of the candidate to ask. Those within a tie of the one nearest to the target (all of them when there is
 * none) are equally good; of these the one whose cells were used least, then the nearest, then the first.
 */
export function chooseCandidate(
  scale: SkillScale,
  candidates: readonly Candidate[],
  difficulty: number | null,
  usage: Usage,
): number {
  if (candidates.length === 0) throw new RangeError('no candidates to choose from');
  const judged = candidates.map((candidate, index) => ({
    index,
    distance: difficulty === null ? 0 : Math.abs(candidate.difficulty - difficulty),
    used: Object.keys(usage).reduce(
      (sum, name) => sum + (usage[name]![usageCell(scale, candidate.features, name)] ?? 0),
      0,
    ),
  }));
  const nearest = Math.min(...judged.map(({ distance }) => distance));
  const tied = judged.filter(({ distance }) => distance <= nearest + candidateTieLogits);
  tied.sort(
    (left, right) => left.used - right.used || left.distance - right.distance || left.index - right.index,
  );
  return tied[0]!.index;
}

/** Counts the cells that past tasks of the skill fell into. */
export function usageOf(scale: SkillScale, features: readonly Point[]): Usage {
  return Object.fromEntries(
    Object.keys(scale.ranges).map((name) => {
      const counts = Array.from({ length: usageCells }, () => 0);
      for (const point of features) {
        const cell = usageCell(scale, point, name);
        counts[cell] = counts[cell]! + 1;
      }
      return [name, counts];
    }),
  );
}

/** Parameters are drawn uniformly on the unit scale, so its equal cells are the quantile cells. */
function usageCell(scale: SkillScale, features: Point, name: string): number {
  return Math.min(Math.floor(unitFeature(scale.ranges, features, name) * usageCells), usageCells - 1);
}

function movedTo(scale: SkillScale, start: Point, difficulty: number): Point {
  const reach = reachableDifficulty(scale);
  if (difficulty >= reach.max) return { ...start, ...reach.hardest };
  if (difficulty <= reach.min) return { ...start, ...reach.easiest };
  const startsBelow = difficultyAtUnits(scale, start) < difficulty;
  const corner = { ...start, ...(startsBelow ? reach.hardest : reach.easiest) };
  const between = (share: number) =>
    Object.fromEntries(
      Object.entries(start).map(([name, unit]) => [name, unit + share * (corner[name]! - unit)]),
    );
  let near = 0;
  let far = 1;
  for (let halving = 0; halving < 30; halving++) {
    const middle = (near + far) / 2;
    if (difficultyAtUnits(scale, between(middle)) < difficulty === startsBelow) near = middle;
    else far = middle;
  }
  return between(far);
}

function effectiveParameters(scale: SkillScale): string[] {
  const names = scale.terms.filter((term) => term.coefficient !== 0).flatMap((term) => term.parameters);
  return [...new Set(names)].sort();
}

function difficultyAtUnits(scale: SkillScale, units: Point): number {
  const [intercept, ...coefficients] = coefficientsOf(scale);
  return scale.terms.reduce(
    (sum, term, index) =>
      coefficients[index] === 0 ? sum : sum + coefficients[index]! * basisValue(term, (name) => units[name]!),
    intercept!,
  );
}
