import type { Cell } from '../../schema/scale.ts';
import type { AbilityPosterior, SkillWeights } from '../ability/ability.ts';
import { type AbilityDraws, drawAbilities } from '../ability/ability-draws.ts';
import { jointDraws } from '../constants.ts';
import { createDraws, type Draws } from '../numeric/draws.ts';
import { basisRow, coefficientSampler } from '../response-model/difficulty.ts';
import { freshSlope } from '../response-model/response.ts';
import { chanceOn, type DomainScale, modelOf, skillWeightsOf } from './performance.ts';
import { type DifficultyQuartile, difficultyQuartiles } from './quartiles.ts';

export interface SamplerOptions {
  /** Names the streams: same seed, same draws. */
  readonly seed: string;
  readonly draws?: number;
  /** s_run: SD between repeated evaluations of one checkpoint, in logits; 0 when it is not known. */
  readonly runSd?: number;
}

/** S⁺ at one ability, one value a draw. */
export interface PerformanceProfile {
  /** On the whole mix. */
  readonly performance: Float64Array;
  /** On each of the mix' difficulty quartiles, easiest first. */
  readonly quartiles: readonly Float64Array[];
  /** On the same quartiles, were every skill's ability theta-bar. */
  readonly implied: readonly Float64Array[];
}

/** Gives the joint draws of S⁺ of any number of evaluations on one scale and mix. */
export interface PerformanceSampler {
  readonly quartiles: readonly Pick<DifficultyQuartile, 'from' | 'to'>[];
  /** At the ability of a placement. A key names an evaluation: the same key always has the same draws. */
  profile(key: string, posterior: AbilityPosterior): PerformanceProfile;
  /** At each point of a path of abilities, which `draw` draws jointly. Keys as above, of their own. */
  path(
    key: string,
    draw: (draws: Draws, count: number) => readonly AbilityDraws[],
  ): readonly PerformanceProfile[];
}

/**
 * Draw i of every evaluation uses draw i of the item parameters, so their error is shared by model and baseline and
 * cancels in a ratio as far as it should. An evaluation's own draws depend on the seed and its key alone: two
 * curves that contain it share them, and adding a checkpoint changes no other.
 */
export function createPerformanceSampler(
  scale: DomainScale,
  mix: readonly Cell[],
  options: SamplerOptions,
): PerformanceSampler {
  const count = options.draws ?? jointDraws;
  const weights = skillWeightsOf(mix);
  const quartiles = difficultyQuartiles(scale, mix);
  const parts = partsOf(scale, mix, quartiles);
  const tables = Object.keys(weights).flatMap((skill) =>
    thresholdTables(scale, skill, quartiles, count, options.seed),
  );
  const known = new Map<string, readonly PerformanceProfile[]>();

  function sampled(key: string, draw: (draws: Draws) => readonly AbilityDraws[]) {
    const cached = known.get(key);
    if (cached !== undefined) return cached;
    const draws = createDraws(options.seed, 'ability', key);
    const abilities = draw(draws);
    const runShift = Float64Array.from({ length: count }, () => (options.runSd ?? 0) * draws.normal());
    const profiles = abilities.map((each) => profileOf(tables, parts, weights, each, runShift));
    known.set(key, profiles);
    return profiles;
  }

  return {
    quartiles: quartiles.map(({ from, to }) => ({ from, to })),
    profile: (key, posterior) => sampled(key, (draws) => [drawAbilities(posterior, draws, count)])[0]!,
    path: (key, draw) => sampled(`path/${key}`, (draws) => draw(draws, count)),
  };
}

/** The whole mix and each quartile: share of the weight, and what blind answers score there. */
interface Parts {
  readonly chance: number;
  readonly quartiles: readonly { readonly weight: number; readonly chance: number }[];
}

function partsOf(scale: DomainScale, mix: readonly Cell[], quartiles: readonly DifficultyQuartile[]): Parts {
  const weightOf = (cells: readonly Cell[]) => cells.reduce((sum, { weight }) => sum + weight, 0);
  return {
    chance: chanceOn(scale, mix),
    quartiles: quartiles.map(({ cells }) => ({
      weight: weightOf(cells) / weightOf(mix),
      chance: chanceOn(scale, cells),
    })),
  };
}

