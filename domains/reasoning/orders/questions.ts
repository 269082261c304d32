import { InstanceRejected } from '../../contract.ts';
import type { RandomStream } from '../../random.ts';
import { comparablePairs, lengthsOf } from './drawing.ts';
import type { Description, Question, Verdict } from './relations.ts';

export interface JudgedQuestion extends Question {
  readonly verdict: Verdict;
  /** Statements that lead from one point to the other; or (unknown) points that some lead to from either of them. */
  readonly length: number;
}

export const questionCount = 15;
/** What a pair that a statement settles outright is set back by. */
const outrightPenalty = 4;
/** Open pairs that are looked at for each one taken. */
const contenders = 4;

/**
 * Draws questions, the wanted number of them undetermined and the others half before and half after. Settled pairs
 * are taken as many statements apart as wanted, undetermined ones where much is to be followed that leads elsewhere.
 */
export function drawQuestions(
  description: Description,
  wanted: { readonly unknown: number; readonly chain: number },
  random: RandomStream,
): JudgedQuestion[] {
  const up = lengthsOf(description);
  const reach = up.map(
    (row, point) => row.filter((above, other) => above > 0 || up[other]![point]! > 0).length,
  );
  const settled: JudgedQuestion[] = [];
  const open: JudgedQuestion[] = [];
  for (const [left, right] of random.shuffle(comparablePairs(description))) {
    const [above, below] = [up[left]![right]!, up[right]![left]!];
    if (above >= 0) settled.push({ left, right, verdict: 'less', length: above });
    else if (below >= 0) settled.push({ left: right, right: left, verdict: 'less', length: below });
    else open.push({ left, right, verdict: 'unknown', length: reach[left]! + reach[right]! });
  }
  const settledCount = questionCount - wanted.unknown;
  const greater = random.round(settledCount / 2);
  const chosen = [
    ...nearest(settled, settledCount, wanted.chain).map((question, index) =>
      index < greater ? turned(question) : question,
    ),
    ...farthest(open, wanted.unknown).map((question) => (random.chance(0.5) ? turned(question) : question)),
  ];
  return random.shuffle(chosen);
}

/** The pairs whose length is nearest to the wanted one, as they come where several are equally near. */
function nearest(pairs: readonly JudgedQuestion[], count: number, length: number): JudgedQuestion[] {
  if (pairs.length < count) throw new InstanceRejected('too few settled pairs to ask about');
  const miss = (pair: JudgedQuestion) =>
    Math.abs(pair.length - length) + (pair.length === 1 ? outrightPenalty : 0);
  return pairs.toSorted((left, right) => miss(left) - miss(right)).slice(0, count);
}

/** The longest of the first few pairs. */
function farthest(pairs: readonly JudgedQuestion[], count: number): JudgedQuestion[] {
  if (pairs.length < count) throw new InstanceRejected('too few open pairs to ask about');
  return pairs
    .slice(0, contenders * count)
    .toSorted((left, right) => right.length - left.length)
    .slice(0, count);
}

function turned({ left, right, verdict, length }: JudgedQuestion): JudgedQuestion {
  return { left: right, right: left, verdict: verdict === 'less' ? 'greater' : verdict, length };
}
