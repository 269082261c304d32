import { setImmediate as yieldToOthers } from 'node:timers/promises';
import { depths } from '../../measurement/constants.ts';
import { createDraws } from '../../measurement/numeric/draws.ts';
import { meanOf } from '../../measurement/numeric/statistics.ts';
import { gainBetween } from '../../measurement/practice/walk-gain.ts';
import { type Gain, placed, simulatePractice } from '../../test/measurement/simulated-practice.ts';
import { sampleMix, sampleScale } from '../../test/measurement/simulated-session.ts';
import { practiceCurveProofs } from './practice-curve.ts';
import { practiceSessionProofs } from './practice-session.ts';
import { createTrendTally } from './practice-trend.ts';
import { type OnProgress, type ProofRow, withinBounds } from './proof.ts';

const scale = sampleScale(0.7, 0.8);
const mix = sampleMix(scale);
const abilitySd = 1.2;

const linear: Gain = (x, xs) => x / xs.at(-1)!;
const late: Gain = (x, xs) => (x > xs[Math.floor(xs.length / 2)]! ? 1 : 0);
const cases: readonly { readonly name: string; readonly size: number; readonly shape: Gain }[] = [
  { name: 'no gain', size: 0, shape: linear },
  { name: '1 logit, linear', size: 1, shape: linear },
  { name: '1 logit, a late step', size: 1, shape: late },
  { name: '-1 logit, linear', size: -1, shape: linear },
];
/** Shares of the work, as they take time. */
const groups = { gains: 0.45, curves: 0.2 } as const;

/**
 * The practice phase: planted gains, the session plateau, S⁺ along the curve, and whole planned sessions. Placements
 * are shared by the cases of a depth.
 */
export async function practiceProofs(repetitions: number, onProgress: OnProgress): Promise<ProofRow[]> {
  const rows: ProofRow[] = [];
  const names = ['quick', 'standard', 'deep'] as const;
  for (const [index, depth] of names.entries()) {
    const done = (share: number) => onProgress((groups.gains * (index + share)) / names.length);
    rows.push(...(await gainProofs(depth, repetitions, done)));
  }
  const curves = await practiceCurveProofs(repetitions, (share) =>
    onProgress(groups.gains + groups.curves * share),
  );
  const sessions = await practiceSessionProofs(repetitions, (share) =>
    onProgress(groups.gains + groups.curves + (1 - groups.gains - groups.curves) * share),
  );
  return [...rows, ...curves, ...sessions];
}

/** Coverage of the gain from before practice to its end and, at depth `deep`, the verdicts on the last 24 tasks. */
async function gainProofs(
  depth: 'quick' | 'standard' | 'deep',
  repetitions: number,
  onProgress: OnProgress,
): Promise<ProofRow[]> {
  const tallies = cases.map(() => ({ covered: 0, errors: [] as number[] }));
  const trends = createTrendTally();
  for (let repetition = 0; repetition < repetitions; repetition++) {
    const draws = createDraws('practice-proofs', depth, repetition);
    const model = placed(scale, mix, depths[depth], abilitySd * draws.normal(), draws);
    for (const [index, { size, shape }] of cases.entries()) {
      const { path, xs } = simulatePractice(model, (x, all) => size * shape(x, all), draws);
      const { mean, lower, upper } = gainBetween(path.walk, 0, path.points.length - 1);
      const truth = size * shape(xs.at(-1)!, xs);
      if (lower <= truth && truth <= upper) tallies[index]!.covered++;
      tallies[index]!.errors.push(mean - truth);
    }
    if (depth === 'deep') trends.add(model, draws);
    onProgress((repetition + 1) / repetitions);
    await yieldToOthers();
  }
  const gains = cases.flatMap(({ name, size }, index) => {
    const { covered, errors } = tallies[index]!;
    const setting = `${depth}, ${name}`;
    const share = covered / repetitions;
    return [
      withinBounds("the gain's 95 % interval covers", setting, share, { min: 0.93 }),
      ...(size === 0
        ? [withinBounds('bias of the gain', setting, Math.abs(meanOf(errors)), { max: 0.1 })]
        : []),
    ];
  });
  return depth === 'deep' ? [...gains, ...trends.rows()] : gains;
}
