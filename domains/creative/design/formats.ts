import type { ReferencePool } from '../novelty.ts';
import { columnOf, rowOf, side } from './board.ts';
import type { Brief } from './draw.ts';
import { propertySentence, type Words } from './wording.ts';

/**
 * The brief as JSON: cells as [row, column] from 1, each property as its kind, what it is about and its sentence, and
 * the pool's strategies, `blocks-pads-oneways:moves`, with the number of designs that follow each.
 */
export function briefText({ board, budget, properties }: Brief, pool: ReferencePool, words: Words): string {
  const at = (cell: number) => [rowOf(cell), columnOf(cell)];
  return JSON.stringify({
    side,
    start: at(board.start),
    goal: at(board.goal),
    blocks: board.blocks.map(at),
    budget,
    symbols: { block: '#', pad: 'o', oneWay: ['^', '>', 'v', '<'] },
    properties: properties.map(({ kind, value, part }) => ({
      kind,
      value: ['visits', 'reaches', 'avoids'].includes(kind) ? at(value) : value,
      ...(part === undefined ? {} : { part: ['block', 'pad', 'oneWay'][part] }),
      says: propertySentence({ kind, value, ...(part === undefined ? {} : { part }) }, words),
    })),
    unusual: 'at least half of the designs follow strategies with more designs than the own one has',
    strategies: pool,
  });
}
