import { InstanceRejected } from '../../contract.ts';
import type { RandomStream } from '../../random.ts';
import { type Board, block, cells, floor, gridOf, type Part } from './board.ts';
import { shortestLength } from './play.ts';
import { drawCode } from './walk.ts';

/** Parts and given blocks together, where the budget leaves room for blocks. */
const partsTogether = 12;
const givenMin = 2;
const climbMax = 2_000;

/**
 * A level with a shortest solution of at least so many moves, some of its blocks given and the rest of it parts,
 * without which it has no such solution: what stands on it is moved as long as no solution gets too short for it.
 */
export function climb(moves: number, budget: number, random: RandomStream): { board: Board; parts: Part[] } {
  const given = Math.max(givenMin, partsTogether - budget);
  const [start, goal, ...at] = random.sample(cells, 2 + given + budget) as [number, number, ...number[]];
  const solvedAsGiven = () => shortestLength(gridOf({ blocks: at.slice(0, given) }), start, goal) >= moves;
  if (solvedAsGiven()) throw new InstanceRejected('solved as given');
  const codes = at.map((_, index) => (index < given ? block : drawCode(random)));
  const grid = gridOf(
    { blocks: [] },
    at.map((cell, index) => ({ cell, code: codes[index] as number })),
  );
  let length = shortestLength(grid, start, goal);
  for (let tries = 0; length < moves || solvedAsGiven(); tries++) {
    if (tries === climbMax) throw new InstanceRejected('too few moves');
    const index = random.int(0, at.length - 1);
    const [from, old] = [at[index] as number, codes[index] as number];
    const to = random.pick(cells);
    if (to === start || to === goal || (grid[to] !== floor && to !== from)) continue;
    const code = index < given ? block : drawCode(random);
    grid[from] = floor;
    grid[to] = code;
    const changed = shortestLength(grid, start, goal);
    if (changed >= Math.min(length, moves)) [at[index], codes[index], length] = [to, code, changed];
    else {
      grid[to] = floor;
      grid[from] = old;
    }
  }
  const placed = at.map((cell, index) => ({ cell, code: codes[index] as number })).slice(given);
  return { board: { start, goal, blocks: at.slice(0, given) }, parts: placed };
}
