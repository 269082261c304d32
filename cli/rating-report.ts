import { Command } from 'commander';
import { requireFamily } from '../client/families.ts';
import { ratingReport, type ScaleReport } from '../client/rating-report.ts';
import { agreementText } from './agree-text.ts';
import { withDatabase } from './context.ts';
import { printJson, printText, say } from './output.ts';

const example = `
Example:
  $ etude rating report --family tiny-lm

  Alpha among people is the ceiling of what a judge can reach. Severities and difficulties are in logits, with their
  standard error and with infit and outfit (1 on average; more is noise). A judge counts only if it agrees with the people
  on held-out responses and has not drifted on anchors; it is said why one does not. "with log length" is what a rater
  gives for length. Fair averages are scores that raters of mean severity would give, by those who count.`;

interface Options {
  readonly family?: readonly string[];
  readonly skills?: string;
  readonly json?: true;
}

export function ratingReportCommand(): Command {
  return new Command('report')
    .description('how raters agree and how severe they are, which judges count, and what responses are worth')
    .option('--family <name...>', 'responses of these families; raters are measured on all')
    .option('--skills <ids>', 'ratings of answers to tasks of these skills, like D1,D4')
    .option('--json', 'as JSON')
    .addHelpText('after', example)
    .action(async ({ family, skills, json }: Options) => {
      const scales = await withDatabase(async ({ db }) => {
        for (const name of family ?? []) await requireFamily(db, name);
        return await ratingReport(db, {
          ...(family === undefined ? {} : { families: family }),
          ...(skills === undefined ? {} : { skills: skills.split(',').map((id) => id.trim()) }),
        });
      });
      if (json) return printJson({ scales });
      if (scales.length === 0) return say('There are no ratings yet: see `etude rating export --help`.');
      await printText(scales.map(scaleText).join('\n\n'));
    });
}

function scaleText({ scoreMax, criteria, responses, agreement, reason }: ScaleReport): string {
  const what = `${criteria.join(', ')} (0 to ${scoreMax})`;
  if (agreement === null) return `${what}: nothing can be said, since ${reason}`;
  const names = new Map(
    responses.map(({ response, skill, family, checkpoint }) => [
      response,
      `${family}:${checkpoint} ${skill} task ${response}`,
    ]),
  );
  return `${what}: ${agreementText(agreement, (response) => names.get(response)!)}`;
}
