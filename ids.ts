/** Workflow ids and queue names: built and parsed here only. Imported by workflows, so nothing but strings. */

export function familyWorkflowId(slug: string): string {
  return `family/${slug}`;
}

export interface EvaluationKey {
  readonly family: string;
  /** Content digest of the checkpoint, 64 hex digits. */
  readonly checkpointDigest: string;
  readonly protocolDigest: string;
  readonly run: number;
}

export function evaluationWorkflowId(key: EvaluationKey): string {
  return `eval/${key.family}/${key.checkpointDigest.slice(0, 12)}/${key.protocolDigest.slice(0, 8)}/${key.run}`;
}

export interface ParsedEvaluationId {
  readonly family: string;
  /** First 12 hex digits. */
  readonly checkpointDigest: string;
  /** First 8 hex digits. */
  readonly protocolDigest: string;
  readonly run: number;
}

const evaluationIdForm = /^eval\/([a-z0-9][a-z0-9-]{0,62})\/([0-9a-f]{12})\/([0-9a-f]{8})\/([1-9]\d*)$/;

export function parseEvaluationWorkflowId(id: string): ParsedEvaluationId | null {
  const match = evaluationIdForm.exec(id);
  if (!match) return null;
  const [, family, checkpointDigest, protocolDigest, run] = match as unknown as string[];
  return {
    family: family as string,
    checkpointDigest: checkpointDigest as string,
    protocolDigest: protocolDigest as string,
    run: Number(run),
  };
}

/** One child workflow a domain and opening, so that a replay never meets the id of a finished child. */
export function domainWorkflowId(evaluationId: string, domain: string, opening: number): string {
  return `${evaluationId}/${domain}/${opening}`;
}

/** Signal by which an evaluation hears that its checkpoint can be asked. */
export const checkpointServed = 'checkpointServed';

/** What a worker does, and what its queue is called after. */
const queues = { control: 'control', infer: 'infer', grading: 'grade', serving: 'serve' } as const;

export type Role = keyof typeof queues;
export const roles = Object.keys(queues) as readonly Role[];

/** Queue of a role; a suffix keeps clusters that share a server apart (tests do). */
export function queueName(role: Role, suffix = ''): string {
  return `etude-${queues[role]}${suffix === '' ? '' : `-${suffix}`}`;
}

/** The queue of another role with the same suffix as the given one. */
export function siblingQueue(queue: string, role: Role): string {
  const [, , ...suffix] = queue.split('-');
  return queueName(role, suffix.join('-'));
}
