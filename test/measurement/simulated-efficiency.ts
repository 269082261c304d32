import { scoreAbility } from '../../measurement/ability/ability.ts';
import {
  type CurveComparison,
  type CurveRules,
  compareCurves,
  practiceRules,
  trainingRules,
} from '../../measurement/efficiency/comparison.ts';
import { type CurvePoint, heightAt, meanHeight, overlap } from '../../measurement/efficiency/curve.ts';
import { type ComputeMultiplier, computeMultiplier } from '../../measurement/efficiency/multiplier.ts';
import { createDraws, type Draws } from '../../measurement/numeric/draws.ts';
import { meanOf } from '../../measurement/numeric/statistics.ts';
import {
  type DomainScale,
  performanceAt,
  skillWeightsOf,
} from '../../measurement/performance/performance.ts';
import {
  createPerformanceSampler,
  type PerformanceSampler,
} from '../../measurement/performance/performance-sampler.ts';
import { practiceAxis } from '../../measurement/practice/axis.ts';
import { followPath } from '../../measurement/practice/path.ts';
import { drawPath } from '../../measurement/practice/path-draws.ts';
import { coefficientSampler, difficultyOf } from '../../measurement/response-model/difficulty.ts';
import type { Response } from '../../measurement/response-model/response.ts';
import type { Cell } from '../../schema/scale.ts';
import { answerTask, sampleMix, sampleScale } from './simulated-session.ts';
import { walkedGains } from './simulated-walk.ts';

/** What was estimated of two simulated curves, and what is true of them. */
export interface SimulatedComparison {
  readonly estimate: CurveComparison;
  /** Of the baseline with itself. */
  readonly self: CurveComparison;
  readonly multiplier: ComputeMultiplier | null;
  readonly truth: { readonly pe: number; readonly gain: number; readonly multiplier: number | null };
}

export interface SimulationSettings {
  readonly seed: string;
  readonly draws: number;
  /** Standard error of every item parameter: answers follow parameters drawn from there. */
  readonly itemSe?: number;
  /** A family's skills deviate alike at all its checkpoints instead of anew. */
  readonly persistent?: boolean;
  /** Both curves are of one model, evaluated apart: the true PE is 1. */
  readonly twins?: boolean;
  /**
   * The model climbs as the baseline does, but this many powers of ten of training compute ahead. Of twins, whose
   * skills deviate alike too, PE is 1 only where it is 0.
   */
  readonly ahead?: number;
  /** Logits that a family climbs over its two powers of ten of compute, 1 to 2.5 at random where it is not set. */
  readonly rise?: number;
  /** Practice raises the ability evenly, by up to 1.5 logits a power of ten, instead of walking. */
  readonly steady?: boolean;
}

const deviationSd = 0.6;
const residualSd = 0.5;
const placementTasks = 48;
const tokenOffset = 2_000;

type Thetas = Readonly<Record<string, number>>;

interface World {
  /** What scores are computed with, and what answers follow. */
  readonly scale: DomainScale;
  readonly trueScale: DomainScale;
  readonly mix: readonly Cell[];
  readonly names: readonly string[];
  readonly draws: Draws;
}

function worldOf({ seed, itemSe = 0 }: SimulationSettings): World {
  const scale = sampleScale(residualSd, deviationSd, itemSe);
  const draws = createDraws('simulated-efficiency', seed);
  const skills = Object.entries(scale.skills).map(([id, skill]) => {
    const [intercept, ...coefficients] = coefficientSampler(skill)(draws);
    const terms = skill.terms.map((term, index) => ({ ...term, coefficient: coefficients[index]! }));
    return [id, { ...skill, intercept: { ...skill.intercept, value: intercept! }, terms }] as const;
  });
  const trueScale = { ...scale, skills: Object.fromEntries(skills) };
  const mix = sampleMix(scale);
  return { scale, trueScale, mix, names: Object.keys(skillWeightsOf(mix)), draws };
}

/** Ability and skills' deviations of a family over log10 of compute. */
interface Family {
  readonly thetaAt: (x: number) => number;
  readonly deviations: readonly Thetas[];
}

/** Two families of five checkpoints that climb between random abilities, 48 aimed tasks each. */
export function simulateTraining(settings: SimulationSettings): SimulatedComparison {
  const world = worldOf(settings);
  const baseline = familyOf(world, settings);
  const model = modelOf(world, settings, baseline);
  const sampler = createPerformanceSampler(world.scale, world.mix, settings);
  // Places that are not the same on both sides, so that curves are cut and interpolated.
  const offset = settings.ahead === undefined && !settings.twins ? 0.1 : 0;
  return compared(
    evaluated(world, sampler, 'model', model, offset),
    evaluated(world, sampler, 'baseline', baseline, 0),
    trainingRules,
  );
}

const trainingStart = 18;
const trainingPlaces = [0, 0.5, 1, 1.5, 2];

function familyOf(world: World, settings: SimulationSettings): Family {
  const start = -1.5 + world.draws.uniform();
  const rise = settings.rise ?? 1 + 1.5 * world.draws.uniform();
  const own = deviations(world);
  return {
    thetaAt: (x) => start + (rise * (x - trainingStart)) / trainingPlaces.at(-1)!,
    deviations: trainingPlaces.map(() => (settings.persistent ? own : deviations(world))),
  };
}

function modelOf(world: World, settings: SimulationSettings, baseline: Family): Family {
  const { twins = false, ahead = 0 } = settings;
  if (!twins && settings.ahead === undefined) return familyOf(world, settings);
  const { deviations } = twins ? baseline : familyOf(world, settings);
  return { thetaAt: (x) => baseline.thetaAt(x + ahead), deviations };
}

