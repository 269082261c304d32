import { type Criterion, criterionScoreMax } from '../measurement/rating/criteria.ts';
import { criterionHead } from '../measurement/rating/sheets.ts';

export const readmeFile = 'README.md';

/** What raters are told beside their sheets: what to do, and what each score means. */
export function ratersReadme(criteria: readonly Criterion[]): string {
  return `${[opening, ...criteria.map(criterionText), closing].join('\n\n')}\n`;
}

const opening = `# How to rate

Your sheet is a CSV file, which any spreadsheet opens. Each row has a task in the column \`prompt\` and one answer to it in
the column \`text\`. Read both, then fill in the last columns: one whole number from 0 to ${criterionScoreMax} in each empty cell.

- Rate alone, row by row from the top, and go by what stands there. Who or what wrote an answer is not told, on purpose.
- Take each criterion by itself: an answer may be new and no good, or good and what everybody would write.
- A long answer is not better for being long.
- Use the whole scale. What each score means stands below.`;

function criterionText({ name, question, anchors }: Criterion): string {
  const rows = anchors.map((anchor, score) => `| ${score} | ${anchor} |`);
  return [
    `## ${criterionHead(name, criterionScoreMax)}`,
    '',
    question,
    '',
    '| score | meaning |',
    '|---|---|',
    ...rows,
  ].join('\n');
}

const closing = `## Then

Leave the column \`id\` and the heads as they are; rows may be sorted, and columns for notes may be added. An apostrophe at
the beginning of a cell keeps the spreadsheet from taking it for a formula. Save as CSV, and give the file back. If you
have a file whose name ends in \`-2\`, rate it some weeks later, without looking at the first.`;
