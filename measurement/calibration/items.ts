import type { Fit } from './mode.ts';
import { predictedDifficulty } from './state.ts';

/** An instance whose own difficulty the pool's scores have told. In logits. */
export interface CalibratedItem {
  readonly skill: string;
  readonly instance: string;
  /** phi'eta: what the features say. */
  readonly predicted: number;
  /** phi'eta + eps, in posterior mean. */
  readonly difficulty: number;
  /** Posterior SD of eps: what is left of the spread s of fresh instances. */
  readonly sd: number;
}

export function itemsOf({ design, mode }: Fit): CalibratedItem[] {
  return design.skills.flatMap(({ skill, items }, f) => {
    const { residuals, residualVariances } = mode.skills[f]!.margin;
    return items.map(({ instance, row }, index) => {
      const predicted = predictedDifficulty(row, mode.state.skills[f]!.coefficients);
      return {
        skill: skill.id,
        instance,
        predicted,
        difficulty: predicted + residuals[index]!,
        sd: Math.sqrt(residualVariances[index]!),
      };
    });
  });
}
