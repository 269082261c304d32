import { dirname, resolve } from 'node:path';
import type { Command } from 'commander';
import ms from 'ms';
import { providerKinds, type Registration, registrationSchema } from '../schema/registration.ts';
import { commandWords } from './command-words.ts';
import { UsageError } from './output.ts';
import { readYamlFile } from './yaml-file.ts';

interface Field {
  /** Name of the option and of the key in a file. */
  readonly option: string;
  readonly key: keyof Registration;
  readonly value: string;
  readonly kind: 'text' | 'number' | 'duration' | 'flag' | 'command';
  readonly help: string;
}

const durationRule = 'must be a duration from 1s to 1d, like 30s or 5m';

/** What a registration says beside its name, on the command line and in a file alike. */
const fields: readonly Field[] = [
  text('registry', 'registry', 'address', 'where the checkpoints appear, like dir:/data/run-7'),
  text(
    'registry-key-env',
    'registryKeyEnv',
    'variable',
    'variable with the token that the registry is read with',
  ),
  number('from-step', 'fromStep', 'n', 'leave out checkpoints of earlier steps'),
  number('every-steps', 'everySteps', 'n', 'only checkpoints this many steps apart, from the first on'),
  {
    option: 'latest-only',
    key: 'latestOnly',
    value: '',
    kind: 'flag',
    help: 'only the newest checkpoint, at each look',
  },
  text('endpoint', 'endpoint', 'url', 'server that answers as the checkpoints, like http://host:8000/v1'),
  text(
    'provider',
    'provider',
    'kind',
    `how the endpoint is spoken to: ${providerKinds.join(', ')} (openai-compatible)`,
  ),
  text('model', 'model', 'template', 'name of a checkpoint there: {label}, {step}, {digest} are filled in'),
  text(
    'model-family',
    'modelFamily',
    'name',
    'family of models that it is of, like qwen: none of it judges it',
  ),
  {
    option: 'serve',
    key: 'serve',
    value: 'command',
    kind: 'command',
    help: 'program that serves a checkpoint there: {path}, {label}, {step}, {digest}, {host}, {port} are filled in',
  },
  text('lora-path', 'loraPath', 'template', 'where vLLM there finds a checkpoint to load as a LoRA: {path}'),
  {
    option: 'serve-timeout',
    key: 'serveTimeoutMs',
    value: 'duration',
    kind: 'duration',
    help: 'time that a checkpoint gets until it is served (10m)',
  },
  text('api-key-env', 'apiKeyEnv', 'variable', "variable with the API key in the worker's environment"),
  number('price-prompt', 'pricePrompt', 'usd', 'US dollars for a million tokens of prompts'),
  number('price-completion', 'priceCompletion', 'usd', 'US dollars for a million tokens of answers'),
  number('parameters', 'parameters', 'n', 'parameters of the model, for FLOPs where only tokens are known'),
  {
    option: 'every',
    key: 'everyMs',
    value: 'duration',
    kind: 'duration',
    help: 'how often to look for new checkpoints (5m)',
  },
  text('suite', 'suite', 'name@version', 'what is measured (core@5)'),
  text('regime', 'regime', 'regime', 'practice or static (practice)'),
  text('depth', 'depth', 'depth', 'quick, standard or deep (standard)'),
  text('baseline', 'baseline', 'family', 'family whose baseline PE is normalised to'),
  text('compute-origin', 'computeOrigin', 'origin', 'compute from scratch or start-checkpoint on'),
  text('compute-note', 'computeNote', 'text', 'said beside every compute value'),
  number('connections', 'connections', 'n', 'requests to the endpoint at once (8)'),
  number('open-max', 'openMax', 'n', 'evaluations that run at once (4)'),
  number(
    'budget-tokens',
    'budgetTokens',
    'n',
    'tokens that a session may spend: it stops before a round that would pass it',
  ),
  number('temperature', 'temperature', 't', 'decoding temperature (0)'),
  number('max-tokens', 'maxTokens', 'n', 'tokens that an answer may have (4096)'),
];

function text(option: string, key: keyof Registration, value: string, help: string): Field {
  return { option, key, value, kind: 'text', help };
}

