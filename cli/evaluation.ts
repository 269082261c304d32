import { Command } from 'commander';
import { evaluationSpending } from '../client/cost.ts';
import { requireEvaluation } from '../client/evaluations.ts';
import { judgedResults } from '../client/judged.ts';
import { revealEvaluation } from '../client/reveal.ts';
import { type NoveltyStanding, noveltyStandings } from '../client/standing.ts';
import { sessionStatus } from '../client/status.ts';
import { graderVersion } from '../domains/task.ts';
import { type AspectMeans, aspectMeans } from '../schema/aspects.ts';
import type { Db } from '../schema/database.ts';
import { openingsOf } from '../schema/evaluations.ts';
import { expectationsOf } from '../schema/expectations.ts';
import { sessionProgress } from '../schema/status.ts';
import { type UnreadCause, type UnreadCounts, unreadAnswers } from '../schema/unread.ts';
import { withDatabase } from './context.ts';
import { costText, requestsText } from './cost-text.ts';
import { expectedText, outcomeText } from './expectation.ts';
import { abilityText, counted, fieldsText } from './formats.ts';
import { judgedResultText } from './judged-text.ts';
import { type Column, printJson, printText, say, tableText } from './output.ts';
import { latestAbility, phaseText } from './progress-view.ts';

interface Options {
  readonly json?: true;
}

const idHelp = 'id of the evaluation, as `etude status --json` and `etude evaluate` print it';

/** `etude evaluation …`: one evaluation, and the proof of where its tasks came from. */
export function evaluationCommand(): Command {
  return new Command('evaluation')
    .description('show one evaluation, or reveal the secret that its tasks came from')
    .addCommand(showCommand())
    .addCommand(revealCommand());
}

function showCommand(): Command {
  return new Command('show')
    .description('show state, sessions and openings, and the commitment to its tasks')
    .argument('<id>', idHelp)
    .option('--json', 'as JSON')
    .addHelpText('after', '\nExample:\n  $ etude evaluation show eval/tiny-lm/0f1e2d3c4b5a/01234567/1')
    .action(async (id: string, { json }: Options) => {
      const shown = await withDatabase(({ db }) => describe(db, id));
      await (json ? printJson(shown) : printText(evaluationText(shown)));
    });
}

/** Without the secret root: who knows it knows the tasks to come. */
async function describe(db: Db, id: string) {
  const found = await requireEvaluation(db, id);
  const ids = [found.evaluationId];
  const [sessions, expectations] = await Promise.all([sessionProgress(db, ids), expectationsOf(db, ids)]);
  const sessionIds = sessions.map(({ sessionId }) => sessionId);
  const [unread, aspects, standings, judged] = await Promise.all([
    unreadAnswers(db, sessionIds, graderVersion),
    aspectMeans(db, sessionIds, graderVersion),
    noveltyStandings(db, sessionIds),
    judgedResults(db, sessionIds),
  ]);
  return {
    evaluation: id,
    family: found.family,
    checkpoint: found.label,
    digest: found.checkpointDigest,
    run: found.run,
    state: found.state,
    commitment: found.rootCommitment,
    closedAt: found.closedAt,
    sessions: sessions.map((session) => ({
      ...sessionStatus(session),
      answered: session.answered,
      unread: unread.get(session.sessionId) ?? {},
      aspects: aspects.get(session.sessionId) ?? null,
      noveltyStanding: standings.get(session.sessionId) ?? null,
      judged: judged.get(session.sessionId) ?? null,
    })),
    expectation: expectations.get(found.evaluationId) ?? null,
    ...(await evaluationSpending(db, found)),
    openings: await openingsOf(db, found.evaluationId),
  };
}

type Described = Awaited<ReturnType<typeof describe>>;

