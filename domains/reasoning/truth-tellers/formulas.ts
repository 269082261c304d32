/** What a person says: a role, a connective of two parts, or what someone else would say. */
export type Formula =
  | { readonly kind: 'is'; readonly person: number; readonly truthful: boolean }
  | { readonly kind: Connective; readonly left: Formula; readonly right: Formula }
  | { readonly kind: 'says'; readonly person: number; readonly that: Formula };

/** Connectives that tell nothing of one part without the other. */
export const parityConnectives = ['xor', 'iff'] as const;
export const plainConnectives = ['and', 'or', 'if'] as const;
export type Connective = (typeof parityConnectives)[number] | (typeof plainConnectives)[number];

export interface Statement {
  readonly speaker: number;
  readonly says: Formula;
}

/** Who tells the truth, as a bit set of people. */
export type Roles = number;

export interface Puzzle {
  readonly people: number;
  readonly statements: readonly Statement[];
  readonly truthful: Roles;
}

export function tellsTruth(roles: Roles, person: number): boolean {
  return ((roles >> person) & 1) === 1;
}

/** Whether the formula is true when these people tell the truth. */
export function holds(formula: Formula, roles: Roles): boolean {
  switch (formula.kind) {
    case 'is':
      return tellsTruth(roles, formula.person) === formula.truthful;
    case 'says':
      return tellsTruth(roles, formula.person) === holds(formula.that, roles);
    case 'and':
      return holds(formula.left, roles) && holds(formula.right, roles);
    case 'or':
      return holds(formula.left, roles) || holds(formula.right, roles);
    case 'if':
      return !holds(formula.left, roles) || holds(formula.right, roles);
    case 'xor':
      return holds(formula.left, roles) !== holds(formula.right, roles);
    case 'iff':
      return holds(formula.left, roles) === holds(formula.right, roles);
  }
}

/** True when the statement is one that its speaker could make: true from who tells the truth, false from a liar. */
export function fits({ speaker, says }: Statement, roles: Roles): boolean {
  return holds(says, roles) === tellsTruth(roles, speaker);
}

/** Parts of the formula from the outside in, itself first. */
export function partsOf(formula: Formula): Formula[] {
  return [formula, ...childrenOf(formula).flatMap(partsOf)];
}

/** Connectives and speeches on the way to the innermost role. */
export function depthOf(formula: Formula): number {
  const depths = childrenOf(formula).map(depthOf);
  return depths.length === 0 ? 0 : 1 + Math.max(...depths);
}

export function childrenOf(formula: Formula): readonly Formula[] {
  if (formula.kind === 'is') return [];
  return formula.kind === 'says' ? [formula.that] : [formula.left, formula.right];
}

export function isParity(formula: Formula): boolean {
  return formula.kind === 'xor' || formula.kind === 'iff';
}

/** True for a connective, of either sort. */
export function isConnective(formula: Formula): boolean {
  return formula.kind !== 'is' && formula.kind !== 'says';
}
