/** A condition: the atom, or that it cannot be derived. */
export interface Literal {
  readonly atom: number;
  readonly negated: boolean;
}

export interface Rule {
  readonly head: number;
  readonly body: readonly Literal[];
}

/** A normal logic program without recursion; atoms are numbers, rule k is printed as `R<k + 1>`. */
export interface RuleSystem {
  readonly atoms: number;
  readonly facts: readonly number[];
  readonly rules: readonly Rule[];
}

export function ruleId(index: number): string {
  return `R${index + 1}`;
}
