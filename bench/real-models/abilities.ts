import { cumulative, pick } from '../../measurement/ability/ability-draws.ts';
import { abilityPriorSd } from '../../measurement/constants.ts';
import type { Draws } from '../../measurement/numeric/draws.ts';
import { spread, spreadFrom, walkKernel } from '../../measurement/practice/kernel.ts';
import { logLikelihood } from '../../measurement/response-model/response.ts';
import type { KnownBank, KnownItem } from './known-bank.ts';

/**
 * Tasks of real suites lie up to 8 logits from the pool's mean, so abilities are looked for farther out than usual. The
 * walk's kernel has its variance exactly on any lattice, and no posterior here is sharper than this step.
 */
const lattice = { min: -12, max: 12, step: 0.2 } as const;
const size = Math.round((lattice.max - lattice.min) / lattice.step) + 1;
export const thetas = Float64Array.from({ length: size }, (_, index) => lattice.min + index * lattice.step);

export interface Answer {
  readonly item: KnownItem;
  /** 0 to 1. */
  readonly score: number;
}

/**
 * Posterior of one model's abilities in a domain, its groups of skills and their skills: normals that hang on each
 * other like a tree, so that one pass up and one down are exact on the lattice.
 */
export interface TreePosterior {
  /** By skill: probability of each lattice point. */
  readonly skills: ReadonlyMap<string, Float64Array>;
  /** Lattice points by skill of one joint draw. */
  draw(draws: Draws): ReadonlyMap<string, number>;
}

/** A node's evidence on its own abilities, and what that says of the abilities above. */
interface Node {
  readonly likelihood: Float64Array;
  readonly kernel: Float64Array;
  readonly message: Float64Array;
}

/** Scores one model's answers; theta of the domain ~ N(0, 2²), as for every checkpoint. */
export function scoreTree(bank: KnownBank, answers: readonly Answer[]): TreePosterior {
  const bySkill = Map.groupBy(answers, ({ item }) => item.skill);
  const skills = new Map(
    bank.skills.map(({ id, variance }) => [id, nodeOf(likelihoodOf(bySkill.get(id) ?? []), variance)]),
  );
  const below = Map.groupBy(bank.skills, ({ group }) => group);
  const groups = new Map(
    [...below].map(([group, own]) => [
      group,
      nodeOf(productOf(own.map(({ id }) => skills.get(id)!.message)), bank.groupVariance),
    ]),
  );
  const prior = thetas.map((theta) => Math.exp(-0.5 * (theta / abilityPriorSd) ** 2));
  const top = normalised(productOf([prior, ...Array.from(groups.values(), ({ message }) => message)]));

  const marginals = new Map<string, Float64Array>();
  for (const [group, own] of below) {
    const node = groups.get(group)!;
    const mass = passDown(node, top);
    for (const { id } of own) marginals.set(id, passDown(skills.get(id)!, mass));
  }

  const topCumulative = cumulative(top);
  const samplers = new Map([...groups, ...skills].map(([name, node]) => [name, samplerOf(node)]));
  return {
    skills: marginals,
    draw: (draws) => {
      const domain = pick(topCumulative, draws.uniform());
      const points = new Map<string, number>();
      for (const [group, own] of below) {
        const above = samplers.get(group)!(domain, draws);
        for (const { id } of own) points.set(id, samplers.get(id)!(above, draws));
      }
      return points;
    },
  };
}

function likelihoodOf(answers: readonly Answer[]): Float64Array {
  const logs = thetas.map((theta) =>
    answers.reduce(
      (sum, { item, score }) => sum + logLikelihood(item.model, theta, item.difficulty, score),
      0,
    ),
  );
  return relativeToTop(logs);
}

function relativeToTop(logs: Float64Array): Float64Array {
  const top = logs.reduce((max, value) => Math.max(max, value), Number.NEGATIVE_INFINITY);
  return logs.map((value) => Math.exp(value - top));
}

function nodeOf(likelihood: Float64Array, variance: number): Node {
  const kernel = walkKernel(variance, lattice.step);
  return { likelihood, kernel, message: spread(likelihood, kernel) };
}

/** Of fifty messages each far below 1, so in logarithms. */
function productOf(messages: readonly Float64Array[]): Float64Array {
  const logs = new Float64Array(size);
  for (const message of messages) {
    for (let t = 0; t < size; t++) logs[t] = logs[t]! + Math.log(Math.max(message[t]!, Number.MIN_VALUE));
  }
  return relativeToTop(logs);
}

/** Mass of a node's abilities, that of those above known. */
function passDown({ likelihood, kernel, message }: Node, above: Float64Array): Float64Array {
  const shares = above.map((mass, t) => mass / Math.max(message[t]!, Number.MIN_VALUE));
  return normalised(spread(shares, kernel).map((mass, t) => mass * likelihood[t]!));
}

function samplerOf({ likelihood, kernel }: Node): (above: number, draws: Draws) => number {
  const known = new Map<number, Float64Array>();
  return (above, draws) => {
    const own =
      known.get(above) ?? cumulative(spreadFrom(above, size, kernel).map((mass, t) => mass * likelihood[t]!));
    known.set(above, own);
    return pick(own, draws.uniform());
  };
}

function normalised(mass: Float64Array): Float64Array {
  const total = mass.reduce((sum, value) => sum + value, 0);
  return mass.map((value) => value / total);
}
