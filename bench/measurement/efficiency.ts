import { setImmediate as yieldToOthers } from 'node:timers/promises';
import { createDraws } from '../../measurement/numeric/draws.ts';
import {
  type SimulatedComparison,
  type SimulationSettings,
  simulatePractice,
  simulateTraining,
} from '../../test/measurement/simulated-efficiency.ts';
import { divergenceProofs } from './divergence.ts';
import { coverageBounds, type OnProgress, type ProofRow, told, withinBounds } from './proof.ts';

/** Half of what a product's interval rests on: the 2.5 % quantile then lies at 2.6 %. */
const jointDraws = 1000;
const itemSe = 0.15;
/** Planted shifts lie within this many powers of ten, half of what a window of two allows. */
const aheadMax = 0.5;

interface Case {
  readonly setting: string;
  readonly simulate: (settings: SimulationSettings) => SimulatedComparison;
  readonly settings: Omit<SimulationSettings, 'seed' | 'draws' | 'ahead'>;
  /** Whether the model is the baseline, moved ahead by a random part of a power of ten. */
  readonly shifted?: boolean;
  readonly rowsOf: (setting: string, results: readonly SimulatedComparison[]) => ProofRow[];
}

const coverageCases: readonly Case[] = [
  { setting: 'training', simulate: simulateTraining, settings: {} },
  { setting: 'training, items uncertain', simulate: simulateTraining, settings: { itemSe } },
  {
    setting: 'training, deviations persistent',
    simulate: simulateTraining,
    settings: { persistent: true },
  },
  {
    setting: 'training, items uncertain, deviations persistent',
    simulate: simulateTraining,
    settings: { itemSe, persistent: true },
  },
  { setting: 'practice', simulate: simulatePractice, settings: {} },
  { setting: 'practice, items uncertain', simulate: simulatePractice, settings: { itemSe } },
].map((each) => ({ ...each, rowsOf: coverageRows }));

const otherCases: readonly Case[] = [
  {
    setting: 'practice that raises the ability evenly',
    simulate: simulatePractice,
    settings: { steady: true },
    // Steadier than the walk that scoring assumes, so that its interval may be wider than need be.
    rowsOf: (setting, results) => [
      withinBounds('95 % interval of PE covers', setting, peCoverage(results), { min: coverageBounds.min }),
    ],
  },
  {
    setting: 'one family twice, training',
    simulate: simulateTraining,
    settings: { itemSe, twins: true },
    rowsOf: twinRows,
  },
  {
    setting: 'one checkpoint twice, practice',
    simulate: simulatePractice,
    settings: { itemSe, twins: true },
    rowsOf: twinRows,
  },
  {
    setting: 'training, a shift of up to ±.5',
    simulate: simulateTraining,
    settings: {},
    shifted: true,
    rowsOf: (setting, results) => multiplierRows(setting, results, coverageBounds),
  },
  {
    setting: 'the same, 3.5 logits over the window',
    simulate: simulateTraining,
    settings: { rise: 3.5 },
    shifted: true,
    rowsOf: (setting, results) => multiplierRows(setting, results, coverageBounds),
  },
  {
    setting: 'the same, deviations alike on both sides',
    simulate: simulateTraining,
    settings: { rise: 3.5, twins: true, persistent: true },
    shifted: true,
    // What placement gets wrong of a skill is then the same on both sides and cancels, which draws cannot know.
    rowsOf: (setting, results) => multiplierRows(setting, results, { min: coverageBounds.min }),
  },
];

/**
 * PE, gain and multiplier of two simulated families or practice sessions: whether intervals hold the truth, and what
 * is claimed where nothing is. `repetitions` comparisons a setting.
 */
