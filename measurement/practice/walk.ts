import { walkRates } from '../constants.ts';
import { spread, walkKernel } from './kernel.ts';
import { stepOf } from './lattice.ts';

/** What was answered at one place of the practice axis: its likelihood on the lattice, up to a factor. */
export interface WalkPlace {
  readonly x: number;
  readonly likelihood: Float64Array;
}

/** The walk at one rate q, as far as it was followed. Entry k of each array belongs to place k. */
export interface FilteredWalk {
  /** q, in logit² a unit of x. */
  readonly rate: number;
  /** Up to a factor. */
  readonly prior: number;
  /** Posterior probability of the rate. */
  readonly probability: number;
  /** Half kernel of the step from place k − 1 to place k; that of the first place stands still. */
  readonly kernels: readonly Float64Array[];
  /** p(theta_k | responses up to place k). */
  readonly forward: readonly Float64Array[];
}

export interface SmoothedWalk extends FilteredWalk {
  /** p(responses after place k | theta_k), up to a factor. */
  readonly backward: readonly Float64Array[];
}

/** An ability that walks along the practice axis, with all that was answered taken into account. */
export interface Walk {
  readonly thetas: Float64Array;
  readonly xs: readonly number[];
  /** Likelihood of what was answered at each place. */
  readonly likelihoods: readonly Float64Array[];
  /** p(theta_k | all responses), the rate integrated out. */
  readonly mass: readonly Float64Array[];
  readonly rates: readonly SmoothedWalk[];
}

type RatePrior = readonly { readonly rate: number; readonly prior: number }[];

/**
 * Forward–backward of theta_k = theta_(k-1) + w, w ~ N(0, q·(x_k − x_(k-1))), on the even lattice `thetas`, from
 * `start` (mass on `thetas` at the first place). q is integrated out over `rates`, each weighed by its prior times
 * the marginal likelihood that the forward pass gives. Throws a RangeError where x does not ascend.
 */
export function walkAlong(
  thetas: Float64Array,
  start: Float64Array,
  places: readonly WalkPlace[],
  rates: RatePrior = walkRates,
): Walk {
  const smoothed = filterAlong(thetas, start, places, rates).map((filtered) => ({
    ...filtered,
    backward: backwardPass(places, filtered.kernels),
  }));
  return {
    thetas,
    xs: places.map(({ x }) => x),
    likelihoods: places.map(({ likelihood }) => likelihood),
    mass: places.map((_, place) =>
      mixture(
        smoothed,
        smoothed.map(({ forward, backward }) => times(forward[place]!, backward[place]!)),
      ),
    ),
    rates: smoothed,
  };
}

/** p(theta | all responses) at the last place, for which the forward pass is enough. */
export function walkTo(
  thetas: Float64Array,
  start: Float64Array,
  places: readonly WalkPlace[],
  rates: RatePrior = walkRates,
): Float64Array {
  const filtered = filterAlong(thetas, start, places, rates);
  return mixture(
    filtered,
    filtered.map(({ forward }) => forward.at(-1)!),
  );
}

function filterAlong(
  thetas: Float64Array,
  start: Float64Array,
  places: readonly WalkPlace[],
  rates: RatePrior,
): FilteredWalk[] {
  if (places.length === 0) throw new RangeError('a walk needs a first place');
  const steps = places.map(({ x }, index) => (index === 0 ? 0 : x - places[index - 1]!.x));
  if (steps.some((step, index) => index > 0 && !(step > 0)))
    throw new RangeError('the places of a walk ascend');
  const passes = rates.map(({ rate, prior }) => {
    const kernels = steps.map((step) => walkKernel(rate * step, stepOf(thetas)));
    const { forward, logEvidence } = forwardPass(start, places, kernels);
    return { rate, prior, kernels, forward, logWeight: Math.log(prior) + logEvidence };
  });
  const top = Math.max(...passes.map(({ logWeight }) => logWeight));
  const total = passes.reduce((sum, { logWeight }) => sum + Math.exp(logWeight - top), 0);
  return passes.map(({ logWeight, ...pass }) => ({
    ...pass,
    probability: Math.exp(logWeight - top) / total,
  }));
}

function forwardPass(start: Float64Array, places: readonly WalkPlace[], kernels: readonly Float64Array[]) {
  const forward: Float64Array[] = [];
  let logEvidence = 0;
  places.forEach(({ likelihood }, place) => {
    const before = place === 0 ? start : spread(forward[place - 1]!, kernels[place]!);
    const joint = times(before, likelihood);
    const evidence = sumOf(joint);
    if (!(evidence > 0)) throw new RangeError('no ability on the lattice explains the responses');
    logEvidence += Math.log(evidence);
    forward.push(joint.map((mass) => mass / evidence));
  });
  return { forward, logEvidence };
}

function backwardPass(places: readonly WalkPlace[], kernels: readonly Float64Array[]): Float64Array[] {
  const backward: Float64Array[] = [];
  let message = new Float64Array(places[0]!.likelihood.length).fill(1);
  for (let place = places.length - 1; place >= 0; place--) {
    backward[place] = message;
    const { likelihood } = places[place]!;
    const spreadBack = spread(times(message, likelihood), kernels[place]!);
    const top = spreadBack.reduce((max, value) => Math.max(max, value), 0);
    message = spreadBack.map((value) => value / top);
  }
  return backward;
}

/** Densities up to a factor, one a rate, mixed by the rates' posterior. */
function mixture(rated: readonly FilteredWalk[], densities: readonly Float64Array[]): Float64Array {
  const result = new Float64Array(densities[0]!.length);
  densities.forEach((density, index) => {
    const share = rated[index]!.probability / sumOf(density);
    for (let point = 0; point < result.length; point++)
      result[point] = result[point]! + share * density[point]!;
  });
  return result;
}

function times(left: Float64Array, right: Float64Array): Float64Array {
  return left.map((value, index) => value * right[index]!);
}

function sumOf(values: Float64Array): number {
  return values.reduce((sum, value) => sum + value, 0);
}
