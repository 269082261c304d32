/** Trials of which it is known what every call returns. */
import type { TrialResult } from '../execution.ts';
import type { Json } from '../json.ts';
import { equalJson } from './ir/values.ts';

/** All calls made, each of which returned its value. */
export function returning(values: readonly Json[]): TrialResult {
  return { end: 'done', outcomes: values.map((value) => ({ kind: 'returned', value })) };
}

/** For each value whether the call returned it; a call that was not made did not. */
export function returnedIn(result: TrialResult | undefined, values: readonly Json[]): boolean[] {
  return values.map((value, index) => {
    const outcome = result?.outcomes[index];
    return outcome?.kind === 'returned' && equalJson(outcome.value, value);
  });
}
