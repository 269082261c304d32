import type { EvaluationStatus, FamilyStatus, SessionStatus } from '../client/status.ts';
import { abilityText } from './formats.ts';

/** Something that progresses: an evaluation or one of its sessions. */
export interface ProgressLine {
  readonly key: string;
  /** A change of it is told at once. */
  readonly state: string;
  readonly text: string;
}

/** A line for each evaluation and for each session that has tasks, in the order in which they change. */
export function progressLines(statuses: readonly FamilyStatus[]): ProgressLine[] {
  return statuses.flatMap(({ family, evaluations }) =>
    evaluations.flatMap((evaluation) => {
      const whole = {
        key: evaluation.evaluation,
        state: evaluation.state,
        text: evaluationText(family, evaluation),
      };
      const sessions = evaluation.sessions
        .filter(({ tasks }) => tasks > 0)
        .map((session) => {
          const state = sessionState(evaluation, session);
          return {
            key: `${evaluation.evaluation}/${session.domain}`,
            state,
            text: `${family} ${evaluation.checkpoint} ${sessionText({ ...session, state })}`,
          };
        });
      // An evaluation begins before its sessions and ends after them.
      return evaluation.state === 'running' ? [whole, ...sessions] : [...sessions, whole];
    }),
  );
}

/** A session that its evaluation left unfinished runs no more, whatever its row says. */
export function sessionState(evaluation: EvaluationStatus, session: SessionStatus): string {
  return session.state === 'running' && evaluation.state !== 'running' ? 'interrupted' : session.state;
}

function evaluationText(family: string, { checkpoint, state, failure }: EvaluationStatus): string {
  const why = failure === null ? '' : `: ${failure.message} (${failure.code})`;
  return `${family} ${checkpoint} ${state}${why}`;
}

function sessionText(session: SessionStatus): string {
  const { domain, state, tasks, graded, reason } = session;
  const phase = phaseText(session);
  const why = reason === null ? '' : ` (${reason})`;
  return `${domain}: ${phase === '' ? '' : `${phase}, `}${graded} of ${tasks} tasks graded, ability ${abilityText(latestAbility(session))}, ${state}${why}`;
}

/** `placement`, `practice block 3/8`; empty where there is but one phase. */
export function phaseText({ practice }: SessionStatus): string {
  if (practice === null) return '';
  return practice.block === 0 ? 'placement' : `practice block ${practice.block}/${practice.blocks}`;
}

/** The ability along practice once there is one, else that of placement. */
export function latestAbility({ ability, practice }: SessionStatus): SessionStatus['ability'] {
  return practice?.ability ?? ability;
}

/** How far all evaluations together are. */
export function summaryLine(statuses: readonly FamilyStatus[]): string {
  const states = statuses.flatMap(({ evaluations }) => evaluations.map(({ state }) => state));
  const order = ['completed', 'running', 'pending', 'failed', 'lost'];
  const parts = order.flatMap((state) => {
    const count = states.filter((each) => each === state).length;
    return count === 0 ? [] : [`${count} ${state}`];
  });
  return parts.length === 0 ? 'no evaluations yet' : `evaluations: ${parts.join(', ')}`;
}

const quietMs = 5_000;

interface Told {
  readonly state: string;
  readonly text: string;
  readonly atMs: number;
}

/**
 * Chooses what to tell of one look after another: a changed state at once, other changes of a line every few
 * seconds at most. What was so at the first look is no news, unless it runs.
 */
export function newsOf(): (lines: readonly ProgressLine[], nowMs: number) => string[] {
  const told = new Map<string, Told>();
  let first = true;
  return (lines, nowMs) => {
    const news: string[] = [];
    for (const { key, state, text } of lines) {
      const before = told.get(key);
      const silent = before === undefined && (state === 'pending' || (first && state !== 'running'));
      const due =
        before === undefined ||
        before.state !== state ||
        (before.text !== text && nowMs - before.atMs >= quietMs);
      if (!due) continue;
      told.set(key, { state, text, atMs: nowMs });
      if (!silent) news.push(text);
    }
    first = false;
    return news;
  };
}

/**
 * Shows progress on a stream, normally stderr. A terminal has what is over as lines that stay and below them a
 * block of what runs, which is drawn again at each look; elsewhere every line stays.
 */
export function progressOn(stream: NodeJS.WriteStream): (statuses: readonly FamilyStatus[]) => void {
  const news = newsOf();
  let drawn: readonly string[] = [];
  return (statuses) => {
    const lines = progressLines(statuses);
    if (!stream.isTTY) {
      for (const text of news(lines, performance.now())) stream.write(`${text}\n`);
      return;
    }
    const runs = (line: ProgressLine) => line.state === 'running' || line.state === 'paused';
    const over = news(
      lines.filter((line) => !runs(line)),
      performance.now(),
    );
    const block = blockText(lines.filter(runs), summaryLine(statuses), stream);
    if (over.length === 0 && block.join('\n') === drawn.join('\n')) return;
    stream.write(`${eraseText(drawn.length)}${[...over, ...block].map((line) => `${line}\n`).join('')}`);
    drawn = block;
  };
}

/** Cut to the terminal: a line that wraps or scrolls away could not be erased. */
function blockText(running: readonly ProgressLine[], summary: string, stream: NodeJS.WriteStream): string[] {
  const room = Math.max(1, stream.rows - 3);
  const shown = running.slice(0, room).map(({ text }) => text);
  const rest = running.length - shown.length;
  const lines = [...shown, rest > 0 ? `${summary}; ${rest} more lines` : summary];
  return lines.map((line) => line.slice(0, Math.max(1, stream.columns - 1)));
}

function eraseText(lines: number): string {
  return lines === 0 ? '' : `\u001b[${lines}A\r\u001b[J`;
}