export async function efficiencyProofs(repetitions: number, onProgress: OnProgress): Promise<ProofRow[]> {
  const cases = [...coverageCases, ...otherCases];
  const rows: ProofRow[] = [];
  for (const [index, each] of cases.entries()) {
    const progress = (share: number) => onProgress((index + share) / (cases.length + 1));
    rows.push(...each.rowsOf(each.setting, await comparisons(each, repetitions, progress)));
  }
  const divergences = await divergenceProofs(repetitions, (share) =>
    onProgress((cases.length + share) / (cases.length + 1)),
  );
  return [...rows, ...divergences];
}

async function comparisons(
  { setting, simulate, settings, shifted = false }: Case,
  repetitions: number,
  onProgress: OnProgress,
): Promise<SimulatedComparison[]> {
  const results: SimulatedComparison[] = [];
  for (let repetition = 0; repetition < repetitions; repetition++) {
    const seed = `${setting} ${repetition}`;
    const ahead = aheadMax * (2 * createDraws('planted shift', seed).uniform() - 1);
    results.push(simulate({ ...settings, seed, draws: jointDraws, ...(shifted ? { ahead } : {}) }));
    onProgress((repetition + 1) / repetitions);
    await yieldToOthers();
  }
  return results;
}

function coverageRows(setting: string, results: readonly SimulatedComparison[]): ProofRow[] {
  const gains = results.flatMap(({ estimate, truth }) =>
    estimate.gain === null ? [] : [holds(estimate.gain, truth.gain)],
  );
  return [
    withinBounds('95 % interval of PE covers', setting, peCoverage(results), coverageBounds),
    withinBounds('95 % interval of gain covers', setting, shareOf(gains), coverageBounds),
  ];
}

function peCoverage(results: readonly SimulatedComparison[]): number {
  return shareOf(
    results.flatMap(({ estimate, truth }) => (estimate.pe === null ? [] : [holds(estimate.pe, truth.pe)])),
  );
}

/** What is claimed of PE where it is truly 1, and of a baseline beside itself. */
function twinRows(setting: string, results: readonly SimulatedComparison[]): ProofRow[] {
  const certainties = results.flatMap(({ estimate }) => estimate.pe?.prAboveOne ?? []);
  const exact = results.flatMap(({ self: { pe } }) =>
    pe === null ? [] : [pe.value === 1 && pe.lo === 1 && pe.hi === 1],
  );
  return [
    withinBounds('PE(ref, ref) is 1, from 1 to 1', setting, shareOf(exact), { min: 1 }),
    withinBounds('Pr(PE > 1) ≥ .975 though PE is 1', setting, shareOf(certainties.map((p) => p >= 0.975)), {
      max: 0.05,
    }),
    withinBounds('Pr(PE > 1) ≤ .025 though PE is 1', setting, shareOf(certainties.map((p) => p <= 0.025)), {
      max: 0.05,
    }),
  ];
}

/** Coverage of the shift that suits the true curves best; a bound that is open holds all beyond it. */
function multiplierRows(
  setting: string,
  results: readonly SimulatedComparison[],
  bounds: { readonly min: number; readonly max?: number },
): ProofRow[] {
  const known = results.flatMap(({ multiplier, truth }) =>
    multiplier === null || truth.multiplier === null ? [] : [{ multiplier, truth: truth.multiplier }],
  );
  const covered = known.map(({ multiplier: { lo, hi }, truth }) =>
    holds({ lo: lo ?? 0, hi: hi ?? Number.POSITIVE_INFINITY }, truth),
  );
  const closed = known.map(({ multiplier: { lo, hi } }) => lo !== null && hi !== null);
  return [
    withinBounds('95 % interval of the multiplier covers', setting, shareOf(covered), bounds),
    told('multipliers with both bounds', setting, closed.filter(Boolean).length / results.length),
  ];
}

function holds({ lo, hi }: { readonly lo: number; readonly hi: number }, truth: number): boolean {
  return lo <= truth && truth <= hi;
}

function shareOf(held: readonly boolean[]): number {
  return held.filter(Boolean).length / held.length;
}
