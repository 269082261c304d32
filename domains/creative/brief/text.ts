import { z } from 'zod';

/** Far beyond any text that keeps the longest length. */
const sentencesMax = 120;
const charactersMax = 4_000;
/**
 * Latin letters, digits and the usual marks: marks that nobody sees, and letters that only look like others, would get a
 * word past a condition that forbids it.
 */
const plain = /^[\u0020-\u007e\u00a0-\u00d6\u00d8-\u00f6\u00f8-\u024f\u2010-\u2015\u2018-\u201f\u2026]*$/;

export const briefAnswerSchema = z.object({
  sentences: z.array(z.string().min(1).max(charactersMax).regex(plain)).min(1).max(sentencesMax),
});
export type BriefAnswer = z.infer<typeof briefAnswerSchema>;

/** A text as conditions see it. */
export interface Text {
  /** Words of each sentence, in small letters. */
  readonly sentences: readonly (readonly string[])[];
  /** All words in order. */
  readonly words: readonly string[];
  /** Whether the sentence ends with a question mark. */
  readonly asks: readonly boolean[];
  readonly commas: number;
}

const word =
  /[a-z0-9\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u024f]+(?:['-][a-z0-9\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u024f]+)*/g;

/** Reads the sentences of an answer; an apostrophe may be straight or curly, a hyphen of either kind. */
export function readText(answer: BriefAnswer): Text {
  const lines = answer.sentences.map((sentence) =>
    sentence
      .toLowerCase()
      .replaceAll(/[\u2018\u2019]/g, "'")
      .replaceAll(/[\u2010\u2011]/g, '-')
      .trim(),
  );
  const sentences = lines.map((line) => line.match(word) ?? []);
  return {
    sentences,
    words: sentences.flat(),
    asks: lines.map((line) => line.endsWith('?')),
    commas: lines.join('').split(',').length - 1,
  };
}
