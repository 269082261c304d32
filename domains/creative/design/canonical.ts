import { cellAt, columnOf, rowOf, side, steps } from './board.ts';
import type { Brief } from './draw.ts';
import type { Property, PropertyKind } from './properties.ts';

const ofCell: ReadonlySet<PropertyKind> = new Set(['visits', 'reaches', 'avoids']);
const ofDirection: ReadonlySet<PropertyKind> = new Set(['first', 'last', 'unused']);

/** The brief without names, the same however the board is turned or mirrored and in what order properties stand. */
export function canonicalBrief(brief: Brief): string {
  const texts = Array.from({ length: 8 }, (_, symmetry) => turnedText(brief, symmetry));
  return texts.reduce((least, text) => (text < least ? text : least));
}

function turnedText({ board, budget, properties }: Brief, symmetry: number): string {
  const turn = (cell: number) => turned(cell, symmetry);
  const listed = properties.map(({ kind, value, part = 0 }: Property) => {
    const moved = ofCell.has(kind) ? turn(value) : ofDirection.has(kind) ? turnedWay(value, symmetry) : value;
    return `${kind} ${part} ${moved}`;
  });
  const blocks = board.blocks.map(turn).sort((a, b) => a - b);
  return `${turn(board.start)} ${turn(board.goal)} ${blocks} ${budget} ${listed.sort()}`;
}

/** The bits of a symmetry: swap rows and columns, then mirror rows, then columns. */
function turned(cell: number, symmetry: number): number {
  const [first, second] = [rowOf(cell), columnOf(cell)];
  const [row, column] = symmetry & 1 ? [second, first] : [first, second];
  return cellAt(symmetry & 2 ? side + 1 - row : row, symmetry & 4 ? side + 1 - column : column);
}

function turnedWay(direction: number, symmetry: number): number {
  const from = cellAt(2, 2);
  const step = turned(from + (steps[direction] as number), symmetry) - turned(from, symmetry);
  return (steps as readonly number[]).indexOf(step);
}
