import { type Clue, holds } from '../grid/clues.ts';

/** How many people there are, and places in the row. */
export const people = 8;

/**
 * What can be asked. `place`: where the person is; `who`: who is at the place; `left`: whether the first is
 * somewhere to the left of the second; `next`: whether the two are next to each other; `apart`: how many places
 * are between the two.
 */
export const questionKinds = ['place', 'who', 'left', 'next', 'apart'] as const;
export type QuestionKind = (typeof questionKinds)[number];

export interface Question {
  readonly kind: QuestionKind;
  /** Numbers of people; for `who` the place, from 0. */
  readonly about: readonly number[];
  /** In coins, a whole number above 0. */
  readonly price: number;
}

/** Where everybody is: the place of each person, from 0. */
export type Arrangement = ArrayLike<number>;

/** What is known, what can be asked, and the truth; plain JSON. Items of the clues are people. */
export interface Situation {
  readonly names: readonly string[];
  readonly who: string;
  readonly place: string;
  readonly preposition: string;
  readonly clues: readonly Clue[];
  readonly questions: readonly Question[];
  /** Arrangements that fit all clues. */
  readonly fitting: number;
  /** For each question, how many of them its most frequent answer leaves. */
  readonly worst: readonly number[];
}

export function questionId(index: number): string {
  return `Q${index + 1}`;
}

/** The arrangements in which all clues are true. */
export function arrangementsOf(clues: readonly Clue[]): readonly Arrangement[] {
  const stated = clues.filter(({ kind }) => kind === 'at');
  const others = clues.filter(({ kind }) => kind !== 'at');
  return arrangementsWith(stated).filter((arrangement) => others.every((clue) => holds(clue, arrangement)));
}

/** The arrangements in which some people are where clues state it. */
function arrangementsWith(stated: readonly Clue[]): readonly Arrangement[] {
  if (stated.length === 0) return ordersOf(people);
  const nowhere = people;
  const start = new Uint8Array(people).fill(nowhere);
  for (const { items, numbers } of stated) start[items[0] as number] = numbers[0] as number;
  const free = [...start.keys()].filter((place) => !start.includes(place));
  const open = [...start.keys()].filter((person) => start[person] === nowhere);
  return ordersOf(open.length).map((order) => {
    const arrangement = start.slice();
    for (let index = 0; index < open.length; index++) {
      arrangement[open[index] as number] = free[order[index] as number] as number;
    }
    return arrangement;
  });
}

/** A number for the answer that the arrangement gives: a place, a person, a count, or 1 for yes and 0 for no. */
export function answerIn({ kind, about }: Question, arrangement: Arrangement): number {
  const first = arrangement[about[0] as number] as number;
  const second = arrangement[about[1] ?? -1] ?? -1;
  switch (kind) {
    case 'place':
      return first;
    case 'who':
      return placed(arrangement, about[0] as number);
    case 'left':
      return first < second ? 1 : 0;
    case 'next':
      return Math.abs(first - second) === 1 ? 1 : 0;
    case 'apart':
      return Math.abs(first - second) - 1;
  }
}

/** How many arrangements give each answer, by answer in rising order. */
export function tallyOf(
  question: Question,
  arrangements: readonly Arrangement[],
): readonly (readonly [answer: number, count: number])[] {
  const counts = new Array<number>(people).fill(0);
  for (const arrangement of arrangements) {
    const answer = answerIn(question, arrangement);
    counts[answer] = (counts[answer] as number) + 1;
  }
  return [...counts.entries()].filter(([, count]) => count > 0);
}

export function worstCaseOf(question: Question, arrangements: readonly Arrangement[]): number {
  return Math.max(...tallyOf(question, arrangements).map(([, count]) => count));
}

/** Arrangements ruled out in the worst case for each coin. */
export function worthsOf({ questions, fitting, worst }: Situation): number[] {
  return questions.map(({ price }, index) => (fitting - (worst[index] as number)) / price);
}

/** Indices of the questions of the highest worth. Equal fractions of small whole numbers are equal doubles. */
export function bestQuestions(situation: Situation): number[] {
  const worths = worthsOf(situation);
  const best = Math.max(...worths);
  return worths.flatMap((worth, index) => (worth === best ? [index] : []));
}

function placed(arrangement: Arrangement, place: number): number {
  let person = 0;
  while (arrangement[person] !== place) person++;
  return person;
}

const knownOrders: Uint8Array[][] = [[new Uint8Array(0)]];

/** All orders of the numbers below `count`; kept, since every situation needs them. */
function ordersOf(count: number): readonly Uint8Array[] {
  const known = knownOrders[count];
  if (known !== undefined) return known;
  const orders = ordersOf(count - 1).flatMap((order) =>
    Array.from({ length: count }, (_, at) => {
      const longer = new Uint8Array(count);
      longer.set(order.subarray(0, at));
      longer[at] = count - 1;
      longer.set(order.subarray(at), at + 1);
      return longer;
    }),
  );
  knownOrders[count] = orders;
  return orders;
}
