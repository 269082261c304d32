import { type ProofRow, withinBounds } from '../measurement/proof.ts';
import type { LeftOut } from './left-out.ts';
import type { Study } from './study.ts';
import { summaryOf, unaskedLossOf } from './summary.ts';

/** Models of eleven whose bank accuracy the intervals must hold: chance alone takes one more in every twenty. */
const insideMin = 9;
const widthMax = 0.08;
const rmseMax = 0.025;
const fitSecondsMax = 120;
/** Standard errors within which predictions are no better than a mean. */
const gainErrorsMax = 2;

/** What the estimates of left-out models' bank accuracies promise, and what permuted scores must not keep. */
export function promiseRows(study: Study, control: Study): ProofRow[] {
  const kept = tablePromises(study.rows);
  const lost = tablePromises(control.rows).filter(({ ok }) => !ok);
  const setting = `${study.rows.length} real models, each left out in turn`;
  const permuted = 'scores permuted within each model';
  return [
    ...kept.map((row) => ({ ...row, setting })),
    withinBounds('seconds of the slowest fit', setting, Math.max(...study.fitSeconds), {
      max: fitSecondsMax,
    }),
    withinBounds('unasked items better than by the mean, SE', setting, unaskedLossOf(study.rows).gainErrors, {
      min: gainErrorsMax,
    }),
    withinBounds('the same, SE', permuted, unaskedLossOf(control.rows).gainErrors, { max: gainErrorsMax }),
    withinBounds(`of the first four promises, missed${namesOf(lost)}`, permuted, lost.length, { min: 1 }),
  ];
}

function namesOf(rows: readonly ProofRow[]): string {
  return rows.map(({ proof, value }) => `\n- ${proof}: ${value.toFixed(4)}`).join('');
}

/** The four promises on the table of left-out models. */
function tablePromises(rows: readonly LeftOut[]): ProofRow[] {
  const { models, inside, meanWidth, rmse, pairs, pairsWrong } = summaryOf(rows);
  return [
    withinBounds(`accuracies inside their interval, of ${models}`, '', inside, { min: insideMin }),
    withinBounds('mean width of the intervals', '', meanWidth, { max: widthMax }),
    withinBounds('RMSE of the estimates', '', rmse, { max: rmseMax }),
    withinBounds(`pairs in the wrong order, of ${pairs}`, '', pairsWrong, { max: 0 }),
  ];
}
