import { setImmediate as yieldToOthers } from 'node:timers/promises';
import { depths } from '../../measurement/constants.ts';
import { type CurvePoint, meanHeight } from '../../measurement/efficiency/curve.ts';
import { createDraws, type Draws } from '../../measurement/numeric/draws.ts';
import { bounds95 } from '../../measurement/numeric/statistics.ts';
import { performanceAt, skillWeightsOf } from '../../measurement/performance/performance.ts';
import { createPerformanceSampler } from '../../measurement/performance/performance-sampler.ts';
import { followPath } from '../../measurement/practice/path.ts';
import { drawPath } from '../../measurement/practice/path-draws.ts';
import { measurementSteps } from '../../measurement/practice/rounds.ts';
import {
  type Gain,
  type Practised,
  placed,
  type SimulatedPractice,
  simulatePractice,
  tokenOffset,
  walked,
} from '../../test/measurement/simulated-practice.ts';
import { sampleMix, sampleScale } from '../../test/measurement/simulated-session.ts';
import { coverageBounds, type OnProgress, type ProofRow, told, withinBounds } from './proof.ts';

const scale = sampleScale(0.7, 0.8);
const mix = sampleMix(scale);
const weights = skillWeightsOf(mix);
const pathDraws = 800;
const resamples = 50;
/** A resampling costs fifty paths, so one session in so many is resampled. */
const bootstrapEvery = 10;

const quantities = ['mean height', 'at the end'] as const;
type Bounds = { readonly lo: number; readonly hi: number };
type Curves = readonly CurvePoint[];

interface Case {
  readonly name: string;
  readonly gainOf: (model: Practised, draws: Draws) => Gain;
  readonly bounds: { readonly min: number; readonly max?: number };
}

const cases: readonly Case[] = [
  { name: 'a gain that walks as is assumed', gainOf: walked, bounds: coverageBounds },
  // Steadier than the walk, so that the interval may be wider than need be.
  { name: 'an even gain of 0 to 1.5 logits', gainOf: even, bounds: { min: coverageBounds.min } },
];

function even(_model: Practised, draws: Draws): Gain {
  const size = 1.5 * draws.uniform();
  return (x, xs) => (size * x) / xs.at(-1)!;
}

/**
 * Coverage of S⁺ along the practice curve (its mean height, which PE is made of, and its end): by joint draws of the
 * path, which the curve's intervals are made of, and beside them by resampling blocks, of which nothing is promised.
 */
export async function practiceCurveProofs(repetitions: number, onProgress: OnProgress): Promise<ProofRow[]> {
  const rows: ProofRow[] = [];
  for (const [index, each] of cases.entries()) {
    rows.push(
      ...(await caseProofs(each, repetitions, (share) => onProgress((index + share) / cases.length))),
    );
  }
  return rows;
}

async function caseProofs(
  { name, gainOf, bounds }: Case,
  repetitions: number,
  onProgress: OnProgress,
): Promise<ProofRow[]> {
  const drawn = [0, 0];
  const resampled = [0, 0];
  let bootstraps = 0;
  for (let repetition = 0; repetition < repetitions; repetition++) {
    const draws = createDraws('practice-curve', name, repetition);
    const model = placed(scale, mix, depths.standard, 1.2 * draws.normal(), draws);
    const gain = gainOf(model, draws);
    const session = simulatePractice(model, gain, draws);
    const truth = quantitiesOf(trueCurve(model, session, gain)).map(([value]) => value!);
    const count = (tally: number[], intervals: readonly Bounds[]) => {
      intervals.forEach(({ lo, hi }, index) => {
        if (lo <= truth[index]! && truth[index]! <= hi) tally[index]!++;
      });
    };
    count(drawn, quantitiesOf(drawnCurve(session, repetition)).map(bounds95));
    if (repetition % bootstrapEvery === 0) {
      bootstraps++;
      count(resampled, quantitiesOf(resampledCurve(model, session, draws)).map(bounds95));
    }
    onProgress((repetition + 1) / repetitions);
    await yieldToOthers();
  }
  return quantities.flatMap((quantity, index) => {
    const setting = `standard, ${name}, ${quantity}`;
    return [
      withinBounds('95 % interval of S⁺ covers', setting, drawn[index]! / repetitions, bounds),
      told('the same, blocks resampled', setting, resampled[index]! / bootstraps),
    ];
  });
}

/** Draws of the quantities, in their order. */
function quantitiesOf(curve: Curves): Float64Array[] {
  return [meanHeight(curve, { lower: curve[0]!.x, upper: curve.at(-1)!.x }), curve.at(-1)!.draws];
}

function trueCurve(model: Practised, { xs }: SimulatedPractice, gain: Gain): CurvePoint[] {
  return xs.map((x) => ({ x, draws: Float64Array.of(performanceShifted(model.thetas, gain(x, xs))) }));
}

function drawnCurve({ path }: SimulatedPractice, repetition: number): CurvePoint[] {
  const sampler = createPerformanceSampler(scale, mix, { seed: `curve-${repetition}`, draws: pathDraws });
  const profiles = sampler.path('session', (draws, count) => drawPath(path, draws, count));
  return path.points.map(({ x }, index) => ({ x, draws: profiles[index]!.performance }));
}

/** The fitted curve of blocks drawn with replacement, each at its place, beside an ability drawn from placement. */
function resampledCurve({ placement }: Practised, { rounds }: SimulatedPractice, draws: Draws): CurvePoint[] {
  const steps = measurementSteps(rounds, tokenOffset);
  const places = steps.map(({ x }) => ({ x, responses: [] }));
  const means = Object.fromEntries(
    Object.entries(placement.skills).map(([skill, { mean }]) => [skill, mean]),
  );
  const curves = Array.from({ length: resamples }, () => {
    const chosen = steps.map(() => steps[Math.floor(draws.uniform() * steps.length)]!);
    const { points } = followPath(scale, weights, placement, [...places, ...chosen]);
    const misplaced = placement.sd * draws.normal();
    return points.map(({ mean }) => performanceShifted(means, mean - placement.mean + misplaced));
  });
  return places.map(({ x }, index) => ({ x, draws: Float64Array.from(curves, (curve) => curve[index]!) }));
}

function performanceShifted(thetas: Readonly<Record<string, number>>, shift: number): number {
  const shifted = Object.entries(thetas).map(([skill, theta]) => [skill, theta + shift]);
  return performanceAt(scale, mix, Object.fromEntries(shifted));
}
