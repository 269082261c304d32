import { z } from 'zod';
import { type Board, cellAt, cells, columnOf, type Part, partSymbols, rowOf, symbols } from './board.ts';

/** Far more parts than any budget allows. */
const partsMax = 64;

export const designSchema = z.object({
  parts: z.array(z.tuple([z.string(), z.number(), z.number()])).max(partsMax),
});
export type DesignAnswer = z.infer<typeof designSchema>;

export function answerOf(parts: readonly Part[]): DesignAnswer {
  return {
    parts: [...parts]
      .sort((a, b) => a.cell - b.cell)
      .map(({ cell, code }) => [symbols.charAt(code), rowOf(cell), columnOf(cell)]),
  };
}

/** The parts that the answer places; null where they may not be placed so. */
export function partsOf({ parts }: DesignAnswer, board: Board, budget: number): Part[] | null {
  if (parts.length > budget) return null;
  const taken = new Set([board.start, board.goal, ...board.blocks]);
  const placed: Part[] = [];
  for (const [symbol, row, column] of parts) {
    const cell = cellAt(row, column);
    if (!(partSymbols as readonly string[]).includes(symbol) || taken.has(cell)) return null;
    if (!cells.includes(cell) || rowOf(cell) !== row || columnOf(cell) !== column) return null;
    taken.add(cell);
    placed.push({ cell, code: symbols.indexOf(symbol) });
  }
  return placed;
}
