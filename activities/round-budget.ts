import { bytesPerToken, completionTokensAssumed } from '../measurement/constants.ts';
import type { Db } from '../schema/database.ts';
import { sessionSpending } from '../schema/tokens.ts';

/** What a session may still spend. */
export interface RoundBudget {
  /** True once nothing is left. */
  readonly spent: boolean;
  /** Whether these prompts, as sent, and their answers are expected to fit into what is left. */
  holds(prompts: readonly string[]): boolean;
}

/**
 * The budget of one session. A round is expected to take its prompts at the endpoint's own tokens a byte and, for
 * each answer, as many tokens as the session's longest so far; only answers longer than that can pass the budget, by
 * at most a round's tasks times what the limit of an answer exceeds that.
 */
export async function roundBudget(
  db: Db,
  session: {
    readonly sessionId: number;
    readonly budgetTokens: number | null;
    readonly decoding: { readonly maxTokens: number };
  },
): Promise<RoundBudget> {
  const { budgetTokens } = session;
  if (budgetTokens === null) return { spent: false, holds: () => true };
  const { tokens, tokensPerByte, completionMax } = await sessionSpending(db, session.sessionId);
  const perByte = tokensPerByte ?? 1 / bytesPerToken;
  const completion = completionMax ?? Math.min(session.decoding.maxTokens, completionTokensAssumed);
  const expected = (prompts: readonly string[]) =>
    prompts.reduce((sum, prompt) => sum + Math.ceil(Buffer.byteLength(prompt) * perByte) + completion, 0);
  return {
    spent: tokens >= budgetTokens,
    holds: (prompts) => tokens + expected(prompts) <= budgetTokens,
  };
}
