import { setImmediate as yieldToOthers } from 'node:timers/promises';
import { depths } from '../../measurement/constants.ts';
import { createDraws } from '../../measurement/numeric/draws.ts';
import { meanOf } from '../../measurement/numeric/statistics.ts';
import { gainBetween } from '../../measurement/practice/walk-gain.ts';
import { placed, simulatePractice } from '../../test/measurement/simulated-practice.ts';
import { sampleMix, sampleScale } from '../../test/measurement/simulated-session.ts';
import { type OnProgress, type ProofRow, told, withinBounds } from './proof.ts';

const scale = sampleScale(0.7, 0.8);
const mix = sampleMix(scale);
const prerequisites = { first: [], second: ['first'], third: ['second'] };
const regimes = ['practice', 'static'] as const;

/**
 * Whole planned sessions of models that learn nothing: neither regime shows a drop, though practice dwells on the
 * weakest skill; and skills called mastered are.
 */
export async function practiceSessionProofs(
  repetitions: number,
  onProgress: OnProgress,
): Promise<ProofRow[]> {
  const errors = { practice: [] as number[], static: [] as number[] };
  const claims = { made: 0, wrong: 0, missed: 0, true: 0 };
  for (let repetition = 0; repetition < repetitions; repetition++) {
    const draws = createDraws('practice-session', repetition);
    const model = placed(scale, mix, depths.standard, 1.5 * draws.normal(), draws);
    for (const regime of regimes) {
      const { path, states } = simulatePractice(model, () => 0, draws, { regime, prerequisites });
      errors[regime].push(gainBetween(path.walk, 0, path.points.length - 1).mean);
      if (regime === 'static') continue;
      for (const [skill, { mastered, masteryTheta }] of Object.entries(states.at(-1)!.skills)) {
        const truly = model.thetas[skill]! >= masteryTheta;
        if (mastered) claims.made++;
        if (mastered && !truly) claims.wrong++;
        if (truly) claims.true++;
        if (truly && !mastered) claims.missed++;
      }
    }
    onProgress((repetition + 1) / repetitions);
    await yieldToOthers();
  }
  return [
    ...regimes.map((regime) =>
      withinBounds(
        'a model that learns nothing shows no drop: bias of the gain',
        `standard, regime ${regime}`,
        Math.abs(meanOf(errors[regime])),
        { max: 0.1 },
      ),
    ),
    withinBounds(
      'skills called mastered that are not',
      'standard, regime practice, after the last block',
      claims.wrong / Math.max(claims.made, 1),
      { max: 0.05 },
    ),
    told(
      'mastered skills called so',
      'standard, regime practice, after the last block',
      1 - claims.missed / claims.true,
    ),
  ];
}
