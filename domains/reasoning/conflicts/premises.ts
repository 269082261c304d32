import type { AtomName } from '../rules/wording.ts';
import type { Truth } from '../syllogisms/claims.ts';

/** That something holds of an atom's person, or that it does not; classical negation. */
export interface Literal {
  readonly atom: number;
  readonly negated: boolean;
}

/** A fact, which has no conditions, or an implication, which fails only when all conditions hold and the conclusion does not. */
export interface Premise {
  readonly conditions: readonly Literal[];
  readonly conclusion: Literal;
  /** Index of the source. */
  readonly source: number;
}

/** Premises that cannot all be true, what becomes of them, and what is asked; plain JSON. */
export interface Dispute {
  readonly names: readonly AtomName[];
  /** Reliability of each source in percent, all different. */
  readonly reliabilities: readonly number[];
  readonly premises: readonly Premise[];
  /** The minimal contradictory sets of premises, each in the order in which its contradiction is derived. */
  readonly cores: readonly (readonly number[])[];
  /** Premises that the repair gives up. */
  readonly givenUp: readonly number[];
  readonly statements: readonly Literal[];
  readonly truths: readonly Truth[];
}

export function premiseId(index: number): string {
  return `P${index + 1}`;
}

export function statementId(index: number): string {
  return `S${index + 1}`;
}

export function sourceName(index: number): string {
  return 'ABCDEFGHIJ'.charAt(index);
}

export function opposite({ atom, negated }: Literal): Literal {
  return { atom, negated: !negated };
}

/** Premises in the order of the repair: the most reliable source first, within a source as printed. */
export function repairOrder({
  premises,
  reliabilities,
}: Pick<Dispute, 'premises' | 'reliabilities'>): number[] {
  const reliability = (index: number) => reliabilities[(premises[index] as Premise).source] as number;
  return [...premises.keys()].sort((left, right) => reliability(right) - reliability(left) || left - right);
}
