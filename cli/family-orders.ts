import { Command, InvalidArgumentError } from 'commander';
import {
  type ClientContext,
  configureFamily,
  pauseFamily,
  pollFamily,
  resumeFamily,
  stopFamily,
} from '../client/trackers.ts';
import { type TrackingChange, trackingChangeSchema } from '../schema/registration.ts';
import type { TrackerView } from '../workflows/family-tracker.ts';
import { patiently, withEngine } from './context.ts';
import { counted, durationText } from './formats.ts';
import { CliError, exitCodes, printJson, printText, UsageError, wholeNumberFrom } from './output.ts';
import { parseDuration } from './registration.ts';

interface Options {
  readonly json?: true;
}

export function pollCommand(): Command {
  return order('poll', 'look at the registry now', async (name: string, { json }: Options) => {
    const result = await withEngine((context) => patiently(pollFamily(context, name)));
    if (json) await printJson(result);
    if (result.error !== null) {
      throw new CliError(`the registry of ${name} cannot be read: ${result.error}`, exitCodes.usage);
    }
    if (json) return;
    const found = counted(result.found, 'ready checkpoint');
    await printText(`${name}: found ${found}, started ${counted(result.started, 'evaluation')}`);
  });
}

export function pauseCommand(): Command {
  return stateCommand('pause', 'stop looking for new checkpoints for a while', pauseFamily);
}

export function resumeCommand(): Command {
  return stateCommand('resume', 'look for new checkpoints again', resumeFamily);
}

export function stopCommand(): Command {
  return stateCommand('stop', 'stop following the family; what was measured stays', stopFamily);
}

function stateCommand(
  verb: string,
  description: string,
  send: (context: ClientContext, name: string) => Promise<TrackerView>,
): Command {
  return order(verb, description, async (name: string, { json }: Options) => {
    const view = await withEngine((context) => patiently(send(context, name)));
    await printView(view, json === true);
  });
}

interface ConfigureOptions extends Options {
  readonly every?: number;
  readonly openMax?: number;
  readonly baseline?: string;
}

export function configureCommand(): Command {
  return new Command('configure')
    .description('change how a family is followed')
    .argument('<name>', 'the family')
    .option('--every <duration>', 'how often to look for new checkpoints, like 30s or 5m', duration)
    .option('--open-max <n>', 'evaluations that run at once', wholeNumberFrom(1))
    .option('--baseline <family>', 'family whose baseline PE is normalised to, or none')
    .option('--json', 'as JSON')
    .addHelpText('after', '\nExample:\n  $ etude family configure tiny-lm --every 1m --baseline none')
    .action(async (name: string, options: ConfigureOptions) => {
      const change = readChange(options);
      const view = await withEngine((context) => patiently(configureFamily(context, name, change)));
      await printView(view, options.json === true);
    });
}

const optionOf: Readonly<Record<string, string>> = {
  everyMs: '--every',
  openMax: '--open-max',
  baseline: '--baseline',
};

function readChange({ every, openMax, baseline }: ConfigureOptions): TrackingChange {
  const change = {
    ...(every === undefined ? {} : { everyMs: every }),
    ...(openMax === undefined ? {} : { openMax }),
    ...(baseline === undefined ? {} : { baseline: baseline === 'none' ? null : baseline }),
  };
  if (Object.keys(change).length === 0) {
    throw new UsageError('nothing to change: give --every, --open-max or --baseline');
  }
  const parsed = trackingChangeSchema.safeParse(change);
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  throw new UsageError(`${optionOf[String(issue?.path[0])]}: ${issue?.message}`);
}

function duration(text: string): number {
  const value = parseDuration(text);
  if (value === null) throw new InvalidArgumentError('It must be a duration like 30s or 5m.');
  return value;
}

async function printView(view: TrackerView, json: boolean): Promise<void> {
  if (json) return printJson(view);
  await printText(`${view.slug} is ${view.state}, looked at every ${durationText(view.everyMs)}`);
}

function order(
  verb: string,
  description: string,
  action: (name: string, options: Options) => Promise<void>,
): Command {
  return new Command(verb)
    .description(description)
    .argument('<name>', 'the family')
    .option('--json', 'as JSON')
    .addHelpText('after', `\nExample:\n  $ etude family ${verb} tiny-lm`)
    .action(action);
}
