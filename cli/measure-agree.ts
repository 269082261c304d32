import { readFile } from 'node:fs/promises';
import { Command } from 'commander';
import { agree } from '../measurement/rating/agree.ts';
import { agreementText } from './agree-text.ts';
import { readInput } from './measure-input.ts';
import { orUsageError, outputTo, printText, UsageError, wholeNumberFrom } from './output.ts';
import { parseRatings } from './ratings-input.ts';

/** Two responses, rated by two people and a judge. */
export const agreeExample = [
  'response,criterion,rater,kind,score,heldOut,length',
  ...['r1,wit,ann,human,3,true,210', 'r1,wit,bob,human,4,true,210', 'r1,wit,llm,judge,4,true,210'],
  ...['r2,wit,ann,human,1,true,95', 'r2,wit,bob,human,1,true,95', 'r2,wit,llm,judge,2,true,95'],
].join('\\n');

const help = `
Input: CSV with these columns, or one JSON object {"ratings": [{…}], "scoreMax"} with these fields
  response, criterion, rater   names
  kind       "human" or "judge"
  occasion   1, or 2, 3 … for a later round, in which anchors are rated again; left out: 1
  score      a whole number from 0
  heldOut    whether the response was kept from whoever tuned a judge; left out: false
  length     of the response, in any unit; left out: unknown
Output:
  panel      Krippendorff's alpha among the human raters, with 95 % intervals over responses
  raters     each against the mean of the human scores: ordinal alpha, quadratic weighted kappa (QWK), and the
             correlation of its residuals with the log of the length
  facets     many-facet Rasch model: difficulties, severities and thresholds in logits, infit and outfit mean squares
  gate       which judge counts and which not, and why: alpha, QWK, drift on anchors that it rated again
  fair       fair averages of the responses, by the humans and the judges that count

Example:
  $ printf '${agreeExample}' | etude measure agree`;

interface Options {
  readonly json?: true;
  readonly scoreMax?: number;
}

export function agreeCommand(): Command {
  return new Command('agree')
    .description('how raters agree, how severe they are, and which judges may stand beside human raters')
    .argument('[file]', 'ratings as CSV or JSON; left out: standard input')
    .option(
      '--score-max <score>',
      'highest score of the scale; left out: the highest that was given',
      wholeNumberFrom(1),
    )
    .option('--json', 'one line of JSON')
    .addHelpText('after', help)
    .action(async (file: string | undefined, options: Options) => {
      const { ratings, scoreMax } = parseRatings(file === undefined ? await readInput() : await textOf(file));
      const report = orUsageError(() => agree(ratings, options.scoreMax ?? scoreMax));
      if (options.json) await outputTo().write(`${JSON.stringify(report)}\n`);
      else await printText(agreementText(report));
    });
}

async function textOf(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    throw new UsageError(`${file} cannot be read: ${(error as Error).message}`, { cause: error });
  }
}