function evaluated(
  world: World,
  sampler: PerformanceSampler,
  name: string,
  family: Family,
  offset: number,
): Simulated {
  const { scale, mix } = world;
  const points = trainingPlaces.map((place, index) => {
    const x = trainingStart + place + offset;
    const theta = family.thetaAt(trainingStart + place);
    const thetas = shifted(family.deviations[index]!, theta);
    const posterior = scoreAbility(scale, skillWeightsOf(mix), aimedAnswers(world, thetas, theta));
    return { x, draws: sampler.profile(`${name} ${index}`, posterior).performance, thetas };
  });
  return { points, truth: truthOf(world, points) };
}

/** Two checkpoints with eight blocks of practice each, along which the ability walks as scoring assumes. */
export function simulatePractice(settings: SimulationSettings): SimulatedComparison {
  const world = worldOf(settings);
  const baseline = learnerOf(world, 2_000, settings.steady ?? false);
  const model = settings.twins ? baseline : learnerOf(world, 2_400, settings.steady ?? false);
  const sampler = createPerformanceSampler(world.scale, world.mix, settings);
  return compared(
    practised(world, sampler, 'model', model),
    practised(world, sampler, 'baseline', baseline),
    practiceRules,
  );
}

/** A checkpoint's true abilities along its practice, the first before any. */
type Learner = readonly { readonly x: number; readonly thetas: Thetas }[];

const practiceBlocks = 8;

function learnerOf(world: World, tokensPerBlock: number, steady: boolean): Learner {
  const { draws } = world;
  const start = -1 + draws.uniform();
  const own = deviations(world);
  const xs = Array.from({ length: practiceBlocks + 1 }, (_, block) =>
    practiceAxis(block * tokensPerBlock, tokenOffset),
  );
  const gains = steady ? steadyGains(xs, draws) : walkedGains(start + meanOf(Object.values(own)), xs, draws);
  return xs.map((x, index) => ({ x, thetas: shifted(own, start + gains[index]!) }));
}

function practised(world: World, sampler: PerformanceSampler, name: string, learner: Learner): Simulated {
  const { scale, mix } = world;
  const weights = skillWeightsOf(mix);
  const before = learner[0]!.thetas;
  const placement = scoreAbility(scale, weights, aimedAnswers(world, before, meanOf(Object.values(before))));
  const steps = learner.map(({ x, thetas }) => ({ x, responses: randomAnswers(world, thetas, 2) }));
  const path = followPath(scale, weights, placement, steps);
  const profiles = sampler.path(name, (stream, count) => drawPath(path, stream, count));
  const points = path.points.map(({ x }, index) => ({ x, draws: profiles[index]!.performance }));
  return { points, truth: truthOf(world, learner) };
}

function steadyGains(xs: readonly number[], draws: Draws): number[] {
  const gain = 1.5 * draws.uniform();
  return xs.map((x) => gain * x);
}

interface Simulated {
  readonly points: readonly CurvePoint[];
  /** The true curve, as one draw. */
  readonly truth: readonly CurvePoint[];
}

function compared(model: Simulated, baseline: Simulated, rules: CurveRules): SimulatedComparison {
  const window = overlap(model.truth, baseline.truth)!;
  const area = meanHeight(model.truth, window)[0]!;
  return {
    estimate: compareCurves(model.points, baseline.points, rules),
    self: compareCurves(baseline.points, baseline.points, rules),
    multiplier: computeMultiplier(model.points, baseline.points),
    truth: {
      pe: area / meanHeight(baseline.truth, window)[0]!,
      gain: area - heightAt(model.truth, window.lower)[0]!,
      multiplier: computeMultiplier(model.truth, baseline.truth)?.value ?? null,
    },
  };
}

function truthOf(
  { trueScale, mix }: World,
  places: readonly { readonly x: number; readonly thetas: Thetas }[],
): CurvePoint[] {
  return places.map(({ x, thetas }) => ({
    x,
    draws: Float64Array.of(performanceAt(trueScale, mix, thetas)),
  }));
}

/** One deviation a skill, from the same distribution that scoring assumes. */
function deviations({ names, draws }: World): Thetas {
  return Object.fromEntries(names.map((name) => [name, deviationSd * draws.normal()]));
}

function shifted(thetas: Thetas, by: number): Thetas {
  return Object.fromEntries(Object.entries(thetas).map(([name, theta]) => [name, theta + by]));
}

/** Tasks about as hard as the model is able, as a placement asks them. */
function aimedAnswers(world: World, thetas: Thetas, theta: number): Response[] {
  return Array.from({ length: placementTasks }, (_, task) => {
    const skill = world.names[task % world.names.length]!;
    const own = world.mix.filter((cell) => cell.skill === skill);
    const wanted = theta + world.draws.normal();
    const distance = (cell: Cell) =>
      Math.abs(difficultyOf(world.scale.skills[skill]!, cell.features) - wanted);
    const cell = own.reduce((best, each) => (distance(each) < distance(best) ? each : best));
    return answerAt(world, thetas, cell);
  });
}

function randomAnswers(world: World, thetas: Thetas, count: number): Response[] {
  return Array.from({ length: count }, () =>
    answerAt(world, thetas, world.mix[Math.floor(world.draws.uniform() * world.mix.length)]!),
  );
}

/** The answer follows the true item; the scale says how hard it is thought to be. */
function answerAt({ scale, trueScale, draws }: World, thetas: Thetas, { skill, features }: Cell): Response {
  const truly = difficultyOf(trueScale.skills[skill]!, features);
  const { score } = answerTask(trueScale, thetas, skill, truly, draws);
  return { skill, score, difficulty: difficultyOf(scale.skills[skill]!, features) };
}
