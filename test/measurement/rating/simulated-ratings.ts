import { createDraws, type Draws } from '../../../measurement/numeric/draws.ts';
import { writeProbabilities } from '../../../measurement/rating/rating-scale.ts';
import type { Rating } from '../../../measurement/rating/ratings.ts';

export interface PlantedRaters {
  readonly seed: string;
  readonly responses: number;
  /** Logits, by criterion; their sum is 0. */
  readonly difficulties: readonly number[];
  /** Logits, by human rater; their sum is 0. */
  readonly humans: readonly number[];
  readonly judges?: readonly number[];
  readonly thresholds: readonly number[];
  /** Ability of a response; left out: N(0.3, 1.2²). */
  readonly ability?: (draws: Draws) => number;
  /** Whether a rater rates a response; left out: all do. */
  readonly rates?: (rater: number, response: number) => boolean;
  /** Share of ratings lost at random. */
  readonly missing?: number;
  /** SD of what a rater has for or against a response on all criteria alike, against the model's assumptions. Left out: 0. */
  readonly halo?: number;
  /** Left out: 1. Another occasion of the same seed has the same responses and other scores. */
  readonly occasion?: number;
}

/** Ratings as the many-facet model has them. Raters `human 0`, …, then `judge 0`, …. */
export function simulateRatings(planted: PlantedRaters): Rating[] {
  const {
    humans,
    judges = [],
    thresholds,
    missing = 0,
    rates = () => true,
    halo = 0,
    occasion = 1,
  } = planted;
  const draws = createDraws('simulated ratings', planted.seed, occasion);
  return abilitiesOf(planted).flatMap((theta, response) =>
    [...humans, ...judges].flatMap((mean, rater): Rating[] => {
      const severity = halo > 0 ? mean + halo * draws.normal() : mean;
      return planted.difficulties.flatMap((difficulty, criterion): Rating[] => {
        if (!rates(rater, response) || draws.uniform() < missing) return [];
        const human = rater < humans.length;
        return [
          {
            response: `response ${response}`,
            criterion: `criterion ${criterion}`,
            rater: human ? `human ${rater}` : `judge ${rater - humans.length}`,
            kind: human ? 'human' : 'judge',
            occasion,
            score: drawScore(theta - difficulty - severity, thresholds, draws),
            heldOut: true,
            length: 100,
          },
        ];
      });
    }),
  );
}

/** What was planted of the responses, logits. */
export function abilitiesOf({ seed, responses, ability }: PlantedRaters): number[] {
  const draws = createDraws('simulated abilities', seed);
  const drawn = ability ?? (() => 0.3 + 1.2 * draws.normal());
  return Array.from({ length: responses }, () => drawn(draws));
}

export function drawScore(z: number, thresholds: readonly number[], draws: Draws): number {
  const probabilities = new Float64Array(thresholds.length + 1);
  writeProbabilities(z, thresholds, probabilities, 0);
  let left = draws.uniform();
  for (let score = 0; score < thresholds.length; score++) {
    left -= probabilities[score]!;
    if (left < 0) return score;
  }
  return thresholds.length;
}

/** These numbers, moved so that their sum is 0. */
export function centred(values: readonly number[]): number[] {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  return values.map((value) => value - mean);
}
