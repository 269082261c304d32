import type { ParameterSpec, Parameters, Skill } from '../contract.ts';
import { RandomStream } from '../random.ts';

/** Beyond 2^10 corners a sample of them stands for all. */
const cornersMax = 1024;
/** Bits of a share that a log-scaled parameter keeps. */
const shareBits = 16;

/**
 * The value at a share (0 to 1) of a parameter's range, along its own scale. A log scale is walked by square
 * roots, which round alike on every machine, where powers and logarithms need not.
 */
export function valueAt(spec: ParameterSpec, share: number): number {
  if (share <= 0) return spec.min;
  if (share >= 1) return spec.max;
  if (spec.scale === 'linear') return Math.min(spec.max, spec.min + (spec.max - spec.min) * share);
  if (!(spec.min > 0)) throw new RangeError('a parameter on a log scale needs a minimum above 0');
  let value = spec.min;
  let ratio = spec.max / spec.min;
  let rest = share;
  for (let bit = 0; bit < shareBits; bit++) {
    ratio = Math.sqrt(ratio);
    rest *= 2;
    if (rest < 1) continue;
    rest -= 1;
    value *= ratio;
  }
  return Math.min(spec.max, value);
}

/** Every vector of minima and maxima; at random 1,024 of them where there are more. */
export function corners(skill: Skill, seed: string): Parameters[] {
  const entries = Object.entries(skill.parameters);
  const random = new RandomStream(seed).substream('corners');
  const all = 2 ** entries.length;
  return Array.from({ length: Math.min(all, cornersMax) }, (_, index) =>
    Object.fromEntries(
      entries.map(([name, spec], position) => {
        const high = all <= cornersMax ? (index >> position) % 2 === 1 : random.chance(0.5);
        return [name, high ? spec.max : spec.min];
      }),
    ),
  );
}

/** A vector drawn evenly over the ranges, each along its own scale. */
export function randomVector(skill: Skill, random: RandomStream): Parameters {
  return vectorOf(skill, () => random.unit());
}

/**
 * A random vector outside the tiny corners: parameters that make a task larger or harder are drawn from the
 * upper three quarters of their ranges, since a task of two items cannot help being the same as another one.
 */
export function roomyVector(skill: Skill, random: RandomStream): Parameters {
  return vectorOf(skill, (spec) => (spec.monotone ? 0.25 + 0.75 * random.unit() : random.unit()));
}

/** Defaults for all parameters but one, which stands at the given share of its range. */
export function sweptVector(skill: Skill, name: string, share: number): Parameters {
  return Object.fromEntries(
    Object.entries(skill.parameters).map(([other, spec]) => [
      other,
      other === name ? valueAt(spec, share) : spec.default,
    ]),
  );
}

function vectorOf(skill: Skill, share: (spec: ParameterSpec) => number): Parameters {
  return Object.fromEntries(
    Object.entries(skill.parameters).map(([name, spec]) => [name, valueAt(spec, share(spec))]),
  );
}
