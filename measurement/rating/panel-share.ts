import { meanOf } from '../numeric/statistics.ts';

/** The mean of shares that a panel gave to responses, with its standard error. */
export interface PanelShare {
  readonly mean: number;
  readonly se: number;
}

/**
 * Responses are what is sampled: the judges and their questions are the same for all of them. A few responses may get
 * the same share by luck, which would make their mean look certain; so the error is taken over two responses more, one
 * with a share of 0 and one of 1, as Agresti and Coull (1998) do for proportions. The mean is of the given shares alone.
 * Null where there are none.
 */
export function panelShare(shares: readonly number[]): PanelShare | null {
  if (shares.length === 0) return null;
  const padded = [...shares, 0, 1];
  const centre = meanOf(padded);
  const variance = padded.reduce((sum, share) => sum + (share - centre) ** 2, 0) / (padded.length - 1);
  return { mean: meanOf(shares), se: Math.sqrt(variance / padded.length) };
}
