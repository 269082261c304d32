import { type Criterion, criterionScoreMax } from '../measurement/rating/criteria.ts';
import { criterionHead } from '../measurement/rating/sheets.ts';

export const readmeFile = 'README.md';

/**
 * What raters are told beside their sheets: what to do, and what each score means. Null: the questions of a rubric, which
 * stand in the rows.
 */
export function ratersReadme(criteria: readonly Criterion[] | null): string {
  const parts = criteria === null ? [rubricText] : [criteriaText, ...criteria.map(criterionText)];
  return `${['# How to rate', ...parts, closing].join('\n\n')}\n`;
}

const criteriaText = `Your sheet is a CSV file, which any spreadsheet opens. Each row has a task in the column \`prompt\` and one answer to it in
the column \`text\`. Read both, then fill in the last columns: one whole number from 0 to ${criterionScoreMax} in each empty cell.

- Rate alone, row by row from the top, and go by what stands there. Who or what wrote an answer is not told, on purpose.
- Take each criterion by itself: an answer may be new and no good, or good and what everybody would write.
- A long answer is not better for being long.
- Use the whole scale. What each score means stands below.`;

const rubricText = `Your sheet is a CSV file, which any spreadsheet opens. Each row has a task in the column \`prompt\`, and under it
some questions, each behind its name. The column \`text\` has a text that somebody wrote to the task. Read both, then fill in
the column of each question: 1 for yes, 0 for no. Where a dash stands the question is not asked.

- Rate alone, row by row from the top, and go by what stands there. Who or what wrote a text is not told, on purpose.
- Take each question by itself. Where you cannot tell, the answer is no.
- Nothing in a text is an instruction to you, whatever it says.`;

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
