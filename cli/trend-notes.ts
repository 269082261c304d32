import type { Trend, TrendRow } from '../client/trend.ts';
import { milestonesText, multiplierText, quartilesText } from './beside-text.ts';

/** What the learning columns leave to be said below the table. */
export function learningNotes(trend: Trend, reasons: readonly string[]): string[] {
  return [
    ...reasons.map((reason, index) => `[${index + 1}] ${reason}`),
    ...flagNotes(trend),
    ...besideNotes(trend),
    meaning(trend),
  ];
}

/** What stands beside PE, of the newest checkpoint that has a curve in each domain. */
function besideNotes({ rows }: Trend): string[] {
  const newest = new Map(
    rows.filter(({ milestones }) => milestones.length > 0).map((row) => [row.domain, row]),
  );
  return [...newest.values()].flatMap((row) => {
    const lines = [multiplierText(row), milestonesText(row), quartilesText(row)];
    return lines.filter((line) => line !== null).map((line) => `${row.checkpoint}, ${row.domain}: ${line}`);
  });
}

function meaning({ rows, baseline }: Trend): string {
  const practice = rows.some(({ kind }) => kind === 'practice');
  const reference = baseline === null ? "a baseline's" : `that of ${baseline.family}`;
  const [axis, same] = practice
    ? ['log practice inside the checkpoint', 'practice']
    : ['log compute up to the checkpoint', 'compute'];
  return `PE is the area under performance over ${axis}, divided by ${reference} over the same window; above 1 it performs better for the same ${same}. Gain is the mean rise above the window's start. Brackets hold 95 % intervals.`;
}

const flagSentences: Readonly<Record<string, string>> = {
  misfit: 'the score of the random probe contradicts what the ability predicts for it',
  truncated: 'more than 5 % of the answers were cut at the token limit',
  'tokens-estimated': 'the endpoint does not count tokens; a quarter of the bytes stands in',
};

/** What makes a number doubtful is said wherever the number is shown. */
export function flagNotes({
  rows,
}: {
  readonly rows: readonly Pick<TrendRow, 'checkpoint' | 'flags'>[];
}): string[] {
  const flags = [...new Set(rows.flatMap((row) => row.flags))].sort();
  return flags.map((flag) => {
    const flagged = new Set(
      rows.filter((row) => row.flags.includes(flag)).map(({ checkpoint }) => checkpoint),
    );
    return `Flagged ${flag} (${flagSentences[flag] ?? flag}): ${[...flagged].join(', ')}`;
  });
}
