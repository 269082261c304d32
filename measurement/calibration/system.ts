import { difficultyCoefficientPriorSd, interceptPriorSd, poolAbilityPriorSd, slip } from '../constants.ts';
import { meanOf } from '../statistics.ts';
import type { Design, SkillDesign } from './design.ts';
import { type Matrix, zeroMatrix } from './linear.ts';
import type { Hyperparameters, ScoreWeights, SkillState, State } from './state.ts';
import { conventionPrecision, predictedDifficulty } from './state.ts';

/** Where a skill's parameters stand in the system: coefficients, then the models' abilities in it. */
export interface Block {
  readonly coefficients: number;
  readonly thetas: number;
  readonly size: number;
}

/** What an item's own deviation adds, kept apart because these unknowns do not touch each other. */
export interface ItemPart {
  readonly precision: number;
  readonly gradient: number;
  /** Mixed second derivatives with the skill's block. */
  readonly cross: Float64Array;
}

/**
 * Information (expected negative second derivatives) and gradient of the penalised likelihood, the item deviations
 * eliminated: `information` is the Schur complement, `gradient` its right-hand side.
 */
export interface System {
  readonly blocks: readonly Block[];
  readonly information: Matrix;
  readonly gradient: Float64Array;
  readonly items: readonly (readonly ItemPart[])[];
  /** By skill, the coefficients that sit at their bound of 0 and that the data push below it. */
  readonly held: readonly (readonly boolean[])[];
}

function layoutOf(design: Design): Block[] {
  let next = design.models.length;
  return design.skills.map(({ nonNegative }) => {
    const coefficients = next;
    const thetas = coefficients + nonNegative.length;
    next = thetas + design.models.length;
    return { coefficients, thetas, size: next - coefficients };
  });
}

export function assemble(
  design: Design,
  state: State,
  hyper: Hyperparameters,
  weights: ScoreWeights,
): System {
  const blocks = layoutOf(design);
  const size = design.models.length + blocks.reduce((sum, block) => sum + block.size, 0);
  const information = zeroMatrix(size);
  const gradient = new Float64Array(size);
  const items: ItemPart[][] = [];
  addPriors(design, state, hyper, blocks, information, gradient);
  design.skills.forEach((skill, f) => {
    const context: SkillContext = {
      design: skill,
      state: state.skills[f]!,
      slope: Math.exp(hyper.logSlopes[f]!),
      weight: weights[f]!,
      residualSd: hyper.residualSds[f]!,
      block: blocks[f]!,
    };
    const parts = skill.items.map((_, item) => addItem(context, item, information, gradient));
    items.push(parts);
  });
  const held = design.skills.map((skill, f) =>
    skill.nonNegative.map(
      (bounded, term) =>
        bounded &&
        state.skills[f]!.coefficients[term]! <= 0 &&
        gradient[blocks[f]!.coefficients + term]! <= 0,
    ),
  );
  items.forEach((parts, f) => {
    for (const part of parts) eliminate(part, blocks[f]!, information, gradient);
  });
  return { blocks, information, gradient, items, held };
}

function add(matrix: Matrix, row: number, column: number, value: number): void {
  const index = row * matrix.size + column;
  matrix.values[index] = matrix.values[index]! + value;
}

function bump(vector: Float64Array, index: number, value: number): void {
  vector[index] = vector[index]! + value;
}

/** Everything about one skill that its items need to be added. */
interface SkillContext {
  readonly design: SkillDesign;
  readonly state: SkillState;
  readonly slope: number;
  readonly weight: number;
  readonly residualSd: number;
  readonly block: Block;
}

