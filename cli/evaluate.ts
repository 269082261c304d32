import { Command } from 'commander';
import { evaluateFamily, type RequestedEvaluation } from '../client/evaluate.ts';
import { expectFamily } from '../client/expectation.ts';
import { planJudged } from '../client/judges.ts';
import type { EvaluationStatus, FamilyStatus } from '../client/status.ts';
import type { ClientContext } from '../client/trackers.ts';
import { patiently, withEngine } from './context.ts';
import { expectedText, outcomeText } from './expectation.ts';
import { counted, shellWord } from './formats.ts';
import { judgedPlanText } from './judged-text.ts';
import { CliError, type Column, exitCodes, printJson, printText, say, tableText } from './output.ts';
import { followFamilies } from './progress.ts';
import { progressOn } from './progress-view.ts';
import { interruptedExitCode, interruption } from './signals.ts';

interface Options {
  readonly checkpoint?: string;
  readonly wait?: true;
  readonly json?: true;
}

const example = `
Examples:
  $ etude evaluate tiny-lm --wait
  $ etude evaluate tiny-lm --checkpoint checkpoint-300

What is completed stays as it is; what failed goes on where it ended. With --wait, exit code 2 says that an
evaluation failed; Ctrl-C ends the waiting and not the evaluations.`;

export function evaluateCommand(): Command {
  return new Command('evaluate')
    .description('evaluate the checkpoints of a family that are not completed, or one of them')
    .argument('<family>', 'the family')
    .option('--checkpoint <label|digest>', 'one checkpoint, by its label or the start of its digest')
    .option('--wait', 'show progress until all are closed')
    .option('--json', 'as JSON')
    .addHelpText('after', example)
    .action(evaluate);
}

async function evaluate(family: string, options: Options): Promise<void> {
  await withEngine(async (context) => {
    const announce = async (evaluations: number) => {
      if (evaluations === 0) return;
      const expected = await expectFamily(context.db, family, evaluations);
      say(`expected for ${counted(evaluations, 'evaluation')}: ${expectedText(expected)}`);
      for (const plan of await planJudged(context.db, family)) say(judgedPlanText(plan));
    };
    const requested = await patiently(evaluateFamily(context, family, options.checkpoint, announce));
    if (!options.wait) {
      if (options.json) return printJson(requested);
      return printRequested(family, requested);
    }
    if (requested.length > 0) say(`${family}: ${counted(requested.length, 'evaluation')} to wait for`);
    const closed = await waitFor(context, family, requested);
    if (options.json) await printJson(closed);
    else await printClosed(family, closed);
    for (const { checkpoint, state, expectation } of closed) {
      if (state === 'completed' && expectation !== null)
        say(`${checkpoint} took ${outcomeText(expectation)}`);
    }
    const failed = closed.filter(({ state }) => state !== 'completed');
    if (failed.length === 0) return;
    for (const { checkpoint, state, failure } of failed) {
      say(
        `${checkpoint} ${state}: ${failure === null ? 'no reason stored' : `${failure.code}: ${failure.message}`}`,
      );
    }
    throw new CliError(`${counted(failed.length, 'evaluation')} not completed`, exitCodes.evaluationFailed);
  });
}

/**
 * Waits for the workflows, not for rows: until its workflow has begun, an evaluation that is tried again still has
 * the row of its earlier failure.
 */
async function waitFor(
  { temporal, db }: ClientContext,
  family: string,
  requested: readonly RequestedEvaluation[],
): Promise<EvaluationStatus[]> {
  const open = requested.filter(({ state }) => state !== 'completed');
  let closed = open.length === 0;
  const results = open.map(({ workflowId }) => temporal.workflow.getHandle(workflowId).result());
  void Promise.allSettled(results).then(() => {
    closed = true;
  });
  const wanted = new Set(requested.map(({ workflowId }) => workflowId));
  const wantedOf = ({ evaluations }: FamilyStatus) =>
    evaluations.filter(({ evaluation }) => wanted.has(evaluation));
  const show = progressOn(process.stderr);
  const { signal, release } = interruption();
  try {
    let wasClosed = closed;
    const [status] = await followFamilies({
      db,
      families: [family],
      signal,
      show: (statuses) => show(statuses.map((each) => ({ ...each, evaluations: wantedOf(each) }))),
      // One more look after the last workflow has closed, so that the rows are those that it left.
      until: () => {
        const done = wasClosed;
        wasClosed = closed;
        return done;
      },
    });
    if (signal.aborted) {
      throw new CliError(
        `not waiting any longer; the evaluations go on, see \`./etude status ${shellWord(family)}\``,
        interruptedExitCode,
      );
    }
    return status === undefined ? [] : wantedOf(status);
  } finally {
    release();
  }
}

async function printRequested(family: string, requested: readonly RequestedEvaluation[]): Promise<void> {
  if (requested.length === 0) return say(`${family}: every checkpoint is evaluated`);
  const columns: Column[] = [
    { head: 'checkpoint' },
    { head: 'was' },
    { head: 'now' },
    { head: 'evaluation' },
  ];
  const rows = requested.map(({ label, state, started, workflowId }) => [
    label,
    state,
    started ? 'started' : state === 'completed' ? 'stays as it is' : 'runs already',
    workflowId,
  ]);
  await printText(tableText(columns, rows));
}

async function printClosed(family: string, closed: readonly EvaluationStatus[]): Promise<void> {
  if (closed.length === 0) return say(`${family}: every checkpoint is evaluated`);
  const columns: Column[] = [{ head: 'checkpoint' }, { head: 'state' }, { head: 'evaluation' }];
  await printText(
    tableText(
      columns,
      closed.map(({ checkpoint, state, evaluation }) => [checkpoint, state, evaluation]),
    ),
  );
}
