import { Command } from 'commander';
import {
  domains,
  findDomain,
  findSkill,
  type ListedSkill,
  listSkills,
  skillName,
} from '../domains/catalogue.ts';
import type { ParameterSpec } from '../domains/contract.ts';
import { seedAt } from '../domains/random.ts';
import { generateTask } from '../domains/task.ts';
import { type CheckDependencies, domainCheckCommand } from './domain-check.ts';
import { judgesNeededText } from './judged-text.ts';
import { type Column, formatNumber, orUsageError, printJson, printText, say, tableText } from './output.ts';

interface Options {
  readonly json?: true;
}

/** `etude domain …`: what can be asked, and whether it may be. */
export function domainCommand(dependencies: CheckDependencies): Command {
  return new Command('domain')
    .description('list, show and check the task families')
    .addCommand(listCommand())
    .addCommand(showCommand())
    .addCommand(domainCheckCommand(dependencies));
}

function listCommand(): Command {
  return new Command('list')
    .description('list domains and their skills')
    .option('--json', 'as JSON')
    .addHelpText('after', '\nExample:\n  $ etude domain list --json')
    .action(async ({ json }: Options) => {
      if (json) return printJson(domains.map(domainSummary));
      const rows = domains.flatMap((domain) =>
        domain.skills.map((skill) => [
          skillName({ domain, skill }),
          skill.title,
          [...skill.prerequisites, ...(skill.judging === undefined ? [] : ['judges'])].join(', ') || '–',
          Object.keys(skill.parameters).join(', '),
          formatNumber(skill.chance),
        ]),
      );
      const columns: Column[] = [
        { head: 'skill' },
        { head: 'title', wraps: true },
        { head: 'needs' },
        { head: 'parameters', wraps: true },
        { head: 'chance', align: 'right' },
      ];
      await printText(tableText(columns, rows));
      for (const listed of listSkills().filter(({ skill }) => skill.judging !== undefined))
        say(judgesNeededText(listed));
    });
}

function showCommand(): Command {
  return new Command('show')
    .description('show a domain, or a skill with its parameters and an example')
    .argument('<name>', 'DOMAIN or DOMAIN/SKILL')
    .option('--json', 'as JSON')
    .addHelpText('after', '\nExample:\n  $ etude domain show reasoning/B5')
    .action(async (name: string, { json }: Options) => {
      if (name.includes('/'))
        return showSkill(
          orUsageError(() => findSkill(name)),
          json === true,
        );
      const domain = orUsageError(() => findDomain(name));
      if (json) return printJson(domainSummary(domain));
      const lines = domain.skills.map(({ id, title }) => `  ${domain.id}/${id}  ${title}`);
      await printText([`${domain.id}, version ${domain.version}: ${domain.title}`, ...lines].join('\n'));
    });
}

async function showSkill(listed: ListedSkill, json: boolean): Promise<void> {
  const { domain, skill } = listed;
  const task = generateTask(domain.id, skill, {}, seedAt('example', domain.id, skill.id));
  if (json) return printJson({ ...skillSummary(listed), examplePrompt: task.prompt });
  const columns: Column[] = [
    { head: 'parameter' },
    { head: 'range', align: 'right' },
    { head: 'default', align: 'right' },
    { head: 'unit' },
    { head: 'scale' },
    { head: 'costs' },
    { head: 'what it does', wraps: true },
  ];
  const rows = Object.entries(skill.parameters).map(([name, spec]) => parameterRow(name, spec));
  await printText(
    [
      `${skillName({ domain, skill })}: ${skill.title}`,
      `needs ${skill.prerequisites.join(', ') || 'nothing first'}; chance ${formatNumber(skill.chance)}`,
      ...(skill.judging === undefined ? [] : [judgesNeededText({ domain, skill })]),
      '',
      tableText(columns, rows),
      'An example at the defaults:',
      '',
      task.prompt,
    ].join('\n'),
  );
}

function parameterRow(name: string, spec: ParameterSpec): string[] {
  return [
    name,
    `${formatNumber(spec.min)} to ${formatNumber(spec.max)}`,
    formatNumber(spec.default),
    spec.unit,
    spec.scale,
    spec.kind === 'search' ? 'a solver' : 'a reader',
    `${spec.does}${spec.monotone ? '' : ' May go either way in difficulty.'}`,
  ];
}

function domainSummary(domain: ListedSkill['domain']) {
  const { id, version, title, skills } = domain;
  return { id, version, title, skills: skills.map((skill) => skillSummary({ domain, skill })) };
}

function skillSummary({ domain, skill }: ListedSkill) {
  const { id, title, prerequisites, chance, parameters, interactions } = skill;
  const needsJudges = skill.judging !== undefined;
  return { domain: domain.id, id, title, prerequisites, needsJudges, chance, parameters, interactions };
}
