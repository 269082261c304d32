import { createInterface } from 'node:readline';
import { Command } from 'commander';
import { z } from 'zod';
import { findSkills, type ListedSkill } from '../domains/catalogue.ts';
import type { Grade } from '../domains/contract.ts';
import { taskNameSchema } from '../domains/export.ts';
import { generateTask, gradeWith } from '../domains/task.ts';
import { createSandbox, type Sandbox } from '../sandbox/sandbox.ts';
import { formatNumber, orUsageError, outputTo, say, UsageError } from './output.ts';

const lineSchema = z.object({
  task: taskNameSchema,
  answer: z.string(),
  /** True when the answer was cut at its token limit. */
  truncated: z.boolean().default(false),
});

interface Options {
  readonly jsonl?: true;
}

const example = `
Example:
  $ etude task generate reasoning/B5 --count 100 --jsonl > tasks.jsonl
  $ my-model < tasks.jsonl > answers.jsonl     # lines of {"task": …, "answer": "text"}
  $ etude task grade reasoning/B5 --jsonl < answers.jsonl

Of "task" only domain, skill, seed and parameters are read: the task is made again from them.
One grade a line, in order: {"score", "category", "cause"}, and "aspects" of skills that have them. Empty lines are passed over.`;

export function taskGradeCommand(): Command {
  return new Command('grade')
    .description('grade answers, read as JSON lines from standard input')
    .argument('<name>', 'DOMAIN/SKILL, or DOMAIN for all its skills')
    .option('--jsonl', 'one JSON object a line')
    .addHelpText('after', example)
    .action(grade);
}

async function grade(name: string, options: Options): Promise<void> {
  const skills = orUsageError(() => findSkills(name));
  const sandbox = createSandbox();
  try {
    const scores = await gradeInput(name, skills, sandbox, options);
    if (scores === null) return;
    if (scores.length === 0) return say('No answers were read.');
    const mean = scores.reduce((sum, score) => sum + score, 0) / scores.length;
    say(`${scores.length} answers, mean score ${formatNumber(mean)}`);
  } finally {
    // An input that is only left alone keeps the process waiting for whoever still writes to it.
    process.stdin.destroy();
    await sandbox.close();
  }
}

/** Grades lines until the input ends and gives the scores; null once nobody reads the grades. */
async function gradeInput(
  name: string,
  skills: readonly ListedSkill[],
  sandbox: Sandbox,
  options: Options,
): Promise<number[] | null> {
  const output = outputTo();
  const scores: number[] = [];
  let number = 0;
  for await (const text of createInterface({ input: process.stdin, crlfDelay: Number.POSITIVE_INFINITY })) {
    number++;
    if (text.trim() === '') continue;
    const grade = await gradeLine(text, number, name, skills, sandbox);
    scores.push(grade.score);
    const written = options.jsonl ? JSON.stringify(grade) : gradeLineText(grade, number);
    if (!(await output.write(`${written}\n`))) return null;
  }
  return scores;
}

function gradeLineText({ score, category, cause, aspects = {} }: Grade, number: number): string {
  const apart = Object.entries(aspects).map(([name, share]) => `, ${name} ${formatNumber(share)}`);
  return `line ${number}: score ${score}, category ${category}${cause === null ? '' : `, ${cause}`}${apart.join('')}`;
}

/** Throws `UsageError` with the line's number when it cannot be read as a task of `name` with an answer. */
async function gradeLine(
  text: string,
  number: number,
  name: string,
  skills: readonly ListedSkill[],
  sandbox: Sandbox,
): Promise<Grade> {
  const { task, answer, truncated } = parseLine(text, number);
  const listed = skills.find(({ domain, skill }) => domain.id === task.domain && skill.id === task.skill);
  if (listed === undefined) {
    throw new UsageError(`line ${number}: its task is of ${task.domain}/${task.skill}, not of ${name}`);
  }
  try {
    const { reference } = generateTask(task.domain, listed.skill, task.parameters, task.seed);
    return await gradeWith(sandbox.run, listed.skill, reference, answer, truncated);
  } catch (error) {
    throw new UsageError(`line ${number}: ${(error as Error).message}`, { cause: error });
  }
}

function parseLine(text: string, number: number): z.infer<typeof lineSchema> {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw new UsageError(`line ${number} is not JSON: ${(error as Error).message}`, { cause: error });
  }
  const parsed = lineSchema.safeParse(value);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw new UsageError(`line ${number}: ${issue?.path.join('.') || 'the line'}: ${issue?.message}`);
}
