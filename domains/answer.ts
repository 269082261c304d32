import type { z } from 'zod';
import type { FailureCause } from './contract.ts';

export const finalAnswerMarker = 'FINAL ANSWER';

/** What the answer's fenced block holds. */
export type AnswerForm = 'json' | 'code';

const formatOpenings: Readonly<Record<AnswerForm, string>> = {
  json: `Think as long as you need. Then write a line ${finalAnswerMarker} and after it one fenced JSON block with your answer and nothing else, in this shape (the content is made up):`,
  code: `Think as long as you need. Then write a line ${finalAnswerMarker} and after it one fenced code block with your program and nothing else, in this shape (the content is made up):`,
};

/** The paragraph that ends every prompt: how an answer must look to be read. */
export function answerFormat(example: string, form: AnswerForm = 'json'): string {
  return [formatOpenings[form], finalAnswerMarker, fenced(example, form)].join('\n');
}

/** The prompt without the paragraph of `answerFormat` that ends it. */
export function withoutAnswerFormat(prompt: string): string {
  const start = Math.max(formatStart(prompt, 'json'), formatStart(prompt, 'code'));
  return start < 0 ? prompt : prompt.slice(0, start);
}

/** The form in which the paragraph of `answerFormat` that ends the prompt asks for an answer; JSON without one. */
export function formAskedFor(prompt: string): AnswerForm {
  return formatStart(prompt, 'code') > formatStart(prompt, 'json') ? 'code' : 'json';
}

function formatStart(prompt: string, form: AnswerForm): number {
  return prompt.lastIndexOf(`\n\n${formatOpenings[form]}\n`);
}

/** The text a model would write to give this answer; a program is a string. */
export function answerText(answer: unknown, form: AnswerForm = 'json'): string {
  const content = form === 'code' ? String(answer) : JSON.stringify(answer);
  return `${finalAnswerMarker}\n${fenced(content, form)}`;
}

function fenced(content: string, form: AnswerForm): string {
  const language = form === 'json' ? 'json' : '';
  return `\`\`\`${language}\n${content}\n\`\`\``;
}

export type Extraction<Answer> =
  | { readonly ok: true; readonly answer: Answer }
  | { readonly ok: false; readonly cause: Exclude<FailureCause, 'WRONG'> };

/** Answers beyond this are not read: no honest answer comes near it. */
const answerCharactersMax = 400_000;
const thinkTag = /<(\/?)(?:think|thinking|reasoning)>/gi;
const markerLine = /^[\s*#_>]*FINAL ANSWER[\s*_:.]*$/i;
const fenceLine = /^[ \t]*```[ \t]*(|[A-Za-z]+[ \t]*)$/;
const refusal = /\b(I (can(no|')t|can’t|won't|will not|am unable to|'m unable to)|I'm sorry, but)\b/i;

/**
 * The answer in a model's text: the last fenced block after a line `FINAL ANSWER`, outside think tags, parsed
 * as JSON unless it is a program, and checked against the skill's schema. `truncated` says that the server stopped the text at its
 * token limit: then a missing or broken block is TRUNCATED, not a fault of form. Nothing is repaired and no
 * substring is searched for, since leniency here is worth points to a model that did not answer.
 */
export function extractAnswer<Answer>(
  text: string,
  schema: z.ZodType<Answer>,
  truncated = false,
  form: AnswerForm = 'json',
): Extraction<Answer> {
  const block = lastAnswerBlock(text.slice(0, answerCharactersMax));
  if (block === null) {
    if (truncated) return { ok: false, cause: 'TRUNCATED' };
    return { ok: false, cause: refusal.test(text.slice(0, 2_000)) ? 'REFUSAL' : 'NO_ANSWER' };
  }
  let value: unknown = block;
  try {
    if (form === 'json') value = JSON.parse(block);
  } catch {
    return { ok: false, cause: truncated ? 'TRUNCATED' : 'UNPARSEABLE' };
  }
  const parsed = schema.safeParse(value);
  return parsed.success ? { ok: true, answer: parsed.data } : { ok: false, cause: 'SCHEMA' };
}

/** One pass over the lines, since a hostile text must not make a pattern backtrack. */
function lastAnswerBlock(text: string): string | null {
  let marked = false;
  let open: string[] | null = null;
  let last: string | null = null;
  for (const line of withoutThinking(text).split(/\r?\n/)) {
    const fence = fenceLine.exec(line);
    if (open !== null) {
      if (fence && fence[1] === '') {
        last = open.join('\n');
        open = null;
      } else open.push(line);
    } else if (markerLine.test(line)) marked = true;
    else if (fence && marked) open = [];
  }
  return last;
}

/** What stands outside think tags; an unclosed tag hides the rest. */
function withoutThinking(text: string): string {
  let visible = '';
  let from = 0;
  let depth = 0;
  for (const tag of text.matchAll(thinkTag)) {
    const closes = tag[1] === '/';
    // Chat templates may open the thought in the prompt: then all before the closing tag was thought.
    if (closes && depth === 0) visible = '';
    else if (depth === 0) visible += `${text.slice(from, tag.index)}\n`;
    depth = closes ? Math.max(0, depth - 1) : depth + 1;
    from = tag.index + tag[0].length;
  }
  return depth === 0 ? visible + text.slice(from) : visible;
}
