import { Command } from 'commander';
import pc from 'picocolors';
import { findSkills, listSkills, skillName } from '../domains/catalogue.ts';
import { checkLimits } from '../domains/check/batching.ts';
import type { GateResult } from '../domains/check/gate.ts';
import { type CheckOptions, checkSkill, type Progress } from '../domains/check/skill.ts';
import { createSandbox } from '../sandbox/sandbox.ts';
import { digestInChild } from './digest-child.ts';
import { judgesNeededText } from './judged-text.ts';
import {
  CliError,
  type Column,
  exitCodes,
  formatNumber,
  orUsageError,
  printJson,
  printText,
  say,
  tableText,
  UsageError,
  wholeNumberFrom,
} from './output.ts';

/** What gates G10 and G11 need from outside the domains; a gate without its function is skipped. */
export type CheckDependencies = Pick<CheckOptions, 'answerPrompt' | 'hasCalibration'>;

interface Options {
  readonly instances: number;
  readonly seed: string;
  readonly json?: true;
}

const instancesDefault = 10_000;
const example = `
Example:
  $ etude domain check reasoning/B5 --instances 1000

Exit code 1 says that a gate failed. A counter-example is made again with
  $ etude task generate DOMAIN/SKILL --task-seed SEED --set parameter=value …`;

export function domainCheckCommand(dependencies: CheckDependencies): Command {
  return new Command('check')
    .description('run the admission gates on skills')
    .argument('[name]', 'DOMAIN or DOMAIN/SKILL; all skills without it')
    .option('--instances <n>', 'instances a gate', wholeNumberFrom(20), instancesDefault)
    .option('--seed <seed>', 'root of all seeds of the check', 'check')
    .option('--json', 'as JSON')
    .addHelpText('after', example)
    .action((name: string | undefined, options: Options) => check(name, options, dependencies));
}

async function check(name: string | undefined, options: Options, given: CheckDependencies): Promise<void> {
  const skills = name === undefined ? listSkills() : orUsageError(() => findSkills(name));
  if (skills.length === 0) throw new UsageError(`${name ?? 'The catalogue'} has no skills yet`);
  const sandbox = createSandbox(checkLimits);
  const reports: { domain: string; skill: string; gates: GateResult[] }[] = [];
  try {
    for (const { domain, skill } of skills) {
      const gates = await checkSkill(domain.id, skill, {
        ...given,
        instances: options.instances,
        seed: options.seed,
        digestElsewhere: digestInChild,
        run: sandbox.run,
        onProgress: progressPrinter(),
      });
      if (process.stderr.isTTY) process.stderr.write(clearLine);
      reports.push({ domain: domain.id, skill: skill.id, gates });
      if (options.json) continue;
      await printText(report(`${skillName({ domain, skill })}: ${skill.title}`, gates));
      if (skill.judging !== undefined) say(judgesNeededText({ domain, skill }));
    }
  } finally {
    await sandbox.close();
  }
  if (options.json) await printJson(reports);
  const failed = reports.flatMap(({ domain, skill, gates }) =>
    gates.filter(({ status }) => status === 'failed').map(({ gate }) => `${domain}/${skill} ${gate}`),
  );
  if (failed.length > 0) throw new CliError(`Gates failed: ${failed.join(', ')}`, exitCodes.usage);
}

function report(heading: string, gates: readonly GateResult[]): string {
  const columns: Column[] = [
    { head: 'gate' },
    { head: 'asks', wraps: true },
    { head: 'verdict' },
    { head: 'measured', wraps: true },
    { head: 'bound' },
    { head: 'instances', align: 'right' },
    { head: 'remarks', wraps: true },
  ];
  const table = tableText(columns, gates.map(row));
  const examples = gates.flatMap(({ gate, counterExample }) =>
    counterExample === null
      ? []
      : [
          `${gate}: ${counterExample.detail}`,
          `    --task-seed ${counterExample.seed} ${settings(counterExample.parameters)}`,
        ],
  );
  return [heading, table, ...examples, ''].join('\n');
}

function row(result: GateResult): string[] {
  const { gate, title, status, figure, unit, bound, threshold, instances, detail } = result;
  const colour = { passed: pc.green, failed: pc.red, skipped: pc.yellow }[status];
  return [
    gate,
    title,
    colour(status),
    figure === null ? '–' : `${formatNumber(figure)} ${unit}`,
    status === 'skipped' ? '–' : `${bound === 'at most' ? '≤' : '≥'} ${threshold}`,
    status === 'skipped' ? '–' : String(instances),
    detail,
  ];
}

function settings(parameters: Readonly<Record<string, number>>): string {
  return Object.entries(parameters)
    .map(([name, value]) => `--set ${name}=${value}`)
    .join(' ');
}

const clearLine = '\r\u001b[K';
const progressIntervalMs = { terminal: 100, file: 10_000 };

/** One line that is written over on a terminal; elsewhere a line for each phase and now and then one between. */
function progressPrinter(): (progress: Progress) => void {
  const terminal = process.stderr.isTTY === true;
  const intervalMs = terminal ? progressIntervalMs.terminal : progressIntervalMs.file;
  let phaseBefore = '';
  let saidAtMs = 0;
  return ({ skill, phase, done, total }) => {
    const nowMs = performance.now();
    if (phase === phaseBefore && nowMs - saidAtMs < intervalMs) return;
    phaseBefore = phase;
    saidAtMs = nowMs;
    const text = `${skill}: ${phase} ${done} of ${total}`;
    if (terminal) process.stderr.write(`${clearLine}${text}`);
    else say(text);
  };
}
