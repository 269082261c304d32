/** Cells of a side; a cell is a number of two digits, its row and its column, both from 1. */
export const side = 7;
/** One row below is so many numbers on; rows and columns 0 and beyond the side are the edge. */
export const width = 10;
/** Numbers of cells, edge included. */
export const cellsMax = width * (side + 2);

/** Steps to the next cell up, right, down and left. */
export const steps = [-width, 1, width, -1] as const;
export const directions = ['up', 'right', 'down', 'left'] as const;

/** What stands on a cell; from `oneWay` on the four one-way parts, in the order of the directions. */
export const floor = 0;
export const block = 1;
export const pad = 2;
export const oneWay = 3;

/** The symbols of what stands on a cell, on the map and in answers. */
export const symbols = '.#o^>v<';
export const partSymbols = ['#', 'o', '^', '>', 'v', '<'] as const;
/** The three kinds of parts, which properties and strategies count: blocks, pads and one-way parts. */
export const kinds = 3;

export interface Part {
  readonly cell: number;
  /** A code from `block` on. */
  readonly code: number;
}

/** What is given: parts are added to it. */
export interface Board {
  readonly start: number;
  readonly goal: number;
  /** Cells of the blocks that stand there from the outset. */
  readonly blocks: readonly number[];
}

/** 0 for a block, 1 for a pad, 2 for one-way parts. */
export function kindOf(code: number): number {
  return code < oneWay ? code - block : 2;
}

export const cells: readonly number[] = Array.from({ length: side * side }, (_, index) =>
  cellAt(Math.floor(index / side) + 1, (index % side) + 1),
);

export function cellAt(row: number, column: number): number {
  return row * width + column;
}

export function rowOf(cell: number): number {
  return Math.floor(cell / width);
}

export function columnOf(cell: number): number {
  return cell % width;
}

export function isBorder(cell: number): boolean {
  const [row, column] = [rowOf(cell), columnOf(cell)];
  return row === 1 || row === side || column === 1 || column === side;
}

/** Codes by cell: the board with its edge, which is as impassable as blocks, and the given blocks. */
export function gridOf({ blocks }: Pick<Board, 'blocks'>, parts: readonly Part[] = []): Uint8Array {
  const grid = new Uint8Array(cellsMax).fill(block);
  for (const cell of cells) grid[cell] = floor;
  for (const cell of blocks) grid[cell] = block;
  for (const { cell, code } of parts) grid[cell] = code;
  return grid;
}
