import { setImmediate as yieldToOthers } from 'node:timers/promises';
import {
  type ChangeVerdict,
  changeBetween,
  detectableDifference,
  type Measured,
} from '../../measurement/change/change.ts';
import { seriesChange } from '../../measurement/change/series-change.ts';
import { depths, detectionPower } from '../../measurement/constants.ts';
import { createDraws } from '../../measurement/numeric/draws.ts';
import { type PairPlan, simulatedPairs } from '../../test/measurement/simulated-change.ts';
import { sampleMix, sampleScale, simulateSession } from '../../test/measurement/simulated-session.ts';
import { type OnProgress, type ProofRow, withinBounds } from './proof.ts';

const sameScale = { runSd: null, linkSd: 0 };
/** Pairs of normal posteriors cost next to nothing, so that many stand for one whole placement. */
const pairsPerRepetition = 20;

/**
 * Verdicts between checkpoints: on normal posteriors under the prior of every checkpoint, on whole placements, and
 * on series. With `repetitions` placements a row and 20 times as many normal pairs.
 */
export async function changeProofs(repetitions: number, onProgress: OnProgress): Promise<ProofRow[]> {
  const count = pairsPerRepetition * repetitions;
  const normal = [...falseAlarms(count), ...powers(count), ...equivalence(count), ...series(count)];
  return [...normal, ...(await wholePlacements(repetitions, onProgress))];
}

function falseAlarms(count: number): ProofRow[] {
  return [0.5, 0.3, 0.12, 0.085].map((sd) => {
    const share = shareOf({ domains: 4, sd, change: 0 }, count, (verdicts) => verdicts.some(isAlarm));
    return withinBounds('false alarms in 4 domains', `nothing changed, SD ${sd} a side`, share, {
      max: 0.05,
    });
  });
}

function powers(count: number): ProofRow[] {
  const planted = [
    { sd: 0.3, change: -1.5 },
    { sd: 0.085, change: -0.5 },
  ].map(({ sd, change }) => {
    const found = shareOf({ domains: 4, sd, change }, count, ([first]) => first === 'regression');
    const setting = `a drop of ${-change} in 1 of 4 domains, SD ${sd} a side`;
    return withinBounds('a drop is found', setting, found, { min: detectionPower });
  });
  const detectable = [1, 4].flatMap((domains) =>
    [0.5, 0.3, 0.085].map((sd) => {
      const least = detectableDifference(2 * sd ** 2, domains);
      // The prior shrinks what is observed; the planted change makes up for it.
      const change = least / (1 - (sd / 2) ** 2);
      const found = shareOf({ domains, sd, change }, count, ([first]) => first === 'improvement');
      const setting = `${least.toFixed(2)} observed on average, SD ${sd} a side, of ${domains}`;
      return withinBounds('the detectable difference is found', setting, found, { min: 0.795, max: 0.825 });
    }),
  );
  return [...planted, ...detectable];
}

function equivalence(count: number): ProofRow[] {
  return [0.5, -0.5].map((change) => {
    const plan = { domains: 1, sd: 0.12, change: change / (1 - 0.06 ** 2) };
    const share = shareOf(plan, count, ([first]) => first === 'equivalent');
    return withinBounds('called equivalent', `a change of ${change}, SD 0.12 a side`, share, { max: 0.05 });
  });
}

/** Series of nine checkpoints over eight doublings that rise by just the margin. */
function series(count: number): ProofRow[] {
  const draws = createDraws('change-proofs', 'series');
  let plateaus = 0;
  for (let repetition = 0; repetition < count; repetition++) {
    const points = Array.from({ length: 9 }, (_, x) => ({
      ...{ compute: 2 ** x, sd: 0.1 },
      theta: 0.05 * x + 0.1 * draws.normal(),
    }));
    if (seriesChange(points, null)?.verdict === 'plateau') plateaus++;
  }
  const share = plateaus / count;
  const max = withSamplingError(0.05, count);
  return [withinBounds('called a plateau', 'a rise of .05 a doubling, SD 0.1', share, { max })];
}

/**
 * Whole placements at SD .30 (the cap lifted), once more, and after a drop of 1.5 logits. The comparison is one of
 * four domains of which the others do not move; four such domains measured apart then alarm 1 − (1 − p)⁴ of the time.
 */
async function wholePlacements(repetitions: number, onProgress: OnProgress): Promise<ProofRow[]> {
  const scale = sampleScale(0.5, 0.8);
  const mix = sampleMix(scale);
  const depth = { ...depths.standard, tasksMax: 400 };
  let alarms = 0;
  let found = 0;
  for (let repetition = 0; repetition < repetitions; repetition++) {
    const draws = createDraws('change-proofs', repetition);
    const ability = 1.5 * draws.normal();
    const deviations = Object.keys(scale.skills).map((skill) => [skill, 0.8 * draws.normal()] as const);
    const measured = (drop: number): Measured => {
      const thetas = deviations.map(([skill, deviation]) => [skill, ability - drop + deviation]);
      const { posterior } = simulateSession(scale, mix, depth, Object.fromEntries(thetas), draws);
      return { theta: posterior.mean, sd: posterior.sd };
    };
    const before = measured(0);
    if (isAlarm(verdictOfFour(before, measured(0)))) alarms++;
    if (verdictOfFour(before, measured(1.5)) === 'regression') found++;
    onProgress((repetition + 1) / repetitions);
    await yieldToOthers();
  }
  const alarmShare = alarms / repetitions;
  const familyWise = 1 - (1 - alarmShare) ** 4;
  const setting = 'whole placements, SD at most .30';
  return [
    withinBounds('false alarms in 4 domains', setting, familyWise, {
      max: withSamplingError(0.05, repetitions / 4),
    }),
    withinBounds('a drop is found', `1.5 in 1 of 4 domains, ${setting}`, found / repetitions, {
      min: detectionPower,
    }),
  ];
}

function verdictOfFour(before: Measured, after: Measured): ChangeVerdict {
  const still = ['b', 'c', 'd'].map((domain) => ({ domain, before, after: before }));
  return changeBetween([{ domain: 'a', before, after }, ...still], sameScale)[0]!.verdict;
}

/** Share of simulated pairs for which `holds` of the verdicts on their domains. */
function shareOf(plan: PairPlan, count: number, holds: (verdicts: readonly ChangeVerdict[]) => boolean) {
  let held = 0;
  for (const pair of simulatedPairs(plan, count, createDraws('change-proofs', JSON.stringify(plan)))) {
    if (holds(changeBetween(pair, sameScale).map(({ verdict }) => verdict))) held++;
  }
  return held / count;
}

function isAlarm(verdict: ChangeVerdict): boolean {
  return verdict === 'regression' || verdict === 'improvement';
}

/** The bound that a share of at most this stays below, with two standard errors of `count` simulations. */
function withSamplingError(share: number, count: number): number {
  return Number((share + 2 * Math.sqrt((share * (1 - share)) / count)).toFixed(3));
}
