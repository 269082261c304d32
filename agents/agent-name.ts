import type { Strategy } from './solver.ts';

/** A reference agent: how it searches, and how many nodes it may search an answer. */
export interface AgentName {
  readonly strategy: Strategy;
  readonly nodes: number;
}

export const agentNodesMax = 10_000_000;

/** The agent of a name like `guided-3000`; null for another name or beyond the bound on nodes. */
export function agentNamed(name: string): AgentName | null {
  const match = /^(blind|guided|learner)-([1-9]\d{0,7})$/.exec(name);
  if (match === null || Number(match[2]) > agentNodesMax) return null;
  return { strategy: match[1] as Strategy, nodes: Number(match[2]) };
}
