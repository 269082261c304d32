import type { Draws } from '../numeric/draws.ts';
import type { AbilityPosterior } from './ability.ts';

/** Joint draws: entry i of every array belongs to draw i. In logits. */
export interface AbilityDraws {
  readonly domain: Float64Array;
  readonly skills: Readonly<Record<string, Float64Array>>;
}

/**
 * `count` joint draws of theta_d and every theta_f = theta_d + delta_f: theta_d from its grid, then each skill
 * from its conditional on the same lattice. A grid point stands for a cell one step wide; one uniform offset a draw
 * spreads the whole draw over its cell, so that draws are continuous and deviations stay what they are.
 */
export function drawAbilities(posterior: AbilityPosterior, draws: Draws, count: number): AbilityDraws {
  const { mass, thetas, deviationMass, skillThetas } = posterior;
  const step = thetas[1]! - thetas[0]!;
  const names = Object.keys(posterior.skills);
  const domain = new Float64Array(count);
  const skills = Object.fromEntries(names.map((name) => [name, new Float64Array(count)]));
  const domainCumulative = cumulative(mass);
  const conditionals = names.map((name) => {
    const { likelihood } = posterior.skills[name]!;
    const cache = new Map<number, Float64Array>();
    return (d: number) => {
      const cached = cache.get(d);
      if (cached !== undefined) return cached;
      const made = new Float64Array(deviationMass.length);
      let sum = 0;
      for (let k = 0; k < made.length; k++) {
        sum += deviationMass[k]! * likelihood[d + k]!;
        made[k] = sum;
      }
      cache.set(d, made);
      return made;
    };
  });

  for (let draw = 0; draw < count; draw++) {
    const d = pick(domainCumulative, draws.uniform());
    const offset = (draws.uniform() - 0.5) * step;
    domain[draw] = thetas[d]! + offset;
    names.forEach((name, index) => {
      const k = pick(conditionals[index]!(d), draws.uniform());
      skills[name]![draw] = skillThetas[d + k]! + offset;
    });
  }
  return { domain, skills };
}

export function cumulative(weights: Float64Array): Float64Array {
  let sum = 0;
  return weights.map((weight) => {
    sum += weight;
    return sum;
  });
}

/** First index whose cumulative weight exceeds the given share of the total. */
export function pick(cumulativeWeights: Float64Array, share: number): number {
  const target = share * cumulativeWeights.at(-1)!;
  let low = 0;
  let high = cumulativeWeights.length - 1;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (cumulativeWeights[middle]! > target) high = middle;
    else low = middle + 1;
  }
  return low;
}
