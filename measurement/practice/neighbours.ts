import type { GapEntry, Probe } from '../../schema/practice-state.ts';
import { measurementTasksPerBlock, practiceTasksPerBlock, trendTasks } from '../constants.ts';
import type { Prerequisites } from './dependency.ts';

/** What is known of a skill that might be probed. */
export interface ProbeCandidate {
  readonly skill: string;
  /** Posterior variance of its ability, in logit². */
  readonly variance: number;
  /** Information expected of its most informative task, per logit². */
  readonly information: number;
  /** Mean tokens of an attempt in it so far. */
  readonly attemptTokens: number;
}

/** Rounds after which a neighbour may be probed again: the trend then no longer looks back to the probe. */
const probeRestRounds = trendTasks / measurementTasksPerBlock;

/** Skills one edge away, upwards and downwards. */
export function neighboursOf(prerequisites: Prerequisites, skill: string): string[] {
  const dependents = Object.keys(prerequisites).filter((other) => prerequisites[other]!.includes(skill));
  return [...new Set([...(prerequisites[skill] ?? []), ...dependents])].sort();
}

/**
 * The neighbour whose probe is expected to take most variance off its own ability per token, in a block of
 * practice: n tasks of information I leave V / (1 + n·I·V) (normal approximation), at n attempts' cost. Those
 * probed lately are left out; null when none is left. Ties go to the first name.
 */
export function chooseProbe(
  skill: string,
  candidates: readonly ProbeCandidate[],
  gapMap: readonly GapEntry[],
  round: number,
): Probe | null {
  const resting = new Set(
    gapMap.filter((entry) => round - entry.round < probeRestRounds).map(({ neighbour }) => neighbour),
  );
  const probes = candidates
    .filter((candidate) => !resting.has(candidate.skill))
    .map(({ skill: neighbour, variance, information, attemptTokens }) => {
      const gained = practiceTasksPerBlock * information * variance;
      return {
        skill,
        neighbour,
        varianceDrop: (variance * gained) / (1 + gained),
        // An endpoint that reports nothing must not make a probe infinitely cheap.
        cost: practiceTasksPerBlock * Math.max(attemptTokens, 1),
        round,
      };
    })
    .sort(
      (left, right) =>
        right.varianceDrop / right.cost - left.varianceDrop / left.cost ||
        (left.neighbour < right.neighbour ? -1 : 1),
    );
  return probes[0] ?? null;
}

/**
 * An answered probe: the neighbour bounds the gap if its posterior mean then lies below the ability that its mastery
 * point asks for. theta and sd are kept beside it, so that a close call can be seen.
 */
export function gapEntry(
  probe: Probe,
  ability: { readonly theta: number; readonly sd: number; readonly masteryTheta: number },
): GapEntry {
  const { theta, sd, masteryTheta } = ability;
  return { ...probe, bounds: theta < masteryTheta, theta, sd };
}
