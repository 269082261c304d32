import { Document, isSeq, visit } from 'yaml';
import { withoutAnswerFormat } from '../domains/answer.ts';
import type { Skill } from '../domains/contract.ts';
import { materialOf } from '../domains/judging.ts';
import { readAnswer } from '../domains/task.ts';
import type { SheetResponse } from '../measurement/rating/sheet-plan.ts';
import type { AnswerToRate } from '../schema/rating-sheets.ts';

/** What is asked about answers: the same criteria of all, or of each the yes-or-no questions that judges answer. */
export type Asked = 'criteria' | 'rubric';

/** Why an answer is not put before raters. */
export type LeftOut = 'unreadable' | 'not-judged' | 'names-its-model' | 'too-long' | 'given-before';

/** What a cell of a spreadsheet holds, less what an apostrophe before it takes. */
const cellCharactersMax = 32_700;

/**
 * An answer as raters see it: the answer alone, without the thinking before it, and in one layout, so that what is rated
 * is not how a model writes around it. On a rubric they see what judges see. Answers that cannot be read, that do not fit
 * into a cell or that name who wrote them are left out; `given` are tasks that one of the raters has been given already.
 */
export function responseOf(
  skill: Skill,
  answer: AnswerToRate,
  asked: Asked,
  given: ReadonlySet<number>,
): SheetResponse | LeftOut {
  if (given.has(answer.taskId)) return 'given-before';
  const cut = answer.finishReason === 'length' || answer.finishReason === 'timed-out';
  const shown = asked === 'rubric' ? judged(skill, answer, cut) : read(skill, answer, cut);
  if (typeof shown === 'string') return shown;
  if (Math.max(shown.prompt.length, shown.text.length) > cellCharactersMax) return 'too-long';
  if (namesItsModel(answer, shown)) return 'names-its-model';
  return { id: String(answer.taskId), ...shown, family: answer.modelFamily ?? answer.family };
}

type Shown = Pick<SheetResponse, 'prompt' | 'text' | 'criteria'>;

function read(skill: Skill, { prompt, text }: AnswerToRate, cut: boolean): Shown | LeftOut {
  const extraction = readAnswer(skill, text, cut);
  if (!extraction.ok) return 'unreadable';
  return { prompt: withoutAnswerFormat(prompt), text: layout(extraction.answer) };
}

/** A program as it stands; YAML for the rest, which reads like a list that somebody has written down, a line an element. */
function layout(answer: unknown): string {
  if (typeof answer === 'string') return answer;
  const document = new Document(answer);
  visit(document, {
    Collection: (_, collection, path) => {
      if (path.some(isSeq)) collection.flow = true;
    },
  });
  return document.toString({ lineWidth: 0 }).trimEnd();
}

function judged(skill: Skill, { reference, text }: AnswerToRate, cut: boolean): Shown | LeftOut {
  const material = materialOf(skill, reference, text, cut);
  if (material === null) return 'not-judged';
  const questions = material.questions.map((question) => `${question.id}: ${question.text}`);
  return {
    prompt: [material.assignment, '', ...questions].join('\n'),
    text: material.text,
    criteria: material.questions.map(({ id }) => id),
  };
}

/** A shorter name, or one of digits alone, stands in answers by chance. */
const nameLengthMin = 3;

/** Whether the answer holds the name of its family, checkpoint or model where its task does not. */
function namesItsModel(answer: AnswerToRate, { prompt, text }: Shown): boolean {
  const { family, modelFamily, checkpoint, model } = answer;
  const telling = [family, modelFamily ?? '', checkpoint, model]
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
