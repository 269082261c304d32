import { Command } from 'commander';
import pc from 'picocolors';
import { readConfig } from '../config.ts';
import { diagnose, type Finding } from '../engine/doctor.ts';
import { CliError, type Column, exitCodes, printJson, printText, tableText } from './output.ts';

const colours = { ok: pc.green, note: pc.yellow, missing: pc.red };

export function doctorCommand(): Command {
  return new Command('doctor')
    .description('say what the engine needs, what is missing and what to do; changes nothing')
    .option('--json', 'as JSON')
    .addHelpText(
      'after',
      '\nExample:\n  $ etude doctor\n\nExit code 1 says that something necessary is missing.',
    )
    .action(async ({ json }: { readonly json?: true }) => {
      const findings = await diagnose(readConfig(process.env));
      if (json) await printJson(findings);
      else await printText(tableText(columns, findings.map(row)));
      const missing = findings.filter(({ state }) => state === 'missing').map(({ subject }) => subject);
      if (missing.length > 0) throw new CliError(`missing: ${missing.join(', ')}`, exitCodes.usage);
    });
}

const columns: Column[] = [
  { head: 'subject' },
  { head: 'state' },
  { head: 'found', wraps: true },
  { head: 'what to do', wraps: true },
];

function row({ subject, state, found, advice }: Finding): string[] {
  return [subject, colours[state](state), found, advice ?? ''];
}
