import { spreadMin } from './item-margin.ts';
import { type Fit, findMode } from './mode.ts';

/** Deviations are well known from their own skills' items, so that each step closes most of the distance. */
const stepsPerSweep = 3;

/**
 * EM steps for the SDs of the deviations: the mean square of a deviation over its posterior. The mean of a pinned pool
 * is no free deviation, which makes the estimate that of restricted maximum likelihood. A known SD stays as it is.
 */
export function improveDeviations(start: Fit): Fit {
  const { design } = start;
  if (design.deviationSd !== null) return start;
  const free = design.models.length - (design.pinned ? 1 : 0);
  let { hyper, mode } = start;
  for (let step = 0; step < stepsPerSweep; step++) {
    const { state, hierarchy } = mode;
    const variances = hierarchy.deviationVariances();
    const next = (sd: number, squares: readonly number[]) => {
      // With one skill or group a deviation from what they share cannot be told.
      if (squares.length < 2) return sd;
      return relaxed(
        sd,
        Math.sqrt(squares.reduce((sum, square) => sum + square, 0) / (free * squares.length)),
      );
    };
    const skillSquares = state.skills.map(({ thetas }, f) => {
      const { group } = design.skills[f]!;
      const above = group === null ? state.thetas : state.groups[group]!;
      return variances.skills[f]! + squaredDistance(thetas, above);
    });
    const groupSquares = state.groups.map(
      (thetas, group) => variances.groups[group]! + squaredDistance(thetas, state.thetas),
    );
    hyper = {
      ...hyper,
      deviationSd: next(hyper.deviationSd, skillSquares),
      groupDeviationSd: next(hyper.groupDeviationSd, groupSquares),
    };
    mode = findMode(design, state, hyper);
  }
  return { design, hyper, mode };
}

/** Twice the step of EM in the logarithm: it closes in faster and stays stable (Salakhutdinov and Roweis 2003). */
function relaxed(from: number, to: number): number {
  return Math.max((to * to) / from, spreadMin);
}

function squaredDistance(left: Float64Array, right: Float64Array): number {
  return left.reduce((sum, value, index) => sum + (value - right[index]!) ** 2, 0);
}
