import { setImmediate as yieldToOthers } from 'node:timers/promises';
import { depths } from '../../measurement/constants.ts';
import { createDraws } from '../../measurement/draws.ts';
import { measurementSteps } from '../../measurement/practice/rounds.ts';
import { judgeTrend } from '../../measurement/practice/trend.ts';
import { gainBetween } from '../../measurement/practice/walk-gain.ts';
import { meanOf } from '../../measurement/statistics.ts';
import {
  type Gain,
  placed,
  simulatePractice,
  tokenOffset,
} from '../../test/measurement/simulated-practice.ts';
import { sampleMix, sampleScale } from '../../test/measurement/simulated-session.ts';
import { practiceCurveProofs } from './practice-curve.ts';
import { practiceSessionProofs } from './practice-session.ts';
import { type OnProgress, type ProofRow, withinBounds } from './proof.ts';

const scale = sampleScale(0.7, 0.8);
const mix = sampleMix(scale);
const abilitySd = 1.2;

/** Rounds whose measurement tasks a trend looks back over. */
const trendRounds = 12;

const linear: Gain = (x, xs) => x / xs.at(-1)!;
const late: Gain = (x, xs) => (x > xs[Math.floor(xs.length / 2)]! ? 1 : 0);
const windowed: Gain = (x, xs) => {
  const from = xs.at(-trendRounds)!;
  return Math.max(0, (x - from) / (xs.at(-1)! - from));
};
const cases: readonly { readonly name: string; readonly size: number; readonly shape: Gain }[] = [
  { name: 'no gain', size: 0, shape: linear },
  { name: '1 logit, linear', size: 1, shape: linear },
  { name: '1 logit, a late step', size: 1, shape: late },
  { name: '-1 logit, linear', size: -1, shape: linear },
];
/** Planted over the window itself, so that what is judged is what was planted. */
const trendCases = [0, 0.5, 1, -1] as const;

/** Shares of the work, as they take time. */
const groups = { gains: 0.5, curves: 0.3 } as const;

/**
 * The practice phase: planted gains, the session plateau, S⁺ along the curve, and whole planned sessions. Placements
 * are shared by the cases of a depth; planned sessions and bootstraps are dearer and run fewer times.
 */
export async function practiceProofs(repetitions: number, onProgress: OnProgress): Promise<ProofRow[]> {
  const rows: ProofRow[] = [];
  const names = ['quick', 'standard', 'deep'] as const;
  for (const [index, depth] of names.entries()) {
    const done = (share: number) => onProgress((groups.gains * (index + share)) / names.length);
    rows.push(...(await gainProofs(depth, repetitions, done)));
  }
  const curves = await practiceCurveProofs(Math.ceil(repetitions / 3), (share) =>
    onProgress(groups.gains + groups.curves * share),
  );
  const sessions = await practiceSessionProofs(Math.ceil(repetitions / 5), (share) =>
    onProgress(groups.gains + groups.curves + (1 - groups.gains - groups.curves) * share),
  );
  return [...rows, ...curves, ...sessions];
}

/** Coverage of the gain from before practice to its end and, at depth `deep`, verdicts on the last 24 tasks. */
async function gainProofs(
  depth: 'quick' | 'standard' | 'deep',
  repetitions: number,
  onProgress: OnProgress,
): Promise<ProofRow[]> {
  const tallies = cases.map(() => ({ covered: 0, errors: [] as number[] }));
  const verdicts = trendCases.map(() => ({ plateau: 0, regress: 0, undecided: 0 }));
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
    if (depth === 'deep') {
      for (const [index, size] of trendCases.entries()) {
        const { path, rounds } = simulatePractice(model, (x, all) => size * windowed(x, all), draws);
        verdicts[index]![judgeTrend(path, measurementSteps(rounds, tokenOffset)).verdict]++;
      }
    }
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
  return depth === 'deep' ? [...gains, ...trendRows(verdicts, repetitions)] : gains;
}

/** A false plateau at a gain of half a logit is tolerated as often as the rule's own probability allows. */
function trendRows(
  verdicts: readonly { readonly plateau: number; readonly regress: number }[],
  repetitions: number,
): ProofRow[] {
  const [still, half, whole, loss] = verdicts.map(({ plateau, regress }) => ({
    plateau: plateau / repetitions,
    regress: regress / repetitions,
  }));
  const setting = (gain: string) => `deep, true gain ${gain} over the last 24 tasks`;
  return [
    withinBounds('a plateau is called', setting('0'), still!.plateau, { min: 0.25 }),
    withinBounds('a plateau is called', setting('.5'), half!.plateau, { max: 0.2 }),
    withinBounds('a plateau is called', setting('1'), whole!.plateau, { max: 0.1 }),
    withinBounds('a regress is called', setting('0'), still!.regress, { max: 0.05 }),
    withinBounds('a regress is called', setting('-1'), loss!.regress, { min: 0 }),
  ];
}
