/** Kernel entries below this share of the centre move no reported number. */
const negligibleShare = 1e-10;

/**
 * Transition of a random walk on a lattice, as the half kernel k[0], k[1], … of a symmetric one: the probability
 * of moving n points is e^(-t) I_n(t), t = variance / step² (the walk that jumps to either neighbour at rate t/2).
 * Its variance is exact at any size, which a normal density read off at the points is not once its SD falls below
 * the step, and two steps in a row make exactly the step of their summed variances. I_n by Miller's backward
 * recurrence, normalised by e^t = I_0 + 2 Σ I_n (Abramowitz and Stegun 9.6.26, 9.6.37).
 */
export function walkKernel(variance: number, step: number): Float64Array {
  if (!(variance >= 0)) throw new RangeError(`a variance of ${variance} is no step of a walk`);
  const t = variance / (step * step);
  if (t === 0) return Float64Array.of(1);
  const size = Math.ceil(9 * Math.sqrt(t) + 20);
  const kernel = new Float64Array(size + 1);
  let above = 0;
  let here = Number.MIN_VALUE * 2 ** 60;
  for (let n = size; n >= 0; n--) {
    kernel[n] = here;
    const below = ((2 * n) / t) * here + above;
    above = here;
    here = below;
    if (here > 1e200) {
      // Only ratios count, and those that far out are beyond rounding.
      for (let done = n; done <= size; done++) kernel[done] = kernel[done]! * 1e-200;
      above *= 1e-200;
      here *= 1e-200;
    }
  }
  const reach = kernel.findLastIndex((value) => value > negligibleShare * kernel[0]!);
  const kept = kernel.slice(0, reach + 1);
  const total = kept.reduce((sum, value, n) => sum + (n === 0 ? value : 2 * value), 0);
  return kept.map((value) => value / total);
}

/**
 * One step of the walk: mass (or, the kernel being symmetric, a backward message) spread by the kernel. The ends of
 * the lattice are mirrors, so nothing is lost there.
 */
export function spread(mass: Float64Array, kernel: Float64Array): Float64Array {
  const size = mass.length;
  const reach = kernel.length - 1;
  const mirrored = new Float64Array(size + 2 * reach);
  mirrored.set(mass, reach);
  for (let beyond = 1; beyond <= reach; beyond++) {
    mirrored[reach - beyond] = mass[mirroredIndex(-beyond, size)]!;
    mirrored[reach + size - 1 + beyond] = mass[mirroredIndex(size - 1 + beyond, size)]!;
  }
  const result = new Float64Array(size);
  for (let index = 0; index < size; index++) {
    const centre = index + reach;
    let sum = kernel[0]! * mirrored[centre]!;
    for (let n = 1; n <= reach; n++) sum += kernel[n]! * (mirrored[centre - n]! + mirrored[centre + n]!);
    result[index] = sum;
  }
  return result;
}

/** Where one step leads from a point (or, the same, whence it comes): `spread` of all mass at `origin`. */
export function spreadFrom(origin: number, size: number, kernel: Float64Array): Float64Array {
  const result = new Float64Array(size);
  for (let moved = 1 - kernel.length; moved < kernel.length; moved++) {
    const index = mirroredIndex(origin + moved, size);
    result[index] = result[index]! + kernel[Math.abs(moved)]!;
  }
  return result;
}

/** The lattice point that lies there, or whose mirror image beyond an end does. */
function mirroredIndex(index: number, size: number): number {
  const period = 2 * size;
  const inside = ((index % period) + period) % period;
  return inside < size ? inside : period - 1 - inside;
}
