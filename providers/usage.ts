import type { Usage } from './contract.ts';

/** A count beyond this is no count of tokens. */
const countMax = 2 ** 31 - 1;

/** A count that a server states, or null: the AI SDK puts 0 where a count is missing, so its own are not read. */
export function countIn(counts: unknown, name: string): number | null {
  if (typeof counts !== 'object' || counts === null) return null;
  const count: unknown = Reflect.get(counts, name);
  return Number.isInteger(count) && (count as number) >= 0 && (count as number) <= countMax
    ? (count as number)
    : null;
}

/** The sum of the counts that were stated; null where none was. */
export function sumOfCounts(...counts: readonly (number | null)[]): number | null {
  const stated = counts.filter((count) => count !== null);
  return stated.length === 0 ? null : stated.reduce((sum, count) => sum + count, 0);
}

/** Counts as OpenAI's completions, of chats or of plain text, name them. */
export function completionUsage(raw: unknown): Usage {
  const details: unknown =
    typeof raw === 'object' && raw !== null && Reflect.get(raw, 'completion_tokens_details');
  return {
    promptTokens: countIn(raw, 'prompt_tokens'),
    completionTokens: countIn(raw, 'completion_tokens'),
    reasoningTokens: countIn(details, 'reasoning_tokens'),
  };
}
