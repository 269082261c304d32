import { shuffle } from '../../measurement/calibration/held-out.ts';
import { createDraws } from '../../measurement/numeric/draws.ts';
import type { RealResponses } from './responses.ts';

/** The same responses with every model's scores dealt anew among its items: its accuracy stays, all else is chance. */
export function permutedResponses({ skills, models }: RealResponses, seed: string): RealResponses {
  const permuted = Array.from(models, ([model, bank]) => {
    const dealt = shuffle(
      bank.map(({ score }) => score),
      createDraws(seed, 'control', model),
    );
    return [model, bank.map((own, index) => ({ ...own, score: dealt[index]! }))] as const;
  });
  return { skills, models: new Map(permuted) };
}
