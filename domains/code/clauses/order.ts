/** The order in which exceptions are looked at: as they stand, but for some that are moved. */
import { InstanceRejected } from '../../contract.ts';
import type { RandomStream } from '../../random.ts';

/** That one exception is looked at right before another one, which is not moved itself and is named no second time. */
export interface Move {
  readonly moved: number;
  readonly before: number;
}

const drawsMax = 200;

/** As many moves as asked for, none of which could be left out. */
export function drawMoves(count: number, movedCount: number, random: RandomStream): Move[] {
  const numbers = Array.from({ length: count }, (_, number) => number);
  for (let draw = 0; draw < drawsMax; draw++) {
    const drawn = random.sample(numbers, 2 * movedCount);
    const moves = drawn
      .slice(0, movedCount)
      .map((moved, index): Move => ({ moved, before: drawn[movedCount + index] as number }));
    const order = orderAfter(count, moves).join();
    if (
      moves.every(
        (move) =>
          orderAfter(
            count,
            moves.filter((other) => other !== move),
          ).join() !== order,
      )
    )
      return moves.sort((left, right) => left.moved - right.moved);
  }
  throw new InstanceRejected('no moves all of which matter');
}

/** It does not matter in which order the moves are made. */
export function orderAfter(count: number, moves: readonly Move[]): number[] {
  const moved = new Set(moves.map((move) => move.moved));
  const movedBefore = new Map(moves.map((move) => [move.before, move.moved]));
  return Array.from({ length: count }, (_, number) => number)
    .filter((number) => !moved.has(number))
    .flatMap((number) => {
      const earlier = movedBefore.get(number);
      return earlier === undefined ? [number] : [earlier, number];
    });
}
