import type { RandomStream } from '../../random.ts';
import { fillerSentence } from './filler.ts';

/** One statement of a report, before its wording and its place are chosen. */
export interface Piece {
  /** True for what the question rests on, false for what only looks like it. */
  readonly own: boolean;
  /** Rules are numbered in the order in which they are printed; other statements have no label. */
  readonly labelled: boolean;
  /** The sentence, plain or reworded. `label` is empty where the piece has none. */
  write(reworded: boolean, label: string): string;
}

export interface Report<P extends Piece> {
  readonly text: string;
  /** Pieces in the order in which they are printed. */
  readonly order: readonly P[];
  readonly reworded: number;
}

/** A token of a report is four characters. */
export const charactersPerToken = 4;
const paragraphMin = 4;
const paragraphMax = 8;

/**
 * Disperses the pieces evenly through prose of no consequence, of which there is as much as the report has room for
 * in `characters` characters, in paragraphs of a few sentences. A share of the pieces, own and foreign alike, is reworded.
 */
export function composeReport<P extends Piece>(
  pieces: readonly P[],
  characters: number,
  rewordedShare: number,
  random: RandomStream,
): Report<P> {
  const order = random.shuffle(pieces);
  const rewordedCount = random.round(rewordedShare * order.length);
  const reworded = new Set(random.sample(order, rewordedCount));
  let labels = 0;
  const sentences = order.map((piece) =>
    piece.write(reworded.has(piece), piece.labelled ? `R${++labels}` : ''),
  );
  const fillers: string[] = [];
  // With the space after it, and its share of the empty lines between paragraphs.
  const printedLength = (sentence: string) => sentence.length + 1 + 1 / paragraphMin;
  let length = sentences.reduce((sum, sentence) => sum + printedLength(sentence), 0);
  for (;;) {
    const filler = fillerSentence(random);
    length += printedLength(filler);
    if (length > characters) break;
    fillers.push(filler);
  }
  const isFiller = random.shuffle([...sentences.map(() => false), ...fillers.map(() => true)]);
  let [nextSentence, nextFiller] = [0, 0];
  const printed = isFiller.map((filler) => (filler ? fillers[nextFiller++] : sentences[nextSentence++]));
  return { text: inParagraphs(printed as string[], random), order, reworded: rewordedCount };
}

/** The prompt around a report: what stands before it, its two marks, and the question after it. */
export function aroundReport(before: readonly string[], report: string, after: readonly string[]): string {
  return [...before, '', 'Report:', '', report, '', 'End of the report.', '', ...after].join('\n');
}

function inParagraphs(sentences: readonly string[], random: RandomStream): string {
  const paragraphs: string[] = [];
  for (let at = 0; at < sentences.length; ) {
    const end = at + random.int(paragraphMin, paragraphMax);
    paragraphs.push(sentences.slice(at, end).join(' '));
    at = end;
  }
  return paragraphs.join('\n\n');
}
