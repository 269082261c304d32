import type { Design } from './design.ts';
import { cholesky, logDeterminant, type Matrix, solve } from './linear.ts';
import type { Hyperparameters, ScoreWeights, State } from './state.ts';
import { objective } from './state.ts';
import { assemble, type System } from './system.ts';

/** The penalised mode at given hyperparameters, with the curvature there. */
export interface Mode {
  readonly state: State;
  readonly system: System;
  /** Cholesky factor of the reduced information, bounded coefficients that sit at 0 taken out. */
  readonly factor: Matrix;
  /** Laplace approximation of ln p(y | hyperparameters), up to a constant. */
  readonly evidence: number;
}

/** A finished calibration: the design, the mode of its posterior, and what that rests on. */
export interface Fit {
  readonly design: Design;
  readonly mode: Mode;
  readonly hyper: Hyperparameters;
  readonly weights: ScoreWeights;
}

const stepsMax = 40;
/** Log-likelihood units: far below what could move an estimate by a hundredth of its standard error. */
const objectiveTolerance = 1e-5;

/**
 * Fisher scoring on abilities, coefficients and item deviations together, from `start`. The deviations are
 * eliminated first, so a step costs one Cholesky factor of the other parameters. Coefficients of monotone
 * parameters are kept at 0 or above by an active set; steps are halved until the objective rises.
 */
export function findMode(design: Design, start: State, hyper: Hyperparameters, weights: ScoreWeights): Mode {
  let state = start;
  let value = objective(design, state, hyper, weights);
  for (let step = 0; step < stepsMax; step++) {
    const system = assemble(design, state, hyper, weights);
    const direction = solve(factorOf(system), freeGradient(system));
    const next = climb(
      value,
      (size) => moved(design, state, system, direction, size),
      (candidate) => objective(design, candidate, hyper, weights),
    );
    if (next === null) break;
    const gained = next.value - value;
    ({ state, value } = next);
    if (gained < objectiveTolerance) break;
  }
  const system = assemble(design, state, hyper, weights);
  const factor = factorOf(system);
  const itemPart = system.items.flat().reduce((sum, { precision }) => sum + Math.log(precision), 0);
  return { state, system, factor, evidence: value - 0.5 * (logDeterminant(factor) + itemPart) };
}

/** The first of the halved steps that raises the objective; null when none does, which is the mode. */
function climb(
  value: number,
  candidateAt: (size: number) => State,
  objectiveOf: (state: State) => number,
): { state: State; value: number } | null {
  for (let size = 1; size > 1e-3; size /= 2) {
    const state = candidateAt(size);
    const reached = objectiveOf(state);
    if (reached > value) return { state, value: reached };
  }
  return null;
}

/** Positions of coefficients that are held at 0. */
function heldPositions(system: System): number[] {
  return system.held.flatMap((flags, f) =>
    flags.flatMap((held, term) => (held ? [system.blocks[f]!.coefficients + term] : [])),
  );
}

function factorOf(system: System): Matrix {
  const { size } = system.information;
  const values = Float64Array.from(system.information.values);
  for (const position of heldPositions(system)) {
    for (let other = 0; other < size; other++) {
      values[position * size + other] = 0;
      values[other * size + position] = 0;
    }
    values[position * size + position] = 1;
  }
  return cholesky({ size, values });
}

function freeGradient(system: System): Float64Array {
  const gradient = Float64Array.from(system.gradient);
  for (const position of heldPositions(system)) gradient[position] = 0;
  return gradient;
}

function moved(design: Design, state: State, system: System, direction: Float64Array, size: number): State {
  const thetas = state.thetas.map((theta, model) => theta + size * direction[model]!);
  const skills = state.skills.map((own, f) => {
    const block = system.blocks[f]!;
    const step = direction.subarray(block.coefficients, block.coefficients + block.size);
    return {
      coefficients: own.coefficients.map((value, term) => {
        const next = value + size * step[term]!;
        return design.skills[f]!.nonNegative[term] ? Math.max(next, 0) : next;
      }),
      thetas: own.thetas.map((theta, model) => theta + size * direction[block.thetas + model]!),
      residuals: own.residuals.map((residual, item) => {
        const part = system.items[f]![item]!;
        let pulled = part.gradient;
        for (let k = 0; k < step.length; k++) pulled -= part.cross[k]! * step[k]!;
        return residual + (size * pulled) / part.precision;
      }),
    };
  });
  return { thetas, skills };
}
