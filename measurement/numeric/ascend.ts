import { cholesky, type Matrix, solve } from './linear.ts';

/** A function at one place; its derivatives are worked out only where a step starts from. */
export interface Place {
  readonly value: number;
  derivatives(): Derivatives;
}

export interface Derivatives {
  readonly gradient: Float64Array;
  /** Minus the second derivatives, or a positive definite stand-in such as the Gauss–Newton matrix. */
  readonly information: Matrix;
}

export interface Ascent extends Derivatives {
  readonly parameters: Float64Array;
  readonly value: number;
  readonly steps: number;
  /** True when one more Newton step promises less than the tolerance. */
  readonly converged: boolean;
}

const stepsMax = 200;
/** Share of a value that its own rounding may be: no step can promise less and keep it. */
const rounding = 1e-14;
/** Damping after a step that failed, and beyond which no step moves anything any more. */
const damping = { first: 1e-4, max: 1e12, factor: 10 } as const;

/**
 * A local maximum by damped Newton steps: a step solves (I + λ·diag|I|)·δ = gradient, with λ = 0 unless I is not
 * positive definite or the value would fall (Levenberg 1944; Marquardt 1963, SIAM J. Appl. Math. 11, 431–441).
 * `tolerance` is in units of the value, and never below its rounding. A value that is not finite counts as lower
 * than any other.
 */
export function ascend(
  placeAt: (parameters: Float64Array) => Place,
  start: Float64Array,
  tolerance: number,
): Ascent {
  let parameters = start;
  let place = placeAt(parameters);
  let lambda = 0;
  for (let steps = 0; ; steps++) {
    const derivatives = place.derivatives();
    const newton = dampedStep(derivatives, 0);
    const least = Math.max(tolerance, rounding * Math.abs(place.value));
    const converged = newton !== null && promisedRise(newton, derivatives) < least;
    const here: Ascent = { parameters, value: place.value, ...derivatives, steps, converged };
    if (converged || steps === stepsMax) return here;

    const tried = (step: Float64Array | null) => {
      if (step === null) return null;
      const at = parameters.map((value, index) => value + step[index]!);
      const reached = placeAt(at);
      return reached.value > here.value ? { at, place: reached } : null;
    };
    let next = tried(lambda === 0 ? newton : dampedStep(derivatives, lambda));
    while (next === null) {
      lambda = Math.max(damping.first, lambda * damping.factor);
      if (lambda > damping.max) return here;
      next = tried(dampedStep(derivatives, lambda));
    }
    parameters = next.at;
    place = next.place;
    lambda = lambda > damping.first ? lambda / damping.factor : 0;
  }
}

function promisedRise(step: Float64Array, { gradient }: Derivatives): number {
  return step.reduce((total, by, index) => total + 0.5 * by * gradient[index]!, 0);
}

/** The damped step; null where the damped matrix is not positive definite. */
function dampedStep({ gradient, information }: Derivatives, lambda: number): Float64Array | null {
  const { size } = information;
  const values = Float64Array.from(information.values);
  for (let at = 0; at < values.length; at += size + 1)
    values[at] = values[at]! + lambda * Math.abs(values[at]!);
  try {
    return solve(cholesky({ size, values }), gradient);
  } catch (error) {
    if (error instanceof RangeError) return null;
    throw error;
  }
}
