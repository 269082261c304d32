/** What stands on each cell, by `row * 10 + column` from 1; the edge is blocks. */
export type Grid = Uint8Array;

export interface Part {
  readonly cell: number;
  readonly symbol: string;
}

/** What is known of a level by playing it out; moves are 0 up, 1 right, 2 down, 3 left. Valid until the next level. */
export interface Facts {
  readonly parts: readonly Part[];
  readonly side: number;
  readonly goal: number;
  /** Moves of a shortest solution, -1 when the goal cannot be reached. */
  readonly length: number;
  /** How many cells the token can rest on, and whether it can on this one. */
  readonly resting: number;
  readonly rests: (cell: number) => boolean;
  /** Moves that lie on a shortest solution: how many were made before, to where, which way. */
  readonly best: readonly { readonly step: number; readonly to: number; readonly way: number }[];
  readonly fewestPads: number;
  readonly traps: number;
  readonly returns: boolean;
}

const deltas = [-10, 1, 10, -1] as const;
/** Codes on a grid are places in this text. */
const codes = '.#o^>v<G';
const [block, pad, up, goalCode] = [1, 2, 3, 7] as const;
const cellsMax = 100;
const unseen = 255;

export function codeOf(symbol: string): number {
  return Math.max(0, codes.indexOf(symbol));
}

const distance = new Uint8Array(cellsMax);
const order = new Uint8Array(cellsMax);
const ends = new Uint8Array(4 * cellsMax);
const padsAhead = new Uint8Array(cellsMax);

function endOf(grid: Grid, from: number, way: number): number {
  const delta = deltas[way]!;
  for (let cell = from; ; cell += delta) {
    const next = grid[cell + delta]!;
    if (next === pad || next === goalCode) return cell + delta;
    if (next === block || (next >= up && next !== up + way)) return cell;
  }
}

/** Goes to every cell that can be reached, or no further than to the goal; says how many cells these are. */
function explore(grid: Grid, start: number, goal: number, whole: boolean): number {
  distance.fill(unseen);
  distance[start] = 0;
  order[0] = start;
  let found = 1;
  for (let at = 0; at < found && (whole || distance[goal] === unseen); at++) {
    const cell = order[at]!;
    for (let way = 0; way < 4; way++) {
      const end = cell === goal ? cell : endOf(grid, cell, way);
      ends[4 * cell + way] = end;
      if (distance[end] !== unseen) continue;
      distance[end] = distance[cell]! + 1;
      order[found++] = end;
    }
  }
  return found;
}

/** Plays a level out. */
export function factsOf(
  grid: Grid,
  side: number,
  start: number,
  goal: number,
  parts: readonly Part[],
): Facts {
  const resting = explore(grid, start, goal, true);
  const length = distance[goal] === unseen ? -1 : distance[goal]!;
  const best: { step: number; to: number; way: number }[] = [];
  let returns = false;
  padsAhead.fill(unseen);
  padsAhead[goal] = 0;
  for (let at = resting - 1; at >= 0; at--) {
    const from = order[at]!;
    for (let way = 0; way < 4; way++) {
      const to = ends[4 * from + way]!;
      if (to === start && from !== start) returns = true;
      if (padsAhead[to] === unseen || distance[to] !== distance[from]! + 1) continue;
      best.push({ step: distance[from]!, to, way });
      padsAhead[from] = Math.min(padsAhead[from]!, padsAhead[to]! + (grid[to] === pad ? 1 : 0));
    }
  }
  return {
    parts,
    side,
    goal,
    length,
    resting,
    rests: (cell) => distance[cell] !== unseen,
    best,
    fewestPads: padsAhead[start]!,
    traps: length < 0 ? 0 : resting - aliveAmong(resting, goal),
    returns,
  };
}

/** How many of the cells lead to the goal. */
function aliveAmong(resting: number, goal: number): number {
  const alive = new Uint8Array(cellsMax);
  alive[goal] = 1;
  let count = 1;
  for (let before = 0; before < count; ) {
    before = count;
    for (let at = resting - 1; at >= 0; at--) {
      const cell = order[at]!;
      if (alive[cell] === 1) continue;
      const leads = [0, 1, 2, 3].some((way) => alive[ends[4 * cell + way]!] === 1);
      if (leads) count += alive[cell] = 1;
    }
  }
  return count;
}

/** Moves of a shortest solution alone. */
export function lengthOf(grid: Grid, start: number, goal: number): number {
  explore(grid, start, goal, false);
  return distance[goal] === unseen ? -1 : distance[goal]!;
}
