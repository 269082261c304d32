import { sectionLines } from '../reading.ts';
import type { Budget, Solver, Strategy } from '../solver.ts';
import { endsWithQuestion } from './last-question.ts';

/** A cell of two classes: whether it lies inside each of them. */
interface Cell {
  readonly subject: number;
  readonly inSubject: boolean;
  readonly predicate: number;
  readonly inPredicate: boolean;
}

/** A claim that a cell is empty (universal) or has a member. */
interface Sentence {
  readonly universal: boolean;
  readonly cell: Cell;
}

interface Numbered {
  readonly id: string;
  readonly sentence: Sentence;
}

interface Puzzle {
  readonly classes: number;
  readonly premises: readonly Sentence[];
  readonly statements: readonly Numbered[];
}

type Verdict = 'yes' | 'no' | 'undetermined';

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

/** Judges statements of quantified syllogisms by looking for individuals that the premises allow. */
export const syllogisms: Solver = {
  reads: (prompt) => read(prompt) !== null,
  solve(prompt, strategy, budget) {
    const puzzle = read(prompt);
    if (puzzle === null) return {};
    const verdicts: Record<string, Verdict> = {};
    for (const { id, sentence } of puzzle.statements) {
      verdicts[id] = judge(puzzle, sentence, strategy, budget);
    }
    return verdicts;
  },
};

/** The puzzle that the prompt ends with; null when it is of another kind or holds a sentence of no pattern. */
function read(prompt: string): Puzzle | null {
  if (!endsWithQuestion(prompt, lastSentence)) return null;
  const numbers = new Map<string, number>();
  const premises = readSection(prompt, 'Premises:', numbers);
  const statements = readSection(prompt, 'Statements:', numbers);
  if (premises === null || statements === null) return null;
  return { classes: numbers.size, premises: premises.map(({ sentence }) => sentence), statements };
}

function readSection(prompt: string, heading: string, numbers: Map<string, number>): Numbered[] | null {
  const items: Numbered[] = [];
  for (const line of sectionLines(prompt, heading)) {
    const [, id = '', text = ''] = numbered.exec(line) ?? [];
    const sentence = readSentence(text, numbers);
    if (sentence === null) return null;
    items.push({ id, sentence });
  }
  return items.length === 0 ? null : items;
}

function readSentence(text: string, numbers: Map<string, number>): Sentence | null {
  const numberOf = (name: string): number => {
    if (!numbers.has(name)) numbers.set(name, numbers.size);
    return numbers.get(name) as number;
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

/** An individual's memberships: bits of the classes it is in and of those it is out of. */
interface Individual {
  readonly inside: number;
  readonly outside: number;
}

/** `null` when the budget ran out. */
type Search = (demand: Individual, forbidden: readonly Individual[], classes: number) => boolean | null;

/**
 * Asks whether the sentence's cell can have a member and whether it must have one. The guided agent asks the
 * second question only when the first leaves it open, and tries first the demands that concern its classes.
 */
function judge(puzzle: Puzzle, sentence: Sentence, strategy: Strategy, budget: Budget): Verdict {
  const guided = strategy === 'guided';
  const search: Search = (demand, forbidden, classes) =>
    guided ? propagate(demand, forbidden, budget) : enumerate(demand, forbidden, classes, budget);
  const cell = individualIn(sentence.cell);
  const forbidden = puzzle.premises.filter((item) => item.universal).map((item) => individualIn(item.cell));
  const demands = demandsOf(puzzle);
  if (guided) demands.sort((left, right) => overlap(right, cell) - overlap(left, cell));
  const exists = sentence.universal ? 'no' : 'yes';
  const empty = sentence.universal ? 'yes' : 'no';
  const possible = allMet(guided ? [cell] : [...demands, cell], forbidden, puzzle.classes, search);
  if (possible === null) return 'undetermined';
  if (guided && !possible) return empty;
  const avoidable = allMet(demands, [...forbidden, cell], puzzle.classes, search);
  if (avoidable === false) return exists;
  return possible ? 'undetermined' : empty;
}

/** Whether an individual can be found for every demand. */
function allMet(
  demands: readonly Individual[],
  forbidden: readonly Individual[],
  classes: number,
  search: Search,
): boolean | null {
  for (const demand of demands) {
    const found = search(demand, forbidden, classes);
    if (found !== true) return found;
  }
  return true;
}

/** Blind: every combination of memberships in turn, a node each. */
function enumerate(
  demand: Individual,
  forbidden: readonly Individual[],
  classes: number,
  budget: Budget,
): boolean | null {
  for (let inside = 0; inside < 1 << classes; inside++) {
    if (!budget.spend()) return null;
    const meets = (cell: Individual) => (cell.inside & ~inside) === 0 && (cell.outside & inside) === 0;
    if (meets(demand) && !forbidden.some(meets)) return true;
  }
  return false;
}

/**
 * Guided: memberships that the forbidden cells force, a node each, and a trial of one where nothing is forced. A
 * cell that the individual cannot be in any more asks for nothing.
 */
function propagate(demand: Individual, forbidden: readonly Individual[], budget: Budget): boolean | null {
  let { inside, outside } = demand;
  if (!budget.spend()) return null;
  for (let next = forced(inside, outside, forbidden); next !== null; ) {
    if (next === 'conflict') return false;
    if (!budget.spend()) return null;
    inside |= next.inside;
    outside |= next.outside;
    next = forced(inside, outside, forbidden);
  }
  const open = forbidden.find((cell) => (cell.inside & outside) === 0 && (cell.outside & inside) === 0);
  if (open === undefined) return true;
  const choices = (open.inside & ~inside) | (open.outside & ~outside);
  const choice = choices & -choices;
  const leave = propagate({ inside, outside: outside | choice }, forbidden, budget);
  return leave === false ? propagate({ inside: inside | choice, outside }, forbidden, budget) : leave;
}

/** A membership that keeps the individual out of the only cell it is one step from. */
function forced(
  inside: number,
  outside: number,
  forbidden: readonly Individual[],
): Individual | 'conflict' | null {
  for (const cell of forbidden) {
    if ((cell.inside & outside) !== 0 || (cell.outside & inside) !== 0) continue;
    const enter = cell.inside & ~inside;
    const leave = cell.outside & ~outside;
    if ((enter | leave) === 0) return 'conflict';
    if (((enter | leave) & ((enter | leave) - 1)) === 0) return { inside: leave, outside: enter };
  }
  return null;
}

/** What must exist: a member of every class, and what the particular premises say. */
function demandsOf({ classes, premises }: Puzzle): Individual[] {
  const members = Array.from({ length: classes }, (_, index) => ({ inside: 1 << index, outside: 0 }));
  return [...members, ...premises.filter((item) => !item.universal).map((item) => individualIn(item.cell))];
}

function individualIn({ subject, inSubject, predicate, inPredicate }: Cell): Individual {
  return {
    inside: (inSubject ? 1 << subject : 0) | (inPredicate ? 1 << predicate : 0),
    outside: (inSubject ? 0 : 1 << subject) | (inPredicate ? 0 : 1 << predicate),
  };
}

/** How many memberships the two share. */
function overlap(demand: Individual, cell: Individual): number {
  const inside = demand.inside & cell.inside;
  const outside = demand.outside & cell.outside;
  return [inside & (inside - 1), inside, outside, outside & (outside - 1)].filter((bits) => bits !== 0)
    .length;
}
