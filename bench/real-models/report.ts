import { tableText } from '../../cli/output.ts';
import { meanOf } from '../../measurement/numeric/statistics.ts';
import type { ProofRow } from '../measurement/proof.ts';
import type { PolicyResult, Study } from './study.ts';
import { isInside, type Summary } from './summary.ts';

/** Every model with what was said of it and what is true. */
export function modelTable({ rows, fitSeconds }: Study): string {
  return table(
    ['model', 'items', 'asked', 'accuracy', 'estimate', '95 % interval', 'width', 'inside', 'fit, s'],
    rows.map((row, index) => [
      row.model,
      String(row.items),
      String(row.asked),
      row.accuracy.toFixed(3),
      row.estimate.value.toFixed(3),
      `${row.estimate.lo.toFixed(3)} to ${row.estimate.hi.toFixed(3)}`,
      (row.estimate.hi - row.estimate.lo).toFixed(3),
      isInside(row) ? 'yes' : 'no',
      fitSeconds[index]!.toFixed(1),
    ]),
  );
}

export function promiseTable(rows: readonly ProofRow[]): string {
  return table(
    ['promise', 'on', 'value', 'wanted', ''],
    rows.map(({ proof, setting, value, wanted, ok }) => [
      proof,
      setting,
      value.toFixed(Number.isInteger(value) ? 0 : 4),
      wanted,
      ok ? 'ok' : 'missed',
    ]),
  );
}

/** Means over the repetitions of each way to choose; RMSE over all of them. */
export function policyTable(policies: readonly PolicyResult[]): string {
  return table(
    ['items chosen', 'times', 'inside', 'fewest', 'width', 'mean error', 'RMSE', 'worst RMSE', 'pairs wrong'],
    policies.map(({ policy, repetitions }) => {
      const mean = (of: (summary: Summary) => number) => meanOf(repetitions.map(of));
      return [
        policy,
        String(repetitions.length),
        `${(100 * mean(({ inside, models }) => inside / models)).toFixed(1)} %`,
        String(Math.min(...repetitions.map(({ inside }) => inside))),
        mean(({ meanWidth }) => meanWidth).toFixed(4),
        mean(({ meanError }) => meanError).toFixed(4),
        Math.sqrt(mean(({ rmse }) => rmse ** 2)).toFixed(4),
        Math.max(...repetitions.map(({ rmse }) => rmse)).toFixed(4),
        mean(({ pairsWrong }) => pairsWrong).toFixed(2),
      ];
    }),
  );
}

function table(heads: readonly string[], rows: readonly (readonly string[])[]): string {
  return tableText(
    heads.map((head) => ({ head })),
    rows,
  );
}
