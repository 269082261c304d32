import { depths, detectionPower, equivalenceLogits, normal90 } from '../constants.ts';
import { normalTail } from '../numeric/normal.ts';
import { type ChangeOptions, detectableDifference, errorBeyondSds } from './change.ts';

type DepthName = keyof typeof depths;

const byCost = ['quick', 'standard', 'deep'] as const satisfies readonly DepthName[];

export interface SettlingOptions extends ChangeOptions {
  /** Domains that are compared together. */
  readonly domainCount: number;
  /** The depth that has been tried: only a deeper one can settle what it left open. */
  readonly deeperThan: DepthName | null;
}

/**
 * The shallowest depth at which both sides, each measured to its SD target, would settle whether they differ, were
 * the observed difference (in logits) the true one: found with power .8, or shown equivalent with that
 * probability. Null when no depth would.
 */
export function settlingDepth(difference: number, options: SettlingOptions): DepthName | null {
  const tried = options.deeperThan === null ? -1 : byCost.indexOf(options.deeperThan);
  const settles = (depth: DepthName) => {
    const variance = 2 * depths[depth].sdTarget ** 2 + errorBeyondSds(options);
    return (
      Math.abs(difference) >= detectableDifference(variance, options.domainCount) ||
      equivalenceProbability(difference, Math.sqrt(variance)) >= detectionPower
    );
  };
  return byCost.slice(tried + 1).find(settles) ?? null;
}

/** Probability that the 90 % interval of a difference with this true value and SD lies within the margins. */
export function equivalenceProbability(difference: number, sd: number): number {
  const room = equivalenceLogits - normal90 * sd;
  if (room <= 0) return 0;
  return 1 - normalTail((room - difference) / sd) - normalTail((room + difference) / sd);
}
