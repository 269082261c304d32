import type { TrialResult } from '../execution.ts';
import { canonicalJson, type Json } from '../json.ts';

/**
 * Whether the calls that were made are as many as the values and returned exactly them: what `returnedIn` says of all
 * together, told a second way for the checkers of whole answers, by the text of all.
 */
export function returnsAre(result: TrialResult | undefined, values: readonly Json[]): boolean {
  const given = (result?.outcomes ?? []).map((outcome) =>
    outcome.kind === 'returned' ? [outcome.value] : null,
  );
  const wanted = values.map((value) => [value]);
  // Nearly always their keys stand in the same order.
  return JSON.stringify(given) === JSON.stringify(wanted) || canonicalJson(given) === canonicalJson(wanted);
}
