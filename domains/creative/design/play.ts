import * as codes from './board.ts';

/** Constants of this module, since where imports are looked up by name the inner loop would spend its time on that. */
const { block, cellsMax, floor, oneWay, pad, steps } = codes;

const unseen = 255;

/**
 * All play on one level, by breadth-first search over the cells where the token can come to rest. One object is
 * used for level after level, since the sampler solves thousands of them for an instance.
 */
export class Play {
  /** Moves of a shortest solution; -1 when the goal cannot be reached. */
  length = -1;
  /** How many cells the token can come to rest on, the start among them. */
  rests = 0;
  /** True when some move ends on the start. */
  returns = false;
  /** From here on as `trace` finds it. Bits of the directions that shortest solutions begin with, end with, and use. */
  firstMoves = 0;
  lastMoves = 0;
  usedMoves = 0;
  unique = false;
  /** The fewest pads that a shortest solution comes to rest on. */
  pads = 0;

  #start = 0;
  #goal = 0;
  readonly #order = new Uint8Array(cellsMax);
  readonly #distance = new Uint8Array(cellsMax);
  /** Where each move ends, four for a cell; 0 for no move. */
  readonly #ends = new Uint8Array(4 * cellsMax);
  /** Cells on shortest solutions, and how many of them at each distance. */
  readonly #onShortest = new Uint8Array(cellsMax);
  readonly #widths = new Uint8Array(cellsMax);
  readonly #padsAhead = new Uint8Array(cellsMax);

  /** Where a shortest solution has fewer than `movesMin` moves, its length is all that is found. */
  solve(grid: Uint8Array, start: number, goal: number, movesMin = 0): void {
    this.#start = start;
    this.#goal = goal;
    this.#search(grid, movesMin);
    this.length = this.#distance[goal] === unseen ? -1 : (this.#distance[goal] as number);
  }

  /** True when the token can come to rest there. */
  reaches(cell: number): boolean {
    return this.#distance[cell] !== unseen;
  }

  /** True when every shortest solution comes to rest there; there must be one. */
  alwaysVisits(cell: number): boolean {
    return this.#onShortest[cell] === 1 && this.#widths[this.#distance[cell] as number] === 1;
  }

  /** How many cells the token can come to rest on from where it can never reach the goal. */
  deadEnds(): number {
    const alive = new Uint8Array(cellsMax);
    alive[this.#goal] = 1;
    let count = this.reaches(this.#goal) ? 1 : 0;
    for (let before = -1; before !== count; ) {
      before = count;
      for (let at = this.rests - 1; at >= 0; at--) {
        const cell = this.#order[at] as number;
        if (alive[cell] === 1) continue;
        for (let direction = 0; direction < 4; direction++) {
          const end = this.#ends[4 * cell + direction] as number;
          if (end === 0 || alive[end] === 0) continue;
          alive[cell] = 1;
          count++;
          break;
        }
      }
    }
    return this.rests - count;
  }

  /** The moves of one shortest solution, as directions and the cells where they end. */
  solution(): { readonly direction: number; readonly end: number }[] {
    const moves: { direction: number; end: number }[] = [];
    for (let cell = this.#start; moves.length < this.length; ) {
      for (let direction = 0; direction < 4; direction++) {
        const end = this.#ends[4 * cell + direction] as number;
        if (end === 0 || !this.#leads(cell, end)) continue;
        moves.push({ direction, end });
        cell = end;
        break;
      }
    }
    return moves;
  }

  #search(grid: Uint8Array, movesMin: number): void {
    const [order, distance, ends, goal] = [this.#order, this.#distance, this.#ends, this.#goal];
    distance.fill(unseen);
    distance[this.#start] = 0;
    order[0] = this.#start;
    this.returns = false;
    let found = 1;
    for (let at = 0; at < found; at++) {
      const cell = order[at] as number;
      for (let direction = 0; direction < 4; direction++) {
        const end = cell === goal ? cell : slide(grid, cell, direction, goal);
        ends[4 * cell + direction] = end === cell ? 0 : end;
        if (end === cell) continue;
        if (end === this.#start) this.returns = true;
        if (distance[end] !== unseen) continue;
        distance[end] = (distance[cell] as number) + 1;
        order[found++] = end;
        if (end === goal && (distance[end] as number) < movesMin) return;
      }
    }
    this.rests = found;
  }

  /** Backwards from the goal: what lies on shortest solutions, when there is one. The grid is the one solved last. */
  trace(grid: Uint8Array): void {
    if (this.length < 0) return;
    const [onShortest, widths] = [this.#onShortest, this.#widths];
    onShortest.fill(0);
    widths.fill(0);
    this.#padsAhead.fill(0);
    onShortest[this.#goal] = 1;
    widths[this.length] = 1;
    this.firstMoves = this.lastMoves = this.usedMoves = 0;
    let moves = 0;
    for (let at = this.rests - 1; at >= 0; at--) {
      const cell = this.#order[at] as number;
      let fewest = unseen;
      for (let direction = 0; direction < 4; direction++) {
        const end = this.#ends[4 * cell + direction] as number;
        if (end === 0 || !this.#leads(cell, end)) continue;
        moves++;
        const bit = 1 << direction;
        this.usedMoves |= bit;
        if (cell === this.#start) this.firstMoves |= bit;
        if (end === this.#goal) this.lastMoves |= bit;
        const pads = (this.#padsAhead[end] as number) + (grid[end] === pad ? 1 : 0);
        if (pads < fewest) fewest = pads;
      }
      if (fewest === unseen) continue;
      onShortest[cell] = 1;
      widths[this.#distance[cell] as number]!++;
      this.#padsAhead[cell] = fewest;
    }
    this.unique = moves === this.length;
    this.pads = this.#padsAhead[this.#start] as number;
  }

  #leads(cell: number, end: number): boolean {
    return this.#onShortest[end] === 1 && this.#distance[end] === (this.#distance[cell] as number) + 1;
  }
}

/** Where a token that is pushed from the cell comes to rest; the cell itself when it cannot move. */
export function slide(grid: Uint8Array, from: number, direction: number, goal: number): number {
  const step = steps[direction] as number;
  const passable = oneWay + direction;
  for (let cell = from; ; cell += step) {
    const code = grid[cell + step] as number;
    if (code === pad) return cell + step;
    if (code === block || (code >= oneWay && code !== passable)) return cell;
    if (code === floor && cell + step === goal) return goal;
  }
}

const queue = new Uint8Array(cellsMax);
const reached = new Uint8Array(cellsMax);

/** Moves of a shortest solution alone, -1 when there is none. */
export function shortestLength(grid: Uint8Array, start: number, goal: number): number {
  reached.fill(unseen);
  reached[start] = 0;
  queue[0] = start;
  let found = 1;
  for (let at = 0; at < found; at++) {
    const cell = queue[at] as number;
    for (let direction = 0; direction < 4; direction++) {
      const end = slide(grid, cell, direction, goal);
      if (reached[end] !== unseen) continue;
      reached[end] = (reached[cell] as number) + 1;
      if (end === goal) return reached[end] as number;
      queue[found++] = end;
    }
  }
  return -1;
}
