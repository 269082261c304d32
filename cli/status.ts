import { Command } from 'commander';
import pc from 'picocolors';
import { type EvaluationStatus, type FamilyStatus, familyStatus } from '../client/status.ts';
import { withDatabase } from './context.ts';
import { costText, requestsText } from './cost-text.ts';
import { outcomeText, together } from './expectation.ts';
import { abilityText, counted, shellWord } from './formats.ts';
import { type Column, outputTo, printJson, printText, say, tableText } from './output.ts';
import { followFamilies } from './progress.ts';
import { latestAbility, phaseText, sessionState } from './progress-view.ts';
import { interruption } from './signals.ts';

interface Options {
  readonly watch?: true;
  readonly json?: true;
}

const example = `
Examples:
  $ etude status tiny-lm
  $ etude status --watch

With --watch and --json, every change is one line of JSON.`;

export function statusCommand(): Command {
  return new Command('status')
    .description('show what runs, what is done, what failed and why')
    .argument('[family]', 'one family; all without it')
    .option('--watch', 'go on showing changes until Ctrl-C')
    .option('--json', 'as JSON')
    .addHelpText('after', example)
    .action(status);
}

async function status(family: string | undefined, { watch, json }: Options): Promise<void> {
  if (watch) return watchStatus(family, json === true);
  const statuses = await withDatabase(({ db }) => familyStatus(db, family));
  if (json) return printJson(statuses);
  if (statuses.length === 0) return say('No family is registered yet: see `etude family register --help`.');
  await printText(statuses.map((each) => statusText(each)).join('\n'));
}

async function watchStatus(family: string | undefined, json: boolean): Promise<void> {
  const { signal, release } = interruption();
  let read = true;
  let before = '';
  const showJson = async (statuses: readonly FamilyStatus[]) => {
    const line = JSON.stringify(statuses);
    if (line !== before) read = await outputTo().write(`${line}\n`);
    before = line;
  };
  try {
    await withDatabase(({ db }) =>
      followFamilies({
        db,
        families: family === undefined ? undefined : [family],
        until: () => !read,
        signal,
        ...(json ? { show: showJson } : {}),
      }),
    );
  } finally {
    release();
  }
}

/** A family for people: its registry, its evaluations, and how to mend what failed. */
export function statusText(status: FamilyStatus, widthMax?: number): string {
  const { family, state, registry, registryReport, requests, cost, evaluations } = status;
  const lines = [`${pc.bold(family)} is ${state}, registry ${registry}`];
  if (registryReport?.error) {
    lines.push(pc.red(`the registry cannot be read: ${registryReport.error.message}`));
  }
  for (const { label, reason } of registryReport?.broken ?? []) lines.push(`${label} is broken: ${reason}`);
  for (const { label, reason } of registryReport?.writing ?? []) {
    lines.push(`${label} is still being written: ${reason}`);
  }
  const leftOut = registryReport?.leftOut ?? 0;
  if (leftOut > 0) {
    const are = leftOut === 1 ? 'is' : 'are';
    const options = '--from-step, --every-steps or --latest-only';
    lines.push(`${counted(leftOut, 'checkpoint')} ${are} left out, as registered with ${options}`);
  }
  if (evaluations.length === 0) {
    lines.push(registryReport === null ? 'The registry has not been looked at yet.' : 'No checkpoints yet.');
  } else {
    lines.push(tableText(columns, evaluations.flatMap(rowsOf), widthMax).trimEnd());
  }
  const closed = evaluations.flatMap(({ state, expectation }) =>
    state === 'completed' && expectation !== null ? [expectation] : [],
  );
  if (closed.length > 0)
    lines.push(`${counted(closed.length, 'completed evaluation')} took ${outcomeText(together(closed))}`);
  if (requests.sent > 0) lines.push(requestsText(requests));
  const dollars = costText(cost, requests);
  if (dollars !== null) lines.push(`cost: ${dollars}`);
  lines.push(...evaluations.filter(({ state }) => state === 'failed').flatMap((each) => mend(family, each)));
  return `${lines.join('\n')}\n`;
}

const columns: Column[] = [
  { head: 'checkpoint' },
  { head: 'evaluation' },
  { head: 'domain' },
  { head: 'session' },
  { head: 'phase' },
  { head: 'tasks', align: 'right' },
  { head: 'ability' },
  { head: 'why', wraps: true },
];

const colours: Readonly<Record<string, (text: string) => string>> = {
  completed: pc.green,
  running: pc.cyan,
  failed: pc.red,
  lost: pc.yellow,
};

function rowsOf(evaluation: EvaluationStatus): string[][] {
  const { checkpoint, state, failure, sessions } = evaluation;
  const coloured = (colours[state] ?? String)(state);
  if (sessions.length === 0) return [[checkpoint, coloured, '–', '–', '–', '–', '–', failure?.message ?? '']];
  return sessions.map((session, index) => [
    index === 0 ? checkpoint : '',
    index === 0 ? coloured : '',
    session.domain,
    sessionState(evaluation, session),
    phaseText(session),
    `${session.graded}/${session.tasks}`,
    abilityText(latestAbility(session)),
    session.reason ?? '',
  ]);
}

function mend(family: string, { checkpoint, failure }: EvaluationStatus): string[] {
  const why = failure === null ? 'no reason stored' : `${failure.message} (${failure.code})`;
  return [
    pc.red(`${checkpoint} failed: ${why}`),
    `  try again with: ./etude evaluate ${shellWord(family)} --checkpoint ${shellWord(checkpoint)}`,
  ];
}
