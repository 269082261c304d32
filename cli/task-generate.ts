import { Command, InvalidArgumentError } from 'commander';
import { findSkills, type ListedSkill } from '../domains/catalogue.ts';
import type { Features, Parameters } from '../domains/contract.ts';
import { type TaskLine, taskLine } from '../domains/export.ts';
import { seedAt } from '../domains/random.ts';
import { completeParameters, generateTask } from '../domains/task.ts';
import { formatNumber, orUsageError, outputTo, UsageError, wholeNumberFrom } from './output.ts';

/** Difficulty in logits of realised features on the domain's scale; null where no scale has the skill. */
export type DifficultyOf = (domain: string, skill: string, features: Features) => number | null;

interface Options {
  readonly count: number;
  readonly seed: string;
  readonly taskSeed?: string;
  readonly set: Parameters;
  readonly json?: true;
  readonly jsonl?: true;
}

const example = `
Example:
  $ etude task generate reasoning/B5 --count 100 --seed 7 --set positions=5 --jsonl > tasks.jsonl

The same seed gives the same tasks on every machine; a larger count only adds lines.`;

export function taskGenerateCommand(dependencies: { readonly difficultyOf: DifficultyOf }): Command {
  return new Command('generate')
    .description('print generated tasks with their answers, solutions and machine-readable forms')
    .argument('<name>', 'DOMAIN/SKILL, or DOMAIN to take turns among its skills')
    .option('--count <n>', 'how many tasks', wholeNumberFrom(1), 1)
    .option('--seed <seed>', 'any text; each task has its own seed derived from it', '1')
    .option('--task-seed <seed>', 'make the one task with exactly this seed, as a line or a gate names it')
    .option('--set <parameter=value>', 'set a parameter; may be repeated', readSetting, {})
    .option('--jsonl', 'one JSON object a line')
    .option('--json', 'one JSON array')
    .addHelpText('after', example)
    .action((name: string, options: Options) => generate(name, options, dependencies.difficultyOf));
}

async function generate(name: string, options: Options, difficultyOf: DifficultyOf): Promise<void> {
  const skills = orUsageError(() => findSkills(name));
  if (skills.length === 0) throw new UsageError(`${name} has no skills yet`);
  if (options.json && options.jsonl) throw new UsageError('Choose one of --json and --jsonl');
  if (options.taskSeed !== undefined && (options.count !== 1 || skills.length !== 1)) {
    throw new UsageError('--task-seed names one task: give DOMAIN/SKILL and no --count');
  }
  for (const { skill } of skills) orUsageError(() => completeParameters(skill, options.set));

  const output = outputTo();
  if (options.json) await output.write('[\n');
  for (let index = 0; index < options.count; index++) {
    const line = lineAt(skills, index, options, difficultyOf);
    const last = index === options.count - 1;
    if (!(await output.write(rendered(line, options, last)))) return;
  }
  if (options.json) await output.write(']\n');
}

/** Skills take turns, and each counts its own tasks, so that a domain's tasks are those of its skills. */
function lineAt(
  skills: readonly ListedSkill[],
  index: number,
  options: Options,
  difficultyOf: DifficultyOf,
): TaskLine {
  const { domain, skill } = skills[index % skills.length]!;
  const own = Math.floor(index / skills.length);
  const seed = options.taskSeed ?? seedAt(options.seed, domain.id, skill.id, own);
  const task = generateTask(domain.id, skill, options.set, seed);
  return taskLine(skill, task, difficultyOf(domain.id, skill.id, task.features));
}

function rendered(line: TaskLine, options: Options, last: boolean): string {
  if (options.json) return `${JSON.stringify(line)}${last ? '' : ','}\n`;
  return options.jsonl ? `${JSON.stringify(line)}\n` : readable(line);
}

function readable(line: TaskLine): string {
  const values = (vector: Parameters) =>
    Object.entries(vector)
      .map(([name, value]) => `${name} ${formatNumber(value)}`)
      .join(', ');
  return [
    `=== ${line.domain}/${line.skill}, seed ${line.seed}`,
    `parameters: ${values(line.parameters)}`,
    `realised:   ${values(line.features)}`,
    `difficulty: ${line.difficulty === null ? 'not calibrated' : `${formatNumber(line.difficulty)} logits`}`,
    '',
    line.prompt,
    '',
    '--- An answer that scores 1',
    line.answer,
    '',
    '--- Solution',
    line.solution,
    '',
    '',
  ].join('\n');
}

function readSetting(text: string, earlier: Parameters): Parameters {
  const match = /^([^=]+)=(.+)$/.exec(text);
  const value = Number(match?.[2]?.trim() || Number.NaN);
  if (match === null || !Number.isFinite(value)) {
    throw new InvalidArgumentError('It must look like parameter=number.');
  }
  return { ...earlier, [match[1]!.trim()]: value };
}
