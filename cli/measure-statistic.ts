import { Command } from 'commander';
import type { z } from 'zod';
import { parseInput, readInput } from './measure-input.ts';
import { orUsageError, outputTo } from './output.ts';

/** One statistic: a JSON object in, a JSON object out. */
export interface Statistic<Schema extends z.ZodType> {
  readonly name: string;
  readonly summary: string;
  readonly schema: Schema;
  /** May throw a RangeError with what is wrong about the data. */
  readonly compute: (input: z.output<Schema>) => object;
  /** Fields of input and output, one a line. */
  readonly fields: string;
  /** An input for the example, on one line without quotes of the shell. */
  readonly example: string;
}

export function statisticCommand<Schema extends z.ZodType>(statistic: Statistic<Schema>): Command {
  const { name, summary, fields, example } = statistic;
  return new Command(name)
    .description(`${summary}; JSON on standard input, JSON on standard output`)
    .option('--json', 'one line of JSON, also on a terminal')
    .addHelpText('after', `\n${fields}\n\nExample:\n  $ echo '${example}' | etude measure ${name}`)
    .action(async (options: { readonly json?: true }) => {
      const result = resultOf(statistic, await readInput());
      const indent = process.stdout.isTTY && !options.json ? 2 : 0;
      await outputTo().write(`${JSON.stringify(result, null, indent)}\n`);
    });
}

/** Throws `UsageError` for an input that is not of the shape, and for data that the statistic cannot be had of. */
export function resultOf<Schema extends z.ZodType>(
  { schema, compute }: Statistic<Schema>,
  input: string,
): object {
  const parsed = parseInput(schema, input);
  return orUsageError(() => compute(parsed));
}