/** The cells of one skill in one quartile. */
interface ThresholdTable {
  readonly skill: string;
  readonly quartile: number;
  readonly slope: number;
  readonly span: number;
  /** Σ weight · chance over the cells: the part of the expected score that no ability changes. */
  readonly floor: number;
  readonly weights: Float64Array;
  /** e^(a·b) of each cell, draw by draw. */
  readonly thresholds: Float64Array;
}

/**
 * The logistic's exponential factors into a part of the task and a part of the ability; the first is tabled once
 * for all evaluations, so that an evaluation costs one division a cell and draw.
 */
function thresholdTables(
  scale: DomainScale,
  skill: string,
  quartiles: readonly DifficultyQuartile[],
  count: number,
  seed: string,
): ThresholdTable[] {
  const model = modelOf(scale, skill);
  const slope = freshSlope(model);
  const total = quartiles.flatMap(({ cells }) => cells).reduce((sum, { weight }) => sum + weight, 0);
  const draws = createDraws(seed, 'items', skill);
  const sampleCoefficients = coefficientSampler(model);
  const coefficients = Array.from({ length: count }, () => sampleCoefficients(draws));
  return quartiles.flatMap(({ cells }, quartile) => {
    const own = cells.filter((cell) => cell.skill === skill);
    if (own.length === 0) return [];
    const rows = own.map((cell) => basisRow(model, cell.features));
    const weights = Float64Array.from(own, ({ weight }) => weight / total);
    const thresholds = new Float64Array(count * own.length);
    for (let draw = 0; draw < count; draw++) {
      for (let cell = 0; cell < rows.length; cell++) {
        const row = rows[cell]!;
        let difficulty = 0;
        for (let term = 0; term < row.length; term++) difficulty += row[term]! * coefficients[draw]![term]!;
        thresholds[draw * rows.length + cell] = Math.exp(slope * difficulty);
      }
    }
    const floor = model.chance * weights.reduce((sum, weight) => sum + weight, 0);
    return [{ skill, quartile, slope, span: 1 - model.chance - model.slip, floor, weights, thresholds }];
  });
}

function profileOf(
  tables: readonly ThresholdTable[],
  parts: Parts,
  weights: SkillWeights,
  abilities: AbilityDraws,
  runShift: Float64Array,
): PerformanceProfile {
  const thetaBar = weightedMean(abilities, weights);
  const own = expectedScores(tables, parts, (skill) => skillDraws(abilities, skill), runShift);
  const level = expectedScores(tables, parts, () => thetaBar, runShift);
  const onQuartiles = (expected: readonly Float64Array[]) =>
    expected.map((sums, quartile) => {
      const { weight, chance } = parts.quartiles[quartile]!;
      return sums.map((sum) => (sum / weight - chance) / (1 - chance));
    });
  const performance = runShift.map((_, draw) => {
    const expected = own.reduce((sum, sums) => sum + sums[draw]!, 0);
    return (expected - parts.chance) / (1 - parts.chance);
  });
  return { performance, quartiles: onQuartiles(own), implied: onQuartiles(level) };
}

function skillDraws(abilities: AbilityDraws, skill: string): Float64Array {
  const thetas = abilities.skills[skill];
  if (thetas === undefined) throw new RangeError(`the posterior has no skill ${skill}`);
  return thetas;
}

/** theta-bar = Σ w_f theta_f, draw by draw. */
function weightedMean(abilities: AbilityDraws, weights: SkillWeights): Float64Array {
  const result = new Float64Array(abilities.domain.length);
  for (const [skill, weight] of Object.entries(weights)) {
    const thetas = skillDraws(abilities, skill);
    for (let draw = 0; draw < result.length; draw++) result[draw] = result[draw]! + weight * thetas[draw]!;
  }
  return result;
}

/** Σ weight · P over the cells of each quartile, draw by draw. */
function expectedScores(
  tables: readonly ThresholdTable[],
  parts: Parts,
  thetasOf: (skill: string) => Float64Array,
  runShift: Float64Array,
): Float64Array[] {
  const expected = parts.quartiles.map(() => new Float64Array(runShift.length));
  for (const table of tables) {
    addExpectedScores(expected[table.quartile]!, table, thetasOf(table.skill), runShift);
  }
  return expected;
}

function addExpectedScores(
  expected: Float64Array,
  table: ThresholdTable,
  thetas: Float64Array,
  runShift: Float64Array,
): void {
  const { weights, thresholds } = table;
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
