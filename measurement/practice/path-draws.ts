import { type AbilityDraws, cumulative, drawAbilities, pick } from '../ability/ability-draws.ts';
import type { Draws } from '../numeric/draws.ts';
import { meanOf } from '../numeric/statistics.ts';
import { spreadFrom } from './kernel.ts';
import { stepOf } from './lattice.ts';
import type { PracticePath } from './path.ts';
import type { FilteredWalk, Walk } from './walk.ts';

/**
 * `count` joint draws of all abilities along the path, one `AbilityDraws` a point. theta-bar by forward filtering,
 * backward sampling; what theta_d and the skills keep beside it is drawn once from placement and shared along the
 * path. Placement leaves these residuals correlated with its theta-bar (a sharply known skill pulls theta-bar and
 * leans the other way), so each draw's residuals are moved along that regression to where its path begins.
 */
export function drawPath(path: PracticePath, draws: Draws, count: number): readonly AbilityDraws[] {
  const paths = drawWalk(path.walk, draws, count);
  const abilities = drawAbilities(path.placement, draws, count);
  const placed = new Float64Array(count);
  for (const [skill, weight] of Object.entries(path.weights)) {
    abilities.skills[skill]!.forEach((theta, draw) => {
      placed[draw] = placed[draw]! + weight * theta;
    });
  }
  const residualsOf = (thetas: Float64Array) => carried(thetas, placed, paths[0]!);
  const domain = residualsOf(abilities.domain);
  const skills = Object.entries(abilities.skills).map(([skill, own]) => [skill, residualsOf(own)] as const);
  const add = (bar: Float64Array, residual: Float64Array) =>
    bar.map((theta, draw) => theta + residual[draw]!);
  return paths.map((bar) => ({
    domain: add(bar, domain),
    skills: Object.fromEntries(skills.map(([skill, residual]) => [skill, add(bar, residual)])),
  }));
}

/** Joint draws of theta_k, one array a place. A draw keeps one uniform offset within its cells along the path. */
export function drawWalk(walk: Walk, draws: Draws, count: number): readonly Float64Array[] {
  const result = walk.xs.map(() => new Float64Array(count));
  const rates = cumulative(Float64Array.from(walk.rates, ({ probability }) => probability));
  const samplers = walk.rates.map(backwardSampler);
  for (let draw = 0; draw < count; draw++) {
    const sample = samplers[pick(rates, draws.uniform())]!;
    const offset = (draws.uniform() - 0.5) * stepOf(walk.thetas);
    let index: number | null = null;
    for (let place = walk.xs.length - 1; place >= 0; place--) {
      index = sample(place, index, draws.uniform());
      result[place]![draw] = walk.thetas[index]! + offset;
    }
  }
  return result;
}

/** Draws theta_k given theta_(k+1) (null at the last place) and the responses up to place k. */
function backwardSampler({ forward, kernels }: FilteredWalk) {
  const known = forward.map(() => new Map<number | null, Float64Array>());
  function conditional(place: number, next: number | null): Float64Array {
    const filtered = forward[place]!;
    if (next === null) return cumulative(filtered);
    const reach = spreadFrom(next, filtered.length, kernels[place + 1]!);
    return cumulative(filtered.map((mass, index) => mass * reach[index]!));
  }
  return (place: number, next: number | null, share: number): number => {
    const cached = known[place]!.get(next) ?? conditional(place, next);
    known[place]!.set(next, cached);
    return pick(cached, share);
  };
}

/** Residuals of `thetas` beside `placed`, moved along their regression on it to where it is `started` from. */
function carried(thetas: Float64Array, placed: Float64Array, started: Float64Array): Float64Array {
  const centre = meanOf(placed);
  const residuals = thetas.map((theta, draw) => theta - placed[draw]!);
  let covariance = 0;
  let variance = 0;
  placed.forEach((bar, draw) => {
    covariance += (bar - centre) * residuals[draw]!;
    variance += (bar - centre) ** 2;
  });
  const slope = variance > 0 ? covariance / variance : 0;
  return residuals.map((residual, draw) => residual + slope * (started[draw]! - placed[draw]!));
}
