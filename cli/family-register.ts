import { setTimeout as delay } from 'node:timers/promises';
import { Command } from 'commander';
import { expectRegistered } from '../client/expectation.ts';
import { planJudged } from '../client/judges.ts';
import { type FamilyStatus, familyStatus } from '../client/status.ts';
import { type ClientContext, pollFamily, registerFamily } from '../client/trackers.ts';
import type { Registration } from '../schema/registration.ts';
import { patiently, withEngine } from './context.ts';
import { expectedText } from './expectation.ts';
import { counted, durationText } from './formats.ts';
import { judgedPlanText } from './judged-text.ts';
import { printJson, printText, say } from './output.ts';
import { addRegistrationOptions, readRegistration } from './registration.ts';

const lookMsMax = 20_000;
const endpointMsMax = 3_000;

const example = `
Examples:
  $ etude family register tiny-lm --registry dir:runs/tiny --endpoint http://localhost:8000/v1
  $ etude family register --file family.yaml --depth quick

A file holds the same names, without dashes in front, one a line:
  name: tiny-lm
  registry: dir:runs/tiny
  endpoint: http://localhost:8000/v1
  every: 30s

Registering a name again changes its settings; its registry stays.`;

interface Options extends Readonly<Record<string, unknown>> {
  readonly file?: string;
  readonly json?: true;
}

export function registerCommand(): Command {
  const command = new Command('register')
    .description('follow a family of checkpoints from now on')
    .argument('[name]', 'name of the family: lower-case letters, digits and hyphens');
  return addRegistrationOptions(command)
    .option('--json', 'as JSON')
    .addHelpText('after', example)
    .action(register);
}

async function register(name: string | undefined, options: Options): Promise<void> {
  const registration = await readRegistration({ name, file: options.file, options });
  const { result, looked, status, warning, work } = await withEngine(async (context) => {
    const each = await expectRegistered(context.db, registration, 1);
    if (each !== null) say(`expected for each evaluation: ${expectedText(each)}`);
    const result = await patiently(registerFamily(context, registration));
    const [look, warning] = await Promise.all([
      firstLook(context, registration.name),
      // What serves a checkpoint comes when it is evaluated.
      registration.serve === undefined ? endpointWarning(registration.endpoint) : null,
    ]);
    for (const plan of await planJudged(context.db, registration.name)) say(judgedPlanText(plan));
    return { result, ...look, warning, work: await expectedWork(context, registration, look.status) };
  });
  if (warning !== null) say(`warning: ${warning}`);
  if (options.json) {
    return printJson({
      family: registration.name,
      ...result,
      looked,
      found: foundIn(status),
      evaluations: work.evaluations,
      expected: work.expected,
    });
  }
  const verb = result.created ? 'registered' : 'updated';
  await printText(
    [
      `${registration.name} is ${verb}: ${registration.registry}, looked at every ${durationText(result.everyMs)}`,
      ...findings(status, looked),
    ].join('\n'),
  );
  if (work.expected !== null && work.evaluations > 0) {
    say(`expected for ${counted(work.evaluations, 'evaluation')}: ${expectedText(work.expected)}`);
  }
}

/**
 * Waits until the tracker has looked at the registry and hashed what it found, but not long: large checkpoints take
 * their time, and the tracker goes on without us. An error of the look itself is in the status.
 */
async function firstLook(context: ClientContext, slug: string) {
  const timeout = new AbortController();
  const poll = pollFamily(context, slug).then(
    () => true,
    () => true,
  );
  const looked = await Promise.race([
    poll,
    delay(lookMsMax, false, { signal: timeout.signal }).catch(() => false),
  ]);
  timeout.abort();
  const [status] = await familyStatus(context.db, slug);
  return { looked, status: status! };
}

function foundIn({ registryReport, evaluations }: FamilyStatus) {
  return {
    ready: new Set(evaluations.filter(({ state }) => state !== 'lost').map(({ digest }) => digest)).size,
    writing: registryReport?.writing ?? [],
    broken: registryReport?.broken ?? [],
    error: registryReport?.error ?? null,
  };
}

function findings(status: FamilyStatus, looked: boolean): string[] {
  const { ready, writing, broken, error } = foundIn(status);
  if (error !== null) return [`the registry cannot be read: ${error.message} (${error.code})`];
  const lines = [
    looked
      ? `found ${counted(ready, 'checkpoint')} to evaluate`
      : `found ${counted(ready, 'checkpoint')} so far, and is still reading; \`./etude status ${status.family}\` shows more`,
    ...writing.map(({ label, reason }) => `  ${label} is still being written: ${reason}`),
    ...broken.map(({ label, reason }) => `  ${label} is broken and left out: ${reason}`),
  ];
  return lines;
}

/** What the evaluations that are not completed are expected to take together. */
async function expectedWork({ db }: ClientContext, registration: Registration, status: FamilyStatus) {
  const open = status.evaluations.filter(({ state }) => state !== 'completed' && state !== 'lost').length;
  return { evaluations: open, expected: await expectRegistered(db, registration, open) };
}

/** Why the endpoint looks wrong; null when anything answers there, whatever it says. Sends no key. */
async function endpointWarning(endpoint: string): Promise<string | null> {
  const address = `${endpoint.replace(/\/+$/, '')}/models`;
  try {
    const response = await fetch(address, {
      redirect: 'manual',
      signal: AbortSignal.timeout(endpointMsMax),
    });
    await response.body?.cancel();
    return null;
  } catch {
    return `nothing answers at ${address}: a task is given up after 8 failed calls, about a minute`;
  }
}
