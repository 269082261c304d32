import type { Cell, Scale } from '../schema/scale.ts';
import type { AbilityPosterior, SkillWeights } from './ability.ts';
import { skillMass } from './ability.ts';
import type { AbilityDraws } from './ability-draws.ts';
import { drawAbilities } from './ability-draws.ts';
import { jointDraws } from './constants.ts';
import { basisRow, coefficientSampler, difficultyOf } from './difficulty.ts';
import { createDraws } from './draws.ts';
import { expectedScoreAt, freshSlope } from './response.ts';

type DomainScale = Pick<Scale, 'skills' | 'deviationSd'>;

/** Share of each skill in a domain's mix. */
export function skillWeightsOf(mix: readonly Cell[]): SkillWeights {
  const weights: Record<string, number> = {};
  for (const cell of mix) weights[cell.skill] = (weights[cell.skill] ?? 0) + cell.weight;
  const total = Object.values(weights).reduce((sum, weight) => sum + weight, 0);
  return Object.fromEntries(Object.entries(weights).map(([skill, weight]) => [skill, weight / total]));
}

/**
 * S⁺ = (S − S_chance) / (1 − S_chance) for one set of skill abilities, S the expected score on the mix and
 * S_chance what blind answers get there. From 0 (blind) to just below 1 (the fixed slip).
 */
export function performanceAt(
  scale: DomainScale,
  mix: readonly Cell[],
  thetas: Readonly<Record<string, number>>,
): number {
  const total = mix.reduce((sum, cell) => sum + cell.weight, 0);
  let expected = 0;
  for (const cell of mix) {
    const model = modelOf(scale, cell.skill);
    const theta = thetas[cell.skill];
    if (theta === undefined) throw new RangeError(`no ability in skill ${cell.skill}`);
    expected += (cell.weight / total) * expectedScoreAt(model, theta, difficultyOf(model, cell.features));
  }
  const chance = chanceOn(scale, mix);
  return (expected - chance) / (1 - chance);
}

/** Expected score of a fresh task given what is known of the ability, the ability's uncertainty included. */
export function predictedScore(
  scale: DomainScale,
  posterior: AbilityPosterior,
  task: { readonly skill: string; readonly difficulty: number },
): number {
  const model = modelOf(scale, task.skill);
  return skillMass(posterior, task.skill).reduce(
    (sum, mass, index) => sum + mass * expectedScoreAt(model, posterior.skillThetas[index]!, task.difficulty),
    0,
  );
}

export interface SamplerOptions {
  /** Names the streams: same seed, same draws. */
  readonly seed: string;
  readonly draws?: number;
  /** s_run: SD between repeated evaluations of one checkpoint, in logits; 0 when it is not known. */
  readonly runSd?: number;
}

/** Gives the joint draws of S⁺ of any number of evaluations on one scale and mix. */
export interface PerformanceSampler {
  /** One S⁺ a draw. A key names an evaluation: the same key always has the same draws. */
  sample(key: string, posterior: AbilityPosterior): Float64Array;
}

/**
 * Draw i of every evaluation uses draw i of the item parameters, so their error is shared by model and baseline and
 * cancels in a ratio as far as it should. An evaluation's own draws depend on the seed and its key alone: two
 * curves that contain it share them, and adding a checkpoint changes no other.
 *
 * The logistic's exponential factors into a part of the task and a part of the ability; the first is tabled once
 * for all evaluations, so an evaluation costs one division a cell and draw.
 */