function evaluationText(described: Described): string {
  const { sessions, expectation, requests, cost, openings, closedAt, ...fields } = described;
  const sessionColumns: Column[] = [
    { head: 'domain' },
    { head: 'session' },
    { head: 'phase' },
    { head: 'tasks', align: 'right' },
    { head: 'answered', align: 'right' },
    { head: 'graded', align: 'right' },
    { head: 'ability' },
    { head: 'why', wraps: true },
  ];
  const sessionRows = sessions.map((session) => [
    session.domain,
    session.state,
    phaseText(session),
    String(session.tasks),
    String(session.answered),
    String(session.graded),
    abilityText(latestAbility(session)),
    session.reason ?? '',
  ]);
  const openingLines = openings.map(({ opening, openedAt, closedAt, failureCode, failureMessage }) => {
    const end = closedAt === null ? 'not closed' : `closed ${closedAt.toISOString()}`;
    const failure = failureCode === null ? '' : `, failed: ${failureMessage} (${failureCode})`;
    return `opening ${opening}: ${openedAt.toISOString()}, ${end}${failure}`;
  });
  const work =
    expectation === null
      ? {}
      : {
          expected: expectedText({ work: expectation.expected, judging: null, basis: expectation.basis }),
          [closedAt === null ? 'so far' : 'took']: outcomeText(expectation),
        };
  const spending = { requests: requestsText(requests), cost: costText(cost, requests) };
  return [
    fieldsText({ ...fields, 'closed at': closedAt?.toISOString() ?? null, ...work, ...spending }),
    tableText(sessionColumns, sessionRows).trimEnd(),
    ...sessions.flatMap(({ domain, unread }) => unreadLine(domain, unread)),
    ...sessions.flatMap(({ domain, aspects }) => (aspects === null ? [] : [aspectLine(domain, aspects)])),
    ...sessions.flatMap(({ domain, noveltyStanding }) =>
      noveltyStanding === null ? [] : [standingLine(domain, noveltyStanding)],
    ),
    ...sessions.flatMap(({ domain, judged }) => (judged === null ? [] : [judgedResultText(domain, judged)])),
    ...openingLines,
  ].join('\n');
}

const unreadWords: Readonly<Record<UnreadCause, string>> = {
  TRUNCATED: 'cut at the limit of tokens or time',
  REFUSAL: 'refused',
  EMPTY: 'empty',
  NO_ANSWER: 'without an answer in the form asked for',
  UNPARSEABLE: 'not JSON',
  SCHEMA: 'of another shape than asked for',
};

/** `planning: 5 answers could not be read: 3 cut at the limit of tokens or time, 2 refused`. */
function unreadLine(domain: string, unread: UnreadCounts): string[] {
  const counts = Object.entries(unreadWords).flatMap(([cause, words]) => {
    const count = unread[cause as UnreadCause];
    return count === undefined ? [] : [{ count, words }];
  });
  if (counts.length === 0) return [];
  const total = counts.reduce((sum, { count }) => sum + count, 0);
  const parts = counts.map(({ count, words }) => `${count} ${words}`);
  return [`${domain}: ${counted(total, 'answer')} could not be read: ${parts.join(', ')}`];
}

/** `creative: mean quality 0.81 (12 answers), novelty 0.42 (12 answers)`. */
function aspectLine(domain: string, aspects: AspectMeans): string {
  const means = Object.entries(aspects).map(
    ([aspect, { mean, answers }]) => `${aspect} ${mean.toFixed(2)} (${counted(answers, 'answer')})`,
  );
  return `${domain}: mean ${means.join(', ')}`;
}

/** `creative: more novel than 0.58 of the valid answers that the scale was calibrated on (9 valid answers)`. */
function standingLine(domain: string, { mean, answers }: NoveltyStanding): string {
  return `${domain}: more novel than ${mean.toFixed(2)} of the valid answers that the scale was calibrated on (${counted(answers, 'valid answer')})`;
}

function revealCommand(): Command {
  return new Command('reveal')
    .description('print the secret root of a completed evaluation, and what generates its tasks again')
    .argument('<id>', idHelp)
    .option('--json', 'as JSON')
    .addHelpText(
      'after',
      '\nExample:\n  $ etude evaluation reveal eval/tiny-lm/0f1e2d3c4b5a/01234567/1 --json',
    )
    .action(async (id: string, { json }: Options) => {
      const reveal = await withDatabase(({ db }) => revealEvaluation(db, id));
      if (json) return printJson(reveal);
      const { tasks, notebooks, ...fields } = reveal;
      const columns: Column[] = [
        { head: 'domain' },
        { head: 'ordinal', align: 'right' },
        { head: 'skill' },
        { head: 'seed' },
      ];
      const rows = tasks.map(({ domain, ordinal, skill, seed }) => [domain, String(ordinal), skill, seed]);
      await printText(`${fieldsText(fields)}\n${tableText(columns, rows)}`);
      say(`${counted(notebooks.length, 'notebook')} stood before tasks of practice: --json has their texts`);
    });
}
