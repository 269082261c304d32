import { walkRates } from '../constants.ts';
import { spread, walkKernel } from './kernel.ts';
import { stepOf } from './lattice.ts';

/** What was answered at one place of the practice axis: its likelihood on the lattice, up to a factor. */
export interface WalkPlace {
  readonly x: number;
  readonly likelihood: Float64Array;
}

/** The walk at one rate q, in logit² a unit of x. Entry k of each array belongs to place k. */
export interface RatedWalk {
  readonly rate: number;
  readonly prior: number;
  /** Posterior probability of the rate. */
  readonly probability: number;
  /** Half kernel of the step from place k − 1 to place k; that of the first place stands still. */
  readonly kernels: readonly Float64Array[];
  /** p(theta_k | responses up to place k). */
  readonly forward: readonly Float64Array[];
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
  readonly rates: readonly RatedWalk[];
}

/**
 * Forward–backward of theta_k = theta_(k-1) + w, w ~ N(0, q·(x_k − x_(k-1))), on the even lattice `thetas`, from
 * `start` (mass on `thetas` at the first place). q is integrated out over `walkRates`, each weighed by its prior
 * times the marginal likelihood that the forward pass gives. Throws a RangeError where x does not ascend.
 */
export function walkAlong(
  thetas: Float64Array,
  start: Float64Array,
  places: readonly WalkPlace[],
  rates: readonly { readonly rate: number; readonly prior: number }[] = walkRates,
): Walk {
  if (places.length === 0) throw new RangeError('a walk needs a first place');
  const xs = places.map(({ x }) => x);
  const steps = xs.map((x, index) => (index === 0 ? 0 : x - xs[index - 1]!));
  if (steps.some((step, index) => index > 0 && !(step > 0)))
    throw new RangeError('the places of a walk ascend');
  const passes = rates.map(({ rate, prior }) => {
    const kernels = steps.map((step) => walkKernel(rate * step, stepOf(thetas)));
    const { forward, logEvidence } = forwardPass(start, places, kernels);
    return {
      rate,
      prior,
      kernels,
      forward,
      backward: backwardPass(places, kernels),
      logWeight: Math.log(prior) + logEvidence,
    };
  });
  const top = Math.max(...passes.map(({ logWeight }) => logWeight));
  const total = passes.reduce((sum, { logWeight }) => sum + Math.exp(logWeight - top), 0);
  const rated = passes.map(({ logWeight, ...pass }) => ({
    ...pass,
    probability: Math.exp(logWeight - top) / total,
  }));
  return {
    thetas,
    xs,
    likelihoods: places.map(({ likelihood }) => likelihood),
    mass: xs.map((_, place) => marginalAt(rated, place)),
    rates: rated,
  };
}

function forwardPass(start: Float64Array, places: readonly WalkPlace[], kernels: readonly Float64Array[]) {
  const forward: Float64Array[] = [];
  let logEvidence = 0;
  places.forEach(({ likelihood }, place) => {
    const before = place === 0 ? start : spread(forward[place - 1]!, kernels[place]!);
    const joint = before.map((mass, index) => mass * likelihood[index]!);
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
    const spreadBack = spread(
      message.map((value, index) => value * likelihood[index]!),
      kernels[place]!,
    );
    const top = spreadBack.reduce((max, value) => Math.max(max, value), 0);
    message = spreadBack.map((value) => value / top);
  }
  return backward;
}

function marginalAt(rated: readonly RatedWalk[], place: number): Float64Array {
  const result = new Float64Array(rated[0]!.forward[place]!.length);
  for (const { probability, forward, backward } of rated) {
    const joint = forward[place]!.map((mass, index) => mass * backward[place]![index]!);
    const share = probability / sumOf(joint);
    for (let index = 0; index < result.length; index++)
      result[index] = result[index]! + share * joint[index]!;
  }
  return result;
}

function sumOf(values: Float64Array): number {
  return values.reduce((sum, value) => sum + value, 0);
}
