import type { CalibrationResponse, CalibrationSkill } from '../../measurement/calibration/shapes.ts';
import { createDraws, type Draws } from '../../measurement/numeric/draws.ts';
import { evenPoints } from '../../measurement/numeric/sobol.ts';

export interface PlantedSkill {
  readonly id: string;
  readonly slope: number;
  readonly residualSd: number;
  readonly intercept: number;
  /** Difficulty at unit-scale features. */
  readonly difficulty: (a: number, b: number) => number;
  readonly graded: boolean;
}

export interface Pool {
  readonly skills: CalibrationSkill[];
  readonly responses: CalibrationResponse[];
  /** Every model's mean ability over the skills. */
  readonly abilities: number[];
  /** Every item's difficulty, keyed by skill. */
  readonly difficulties: Record<string, number[]>;
}

const parameter = { min: 0, max: 1, scale: 'linear', monotone: true, kind: 'search' } as const;

/** Crossed answers of a simulated pool of this mean; `c` is a language parameter that costs nobody anything. */
export function simulatePool(
  seed: string,
  planted: readonly PlantedSkill[],
  models: number,
  items: number,
  deviationSd: number,
  mean = 0,
): Pool {
  const draws = createDraws(seed);
  const thetas = centred(Array.from({ length: models }, () => 1.5 * draws.normal())).map(
    (theta) => mean + theta,
  );
  const abilities = [...thetas];
  const difficulties: Record<string, number[]> = {};
  const responses = planted.flatMap((skill) => {
    const deviations = centred(thetas.map(() => deviationSd * draws.normal()));
    deviations.forEach((deviation, model) => {
      abilities[model] = abilities[model]! + deviation / planted.length;
    });
    difficulties[skill.id] = [];
    return evenPoints(3, items).flatMap(([a, b, c], item) => {
      const difficulty = skill.intercept + skill.difficulty(a!, b!) + skill.residualSd * draws.normal();
      difficulties[skill.id]!.push(difficulty);
      return thetas.map((theta, model) => ({
        model: `model-${String(model).padStart(2, '0')}`,
        skill: skill.id,
        instance: `item-${String(item).padStart(3, '0')}`,
        features: { a: a!, b: b!, c: c! },
        score: answer(draws, skill, theta + deviations[model]! - difficulty),
      }));
    });
  });
  const skills = planted.map(({ id }) => ({
    id,
    parameters: { a: parameter, b: parameter, c: { ...parameter, kind: 'language' as const } },
    interactions: [['a', 'b'] as const],
    chance: 0,
  }));
  return { skills, responses, abilities, difficulties };
}

/** A whole or no answer, or on graded skills the share of heads of four coins: the same mean, half the spread. */
function answer(draws: Draws, skill: PlantedSkill, distance: number): number {
  const probability = 0.98 / (1 + Math.exp(-skill.slope * distance));
  if (!skill.graded) return draws.uniform() < probability ? 1 : 0;
  let hits = 0;
  for (let coin = 0; coin < 4; coin++) if (draws.uniform() < probability) hits++;
  return hits / 4;
}

function centred(values: number[]): number[] {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  return values.map((value) => value - mean);
}
