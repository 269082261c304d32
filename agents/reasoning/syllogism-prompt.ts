import { endsWithQuestion } from '../last-question.ts';
import { sectionLines } from '../reading.ts';

/** A cell of two classes: whether it lies inside each of them. */
export interface Cell {
  readonly subject: number;
  readonly inSubject: boolean;
  readonly predicate: number;
  readonly inPredicate: boolean;
}

/** A claim that a cell is empty (universal) or has a member. */
export interface Sentence {
  readonly universal: boolean;
  readonly cell: Cell;
}

export interface Puzzle {
  /** Numbers of the classes by name, from 0. */
  readonly classes: ReadonlyMap<string, number>;
  readonly premises: readonly Sentence[];
  readonly statements: readonly { readonly id: string; readonly sentence: Sentence }[];
}

/** Sentence patterns, the more special before the more general: universal, inside the first, inside the second. */
const patterns: readonly (readonly [RegExp, boolean, boolean, boolean])[] = [
  [/^All (.+) are (.+)\.$/, true, true, false],
  [/^No (.+) are (.+)\.$/, true, true, true],
  [/^Some (.+) are not (.+)\.$/, false, true, false],
  [/^Some (.+) are (.+)\.$/, false, true, true],
  [/^Everything that is not among the (.+) is among the (.+)\.$/, true, false, false],
  [/^Something is neither among the (.+) nor among the (.+)\.$/, false, false, false],
];
const numbered = /^([PS]\d+)\. (.+)$/;
const lastSentence = /^Answer with one JSON object that has an entry for each of the statements S1 to S\d+,/;

/** The puzzle that the prompt ends with; null when it is of another kind or holds a sentence of no pattern. */
export function readSyllogisms(prompt: string): Puzzle | null {
  if (!endsWithQuestion(prompt, lastSentence)) return null;
  const classes = new Map<string, number>();
  const premises = readSection(prompt, 'Premises:', classes);
  const statements = readSection(prompt, 'Statements:', classes);
  if (premises === null || statements === null) return null;
  return { classes, premises: premises.map(({ sentence }) => sentence), statements };
}

function readSection(
  prompt: string,
  heading: string,
  classes: Map<string, number>,
): { id: string; sentence: Sentence }[] | null {
  const items: { id: string; sentence: Sentence }[] = [];
  for (const line of sectionLines(prompt, heading)) {
    const [, id = '', text = ''] = numbered.exec(line) ?? [];
    const sentence = readSentence(text, classes);
    if (sentence === null) return null;
    items.push({ id, sentence });
  }
  return items.length === 0 ? null : items;
}

function readSentence(text: string, classes: Map<string, number>): Sentence | null {
  const numberOf = (name: string): number => {
    if (!classes.has(name)) classes.set(name, classes.size);
    return classes.get(name) as number;
  };
  for (const [pattern, universal, inSubject, inPredicate] of patterns) {
    const match = pattern.exec(text);
    if (match === null) continue;
    const subject = numberOf(match[1] as string);
    const predicate = numberOf(match[2] as string);
    return { universal, cell: { subject, inSubject, predicate, inPredicate } };
  }
  return null;
}
