import { stringify } from 'yaml';
import { extractAnswer, withoutAnswerFormat } from '../domains/answer.ts';
import { findSkill } from '../domains/catalogue.ts';
import { answerFormOf } from '../domains/task.ts';
import type { SheetResponse } from '../measurement/rating/sheet-plan.ts';
import type { AnswerToRate } from '../schema/rating-sheets.ts';

/** Why an answer is not put before raters. */
export type LeftOut = 'unreadable' | 'names-its-model' | 'too-long' | 'given-before';

/** What a cell of a spreadsheet holds, less what an apostrophe before it takes. */
const cellCharactersMax = 32_700;

/**
 * An answer as raters see it: the answer alone, without the thinking before it, and in one layout, so that what is rated
 * is not how a model writes around it. Answers that cannot be read, that do not fit into a cell or that name who wrote
 * them are left out; `given` are tasks that one of the raters has been given already.
 */
export function responseOf(
  domain: string,
  answer: AnswerToRate,
  given: ReadonlySet<number>,
): SheetResponse | LeftOut {
  if (given.has(answer.taskId)) return 'given-before';
  const { skill } = findSkill(`${domain}/${answer.skill}`);
  const form = answerFormOf(skill);
  const cut = answer.finishReason === 'length' || answer.finishReason === 'timed-out';
  const extraction = extractAnswer(answer.text, skill.answerSchema, cut, form);
  if (!extraction.ok) return 'unreadable';
  const prompt = withoutAnswerFormat(answer.prompt);
  const text = form === 'code' ? String(extraction.answer) : layout(extraction.answer);
  if (Math.max(prompt.length, text.length) > cellCharactersMax) return 'too-long';
  if (namesItsModel(answer, prompt, text)) return 'names-its-model';
  return { id: String(answer.taskId), prompt, text, family: answer.family };
}

/** YAML reads like a list that somebody has written down, where JSON is all brackets. */
function layout(answer: unknown): string {
  return stringify(answer, { lineWidth: 0 }).trimEnd();
}

/** A shorter name, or one of digits alone, stands in answers by chance. */
const nameLengthMin = 3;

/** Whether the answer holds the name of its family, checkpoint or model where its task does not. */
function namesItsModel({ family, checkpoint, model }: AnswerToRate, prompt: string, text: string): boolean {
  const telling = [family, checkpoint, model]
    .map((name) => name.toLowerCase())
    .filter((name) => name.length >= nameLengthMin && /\p{L}/u.test(name));
  return telling.some((name) => holds(text, name) && !holds(prompt, name));
}

/** Whether the name stands in the text by itself, not as a part of a longer word. */
function holds(text: string, name: string): boolean {
  const lower = text.toLowerCase();
  for (let at = lower.indexOf(name); at >= 0; at = lower.indexOf(name, at + 1)) {
    if (!isWordy(lower[at - 1]) && !isWordy(lower[at + name.length])) return true;
  }
  return false;
}

function isWordy(character: string | undefined): boolean {
  return character !== undefined && /[\p{L}\p{N}]/u.test(character);
}
