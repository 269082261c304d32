import { type CallCount, callCounts } from '../schema/calls.ts';
import type { Db } from '../schema/database.ts';
import type { Family } from '../schema/families.ts';
import { requireFamily } from './families.ts';

/** What was sent to the model of a family, and what came of it. */
export interface Requests {
  readonly sent: number;
  readonly answered: number;
  /** Nothing has been heard of them yet. */
  readonly open: number;
  /** Those that brought no answer, by why. */
  readonly unanswered: Readonly<Record<string, number>>;
  /** Tokens of the prompts of those among them that the server may have worked on, as it counted the same prompts. */
  readonly wastedPromptTokens: number;
  /** Requests that took tokens and for which the server did not say how many. */
  readonly withoutCounts: number;
}

/** Of evaluating, in US dollars: never training compute, and on no axis of it. */
export interface Cost {
  /** For a million tokens; null where nobody has said both. */
  readonly prices: { readonly prompt: number; readonly completion: number } | null;
  /** Null where the family has no prices, or where the server did not count every request. */
  readonly usd: number | null;
  /** The part of it for prompts of requests that brought no answer. */
  readonly wastedUsd: number | null;
}

/** What one evaluation has sent and what that cost. */
export async function evaluationSpending(
  db: Db,
  { evaluationId, family }: { readonly evaluationId: number; readonly family: string },
): Promise<{ requests: Requests; cost: Cost }> {
  const [counts, row] = await Promise.all([
    callCounts(db, 'sessions.evaluation_id', evaluationId),
    requireFamily(db, family),
  ]);
  return { requests: requestsOf(counts), cost: costOf(counts, pricesOf(row)) };
}

export function requestsOf(counts: readonly CallCount[]): Requests {
  const calls = (outcome: string) =>
    sum(
      counts.filter((each) => each.outcome === outcome),
      'calls',
    );
  const failed = counts.filter(({ outcome }) => outcome !== 'Answered' && outcome !== 'Open');
  return {
    sent: sum(counts, 'calls'),
    answered: calls('Answered'),
    open: calls('Open'),
    unanswered: Object.fromEntries(failed.map(({ outcome }) => [outcome, calls(outcome)])),
    wastedPromptTokens: sum(failed, 'promptTokens'),
    withoutCounts: sum(counts, 'uncounted'),
  };
}

export function pricesOf(family: Pick<Family, 'usd_per_million_prompt' | 'usd_per_million_completion'>) {
  const { usd_per_million_prompt: prompt, usd_per_million_completion: completion } = family;
  return prompt === null || completion === null ? null : { prompt, completion };
}

export function costOf(counts: readonly CallCount[], prices: Cost['prices']): Cost {
  if (prices === null || sum(counts, 'uncounted') > 0) return { prices, usd: null, wastedUsd: null };
  const usd = (some: readonly CallCount[]) =>
    (prices.prompt * sum(some, 'promptTokens') + prices.completion * sum(some, 'completionTokens')) / 1e6;
  const wasted = counts.filter(({ outcome }) => outcome !== 'Answered');
  return { prices, usd: usd(counts), wastedUsd: usd(wasted) };
}

function sum(
  counts: readonly CallCount[],
  field: 'calls' | 'uncounted' | 'promptTokens' | 'completionTokens',
) {
  return counts.reduce((total, each) => total + each[field], 0);
}
