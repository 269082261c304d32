import type { Trend, TrendRow } from '../client/trend.ts';

/** A difference with its sign: `+0.30`, `-1.62`. */
export function signed(value: number): string {
  return `${value < 0 ? '' : '+'}${value.toFixed(2)}`;
}

/** `-1.62 regression`: the difference to the checkpoint before, and what may be said of it. */
export function changeText({ change }: TrendRow): string {
  return change === null ? '–' : `${signed(change.difference)} ${change.verdict}`;
}

/** What the changes mean and where each domain is heading, below the table that shows them. */
export function changeNotes({ rows, series }: Trend): string[] {
  const detectable = rows.flatMap(({ change }) => (change === null ? [] : [change.detectable]));
  if (detectable.length === 0) return [];
  const [least, most] = [Math.min(...detectable), Math.max(...detectable)].map((each) => each.toFixed(2));
  const range = least === most ? least : `${least}–${most}`;
  const unit = rows.find(({ compute }) => compute !== null)?.compute?.unit ?? 'compute';
  return [
    `Change is the difference in ability, in logits, to the checkpoint before; here a change of ${range} would have been found with power .8, and a smaller one may be there unseen.`,
    ...series.map((each) => seriesText(each, unit)),
  ];
}

function seriesText({ domain, verdict, lo, hi, doublings, points }: Trend['series'][number], unit: string) {
  const bounds = `[${signed(lo)},${signed(hi)}] logits`;
  const grounds = `${points} points over ${doublings.toFixed(1)} doublings, 90 %`;
  return verdict === 'plateau'
    ? `${domain}: a plateau, ${bounds} a doubling of ${unit} (${grounds})`
    : `${domain}: gain per doubling of ${unit} in ${bounds} (${grounds})`;
}
