import { meanOf } from '../numeric/statistics.ts';
import { alphaWithInterval } from './alpha.ts';
import { kappaWithInterval } from './kappa.ts';
import { distinct, type RaterKind, type Rating, unitsOf } from './ratings.ts';
import type { Agreement } from './resampling.ts';

/** How a rater agrees with the human panel, of which a human rater is then no part. */
export interface PanelAgreement {
  readonly rater: string;
  readonly kind: RaterKind;
  /** Responses, and responses × criteria, that both have rated. */
  readonly responses: number;
  readonly units: number;
  /** Ordinal, of two observers: the rater and the panel. It counts severity as disagreement. */
  readonly alpha: Agreement;
  readonly kappa: Agreement;
}

/**
 * Every rater against the panel: the mean of the human scores of a unit, rounded (halves to the even number, which draws
 * neither up nor down), where at least `panelMin` humans other than the rater gave one; for a human rater one suffices.
 * `ratings` are of one occasion; responses are resampled for the intervals.
 */
export function panelAgreements(ratings: readonly Rating[], panelMin: number): PanelAgreement[] {
  const units = unitsOf(ratings);
  const kinds = new Map(ratings.map(({ rater, kind }) => [rater, kind]));
  const humans = [...kinds.keys()].filter((rater) => kinds.get(rater) === 'human');
  return [...kinds].map(([rater, kind]) => {
    const panel = humans.filter((human) => human !== rater);
    const least = kind === 'human' ? 1 : panelMin;
    const rated = units.flatMap(({ response, scores }) => {
      const own = scores.get(rater);
      const others = panel.map((human) => scores.get(human)).filter((score) => score !== undefined);
      if (own === undefined || others.length < least) return [];
      return [{ response, pair: [own, roundedMean(others)] as const }];
    });
    const pairs = rated.map(({ pair }) => pair);
    const clusters = rated.map(({ response }) => response);
    return {
      rater,
      kind,
      responses: distinct(clusters, (response) => response).length,
      units: pairs.length,
      alpha: alphaWithInterval(pairs, 'ordinal', clusters, `alpha ${rater}`),
      kappa: kappaWithInterval(pairs, clusters, `kappa ${rater}`),
    };
  });
}

function roundedMean(scores: readonly number[]): number {
  const mean = meanOf(scores);
  const below = Math.floor(mean);
  if (mean - below !== 0.5) return Math.round(mean);
  return below % 2 === 0 ? below : below + 1;
}
