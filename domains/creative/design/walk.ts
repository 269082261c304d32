import type { RandomStream } from '../../random.ts';
import { type Board, block, cells, floor, gridOf, oneWay, type Part } from './board.ts';

/** The code of a part: blocks, pads and one-way parts are equally likely, and so are the four ways. */
export function drawCode(random: RandomStream): number {
  const code = random.int(block, oneWay);
  return code === oneWay ? random.int(oneWay, oneWay + 3) : code;
}

/** Random parts on random free cells. */
export function drawParts(board: Board, count: number, random: RandomStream): Part[] {
  const taken = [board.start, board.goal, ...board.blocks];
  const free = cells.filter((cell) => !taken.includes(cell));
  return random.sample(free, count).map((cell) => ({ cell, code: drawCode(random) }));
}

/** Designs on a board, each one random change away from the one before it. */
export class Walk {
  readonly grid: Uint8Array;
  parts: Part[] = [];
  readonly #board: Board;
  readonly #budget: number;
  readonly #random: RandomStream;
  #undo: () => void = () => {};

  constructor(board: Board, budget: number, random: RandomStream) {
    this.#board = board;
    this.#budget = budget;
    this.#random = random;
    this.grid = gridOf(board);
  }

  startAt(parts: readonly Part[]): void {
    for (const { cell } of this.parts) this.grid[cell] = floor;
    this.parts = [...parts];
    for (const { cell, code } of parts) this.grid[cell] = code;
  }

  /** Moves or exchanges a part, or does both, or adds one or takes one away. False when nothing came of it. */
  change(): boolean {
    const random = this.#random;
    const count = this.parts.length;
    const way = random.int(0, 10);
    if (count === 0 || way === 0) {
      return count < this.#budget && this.#set(count, this.#freeCell(), drawCode(random));
    }
    const index = random.int(0, count - 1);
    const { cell, code } = this.parts[index] as Part;
    // There are far more ways to add a part than to take one away, so the latter is tried more often.
    if (way < 3) return count > 1 && this.#take(index);
    if (way < 7) return this.#set(index, this.#freeCell(), code);
    return this.#set(index, way < 10 ? cell : this.#freeCell(), drawCode(random));
  }

  undo(): void {
    this.#undo();
  }

  /** The same number for the same design, and hardly ever for another one. */
  hash(): number {
    let sum = 0;
    for (const { cell, code } of this.parts) {
      const mixed = Math.imul(cell * 8 + code, 0x9e3779b1);
      sum = (sum + Math.imul(mixed ^ (mixed >>> 15), 0x85ebca6b)) | 0;
    }
    return sum;
  }

  #freeCell(): number {
    const cell = cells[this.#random.int(0, cells.length - 1)] as number;
    const free = this.grid[cell] === floor && cell !== this.#board.start && cell !== this.#board.goal;
    return free ? cell : 0;
  }

  #set(index: number, cell: number, code: number): boolean {
    const old = this.parts[index];
    if (cell === 0 || (old?.cell === cell && old.code === code)) return false;
    if (old !== undefined) this.grid[old.cell] = floor;
    this.grid[cell] = code;
    this.parts[index] = { cell, code };
    this.#undo = () => {
      this.grid[cell] = floor;
      if (old === undefined) this.parts.length = index;
      else {
        this.grid[old.cell] = old.code;
        this.parts[index] = old;
      }
    };
    return true;
  }

  #take(index: number): boolean {
    const taken = this.parts[index] as Part;
    const last = this.parts.pop() as Part;
    if (index < this.parts.length) this.parts[index] = last;
    this.grid[taken.cell] = floor;
    this.#undo = () => {
      this.parts[index] = taken;
      if (last !== taken) this.parts.push(last);
      this.grid[taken.cell] = taken.code;
    };
    return true;
  }
}
