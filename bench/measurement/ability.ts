import { setImmediate as yieldToOthers } from 'node:timers/promises';
import { depths } from '../../measurement/constants.ts';
import { createDraws, type Draws } from '../../measurement/numeric/draws.ts';
import { meanOf } from '../../measurement/numeric/statistics.ts';
import {
  type SimulatedSession,
  sampleMix,
  sampleScale,
  simulateSession,
} from '../../test/measurement/simulated-session.ts';
import { type OnProgress, type ProofRow, withinBounds } from './proof.ts';

const residualSds = [0, 0.5, 1] as const;
const deviationSd = 0.8;
const abilitySd = 1.5;
const plantedAbilities = [-2, 0, 2] as const;

/**
 * Whole placements at SD .30 (the cap lifted): coverage of the 95 % interval for abilities drawn from N(0, 1.5²), at
 * each spread of instances, and bias at planted abilities.
 */
export async function abilityProofs(repetitions: number, onProgress: OnProgress): Promise<ProofRow[]> {
  const rows: ProofRow[] = [];
  const runs = residualSds.length + plantedAbilities.length;
  const run = (residualSd: number, abilityOf: (draws: Draws) => number, name: string) => {
    const done = rows.length;
    return simulate(residualSd, repetitions, abilityOf, name, (share) => onProgress((done + share) / runs));
  };
  for (const residualSd of residualSds) {
    const sessions = await run(residualSd, (draws) => abilitySd * draws.normal(), 'coverage');
    const covered = sessions.filter(
      ({ posterior, truth }) => posterior.lower <= truth && truth <= posterior.upper,
    );
    const setting = `ability N(0, 1.5²), s = ${residualSd}`;
    const share = covered.length / sessions.length;
    rows.push(withinBounds('95 % interval of ability covers', setting, share, { min: 0.93, max: 0.97 }));
  }
  for (const ability of plantedAbilities) {
    const sessions = await run(0.5, () => ability, `bias ${ability}`);
    const bias = Math.abs(meanOf(sessions.map(({ posterior, truth }) => posterior.mean - truth)));
    rows.push(withinBounds('bias of ability', `ability ${ability}, SD at most .30`, bias, { max: 0.05 }));
  }
  return rows;
}

/** Placements of models whose mean ability is planted and whose skills deviate from it. */
async function simulate(
  residualSd: number,
  repetitions: number,
  abilityOf: (draws: Draws) => number,
  name: string,
  onProgress: OnProgress,
): Promise<SimulatedSession[]> {
  const scale = sampleScale(residualSd, deviationSd);
  const mix = sampleMix(scale);
  const depth = { ...depths.standard, tasksMax: 400 };
  const skills = Object.keys(scale.skills);
  const sessions: SimulatedSession[] = [];
  for (let repetition = 0; repetition < repetitions; repetition++) {
    const draws = createDraws('ability-proofs', name, residualSd, repetition);
    const ability = abilityOf(draws);
    const deviations = skills.map(() => deviationSd * draws.normal());
    const mean = meanOf(deviations);
    const thetas = Object.fromEntries(skills.map((skill, f) => [skill, ability + deviations[f]! - mean]));
    sessions.push(simulateSession(scale, mix, depth, thetas, draws));
    onProgress((repetition + 1) / repetitions);
    await yieldToOthers();
  }
  return sessions;
}
