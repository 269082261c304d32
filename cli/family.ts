import { Command } from 'commander';
import { requireFamily } from '../client/families.ts';
import { type FamilyStatus, familyStatus } from '../client/status.ts';
import type { Db } from '../schema/database.ts';
import { findEndpoint } from '../schema/families.ts';
import { latestProtocol } from '../schema/protocols.ts';
import { withDatabase } from './context.ts';
import { configureCommand, pauseCommand, pollCommand, resumeCommand, stopCommand } from './family-orders.ts';
import { registerCommand } from './family-register.ts';
import { durationText, fieldsText, shellWord } from './formats.ts';
import { type Column, printJson, printText, say, tableText } from './output.ts';

interface Options {
  readonly json?: true;
}

/** `etude family …`: which families are followed, and how. */
export function familyCommand(): Command {
  return new Command('family')
    .description('register model families and steer how they are followed')
    .addCommand(registerCommand())
    .addCommand(listCommand())
    .addCommand(showCommand())
    .addCommand(pollCommand())
    .addCommand(pauseCommand())
    .addCommand(resumeCommand())
    .addCommand(stopCommand())
    .addCommand(configureCommand());
}

function listCommand(): Command {
  return new Command('list')
    .description('list the registered families')
    .option('--json', 'as JSON')
    .addHelpText('after', '\nExample:\n  $ etude family list')
    .action(async ({ json }: Options) => {
      const families = await withDatabase(({ db }) => familyStatus(db));
      if (json) return printJson(families.map(summary));
      if (families.length === 0)
        return say('No family is registered yet: see `etude family register --help`.');
      const columns: Column[] = [
        { head: 'family' },
        { head: 'state' },
        { head: 'registry', wraps: true },
        { head: 'evaluations', align: 'right' },
        { head: 'completed', align: 'right' },
        { head: 'failed', align: 'right' },
        { head: 'looked at', wraps: true },
      ];
      await printText(tableText(columns, families.map(row)));
    });
}

function summary(status: FamilyStatus) {
  const { family, state, registry, registryReport, evaluations } = status;
  const count = (wanted: string) => evaluations.filter((each) => each.state === wanted).length;
  return {
    family,
    state,
    registry,
    evaluations: evaluations.length,
    completed: count('completed'),
    failed: count('failed'),
    registryReport,
  };
}

function row(status: FamilyStatus): string[] {
  const { family, state, registry, registryReport, evaluations, completed, failed } = summary(status);
  const looked = registryReport?.error?.message ?? registryReport?.polledAt ?? 'not yet';
  return [family, state, registry, String(evaluations), String(completed), String(failed), looked];
}

function showCommand(): Command {
  return new Command('show')
    .description('show how a family is registered')
    .argument('<name>', 'the family')
    .option('--json', 'as JSON')
    .addHelpText('after', '\nExample:\n  $ etude family show tiny-lm --json')
    .action(async (name: string, { json }: Options) => {
      const described = await withDatabase(({ db }) => describe(db, name));
      if (json) return printJson(described);
      const { every, ...rest } = { ...described, every: durationText(described.everyMs) };
      const { everyMs: _shownAsEvery, registryReport, serve, latestOnly, ...fields } = rest;
      await printText(
        fieldsText({
          ...fields,
          latestOnly: latestOnly ? 'yes' : 'no',
          serve: serve?.map(shellWord).join(' ') ?? null,
          every,
          'looked at': registryReport?.polledAt ?? 'not yet',
        }),
      );
    });
}

async function describe(db: Db, name: string) {
  const family = await requireFamily(db, name);
  const endpoint = await findEndpoint(db, family.endpoint_id);
  const protocol = await latestProtocol(db, family.id);
  return {
    family: family.slug,
    state: family.state,
    registry: family.registry,
    registryKeyEnv: family.registry_key_variable,
    fromStep: family.from_step,
    everySteps: family.every_steps,
    latestOnly: family.latest_only,
    endpoint: endpoint.base_url,
    provider: endpoint.provider,
    model: family.model_template,
    apiKeyEnv: endpoint.api_key_variable,
    serve: family.serve_command,
    loraPath: family.lora_path,
    connections: endpoint.connections_max,
    pricePrompt: family.usd_per_million_prompt,
    priceCompletion: family.usd_per_million_completion,
    parameters: family.parameter_count,
    everyMs: family.poll_interval_ms,
    openMax: family.evaluations_open_max,
    budgetTokens: family.session_budget_tokens,
    suite: protocol ? `${protocol.suiteName}@${protocol.suiteVersion}` : null,
    regime: protocol?.regime ?? null,
    depth: protocol?.depth ?? null,
    temperature: protocol?.decoding.temperature ?? null,
    maxTokens: protocol?.decoding.maxTokens ?? null,
    baseline: family.baseline,
    computeOrigin: family.compute_origin,
    computeAxis: family.compute_axis,
    computeNote: family.compute_note,
    registryReport: family.registry_report,
  };
}
