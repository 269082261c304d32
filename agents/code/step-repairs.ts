/** Mends one function step by step of its comment: what each step should leave must be found in some variable. */
import type { Item } from './comment-steps.ts';
import { namesIn, repairsOf } from './program-repairs.ts';
import type { ProgramFunction, Statement } from './program-tree.ts';

/** The variables of one check: what they hold for one argument. */
type Frame = ReadonlyMap<string, unknown>;
/** Runs statements on variables; null when they come to nothing. */
export type RunOn = (
  statements: readonly Statement[],
  frame: Frame,
  names: readonly string[],
) => Frame | null;

export interface StepTask {
  readonly definition: ProgramFunction;
  readonly arguments: readonly Item[];
  /** For each step what it should leave of each argument. */
  readonly wanted: readonly (readonly Item[])[];
  /** For each step the numbers that the comment names. */
  readonly numbers: readonly (readonly number[])[];
  /** The functions that it may call, those before it in the text. */
  readonly functions: readonly string[];
  readonly run: RunOn;
}

/** Stands for what the function returns. */
const returned = 'returned value';
/** Statements that one step takes at most. */
const stepStatementsMax = 4;

interface Done {
  /** How many of the statements the step takes. */
  readonly count: number;
  readonly frames: readonly Frame[];
}

/** The statements with as many lines changed as it takes, and those lines; null where no change of two lines will do. */
export function mendedSteps(
  task: StepTask,
): { readonly body: readonly Statement[]; readonly lines: readonly number[] } | null {
  const lines: number[] = [];
  let body = task.definition.body.map(namingWhatIsReturned);
  let frames: readonly Frame[] = task.arguments.map(
    (item) => new Map([[task.definition.parameters[0]!, item]]),
  );
  let at = 0;
  for (const step of task.wanted.keys()) {
    const left = body.slice(at);
    let done = stepDone(task, step, left, frames);
    if (done === null) {
      const repair = repaired(task, step, left, frames);
      if (repair === null) return null;
      body = [...body.slice(0, at), ...repair.body];
      lines.push(...repair.lines);
      done = repair.done;
    }
    at += done.count;
    frames = done.frames;
  }
  return { body: body.map(returningWhatIsNamed), lines };
}

/** Whether the first of the statements do the step for all arguments; the last step is done by all of them. */
function stepDone(
  task: StepTask,
  step: number,
  statements: readonly Statement[],
  frames: readonly Frame[],
): Done | null {
  for (const count of countsFor(task, step, statements)) {
    const after = framesAfter(task, step, statements.slice(0, count), frames);
    if (after !== null) return { count, frames: after };
  }
  return null;
}

/** How many of the statements the step may take: one where it is done to a number. */
function countsFor(task: StepTask, step: number, { length }: readonly Statement[]): number[] {
  if (step === task.wanted.length - 1) return [length];
  if (typeof task.arguments[0] === 'number') return [Math.min(1, length - 1)];
  return Array.from({ length: Math.min(stepStatementsMax, length - 1) }, (_, at) => at + 1);
}

function framesAfter(
  { definition, wanted, run }: StepTask,
  step: number,
  statements: readonly Statement[],
  frames: readonly Frame[],
): Frame[] | null {
  const isLast = step === wanted.length - 1;
  const names = isLast ? [returned] : namesIn(definition);
  // Another variable may hold by chance what the step should leave.
  let holding = isLast ? names : namesIn({ ...definition, parameters: [], body: statements });
  const after: Frame[] = [];
  for (const [at, frame] of frames.entries()) {
    const made = run(statements, frame, names);
    if (made === null) return null;
    holding = holding.filter((name) => same(made.get(name), wanted[step]![at]));
    if (holding.length === 0) return null;
    after.push(made);
  }
  return after;
}

/**
 * The first change of one line, or else of two, that makes the statements do the step: of as few of them as it takes, so
 * that those of the next step are not put to use for this one.
 */
function repaired(
  task: StepTask,
  step: number,
  statements: readonly Statement[],
  frames: readonly Frame[],
): { readonly body: readonly Statement[]; readonly lines: readonly number[]; readonly done: Done } | null {
  const { definition, functions } = task;
  const before = { ...definition, parameters: [...frames[0]!.keys()] };
  const changesOf = (body: readonly Statement[]) =>
    repairsOf(
      { ...definition, body },
      { names: namesIn({ ...before, body }), functions, numbers: task.numbers[step]! },
    );
  const tried = (lines: readonly number[], { body }: ProgramFunction) => {
    const after = framesAfter(task, step, body, frames);
    if (after === null) return null;
    const { length } = body;
    return { body: [...body, ...statements.slice(length)], lines, done: { count: length, frames: after } };
  };
  const counts = countsFor(task, step, statements);
  for (const count of counts)
    for (const { line, function: changed } of changesOf(statements.slice(0, count))) {
      const found = tried([line], changed);
      if (found !== null) return found;
    }
  for (const count of counts)
    for (const once of changesOf(statements.slice(0, count)))
      for (const { line, function: changed } of changesOf(once.function.body)) {
        const found = line > once.line ? tried([once.line, line], changed) : null;
        if (found !== null) return found;
      }
  return null;
}

function namingWhatIsReturned(statement: Statement): Statement {
  if (statement.kind !== 'return') return statement;
  const target = { kind: 'name', name: returned } as const;
  return { kind: 'assign', target, sign: '=', value: statement.value, line: statement.line };
}

function returningWhatIsNamed(statement: Statement): Statement {
  if (statement.kind !== 'assign' || statement.target.kind !== 'name') return statement;
  if (statement.target.name !== returned) return statement;
  return { kind: 'return', value: statement.value, line: statement.line };
}

function same(left: unknown, right: unknown): boolean {
  return JSON.stringify(left) === JSON.stringify(right);
}