/** One item's responses: their part of the skill's block, and the row of the item's own deviation. */
function addItem(context: SkillContext, item: number, information: Matrix, gradient: Float64Array): ItemPart {
  const { design, state, block } = context;
  const { row, models, scores } = design.items[item]!;
  const residual = state.residuals[item]!;
  const difficulty = predictedDifficulty(row, state.coefficients) + residual;
  const cross = new Float64Array(block.size);
  let precision = 0;
  let slopeOfItem = 0;
  models.forEach((model, index) => {
    const { first, second } = derivativesOf(context, state.thetas[model]! - difficulty, scores[index]!);
    const theta = block.thetas + model;
    bump(gradient, theta, first);
    add(information, theta, theta, second);
    cross[row.length + model] = -second;
    slopeOfItem -= first;
    precision += second;
  });
  row.forEach((value, term) => {
    const at = block.coefficients + term;
    cross[term] = precision * value;
    bump(gradient, at, slopeOfItem * value);
    row.forEach((other, column) => {
      add(information, at, block.coefficients + column, precision * value * other);
    });
    for (let k = row.length; k < block.size; k++) {
      add(information, at, block.coefficients + k, value * cross[k]!);
      add(information, block.coefficients + k, at, value * cross[k]!);
    }
  });
  const prior = context.residualSd ** -2;
  return { precision: precision + prior, gradient: slopeOfItem - prior * residual, cross };
}

/** Slope and expected negative curvature of one response's log-likelihood in theta − b. */
function derivativesOf(
  { design, slope, weight }: SkillContext,
  distance: number,
  score: number,
): { first: number; second: number } {
  const logistic = 1 / (1 + Math.exp(-slope * distance));
  const span = 1 - design.skill.chance - slip;
  const probability = design.skill.chance + span * logistic;
  const derivative = slope * span * logistic * (1 - logistic);
  // Both vanish together far out; the floor keeps their quotient from becoming 0/0.
  const variance = Math.max(probability * (1 - probability), 1e-12);
  return {
    first: (weight * (score - probability) * derivative) / variance,
    second: (weight * derivative * derivative) / variance,
  };
}

function eliminate(part: ItemPart, block: Block, information: Matrix, gradient: Float64Array): void {
  const { cross, precision } = part;
  const { size, values } = information;
  for (let i = 0; i < block.size; i++) {
    if (cross[i] === 0) continue;
    const scaled = cross[i]! / precision;
    bump(gradient, block.coefficients + i, -scaled * part.gradient);
    const offset = (block.coefficients + i) * size + block.coefficients;
    for (let j = 0; j < block.size; j++) values[offset + j] = values[offset + j]! - scaled * cross[j]!;
  }
}

function addPriors(
  design: Design,
  state: State,
  hyper: Hyperparameters,
  blocks: readonly Block[],
  information: Matrix,
  gradient: Float64Array,
): void {
  const pool = design.models.map((_, model) => model);
  const share = 1 / pool.length;
  for (const model of pool) {
    addNormal(information, gradient, [[model, 1]], state.thetas[model]!, poolAbilityPriorSd ** -2);
  }
  const poolMean = pool.map((model): Loading => [model, share]);
  addNormal(information, gradient, poolMean, meanOf(state.thetas), conventionPrecision);
  blocks.forEach((block, f) => {
    const own = state.skills[f]!;
    own.coefficients.forEach((value, term) => {
      const sd = term === 0 ? interceptPriorSd : difficultyCoefficientPriorSd;
      addNormal(information, gradient, [[block.coefficients + term, 1]], value, sd ** -2);
    });
    const deviations = own.thetas.map((theta, model) => theta - state.thetas[model]!);
    for (const model of pool) {
      const loadings: Loading[] = [
        [block.thetas + model, 1],
        [model, -1],
      ];
      addNormal(information, gradient, loadings, deviations[model]!, hyper.deviationSd ** -2);
    }
    const mean = pool.flatMap((model): Loading[] => [
      [block.thetas + model, share],
      [model, -share],
    ]);
    addNormal(information, gradient, mean, meanOf(deviations), conventionPrecision);
  });
}

/** A parameter's position and its factor in a weighted sum of parameters. */
type Loading = readonly [position: number, factor: number];

/** Adds the prior N(0, 1/precision) of a weighted sum of parameters, whose `value` now is given. */
function addNormal(
  information: Matrix,
  gradient: Float64Array,
  loadings: readonly Loading[],
  value: number,
  precision: number,
): void {
  for (const [i, left] of loadings) {
    bump(gradient, i, -precision * left * value);
    for (const [j, right] of loadings) add(information, i, j, precision * left * right);
  }
}