export function createPerformanceSampler(
  scale: DomainScale,
  mix: readonly Cell[],
  options: SamplerOptions,
): PerformanceSampler {
  const count = options.draws ?? jointDraws;
  const chance = chanceOn(scale, mix);
  const tables = [...groupCells(mix)].map(([skill, cells]) =>
    thresholdTable(scale, skill, cells, count, options.seed),
  );
  const known = new Map<string, Float64Array>();

  function sample(key: string, posterior: AbilityPosterior): Float64Array {
    const cached = known.get(key);
    if (cached !== undefined) return cached;
    const draws = createDraws(options.seed, 'ability', key);
    const abilities = drawAbilities(posterior, draws, count);
    const runShift = Float64Array.from({ length: count }, () => (options.runSd ?? 0) * draws.normal());
    const expected = new Float64Array(count);
    for (const table of tables) addExpectedScores(expected, table, abilities, runShift);
    const result = expected.map((value) => (value - chance) / (1 - chance));
    known.set(key, result);
    return result;
  }

  return { sample };
}

interface ThresholdTable {
  readonly skill: string;
  readonly slope: number;
  readonly span: number;
  /** Σ weight · chance over the cells: the part of the expected score that no ability changes. */
  readonly floor: number;
  readonly weights: Float64Array;
  /** e^(a·b) of each cell, draw by draw. */
  readonly thresholds: Float64Array;
}

function thresholdTable(
  scale: DomainScale,
  skill: string,
  cells: readonly Cell[],
  count: number,
  seed: string,
): ThresholdTable {
  const model = modelOf(scale, skill);
  const slope = freshSlope(model);
  const rows = cells.map((cell) => basisRow(model, cell.features));
  const sampleCoefficients = coefficientSampler(model);
  const draws = createDraws(seed, 'items', skill);
  const thresholds = new Float64Array(count * cells.length);
  for (let draw = 0; draw < count; draw++) {
    const coefficients = sampleCoefficients(draws);
    for (let cell = 0; cell < rows.length; cell++) {
      const row = rows[cell]!;
      let difficulty = 0;
      for (let term = 0; term < row.length; term++) difficulty += row[term]! * coefficients[term]!;
      thresholds[draw * cells.length + cell] = Math.exp(slope * difficulty);
    }
  }
  const weights = Float64Array.from(cells, (cell) => cell.weight);
  const floor = model.chance * weights.reduce((sum, weight) => sum + weight, 0);
  return { skill, slope, span: 1 - model.chance - model.slip, floor, weights, thresholds };
}

function addExpectedScores(
  expected: Float64Array,
  table: ThresholdTable,
  abilities: AbilityDraws,
  runShift: Float64Array,
): void {
  const { weights, thresholds } = table;
  const thetas = abilities.skills[table.skill];
  if (thetas === undefined) throw new RangeError(`the posterior has no skill ${table.skill}`);
  for (let draw = 0; draw < expected.length; draw++) {
    const odds = Math.exp(table.slope * (thetas[draw]! + runShift[draw]!));
    const offset = draw * weights.length;
    let sum = 0;
    for (let cell = 0; cell < weights.length; cell++) {
      sum += (weights[cell]! * odds) / (odds + thresholds[offset + cell]!);
    }
    expected[draw] = expected[draw]! + table.floor + table.span * sum;
  }
}

/** Cells by skill, with weights that sum to 1 over the whole mix. */
function groupCells(mix: readonly Cell[]): Map<string, Cell[]> {
  const total = mix.reduce((sum, cell) => sum + cell.weight, 0);
  const groups = new Map<string, Cell[]>();
  for (const cell of mix) {
    const group = groups.get(cell.skill) ?? [];
    group.push({ ...cell, weight: cell.weight / total });
    groups.set(cell.skill, group);
  }
  return groups;
}

function chanceOn(scale: DomainScale, mix: readonly Cell[]): number {
  const total = mix.reduce((sum, cell) => sum + cell.weight, 0);
  return mix.reduce((sum, cell) => sum + (cell.weight / total) * modelOf(scale, cell.skill).chance, 0);
}

function modelOf(scale: DomainScale, skill: string) {
  const model = scale.skills[skill];
  if (model === undefined) throw new RangeError(`the scale has no skill ${skill}`);
  return model;
}