function number(option: string, key: keyof Registration, value: string, help: string): Field {
  return { option, key, value, kind: 'number', help };
}

/** Adds an option a field, without defaults, so that an option is known from one that was not given. */
export function addRegistrationOptions(command: Command): Command {
  for (const { option, value, kind, help } of fields) {
    command.option(kind === 'flag' ? `--${option}` : `--${option} <${value}>`, help);
  }
  return command.option('--file <family.yaml>', 'read these settings from a file; options override it');
}

export interface RegistrationInput {
  readonly name: string | undefined;
  readonly file: string | undefined;
  /** Options as commander gives them, by camel-case name. */
  readonly options: Readonly<Record<string, unknown>>;
}

interface Given {
  readonly value: unknown;
  /** How messages name it: `--every`, or `family.yaml:3: every`. */
  readonly as: string;
}

/**
 * The registration that file, options and name describe together, checked, with the folder of a `dir:` registry
 * made absolute, since the worker may run elsewhere. Throws `UsageError`.
 */
export async function readRegistration(input: RegistrationInput): Promise<Registration> {
  const given = new Map<string, Given>();
  if (input.file !== undefined) {
    const known = ['name', ...fields.map(({ option }) => option)];
    const lists = fields.filter(({ kind }) => kind === 'command').map(({ option }) => option);
    for (const [option, { value, place }] of await readYamlFile(input.file, known, lists)) {
      const folder = dirname(resolve(input.file));
      given.set(option, { value: absolute(option, value, folder), as: `${place}: ${option}` });
    }
  }
  for (const { option } of fields) {
    const value = input.options[camelCase(option)];
    if (value === undefined) continue;
    given.set(option, { value: absolute(option, value, process.cwd()), as: `--${option}` });
  }
  if (input.name !== undefined) given.set('name', { value: input.name, as: 'NAME' });
  return checked(given);
}

function checked(given: ReadonlyMap<string, Given>): Registration {
  const raw: Record<string, unknown> = { name: given.get('name')?.value };
  for (const field of fields) {
    const found = given.get(field.option);
    if (found !== undefined) raw[field.key] = converted(field.kind, found);
  }
  const parsed = registrationSchema.safeParse(raw);
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0]!;
  const key = issue.path[0];
  const option = fields.find((field) => field.key === key)?.option ?? 'name';
  const found = given.get(option);
  if (found === undefined) throw new UsageError(`${option === 'name' ? 'NAME' : `--${option}`} is missing`);
  const isDuration = fields.some((field) => field.key === key && field.kind === 'duration');
  throw new UsageError(`${found.as}: ${isDuration ? durationRule : issue.message}`);
}

function converted(kind: Field['kind'], { value, as }: Given): unknown {
  if (kind === 'duration') {
    const durationMs = typeof value === 'string' ? parseDuration(value) : null;
    if (durationMs === null) throw new UsageError(`${as}: ${durationRule}`);
    return durationMs;
  }
  if (kind === 'command') return typeof value === 'string' ? commandWords(value, as) : value;
  if (kind === 'text' || kind === 'flag' || typeof value !== 'string') return value;
  const parsed = Number(value);
  if (value.trim() === '' || Number.isNaN(parsed)) throw new UsageError(`${as}: must be a number`);
  return parsed;
}

/** Milliseconds of a text like `30s` or `5m`, rounded; null when it is none or has no unit. */
export function parseDuration(text: string): number | null {
  if (!/^\d+(\.\d+)?\s*[a-z]+$/i.test(text) || text.length > 100) return null;
  const value: number | undefined = ms(text as ms.StringValue);
  return value === undefined || Number.isNaN(value) ? null : Math.round(value);
}

function absolute(option: string, value: unknown, folder: string): unknown {
  if (option !== 'registry' || typeof value !== 'string' || !/^dir:./.test(value)) return value;
  return `dir:${resolve(folder, value.slice('dir:'.length))}`;
}

function camelCase(option: string): string {
  return option.replace(/-([a-z])/g, (_, letter: string) => letter.toUpperCase());
}
