import {
  bytesPerToken,
  completionTokensAssumed,
  type Depth,
  measurementTasksPerBlock,
  practiceTasksPerBlock,
  probeRoundTasks,
  roundOverheadMs,
  roundTasks,
  roundTasksMin,
  tokenMsAssumed,
} from './constants.ts';
import {
  expectJudging,
  type JudgedBytes,
  type JudgingWork,
  judgingMs,
  type Panel,
} from './judged-expectation.ts';

/** Means over answered tasks of one phase. */
export interface PhaseHistory {
  readonly promptTokens: number;
  readonly completionTokens: number;
}

/** What earlier evaluations took; null for what none of them had. */
export interface WorkHistory {
  readonly placement: PhaseHistory | null;
  readonly practice: PhaseHistory | null;
  readonly judged: PhaseHistory | null;
  /** Mean latency of an answer, in milliseconds. */
  readonly latencyMs: number;
  /** Median time from the start of a round to the start of the next, in milliseconds. */
  readonly roundMs: number | null;
  /** Means over sessions at the same depth whose placement has stopped. */
  readonly placementTasks: number | null;
  readonly placementRounds: number | null;
}

export interface TaskBytes {
  /** A bare prompt. */
  readonly promptBytes: number;
  /** A practised task in a notebook. */
  readonly entryBytes: number;
}

/** What a session of one domain asks. */
interface DomainTasks {
  /** Asked only where no history tells. */
  readonly bytes: () => TaskBytes;
  /** Null where the domain has no tasks that judges read. */
  readonly judged: JudgedBytes | null;
}

export interface WorkSettings {
  readonly depth: Depth;
  readonly domains: readonly DomainTasks[];
  /** Null where nobody judges. */
  readonly panel: Panel | null;
  /** Tasks that judges read at the end of a session. */
  readonly judgedTasks: number;
  /** Null where the suite ends with placement. */
  readonly notebookTokensMax: number | null;
  readonly maxTokens: number;
  readonly connections: number;
  /** Tokens that one session may spend; null for no bound. */
  readonly budgetTokens: number | null;
  readonly history: WorkHistory | null;
}

/** What evaluations are expected to take. */
export interface Work {
  readonly tasks: number;
  readonly promptTokens: number;
  readonly completionTokens: number;
  readonly minutes: number;
}

/** The tokens of judges are theirs, and not in those of the model. */
export interface ExpectedTotals {
  readonly work: Work;
  /** Null where nothing is judged. */
  readonly judging: JudgingWork | null;
}

interface SessionWork extends Omit<Work, 'minutes'> {
  readonly rounds: number;
  /** What judges read; null where there is nothing for them. */
  readonly judged: JudgedBytes | null;
}

/**
 * What `evaluations` of one protocol are expected to take, `openMax` of them at a time. Placement counts as long as
 * it was before, or up to its cap; a prompt of practice carries a notebook that grows by a block's tasks until it is
 * full. The time is that of the rounds one after the other, or that of all requests over all connections if that is
 * more.
 */
export function expectWork(settings: WorkSettings, evaluations = 1, openMax = 1): ExpectedTotals {
  const { connections, history, domains, panel, judgedTasks } = settings;
  const sessions = domains.map((domain) => expectSession(settings, domain));
  const sum = (of: (session: SessionWork) => number) => sessions.reduce((total, each) => total + of(each), 0);
  const tasks = sum((session) => session.tasks);
  const completionTokens = sum((session) => session.completionTokens);
  const assumedMs = (completionTokens / Math.max(tasks, 1)) * tokenMsAssumed;
  const answerMs = history?.latencyMs ?? assumedMs;
  const roundMs = history?.roundMs ?? answerMs * Math.ceil(roundTasks / connections) + roundOverheadMs;
  const readMs = panel === null ? 0 : judgingMs(panel, judgedTasks);
  // The sessions of an evaluation run side by side.
  const paths = sessions.map(({ rounds, judged }) => rounds * roundMs + (judged === null ? 0 : readMs));
  const pathMs = Math.max(0, ...paths);
  const requestsMs = (evaluations * tasks * answerMs) / connections;
  const work = {
    tasks: Math.round(evaluations * tasks),
    promptTokens: Math.round(evaluations * sum((session) => session.promptTokens)),
    completionTokens: Math.round(evaluations * completionTokens),
    minutes: Math.max(Math.ceil(evaluations / openMax) * pathMs, requestsMs) / 60_000,
  };
  return { work, judging: judgingOf(settings, sessions, evaluations) };
}

