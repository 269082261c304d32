import type { Cell } from '../../schema/scale.ts';
import { difficultyOf } from '../response-model/difficulty.ts';
import { type DomainScale, modelOf } from './performance.ts';

/** A quarter of the reference mix by weight, between two predicted difficulties in logits. */
export interface DifficultyQuartile {
  readonly from: number;
  readonly to: number;
  readonly cells: readonly Cell[];
}

/**
 * The mix in quarters of its weight, easiest first, by the difficulty that the scale predicts; a cell belongs where
 * the middle of its weight falls. A quarter in which no cell's middle falls is left out, so that a mix of few cells
 * has fewer.
 */
export function difficultyQuartiles(scale: DomainScale, mix: readonly Cell[]): DifficultyQuartile[] {
  const total = mix.reduce((sum, { weight }) => sum + weight, 0);
  const ascending = mix
    .map((cell) => ({ cell, difficulty: difficultyOf(modelOf(scale, cell.skill), cell.features) }))
    // Cells of one difficulty stay in the mix' order, also where rounding tells them apart.
    .sort((a, b) => Math.round((a.difficulty - b.difficulty) * 1e9));
  const quarters: (typeof ascending)[] = [[], [], [], []];
  let before = 0;
  for (const each of ascending) {
    const middle = (before + each.cell.weight / 2) / total;
    before += each.cell.weight;
    // Sums of weights carry rounding; a middle on the border belongs above it on every machine.
    quarters[Math.min(3, Math.floor(4 * middle + 1e-9))]!.push(each);
  }
  return quarters
    .filter((quarter) => quarter.length > 0)
    .map((quarter) => ({
      from: quarter[0]!.difficulty,
      to: quarter.at(-1)!.difficulty,
      cells: quarter.map(({ cell }) => cell),
    }));
}
