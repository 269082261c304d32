/** Lists on which exceptions are tried: made so that each decides, alone and among others that apply, or only just fails. */
import type { RandomStream } from '../../random.ts';
import { conditionsOf, drawInputs, type Tried, tried } from '../synthesis/inputs.ts';
import { deciderOf, type Guard, holds, kindsIn, outcomeOn, type Specification } from './clause.ts';
import { fittedList } from './fitting.ts';

/** A list that was tried; its states are those of the normal case. */
export interface Case extends Tried {
  /** Whether each clause applies. */
  readonly applies: readonly boolean[];
  /** The clause that decides; as many as there are where none does. */
  readonly decider: number;
  /** How many clauses are looked at before the one that decides. */
  readonly rank: number;
}

const normalCount = 48;
/** Lists of one number, where the first is the last as well: any, and for each clause that asks about them. */
const anySingleCount = 8;
const singleCount = 3;
const oneNumber: Guard = {
  kind: 'all',
  of: [
    { kind: 'size', condition: { test: 'above', amount: 0 } },
    { kind: 'size', condition: { test: 'below', amount: 2 } },
  ],
};
/** Lists made for each clause: that it decides, whatever else applies; alone; and among several others. */
const freeCount = 12;
const aloneCount = 6;
const togetherCount = 10;
const togetherMax = 4;
/** Lists made of each way in which a guard only just fails. */
const nearCount = 5;

/** Different cases, the empty list first. Numbers that grow too large are left out. */
export function drawCases(
  specification: Specification,
  lists: readonly (readonly number[])[],
  random: RandomStream,
): Case[] {
  const cases = new Map<string, Case>();
  const put = (values: readonly number[]) => {
    const key = values.join();
    if (cases.has(key)) return;
    const found = caseOf(specification, values);
    if (found !== null) cases.set(key, found);
  };
  put([]);
  const plain = drawInputs(conditionsOf(specification.normal), normalCount, random);
  for (const values of [...fitting(specification, plain, lists, random), ...plain]) put(values);
  for (let single = 0; single < anySingleCount; single++) put([random.int(-12, 20)]);
  return [...cases.values()];
}

export function overlapOf({ applies }: Case): number {
  return applies.filter(Boolean).length;
}

function caseOf(specification: Specification, values: readonly number[]): Case | null {
  const { normal, clauses, order } = specification;
  const normally = tried(normal, values);
  if (normally === null) return null;
  const applies = clauses.map(({ guard }) => holds(guard, values));
  const decider = deciderOf(order, applies);
  const outcome = clauses[decider]?.outcome;
  const output = outcome === undefined ? normally.output : outcomeOn(normal, outcome, normally);
  const rank = outcome === undefined ? order.length : order.indexOf(decider);
  return { ...normally, applies, decider, rank, output };
}

/** The lists that could be found of all that are looked for, for the normal case and for each clause. */
function fitting(
  { clauses, order }: Specification,
  plain: readonly (readonly number[])[],
  lists: readonly (readonly number[])[],
  random: RandomStream,
): (readonly number[])[] {
  const guards = clauses.map(({ guard }) => guard);
  const none = guards.map(() => false);
  const forNone = plain.map((list) => fittedList(guards, none, list, random));
  const forClauses = order.flatMap((_, rank) => fittingClause(guards, order, rank, lists, random));
  return [...forNone, ...forClauses].filter((list) => list !== null);
}

function fittingClause(
  guards: readonly Guard[],
  order: readonly number[],
  rank: number,
  lists: readonly (readonly number[])[],
  random: RandomStream,
): (readonly number[] | null)[] {
  const number = order[rank] as number;
  const later = order.slice(rank + 1);
  const earlier = new Set(order.slice(0, rank));
  /** No earlier clause applies, this one as it is said, of the later ones those named, and the rest as it is said. */
  const wanted = (own: boolean | null, also: readonly number[], rest: boolean | null) =>
    guards.map((_, other) => {
      if (earlier.has(other)) return false;
      if (other === number) return own;
      return also.includes(other) ? true : rest;
    });
  const many = <T>(count: number, make: () => T): T[] => Array.from({ length: count }, make);
  const found = (all: readonly (readonly (boolean | null)[])[], starts: readonly (readonly number[])[]) =>
    all
      .map((answers) => fittedList(guards, answers, random.pick(starts), random))
      .filter((list) => list !== null);
  const free = found(
    many(freeCount, () => wanted(true, [], null)),
    lists,
  );
  if (free.length === 0) return [];
  const single = asksEnds(guards[number] as Guard)
    ? many(singleCount, () =>
        fittedList([...guards, oneNumber], [...wanted(true, [], null), true], [random.int(-12, 20)], random),
      )
    : [];
  const togetherMost = Math.min(togetherMax, later.length);
  const others = [
    ...many(aloneCount, () => wanted(true, [], false)),
    ...later.map((other) => wanted(true, [other], null)),
    ...many(togetherMost < 2 ? 0 : togetherCount, () =>
      wanted(true, random.sample(later, random.int(2, togetherMost)), null),
    ),
  ];
  const applying = [...free, ...found(others, free)];
  const near = nearMisses(guards[number] as Guard).flatMap((answers) => {
    const [questions, wrong] = [answers.map(([question]) => question), answers.map(([, so]) => so)];
    return many(nearCount, () =>
      fittedList(
        [...guards, ...questions],
        [...wanted(null, [], null), ...wrong],
        random.pick(applying),
        random,
      ),
    );
  });
  return [...applying, ...single, ...near];
}

/** The ways in which a guard only just fails: answers to the questions that it asks. */
function nearMisses(guard: Guard): (readonly [question: Guard, so: boolean])[][] {
  if (guard.kind === 'any') return [guard.of.map((question) => [question, false])];
  if (guard.kind !== 'all') return [[[guard, false]]];
  return guard.of.map((_, at) => guard.of.map((question, other) => [question, other !== at]));
}

function asksEnds(guard: Guard): boolean {
  return kindsIn(guard).some((kind) => kind === 'first' || kind === 'last' || kind === 'ends');
}
