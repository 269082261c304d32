import { trendGain, trendProbabilityMin, trendTasks } from '../../measurement/constants.ts';
import type { Draws } from '../../measurement/numeric/draws.ts';
import { measurementSteps } from '../../measurement/practice/rounds.ts';
import { judgeTrend } from '../../measurement/practice/trend.ts';
import {
  type Gain,
  type Practised,
  simulatePractice,
  tokenOffset,
  walked,
} from '../../test/measurement/simulated-practice.ts';
import { type ProofRow, told, withinBounds } from './proof.ts';

/** Rounds whose measurement tasks a trend looks back over. */
const trendRounds = 12;
/** Planted over those rounds alone, so that what is judged is what was planted. */
const plantedGains = [0, 0.5, 1, -1] as const;

/** The verdicts on sessions that gain what was planted, and on sessions that walk as the path assumes. */
export function createTrendTally() {
  const planted = plantedGains.map(() => ({ plateau: 0, regress: 0, undecided: 0 }));
  const claims = { made: 0, right: 0 };
  let sessions = 0;

  function add(model: Practised, draws: Draws): void {
    sessions++;
    for (const [index, size] of plantedGains.entries()) {
      planted[index]![verdictOn(model, (x, xs) => size * lateRamp(x, xs), draws).verdict]++;
    }
    const { verdict, gain } = verdictOn(model, walked(model, draws), draws);
    if (verdict === 'undecided') return;
    claims.made++;
    if (verdict === 'plateau' ? gain < trendGain : gain < -trendGain) claims.right++;
  }

  function rows(): ProofRow[] {
    const [still, half, whole, loss] = planted.map(({ plateau, regress }) => ({
      plateau: plateau / sessions,
      regress: regress / sessions,
    }));
    const setting = (gain: string) => `deep, true gain ${gain} over the last ${trendTasks} tasks`;
    // What the rule promises is that a claim is right; how often it is made at one true gain follows from the data.
    return [
      withinBounds(
        'a plateau or regress that is called is there',
        'deep, a gain that walks as is assumed',
        claims.right / claims.made,
        { min: trendProbabilityMin },
      ),
      withinBounds('a plateau is called', setting('0'), still!.plateau, { min: 0.25 }),
      told('a plateau is called', setting('.5'), half!.plateau),
      told('a plateau is called', setting('1'), whole!.plateau),
      told('a plateau is called', setting('-1'), loss!.plateau),
      withinBounds('a regress is called', setting('0'), still!.regress, { max: 0.05 }),
      told('a regress is called', setting('.5'), half!.regress),
      told('a regress is called', setting('1'), whole!.regress),
      told('a regress is called', setting('-1'), loss!.regress),
    ];
  }

  return { add, rows };
}

/** The verdict at the end of a session, and the true gain over the stretch that it judges. */
function verdictOn(model: Practised, gain: Gain, draws: Draws) {
  const { path, rounds, xs } = simulatePractice(model, gain, draws);
  const { verdict } = judgeTrend(path, measurementSteps(rounds, tokenOffset));
  return { verdict, gain: gain(xs.at(-1)!, xs) - gain(xs.at(-trendRounds)!, xs) };
}

/** 0 until the stretch begins, 1 at its end. */
const lateRamp: Gain = (x, xs) => {
  const from = xs.at(-trendRounds)!;
  return Math.max(0, (x - from) / (xs.at(-1)! - from));
};
