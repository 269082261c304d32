import { completed, spend } from '../node-limit.ts';
import type { Budget } from '../solver.ts';
import type { Clue, MissingPrompt, Question } from './missing-prompt.ts';
import { stated } from './missing-prompt.ts';

/** How the search goes; what is false or left out is done the long way. */
export interface Manner {
  readonly statedFirst: boolean;
  readonly completingOrder: boolean;
  readonly narrows: (clue: Clue) => boolean;
  readonly tallies: (question: Question) => boolean;
}

export interface Found {
  readonly arrangements: number;
  readonly question: string;
  readonly left: number;
}

/**
 * Places people one after another, a node for each place that is tried, and counts the arrangements that fit; then
 * goes through them for each question: a node for each arrangement, once where the question is tallied in one go
 * and else once for every answer. Out of budget it answers what it has: the arrangements so far and the best of
 * the questions that it has counted, the first when there is none.
 */
export function bestQuestionBySearch(prompt: MissingPrompt, manner: Manner, budget: Budget): Found {
  const fitting: (readonly number[])[] = [];
  let question = (prompt.questions[0] as Question).id;
  let left = 0;
  completed(() => {
    placeAll(prompt, manner, budget, fitting);
    let best = -1;
    for (const candidate of prompt.questions) {
      const largest = largestGroup(candidate, fitting, manner.tallies(candidate), budget);
      const gain = fitting.length - largest;
      if (gain / candidate.price <= best) continue;
      best = gain / candidate.price;
      question = candidate.id;
      left = largest;
    }
  });
  return { arrangements: fitting.length, question, left };
}

function placeAll(
  { people, places, clues }: MissingPrompt,
  manner: Manner,
  budget: Budget,
  fitting: (readonly number[])[],
): void {
  const order = orderOf(people.length, clues, manner);
  const placeOf = new Array<number>(people.length).fill(0);
  const all = Array.from({ length: places }, (_, index) => index + 1);
  const narrows = (clue: Clue) => (clue.kind === stated ? manner.statedFirst : manner.narrows(clue));
  const place = (depth: number): void => {
    const person = order[depth];
    if (person === undefined) {
      fitting.push([...placeOf]);
      return;
    }
    const due = clues.filter(
      ({ people: concerned }) =>
        concerned.includes(person) && concerned.every((other) => other === person || placeOf[other] !== 0),
    );
    const holdsAt = (candidate: number, { people: concerned, allows }: Clue) =>
      allows(...concerned.map((other) => (other === person ? candidate : (placeOf[other] as number))));
    const known = due.filter(narrows);
    const rest = due.filter((clue) => !narrows(clue));
    for (const candidate of all) {
      if (!known.every((clue) => holdsAt(candidate, clue))) continue;
      const taken = placeOf.includes(candidate);
      if (taken && manner.statedFirst) continue;
      spend(budget);
      if (taken || !rest.every((clue) => holdsAt(candidate, clue))) continue;
      placeOf[person] = candidate;
      place(depth + 1);
      placeOf[person] = 0;
    }
  };
  place(0);
}

/** As listed, or those with stated places first, or whoever completes the most clues next. */
function orderOf(count: number, clues: readonly Clue[], manner: Manner): number[] {
  const order: number[] = [];
  const waiting = Array.from({ length: count }, (_, person) => person);
  const isStated = (person: number) =>
    clues.some(({ kind, people }) => kind === stated && people[0] === person);
  const worth = (person: number) => {
    const about = clues.filter(({ people }) => people.includes(person));
    const complete = about.filter(({ people }) =>
      people.every((other) => other === person || order.includes(other)),
    );
    return (
      (manner.statedFirst && isStated(person) ? clues.length ** 3 : 0) +
      (manner.completingOrder ? complete.length * clues.length + about.length : 0)
    );
  };
  while (waiting.length > 0) {
    const next = waiting.reduce((best, person) => (worth(person) > worth(best) ? person : best));
    waiting.splice(waiting.indexOf(next), 1);
    order.push(next);
  }
  return order;
}

function largestGroup(
  { answer, answers }: Question,
  fitting: readonly (readonly number[])[],
  inOneGo: boolean,
  budget: Budget,
): number {
  if (!inOneGo) {
    const groups = answers.map((wanted) => {
      let count = 0;
      for (const places of fitting) {
        spend(budget);
        if (answer(places) === wanted) count++;
      }
      return count;
    });
    return Math.max(...groups);
  }
  const counts = new Map<number, number>();
  for (const places of fitting) {
    spend(budget);
    const given = answer(places);
    counts.set(given, (counts.get(given) ?? 0) + 1);
  }
  return Math.max(0, ...counts.values());
}
