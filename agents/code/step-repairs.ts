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
  /** The names of all functions, and the numbers that the comment speaks of. */
  readonly functions: readonly string[];
  readonly numbers: readonly number[];
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
  const isLast = step === task.wanted.length - 1;
  const most = Math.min(stepStatementsMax, statements.length - 1);
  for (let count = isLast ? statements.length : 1; count <= (isLast ? statements.length : most); count++) {
    const after = framesAfter(task, step, statements.slice(0, count), frames, isLast);
    if (after !== null) return { count, frames: after };
  }
  return null;
}

function framesAfter(
  { definition, wanted, run }: StepTask,
  step: number,
  statements: readonly Statement[],
  frames: readonly Frame[],
  isLast: boolean,
): Frame[] | null {
  const names = isLast ? [returned] : namesIn(definition);
  let holding = names;
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

/** The first change of one line, or else of two, that makes the statements do the step. */
function repaired(
  task: StepTask,
  step: number,
  statements: readonly Statement[],
  frames: readonly Frame[],
): { readonly body: readonly Statement[]; readonly lines: readonly number[]; readonly done: Done } | null {
  const isLast = step === task.wanted.length - 1;
  const near = isLast ? statements.length : Math.min(stepStatementsMax, statements.length);
  const changesOf = (body: readonly Statement[]) =>
    repairsOf(
      { ...task.definition, body: body.slice(0, near) },
      { names: namesIn(task.definition), functions: task.functions, numbers: task.numbers },
    ).map(({ line, function: changed }) => ({ line, body: [...changed.body, ...body.slice(near)] }));
  for (const { line, body } of changesOf(statements)) {
    const done = stepDone(task, step, body, frames);
    if (done !== null) return { body, lines: [line], done };
  }
  for (const first of changesOf(statements))
    for (const { line, body } of changesOf(first.body)) {
      const done = line > first.line ? stepDone(task, step, body, frames) : null;
      if (done !== null) return { body, lines: [first.line, line], done };
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
