import { setImmediate as yieldToOthers } from 'node:timers/promises';
import { normal95 } from '../../measurement/constants.ts';
import { fitItems } from '../../measurement/items/fit.ts';
import { scoreItems } from '../../measurement/items/score.ts';
import { createDraws } from '../../measurement/numeric/draws.ts';
import { simulateRow, simulateRows } from '../../test/measurement/items/oracle.ts';
import { type OnProgress, type ProofRow, withinBounds } from './proof.ts';

/** A fit takes as long as dozens of scores, and tells of all its items at once. */
const repetitionsPerFit = 25;

/** An estimate with its standard error beside what it estimates. */
interface Estimate {
  readonly value: number;
  readonly se: number | null;
  readonly truth: number;
}

/** Fits and scores of anybody's items: whether intervals hold what was planted, `repetitions` scores and a 25th of fits. */
export async function itemProofs(repetitions: number, onProgress: OnProgress): Promise<ProofRow[]> {
  const fits = Math.ceil(repetitions / repetitionsPerFit);
  const slopes: Estimate[] = [];
  const difficulties: Estimate[] = [];
  const coefficients: Estimate[] = [];
  const spreads: Estimate[] = [];
  for (let fit = 0; fit < fits; fit++) {
    const twoParameter = simulatedFit(fit);
    slopes.push(...twoParameter.slopes);
    difficulties.push(...twoParameter.difficulties);
    const explained = simulatedExplanation(fit);
    coefficients.push(...explained.coefficients);
    spreads.push(explained.spread);
    onProgress((fit + 1) / fits);
    await yieldToOthers();
  }
  const meanSpread = spreads.reduce((sum, { value }) => sum + value / spreads.length, 0);
  const ofFit = `${fits} fits of 20 items to 500 people`;
  const ofExplanation = `${fits} fits of 24 items, 3 features, 200 people`;
  return [
    withinBounds('95 % intervals of a hold it', ofFit, coverageOf(slopes), { min: 0.93, max: 0.97 }),
    withinBounds('95 % intervals of b hold it', ofFit, coverageOf(difficulties), { min: 0.93, max: 0.97 }),
    withinBounds('95 % intervals of eta hold it', ofExplanation, coverageOf(coefficients), {
      min: 0.88,
      max: 0.99,
    }),
    withinBounds('mean s over the planted s', ofExplanation, meanSpread / residualSd, {
      min: 0.87,
      max: 1.02,
    }),
    withinBounds(
      '95 % intervals of a score hold theta',
      `theta from the prior, 20 items`,
      scoreCoverage(repetitions),
      {
        min: 0.93,
        max: 0.97,
      },
    ),
  ];
}

function coverageOf(estimates: readonly Estimate[]): number {
  const covered = estimates.filter(
    ({ value, se, truth }) => se !== null && Math.abs(value - truth) < normal95 * se,
  );
  return covered.length / estimates.length;
}

function simulatedFit(fit: number): { readonly slopes: Estimate[]; readonly difficulties: Estimate[] } {
  const draws = createDraws('item-proofs', fit);
  const truth = Array.from({ length: 20 }, () => ({ a: Math.exp(0.3 * draws.normal()), b: draws.normal() }));
  const rows = simulateRows(truth, 500, `item-proofs ${fit}`);
  const { items } = fitItems(rows, {
    model: '2pl',
    weights: rows.map(() => 1),
    features: null,
    priors: false,
  });
  return {
    slopes: items.map(({ a, seA }, item) => ({ value: a!, se: seA, truth: truth[item]!.a })),
    difficulties: items.map(({ b, seB }, item) => ({ value: b!, se: seB, truth: truth[item]!.b })),
  };
}

const eta = [-0.5, 0.8, 1] as const;
const residualSd = 0.6;

function simulatedExplanation(fit: number): { readonly coefficients: Estimate[]; readonly spread: Estimate } {
  const draws = createDraws('explanation-proofs', fit);
  const features = Array.from({ length: 24 }, () => [1, draws.normal(), draws.uniform()]);
  const truth = features.map((row) => ({
    a: 1.2,
    b: row.reduce((sum, value, k) => sum + value * eta[k]!, residualSd * draws.normal()),
  }));
  const rows = simulateRows(truth, 200, `explanation-proofs ${fit}`);
  const fitted = fitItems(rows, { model: 'lltm', weights: rows.map(() => 1), features, priors: false });
  return {
    coefficients: eta.map((value, k) => ({ value: fitted.eta![k]!, se: fitted.seEta![k]!, truth: value })),
    spread: { value: fitted.s!, se: fitted.seS!, truth: residualSd },
  };
}

function scoreCoverage(repetitions: number): number {
  const draws = createDraws('score-proofs');
  let covered = 0;
  for (let repetition = 0; repetition < repetitions; repetition++) {
    const known = Array.from({ length: 20 }, () => ({
      a: Math.exp(0.3 * draws.normal()),
      b: 1.5 * draws.normal(),
    }));
    const theta = 2 * draws.normal();
    const items = known.map((item) => ({ ...item, g: 0, u: 0, s: 0, m: 1 }));
    const { lo, hi } = scoreItems(items, simulateRow(known, theta, draws));
    if (lo <= theta && theta <= hi) covered++;
  }
  return covered / repetitions;
}
