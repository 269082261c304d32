import type { z } from 'zod';
import type { FailureCause } from './contract.ts';

export const finalAnswerMarker = 'FINAL ANSWER';

/** The paragraph that ends every prompt: how an answer must look to be read. */
export function answerFormat(example: string): string {
  return [
    `Think as long as you need. Then write a line ${finalAnswerMarker} and after it one fenced JSON block with your answer and nothing else, in this shape (the content is made up):`,
    finalAnswerMarker,
    '```json',
    example,
    '```',
  ].join('\n');
}

/** The text a model would write to give this answer. */
export function answerText(answer: unknown): string {
  return `${finalAnswerMarker}\n\`\`\`json\n${JSON.stringify(answer)}\n\`\`\``;
}

export type Extraction<Answer> =
  | { readonly ok: true; readonly answer: Answer }
  | { readonly ok: false; readonly cause: Exclude<FailureCause, 'WRONG'> };

/** Answers beyond this are not read: no honest answer comes near it. */
const answerCharactersMax = 400_000;
const thinkBlock = /<(think|thinking|reasoning)>[\s\S]*?<\/\1>/gi;
const unclosedThink = /<(think|thinking|reasoning)>(?![\s\S]*<\/\1>)[\s\S]*$/i;
const markerLine = /^[\s*#_>]*FINAL ANSWER[\s*_:.]*$/gim;
const fencedBlock = /^[ \t]*```[ \t]*([A-Za-z]*)[ \t]*\r?\n([\s\S]*?)^[ \t]*```[ \t]*$/gm;
const refusal = /\b(I (can(no|')t|can’t|won't|will not|am unable to|'m unable to)|I'm sorry, but)\b/i;

/**
 * The answer in a model's text: the last fenced block after a line `FINAL ANSWER`, outside think tags, parsed
 * as JSON and checked against the skill's schema. `truncated` says that the server stopped the text at its
 * token limit: then a missing or broken block is TRUNCATED, not a fault of form. Nothing is repaired and no
 * substring is searched for, since leniency here is worth points to a model that did not answer.
 */
export function extractAnswer<Answer>(
  text: string,
  schema: z.ZodType<Answer>,
  truncated = false,
): Extraction<Answer> {
  const block = lastAnswerBlock(text.slice(0, answerCharactersMax));
  if (block === null) {
    if (truncated) return { ok: false, cause: 'TRUNCATED' };
    return { ok: false, cause: refusal.test(text.slice(0, 2_000)) ? 'REFUSAL' : 'NO_ANSWER' };
  }
  let value: unknown;
  try {
    value = JSON.parse(block);
  } catch {
    return { ok: false, cause: truncated ? 'TRUNCATED' : 'UNPARSEABLE' };
  }
  const parsed = schema.safeParse(value);
  return parsed.success ? { ok: true, answer: parsed.data } : { ok: false, cause: 'SCHEMA' };
}

function lastAnswerBlock(text: string): string | null {
  const visible = text.replace(thinkBlock, '\n').replace(unclosedThink, '');
  const marker = [...visible.matchAll(markerLine)][0];
  if (!marker) return null;
  const blocks = [...visible.slice(marker.index + marker[0].length).matchAll(fencedBlock)];
  return blocks.at(-1)?.[2] ?? null;
}