function judgingOf(
  { panel, judgedTasks }: WorkSettings,
  sessions: readonly SessionWork[],
  evaluations: number,
): JudgingWork | null {
  const judged = sessions.flatMap((session) => session.judged ?? []);
  if (panel === null || judged.length === 0) return null;
  const works = judged.map((bytes) => expectJudging(panel, bytes, judgedTasks, evaluations));
  const sum = (of: (work: JudgingWork) => number) => works.reduce((total, each) => total + of(each), 0);
  return {
    judges: panel.judges,
    calls: sum(({ calls }) => calls),
    promptTokens: sum(({ promptTokens }) => promptTokens),
    completionTokens: sum(({ completionTokens }) => completionTokens),
  };
}

/** Judged tasks end a session, if its budget holds them all. */
function expectSession(settings: WorkSettings, { bytes, judged }: DomainTasks): SessionWork {
  const { budgetTokens, panel } = settings;
  const measured = withinBudget(expectMeasured(settings, bytes), budgetTokens);
  if (panel === null || judged === null) return measured;
  const whole = withJudged(settings, measured, judged);
  return budgetTokens === null || tokensOf(whole) <= budgetTokens ? whole : measured;
}

function withJudged(
  { history, judgedTasks, maxTokens }: WorkSettings,
  session: SessionWork,
  judged: JudgedBytes,
): SessionWork {
  const each = history?.judged ?? {
    promptTokens: judged.promptBytes / bytesPerToken,
    completionTokens: Math.min(maxTokens, completionTokensAssumed),
  };
  return {
    tasks: session.tasks + judgedTasks,
    promptTokens: session.promptTokens + judgedTasks * each.promptTokens,
    completionTokens: session.completionTokens + judgedTasks * each.completionTokens,
    rounds: session.rounds + 1,
    judged,
  };
}

/** Placement and practice. */
function expectMeasured(settings: WorkSettings, bytesOf: () => TaskBytes): SessionWork {
  const { depth, history, notebookTokensMax } = settings;
  const placementTasks = history?.placementTasks ?? depth.tasksMax;
  const placement = history?.placement ?? {
    promptTokens: bytesOf().promptBytes / bytesPerToken,
    completionTokens: Math.min(settings.maxTokens, completionTokensAssumed),
  };
  const placed: SessionWork = {
    tasks: placementTasks,
    promptTokens: placementTasks * placement.promptTokens,
    completionTokens: placementTasks * placement.completionTokens,
    rounds: history?.placementRounds ?? assumedRounds(depth),
    judged: null,
  };
  if (notebookTokensMax === null) return placed;
  const blocks = depth.practiceBlocks;
  const tasks = (practiceTasksPerBlock + measurementTasksPerBlock) * blocks + measurementTasksPerBlock;
  const practised = history?.practice ?? {
    promptTokens:
      placement.promptTokens +
      notebookTokens(blocks, bytesOf().entryBytes / bytesPerToken, notebookTokensMax) / tasks,
    completionTokens: placement.completionTokens,
  };
  return {
    tasks: placed.tasks + tasks,
    promptTokens: placed.promptTokens + tasks * practised.promptTokens,
    completionTokens: placed.completionTokens + tasks * practised.completionTokens,
    rounds: placed.rounds + blocks + 1,
    judged: null,
  };
}

/** Rounds of a placement that runs to its cap: the probe's, and others that narrow from the widest to the narrowest. */
function assumedRounds({ probeTasks, tasksMax }: Depth): number {
  const meanTasks = (roundTasks + roundTasksMin) / 2;
  return Math.ceil(probeTasks / probeRoundTasks) + Math.ceil((tasksMax - probeTasks) / meanTasks);
}

/** Tokens of all notebooks that a session's practice sends: whole entries, as many as fit. */
function notebookTokens(blocks: number, entryTokens: number, tokensMax: number): number {
  const perBlock = practiceTasksPerBlock + measurementTasksPerBlock;
  let total = 0;
  for (let block = 0; block <= blocks; block++) {
    const entries = Math.min(block * practiceTasksPerBlock, Math.floor(tokensMax / entryTokens));
    total += (block < blocks ? perBlock : measurementTasksPerBlock) * entries * entryTokens;
  }
  return total;
}

/** A budget that is smaller ends the session that much earlier. */
function withinBudget(session: SessionWork, budgetTokens: number | null): SessionWork {
  const tokens = tokensOf(session);
  if (budgetTokens === null || tokens <= budgetTokens) return session;
  const share = budgetTokens / tokens;
  return {
    tasks: session.tasks * share,
    promptTokens: session.promptTokens * share,
    completionTokens: session.completionTokens * share,
    rounds: Math.ceil(session.rounds * share),
    judged: null,
  };
}

function tokensOf({ promptTokens, completionTokens }: SessionWork): number {
  return promptTokens + completionTokens;
}
