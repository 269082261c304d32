import { describe, expect, it } from 'vitest';
import { scoreAbility, standardFrame } from '../../measurement/ability/ability.ts';
import { slopeEvidence } from '../../measurement/efficiency/difficulty-slope.ts';
import { trainingEfficiency } from '../../measurement/efficiency/efficiency.ts';
import { createDraws } from '../../measurement/numeric/draws.ts';
import { skillWeightsOf } from '../../measurement/performance/performance.ts';
import { createPerformanceSampler } from '../../measurement/performance/performance-sampler.ts';
import type { SkillScale } from '../../schema/scale.ts';
import { answerTask, sampleMix, sampleScale } from './simulated-session.ts';

const scale = sampleScale(0.5, 0.6, 0.15);
const mix = sampleMix(scale);
const weights = skillWeightsOf(mix);
const names = Object.keys(weights);

/** theta' = factor · theta + shift. */
interface Affine {
  readonly factor: number;
  readonly shift: number;
}

/** The same skill in other units: difficulties move with theta, slopes against it, spreads by the factor. */
function movedSkill(skill: SkillScale, { factor, shift }: Affine): SkillScale {
  const { intercept, terms, slope, residualSd } = skill;
  return {
    ...skill,
    intercept: { value: factor * intercept.value + shift, se: factor * intercept.se },
    terms: terms.map((term) => ({ ...term, coefficient: factor * term.coefficient, se: factor * term.se })),
    slope: slope / factor,
    residualSd: factor * residualSd,
  };
}

function movedScale(affine: Affine) {
  return {
    deviationSd: affine.factor * scale.deviationSd,
    skills: Object.fromEntries(
      Object.entries(scale.skills).map(([id, skill]) => [id, movedSkill(skill, affine)]),
    ),
  };
}

function movedFrame({ factor, shift }: Affine) {
  const { min, max, step, priorMean, priorSd } = standardFrame;
  return {
    min: factor * min + shift,
    max: factor * max + shift,
    step: factor * step,
    priorMean: factor * priorMean + shift,
    priorSd: factor * priorSd,
  };
}

/** Answers that were given once, in any units. */
function movedAnswers(key: string, theta: number, { factor, shift }: Affine) {
  const draws = createDraws('invariance', key);
  const thetas = Object.fromEntries(names.map((name) => [name, theta]));
  return Array.from({ length: 48 }, (_, task) => {
    const response = answerTask(scale, thetas, names[task % names.length]!, theta + draws.normal(), draws);
    return { ...response, difficulty: factor * response.difficulty + shift };
  });
}

function efficiencyIn(affine: Affine) {
  const moved = movedScale(affine);
  const sampler = createPerformanceSampler(moved, mix, { seed: 'invariance', runSd: 0.1 * affine.factor });
  const curve = (name: string, thetas: readonly number[]) => ({
    domain: 'reasoning',
    suite: 'core@1',
    scale: 'reasoning@1',
    computeUnit: 'flops',
    computeOrigin: 'scratch',
    points: thetas.map((theta, index) => {
      const checkpointKey = `${name} ${index}`;
      const responses = movedAnswers(checkpointKey, theta, affine);
      return {
        checkpointKey,
        compute: 10 ** (18 + index),
        posterior: scoreAbility(moved, weights, responses, movedFrame(affine)),
        slopeEvidence: slopeEvidence(moved, mix, []),
      };
    }),
  });
  return trainingEfficiency(
    sampler,
    curve('model', [-0.8, 0.2, 1]),
    curve('base', [-1.2, -0.4, 0.6]),
    'model 2',
  ).row;
}

const others: readonly Affine[] = [
  { factor: 1.7, shift: 0 },
  { factor: 1, shift: -3.2 },
  { factor: 0.4, shift: 5 },
];

describe('the ability', () => {
  it('moves with the scale of theta, its interval too', () => {
    const scored = (affine: Affine) => {
      const responses = movedAnswers('ability', 0.7, affine);
      return scoreAbility(movedScale(affine), weights, responses, movedFrame(affine));
    };
    const plain = scored({ factor: 1, shift: 0 });
    for (const affine of others) {
      const moved = scored(affine);
      for (const part of ['mean', 'lower', 'upper'] as const) {
        expect(moved[part]).toBeCloseTo(affine.factor * plain[part] + affine.shift, 9);
      }
      expect(moved.sd).toBeCloseTo(affine.factor * plain.sd, 9);
    }
  });
});

describe('PE', () => {
  it('is the same on every scale of theta, items, priors, grid and spreads moved along', () => {
    const plain = efficiencyIn({ factor: 1, shift: 0 });
    for (const affine of others) {
      const moved = efficiencyIn(affine);
      for (const part of ['value', 'lo', 'hi', 'prAboveOne'] as const) {
        expect(moved.pe![part]).toBeCloseTo(plain.pe![part], 6);
      }
      expect(moved.gain!.value).toBeCloseTo(plain.gain!.value, 8);
      expect(moved.areas!.difference.lo).toBeCloseTo(plain.areas!.difference.lo, 6);
      for (const [index, quartile] of moved.quartiles!.quartiles.entries()) {
        expect(quartile.pe!.value).toBeCloseTo(plain.quartiles!.quartiles[index]!.pe!.value, 8);
      }
    }
  });
});
