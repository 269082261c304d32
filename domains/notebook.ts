import { z } from 'zod';
import { extractAnswer, formAskedFor, withoutAnswerFormat } from './answer.ts';

/** What a notebook may cost of the context, in tokens of four bytes. */
export const notebookTokensMax = 4000;

/** One practised task with its feedback. */
export interface NotebookEntry {
  readonly skill: string;
  /** Place in the session: the higher, the newer. */
  readonly ordinal: number;
  /** The task's whole prompt as it was asked, without a notebook. */
  readonly question: string;
  /** The model's whole text, which is not to be trusted: nothing of it is shown but the answer's JSON or program. */
  readonly answer: string;
  /** 0..1 */
  readonly score: number;
  /** The skill's worked solution. */
  readonly solution: string;
}

export interface Notebook {
  /** What stands before a prompt; empty when there is nothing to show. */
  readonly text: string;
  /** Ordinals of the entries shown, in the order in which they are shown. */
  readonly ordinals: readonly number[];
  /** ceil(bytes / 4) of the text. */
  readonly tokens: number;
}

const opening = [
  'NOTEBOOK',
  'Questions that you have answered before, each with the score of your answer and a worked solution. Do not answer them again: the question to answer stands after the line END OF NOTEBOOK.',
].join('\n');
const closing = 'END OF NOTEBOOK';
const bytesPerToken = 4;
/** An answer shown at this length can still be told from another one; longer ones are cut. */
const answerBytesMax = 400;
/** The same for a program, bars included. */
const programBytesMax = 1_600;
/** A longer question is shown without its middle, so that a few examples of long texts still fit into a notebook. */
const questionBytesMax = 8_000;
const shownHead = 1_600;
const shownTail = 800;
const leftOut = '(The middle of this long question is left out here.)';
const programFollows = '(the program in the lines that begin with a bar)';
const programCut = '(The rest of this long program is left out here.)';
const noAnswer = '(none that could be read)';

/**
 * The notebook for a question of a skill: entries of the skill itself first, then those of each of its ancestors
 * (prerequisites, nearest first), the newest first inside each. Entries are whole; one that does not fit into what
 * is left of `tokensMax` is passed over, since an older, shorter one may still fit. A pure function: the same
 * entries give the same bytes in any order.
 */
export function composeNotebook(
  entries: readonly NotebookEntry[],
  skill: string,
  ancestors: readonly string[],
  tokensMax: number,
): Notebook {
  const sections: string[] = [];
  const ordinals: number[] = [];
  for (const entry of inOrder(entries, [skill, ...ancestors])) {
    const section = exampleText(entry, sections.length + 1);
    if (tokensOf(framed([...sections, section])) > tokensMax) continue;
    sections.push(section);
    ordinals.push(entry.ordinal);
  }
  if (sections.length === 0) return { text: '', ordinals: [], tokens: 0 };
  const text = framed(sections);
  return { text, ordinals, tokens: tokensOf(text) };
}

/** What is sent: the notebook, if there is one, and after it the prompt, unchanged. */
export function withNotebook(notebook: string, prompt: string): string {
  return notebook === '' ? prompt : `${notebook}\n\n${prompt}`;
}

function inOrder(entries: readonly NotebookEntry[], skills: readonly string[]): NotebookEntry[] {
  return [...new Set(skills)].flatMap((skill) =>
    entries.filter((entry) => entry.skill === skill).sort((left, right) => right.ordinal - left.ordinal),
  );
}

function framed(sections: readonly string[]): string {
  return [opening, ...sections, closing].join('\n\n');
}

function exampleText({ question, answer, score, solution }: NotebookEntry, number: number): string {
  return [
    `--- Example ${number} (score ${score.toFixed(2)} of 1) ---`,
    'Question:',
    abridged(withoutAnswerFormat(question)),
    '',
    `Your answer: ${formAskedFor(question) === 'code' ? programLines(answer) : answerLine(answer)}`,
    '',
    'Worked solution:',
    solution,
    `--- End of example ${number} ---`,
  ].join('\n');
}

/** The beginning and the end, in whole lines where lines are short enough; between them it says what is missing. */
function abridged(question: string): string {
  if (Buffer.byteLength(question) <= questionBytesMax) return question;
  const start = question.slice(0, shownHead);
  const end = question.slice(-shownTail);
  const head = start.includes('\n') ? start.slice(0, start.lastIndexOf('\n')) : start;
  const tail = end.slice(end.indexOf('\n') + 1);
  return `${head}\n${leftOut}\n\n${tail}`;
}

/**
 * The answer's JSON in one line of at most `answerBytesMax` bytes. The rest of a model's text is left out, since
 * it could pretend to be the end of the notebook or the next question.
 */
function answerLine(text: string): string {
  const extraction = extractAnswer(text, z.unknown());
  const json = extraction.ok ? compacted(extraction.answer) : null;
  if (json === null) return noAnswer;
  const { read } = new TextEncoder().encodeInto(json, new Uint8Array(answerBytesMax));
  return read < json.length ? `${json.slice(0, read)} (cut)` : json;
}

/**
 * The program, each line behind a bar and without anything that moves a cursor, so that none can pretend to be a line
 * of the notebook; as many whole lines as `programBytesMax` holds.
 */
function programLines(text: string): string {
  const extraction = extractAnswer(text, z.string(), false, 'code');
  if (!extraction.ok) return noAnswer;
  const lines = extraction.answer.toWellFormed().replaceAll('\t', '    ').split('\n');
  const barred = lines.map((line) => `| ${withoutControls(line)}`).join('\n');
  const { read } = new TextEncoder().encodeInto(barred, new Uint8Array(programBytesMax));
  if (read === barred.length) return `${programFollows}\n${barred}`;
  const shown = barred.slice(0, Math.max(barred.lastIndexOf('\n', read), 0));
  return [programFollows, ...(shown === '' ? [] : [shown]), programCut].join('\n');
}

/** JSON without anything that starts a line or moves a cursor; null for a value too deep to be written. */
function compacted(value: unknown): string | null {
  try {
    return withoutControls(JSON.stringify(value));
  } catch (error) {
    if (error instanceof RangeError) return null;
    throw error;
  }
}

function withoutControls(text: string): string {
  return text.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, escaped);
}

function escaped(character: string): string {
  return Array.from(
    { length: character.length },
    (_, at) => `\\u${character.charCodeAt(at).toString(16).padStart(4, '0')}`,
  ).join('');
}

function tokensOf(text: string): number {
  return Math.ceil(Buffer.byteLength(text) / bytesPerToken);
}
