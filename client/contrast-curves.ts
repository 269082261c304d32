import type { createContrastCurves, ScoredDomain, ScoredFamily } from '../activities/contrast-curves.ts';
import { type AxisUnit, unitOf } from '../measurement/efficiency/compute-axis.ts';
import { trainingAxis } from '../measurement/efficiency/curve.ts';
import {
  type DomainEfficiency,
  practiceEfficiency,
  type TrainingCurve,
  trainingEfficiency,
} from '../measurement/efficiency/efficiency.ts';
import {
  createPerformanceSampler,
  type PerformanceSampler,
} from '../measurement/performance/performance-sampler.ts';
import { practiceTokensAt } from '../measurement/practice/axis.ts';
import type { Family } from '../schema/families.ts';
import type { CompletedProtocol } from './contrast-protocol.ts';
import { OrderRefused } from './families.ts';

/** Scores curves from rows; the composition root makes it, since clients know activities by type alone. */
export type CurveReader = ReturnType<typeof createContrastCurves>;

export interface Side {
  readonly family: Family;
  readonly protocol: CompletedProtocol;
  /** Of practice curves. */
  readonly checkpoint: { readonly label: string; readonly digest: string } | null;
}

export interface Sides<T> {
  readonly first: T;
  readonly second: T;
}

/** The first over the second, domain by domain. */
export interface Compared {
  readonly graderVersion: number;
  readonly unit: string;
  readonly computeAt: (x: number) => number;
  readonly domains: readonly {
    readonly scale: string;
    readonly efficiency: DomainEfficiency;
    /** Label of the checkpoint at a place of a side's axis. */
    readonly labelAt: (side: keyof Sides<unknown>, x: number) => string | null;
  }[];
}

/** Over training compute. Refused where its unit or origin differ, or are not known. */
export async function overTraining(
  reader: CurveReader,
  sides: Sides<Side>,
  runSd: number,
): Promise<Compared> {
  const frozen = sides.first.family.compute_axis ?? sides.second.family.compute_axis;
  const preferred = frozen && unitOf(frozen);
  const first = await reader.training(sides.first.family, sides.first.protocol.protocolId, preferred);
  const second = await reader.training(
    sides.second.family,
    sides.second.protocol.protocolId,
    preferred ?? first.unit,
  );
  const scored = { first, second };
  const unit = sameUnit(scored, sides);
  return {
    graderVersion: first.graderVersion,
    unit,
    computeAt: (x) => 10 ** x,
    domains: domainPairs(scored, sides).map((pair) => ({
      scale: pair.first.curve.scale,
      efficiency: trainingEfficiency(
        samplerOf(pair.first, runSd),
        pair.first.curve,
        pair.second.curve,
        endOf(pair.first.curve),
      ),
      labelAt: (side, x) => {
        const point = pair[side].curve.points.find(({ compute }) => trainingAxis(compute) === x);
        return (point && scored[side].labels.get(point.checkpointKey)) ?? null;
      },
    })),
  };
}

/** Over the practice of one checkpoint each. */
export async function overPractice(
  reader: CurveReader,
  sides: Sides<Side>,
  runSd: number,
): Promise<Compared> {
  const read = async ({ family, protocol, checkpoint }: Side) => {
    const scored = await reader.practice(family, protocol.protocolId, checkpoint!.digest);
    if (scored !== null) return scored;
    throw new OrderRefused(
      'NoPractice',
      `suite ${protocol.suite} has no practice phase, so there is no curve of it`,
    );
  };
  const scored = { first: await read(sides.first), second: await read(sides.second) };
  const pairs = domainPairs(scored, sides);
  const { tokenOffset } = pairs[0]!.first.curve;
  return {
    graderVersion: scored.first.graderVersion,
    unit: 'tokens',
    computeAt: (x) => practiceTokensAt(x, tokenOffset),
    domains: pairs.map(({ first, second }) => ({
      scale: first.curve.scale,
      efficiency: practiceEfficiency(samplerOf(first, runSd), first.curve, second.curve),
      labelAt: () => null,
    })),
  };
}

/** One seed for both sides: they share the draws of the items, and of what both contain. */
function samplerOf({ part, scale }: ScoredDomain<unknown>, runSd: number): PerformanceSampler {
  return createPerformanceSampler(scale, part.mix, { seed: `etude/contrast/${part.domain}`, runSd });
}

function domainPairs<Curve>(
  scored: Sides<ScoredFamily<Curve>>,
  sides: Sides<Side>,
): Sides<ScoredDomain<Curve>>[] {
  const pairs = scored.first.domains.flatMap((first) => {
    const second = scored.second.domains.find((other) => other.part.domain === first.part.domain);
    return second === undefined ? [] : [{ first, second }];
  });
  if (pairs.length > 0) return pairs;
  throw new OrderRefused(
    'NotEvaluated',
    `${sides.first.family.slug} and ${sides.second.family.slug} have no graded answers in a common domain`,
  );
}

function sameUnit({ first, second }: Sides<ScoredFamily<unknown>>, sides: Sides<Side>): AxisUnit {
  const [own, other] = [sides.first.family, sides.second.family];
  const refuse = (why: string) =>
    new OrderRefused('NotComparable', `${own.slug} and ${other.slug} cannot be contrasted: ${why}`);
  for (const [family, { unit }] of [
    [own, first],
    [other, second],
  ] as const) {
    if (unit === null)
      throw refuse(`the training compute of ${family.slug} is not known for all its checkpoints`);
  }
  if (first.unit !== second.unit) {
    throw refuse(`the unit of compute is ${first.unit} for the one and ${second.unit} for the other`);
  }
  if (own.compute_origin !== other.compute_origin) {
    throw refuse(
      `compute is counted from ${own.compute_origin} for the one and from ${other.compute_origin} for the other`,
    );
  }
  return first.unit!;
}

/** The checkpoint of the largest compute: the whole curve. */
function endOf({ points }: TrainingCurve): string {
  const end = points.reduce((last, point) => ((point.compute ?? 0) > (last.compute ?? 0) ? point : last));
  return end.checkpointKey;
}
