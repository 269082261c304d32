import { anchorsPerJudgedTask, bytesPerToken, completionTokensAssumed, tokenMsAssumed } from './constants.ts';

/** What a task takes that judges read, in bytes. */
export interface JudgedBytes {
  /** The prompt of the task. */
  readonly promptBytes: number;
  /** What a judge is sent to read one answer, with all its questions. */
  readonly readingBytes: number;
}

/** Means over verdicts; null where no endpoint has counted. */
export interface ReadingHistory {
  readonly promptTokens: number | null;
  readonly completionTokens: number | null;
  /** In milliseconds. */
  readonly latencyMs: number;
}

/** Those who read a model's judged answers. */
export interface Panel {
  readonly judges: number;
  /** Judges of an endpoint over the requests that it takes at once, where that is most. */
  readonly judgesPerConnection: number;
  /** Tokens that a verdict may have, a mean over the judges. */
  readonly maxTokens: number;
  /** Answers of earlier sessions that they may read a second time. */
  readonly anchors: number;
  readonly history: ReadingHistory | null;
}

/** What judges are expected to do at most, since an answer that a program finds wanting is not read. */
export interface JudgingWork {
  readonly judges: number;
  /** One for each judge and answer, whatever the number of questions. */
  readonly calls: number;
  readonly promptTokens: number;
  readonly completionTokens: number;
}

/**
 * What a panel is asked in `evaluations` with so many judged tasks each: every answer once, and answers of earlier
 * sessions again, among them those of the evaluations before.
 */
export function expectJudging(
  panel: Panel,
  { readingBytes }: JudgedBytes,
  tasks: number,
  evaluations: number,
): JudgingWork {
  const again = Math.min(
    anchorsPerJudgedTask * tasks * evaluations,
    panel.anchors + tasks * Math.max(0, evaluations - 1),
  );
  const calls = panel.judges * (tasks * evaluations + again);
  const promptTokens = panel.history?.promptTokens ?? readingBytes / bytesPerToken;
  return {
    judges: panel.judges,
    calls,
    promptTokens: Math.round(calls * promptTokens),
    completionTokens: Math.round(calls * verdictTokens(panel)),
  };
}

/** Time that a panel takes for a session's answers, in milliseconds. */
export function judgingMs(panel: Panel, tasks: number): number {
  const readings = tasks * (1 + anchorsPerJudgedTask);
  const latencyMs = panel.history?.latencyMs ?? verdictTokens(panel) * tokenMsAssumed;
  return Math.ceil(readings * panel.judgesPerConnection) * latencyMs;
}

function verdictTokens({ history, maxTokens }: Panel): number {
  return history?.completionTokens ?? Math.min(maxTokens, completionTokensAssumed);
}
