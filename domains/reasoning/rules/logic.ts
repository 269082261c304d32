/** A condition: the atom, or that it does not hold. */
export interface Literal {
  readonly atom: number;
  readonly negated: boolean;
}

export interface Rule {
  readonly head: number;
  readonly body: readonly Literal[];
}

/**
 * A logic program without recursion; atoms are numbers, rule k is printed as `R<k + 1>`. In a closed world an atom does
 * not hold when it cannot be derived, in an open one only when a fact denies it.
 */
export interface RuleSystem {
  readonly atoms: number;
  readonly facts: readonly number[];
  /** Atoms that facts deny; a system with them, be they none, is an open world. */
  readonly denied?: readonly number[];
  readonly rules: readonly Rule[];
}

export function ruleId(index: number): string {
  return `R${index + 1}`;
}
