import type { TrendRow } from '../client/trend.ts';
import { computeText, intervalText, openBounds } from './formats.ts';

/** `the baseline takes 2.51 times the flops [2.24,2.80] to the same performance`. */
export function multiplierText({ multiplier, unit }: Pick<TrendRow, 'multiplier' | 'unit'>): string | null {
  if (multiplier === null) return null;
  const [lo, hi] = [multiplier.lo, multiplier.hi].map((bound) => bound?.toFixed(2) ?? '?');
  return `the baseline takes ${multiplier.value.toFixed(2)} times the ${unit} [${lo},${hi}] to the same performance`;
}

export function milestonesText({ milestones, unit }: Pick<TrendRow, 'milestones' | 'unit'>): string | null {
  if (milestones.length === 0) return null;
  return `${unit} to performance ${milestones.map(milestoneText).join('; ')}`;
}

/** `.25: 3.2e18 [2.1e18,5e18]`, with a dash for a bound that is censored. */
function milestoneText(milestone: TrendRow['milestones'][number]): string {
  const { state, compute, prReached } = milestone;
  const level = milestone.performance.toFixed(2);
  if (state === 'before-first') return `${level} before the first point, ${computeText(milestone.from)}`;
  if (compute === null) {
    return `${level} not reached by ${computeText(milestone.until)} (Pr ${prReached.toFixed(2)} that it was)`;
  }
  return `${level} at ${computeText(compute)} ${openBounds(milestone, computeText)}`;
}

export function quartilesText({ quartiles }: Pick<TrendRow, 'quartiles'>): string | null {
  if (quartiles === null) return null;
  const values = quartiles.quartiles.map(({ pe, implied }) =>
    pe === null ? '–' : `${pe.value.toFixed(2)} (${implied?.value.toFixed(2) ?? '–'})`,
  );
  const { slopeDifference, diverges } = quartiles;
  const difference = intervalText(slopeDifference);
  const verdict = diverges
    ? `hard tasks are learnt ${slopeDifference.value > 0 ? 'better' : 'worse'} than easy ones, slope against the baseline's ${difference}`
    : `no divergence, slope against the baseline's ${difference}`;
  return `PE from the easiest to the hardest quarter ${values.join(', ')} (as the level alone implies); ${verdict}`;
}
