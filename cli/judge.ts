import { Command } from 'commander';
import { addJudge, type JudgeOrder, judgeOrderSchema, removeJudge } from '../client/judges.ts';
import { judgePanelMin } from '../measurement/constants.ts';
import { listJudges } from '../schema/judges.ts';
import { providerKinds } from '../schema/registration.ts';
import { withDatabase } from './context.ts';
import { counted } from './formats.ts';
import { type Column, printJson, printText, say, tableText, UsageError, wholeNumberFrom } from './output.ts';

interface Options {
  readonly json?: true;
}

/** `etude judge …`: the models that read what no program can check. */
export function judgeCommand(): Command {
  return new Command('judge')
    .description('configure the models that read what no program can check')
    .addCommand(addCommand())
    .addCommand(listCommand())
    .addCommand(removeCommand());
}

const addExample = `
Example:
  $ etude judge add reader-a --endpoint http://host:8000/v1 --model qwen3-32b --family qwen --api-key-env ETUDE_KEY_A

An answer is read by the judges of other families of models than its own, at least ${judgePanelMin} of them, one a family.
A name stays with its model, since ratings are stored under it. The key is read by the workers, from their environment,
and is sent to no other origin than this endpoint's.`;

interface AddOptions extends Options {
  readonly endpoint: string;
  readonly provider?: string;
  readonly model: string;
  readonly family: string;
  readonly apiKeyEnv?: string;
  readonly connections?: number;
  readonly maxTokens?: number;
}

function addCommand(): Command {
  return new Command('add')
    .description('add a judge; the same one again changes nothing')
    .argument('<name>', 'name of the judge: lower-case letters, digits and hyphens')
    .requiredOption('--endpoint <url>', 'server that the judge is asked at, like http://host:8000/v1')
    .option(
      '--provider <kind>',
      `how the endpoint is spoken to: ${providerKinds.join(', ')} (openai-compatible)`,
    )
    .requiredOption('--model <name>', 'name of the model there')
    .requiredOption('--family <name>', 'family of models that it is of, like qwen')
    .option('--api-key-env <variable>', "variable with the API key in the workers' environment")
    .option('--connections <n>', 'requests to the endpoint at once (4)', wholeNumberFrom(1))
    .option('--max-tokens <n>', 'tokens that a verdict may have (4096)', wholeNumberFrom(16))
    .option('--json', 'as JSON')
    .addHelpText('after', addExample)
    .action(async (name: string, { json, family: modelFamily, ...options }: AddOptions) => {
      const order = orderOf({ name, modelFamily, ...options });
      const { created } = await withDatabase(({ db, config }) => addJudge(db, order, config.keyVariables));
      if (json) return printJson({ judge: name, created });
      await printText(`${name} ${created ? 'is added' : 'was a judge before, and is as it was'}`);
    });
}

function orderOf(given: Readonly<Record<string, unknown>>): JudgeOrder {
  const parsed = judgeOrderSchema.safeParse(given);
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0]!;
  throw new UsageError(`${optionOf(String(issue.path[0]))}: ${issue.message}`);
}

function optionOf(key: string): string {
  if (key === 'name') return 'NAME';
  return `--${key === 'modelFamily' ? 'family' : key.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
}

function listCommand(): Command {
  return new Command('list')
    .description('list the judges, those that were removed included')
    .option('--json', 'as JSON')
    .addHelpText('after', '\nExample:\n  $ etude judge list')
    .action(async ({ json }: Options) => {
      const judges = await withDatabase(({ db }) => listJudges(db));
      if (json) return printJson(judges.map(({ id: _, ...judge }) => judge));
      if (judges.length === 0) return say('No judges are configured: see `etude judge add --help`.');
      const columns: Column[] = [
        { head: 'judge' },
        { head: 'family' },
        { head: 'model', wraps: true },
        { head: 'endpoint', wraps: true },
        { head: 'key' },
        { head: 'state' },
      ];
      const rows = judges.map(({ name, modelFamily, model, endpoint, apiKeyVariable, removedAt }) => [
        name,
        modelFamily,
        model,
        endpoint,
        apiKeyVariable ?? '–',
        removedAt === null ? 'active' : 'removed',
      ]);
      await printText(tableText(columns, rows));
      const active = judges.filter(({ removedAt }) => removedAt === null).length;
      if (active < judgePanelMin)
        say(`${counted(active, 'judge')} can be asked; a panel has ${judgePanelMin} at least`);
    });
}

function removeCommand(): Command {
  return new Command('remove')
    .description('ask a judge no more; its ratings stay')
    .argument('<name>', 'the judge')
    .option('--json', 'as JSON')
    .addHelpText('after', '\nExample:\n  $ etude judge remove reader-a')
    .action(async (name: string, { json }: Options) => {
      await withDatabase(({ db }) => removeJudge(db, name));
      if (json) return printJson({ judge: name, removed: true });
      await printText(`${name} is removed`);
    });
}
