import { setImmediate as yieldToOthers } from 'node:timers/promises';
import {
  type SlopeEvidence,
  slopeDifference,
  slopeEvidence,
} from '../../measurement/efficiency/difficulty-slope.ts';
import { createDraws, type Draws } from '../../measurement/numeric/draws.ts';
import type { DomainScale } from '../../measurement/performance/performance.ts';
import { sampleMix, sampleScale } from '../../test/measurement/simulated-session.ts';
import { deviationsOf, slopeResponses } from '../../test/measurement/simulated-slope.ts';
import { type OnProgress, type ProofRow, told, withinBounds } from './proof.ts';

const plain = sampleScale(0.5, 0.6);
const mix = sampleMix(plain);
const checkpoints = 5;
const probeTasks = 16;

/** A difficulty slope of the model where the baseline has none; of .5 it is better at the hard end by 2 logits. */
const lambdas = [0, 0.5] as const;
const cases = [
  { setting: 'skills equally hard', scale: plain, persistent: false },
  // A model that is weak in the hard skill at all its checkpoints looks as if difficulty itself were the matter.
  { setting: 'skills 1.5 logits apart, deviations persistent', scale: skillsApart(1.5), persistent: true },
] as const;

/**
 * The divergence of the quartiles, which is claimed when the interval of lambda_model − lambda_baseline excludes 0:
 * how often it is where the level alone explains the quartiles, and how often where it does not. Families of five
 * checkpoints that climb by different amounts, a probe of 16 tasks each.
 */
export async function divergenceProofs(repetitions: number, onProgress: OnProgress): Promise<ProofRow[]> {
  const rows: ProofRow[] = [];
  for (const { setting, scale, persistent } of cases) {
    const claims = lambdas.map(() => 0);
    for (let repetition = 0; repetition < repetitions; repetition++) {
      for (const [index, lambda] of lambdas.entries()) {
        const draws = createDraws('divergence', setting, lambda, repetition);
        const { lo, hi } = slopeDifference(
          family(scale, persistent, lambda, draws),
          family(scale, persistent, 0, draws),
        );
        if (lo > 0 || hi < 0) claims[index]!++;
      }
      onProgress((rows.length / lambdas.length + (repetition + 1) / repetitions) / cases.length);
      await yieldToOthers();
    }
    const [still, divergent] = claims.map((count) => count / repetitions);
    rows.push(
      withinBounds('a divergence is claimed', `none, ${setting}`, still!, { max: 0.05 }),
      told('a divergence is claimed', `lambda .5 against 0, ${setting}`, divergent!),
    );
  }
  return rows;
}

function family(scale: DomainScale, persistent: boolean, lambda: number, draws: Draws): SlopeEvidence[] {
  const start = -1.5 + draws.uniform();
  const rise = 1 + 1.5 * draws.uniform();
  const own = deviationsOf(scale, draws);
  return Array.from({ length: checkpoints }, (_, step) => {
    const level = start + (rise * step) / (checkpoints - 1);
    const deviations = persistent ? own : deviationsOf(scale, draws);
    const session = { level, deviations, tasks: probeTasks, lambda };
    return slopeEvidence(scale, mix, slopeResponses(scale, mix, session, draws));
  });
}

function skillsApart(distance: number): DomainScale {
  const skills = Object.entries(plain.skills).map(([id, skill], index) => {
    const value = skill.intercept.value + (index - 1) * distance;
    return [id, { ...skill, intercept: { ...skill.intercept, value } }] as const;
  });
  return { ...plain, skills: Object.fromEntries(skills) };
}
