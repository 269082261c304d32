import { describe, expect, it } from 'vitest';
import { chooseInformative } from '../../../bench/real-models/asking.ts';
import { permutedResponses } from '../../../bench/real-models/control.ts';
import { calibrateBank } from '../../../bench/real-models/known-bank.ts';
import { measureLeftOut } from '../../../bench/real-models/left-out.ts';
import {
  calibrationResponses,
  type RealResponses,
  readResponses,
} from '../../../bench/real-models/responses.ts';
import { isInside, summaryOf, unaskedLossOf } from '../../../bench/real-models/summary.ts';
import { createDraws } from '../../../measurement/numeric/draws.ts';
import { meanOf } from '../../../measurement/numeric/statistics.ts';

/** A fifth of the tasks, in alphabetical order, with one strong and one weak model left out. */
const real = readResponses((task) => task < 'd');
const leftOut = ['openai_o3-mini', 'google_gemma-3-27b-it'];

function measured(responses: RealResponses) {
  return leftOut.map((model) => {
    const others = calibrationResponses(responses, (other) => other !== model);
    const { bank } = calibrateBank(responses.skills, others);
    const draws = createDraws('left-out', model);
    return measureLeftOut(bank, model, responses.models.get(model)!, chooseInformative, draws);
  });
}

const rows = measured(real);

describe('a real model that the calibration has not seen', () => {
  it('is asked 5 % of its items, its skills in proportion', () => {
    for (const { asked, items, unasked } of rows) {
      expect(asked).toBe(Math.round(0.05 * items));
      expect(unasked.length).toBe(items - asked);
    }
    const askedBySkill = Map.groupBy(rows[0]!.unasked, ({ item }) => item.skill);
    for (const own of askedBySkill.values()) {
      expect(own.length).toBeGreaterThanOrEqual(50 - 4);
      expect(own.length).toBeLessThanOrEqual(50 - 1);
    }
  });

  it.each(rows)('has its accuracy on all items inside a narrow interval ($model)', (row) => {
    expect(isInside(row)).toBe(true);
    expect(row.estimate.hi - row.estimate.lo).toBeLessThan(0.16);
    expect(Math.abs(row.estimate.value - row.accuracy)).toBeLessThan(0.06);
  });

  it('has its other scores predicted far better than by the mean of those asked', () => {
    const { gainErrors, logLoss, logLossOfMeans } = unaskedLossOf(rows);
    expect(gainErrors).toBeGreaterThan(10);
    expect(logLoss).toBeLessThan(logLossOfMeans - 0.15);
  });
});

describe('the control, scores permuted within each model', () => {
  const permuted = permutedResponses(real, 'test');
  const control = measured(permuted);

  it('keeps every accuracy and nothing else', () => {
    for (const [model, bank] of real.models) {
      const dealt = permuted.models.get(model)!;
      const mean = (own: typeof bank) => meanOf(own.map(({ score }) => score));
      expect(mean(dealt)).toBeCloseTo(mean(bank), 12);
      expect(dealt.map(({ score }) => score)).not.toEqual(bank.map(({ score }) => score));
    }
  });

  it('predicts no better than a mean, and its intervals are half as wide again', () => {
    expect(unaskedLossOf(control).gainErrors).toBeLessThan(2);
    expect(summaryOf(control).meanWidth).toBeGreaterThan(1.5 * summaryOf(rows).meanWidth);
  });
});
