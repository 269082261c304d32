import type { Description, Question, Statement, Verdict } from './relations.ts';

/** The left number comes before the right one. */
type Pair = readonly [low: number, high: number];

/**
 * The verdict on each question by search for models, which shares nothing with the closure: all points are lined up
 * as the statements and one more demand allow, once with the question's left point before the right one and once
 * after it. Null where neither can be done, because the statements contradict one another.
 */
export function verdictsByModels(
  description: Description,
  questions: readonly Question[],
): (Verdict | null)[] {
  const { kind, things, statements } = description;
  const points = kind === 'quantity' ? things : 2 * things;
  const pairs = statements.flatMap((statement) => pairsOf(statement, things));
  if (kind === 'visits') for (let thing = 0; thing < things; thing++) pairs.push([thing, things + thing]);
  const above: number[][] = Array.from({ length: points }, () => []);
  const below = new Array<number>(points).fill(0);
  for (const [low, high] of pairs) {
    above[low]!.push(high);
    below[high]!++;
  }
  return questions.map(({ left, right }) => {
    const before = canLineUp(above, below, left, right);
    const after = canLineUp(above, below, right, left);
    if (before && after) return 'unknown';
    return before ? 'less' : after ? 'greater' : null;
  });
}

function pairsOf({ form, first, second }: Statement, things: number): Pair[] {
  const [arrival, departure] = [first, things + first];
  const [otherArrival, otherDeparture] = [second, things + second];
  switch (form) {
    case 'less':
    case 'leftOf':
    case 'arrivedBeforeArrival':
      return [[first, second]];
    case 'below':
    case 'leftBeforeLeaving':
      return [[things + first, things + second]];
    case 'leftBeforeArrival':
      return [[departure, otherArrival]];
    case 'arrivedBeforeLeaving':
      return [[arrival, otherDeparture]];
    case 'inside':
      return [
        [otherArrival, arrival],
        [departure, otherDeparture],
      ];
    case 'overlap':
      return [
        [arrival, otherArrival],
        [otherArrival, departure],
        [departure, otherDeparture],
      ];
    case 'belowLeftOf':
      return [
        [first, second],
        [things + first, things + second],
      ];
    case 'aboveLeftOf':
      return [
        [first, second],
        [things + second, things + first],
      ];
  }
}

/** Takes a point that nothing left must come before, again and again; whether all points can be taken so. */
function canLineUp(
  above: readonly (readonly number[])[],
  below: readonly number[],
  low: number,
  high: number,
): boolean {
  const waiting = below.with(high, (below[high] as number) + 1);
  const free = [...waiting.keys()].filter((point) => waiting[point] === 0);
  const release = (point: number): void => {
    waiting[point] = (waiting[point] as number) - 1;
    if (waiting[point] === 0) free.push(point);
  };
  for (const point of free) {
    for (const next of above[point] as readonly number[]) release(next);
    if (point === low) release(high);
  }
  return free.length === below.length;
}
