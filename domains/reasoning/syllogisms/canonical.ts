import { canonicalForm, type Relation } from '../../canonical.ts';
import { type Claim, isSymmetric } from './claims.ts';

/** Premises and statements without names or numbers for the terms, and in no order. */
export function canonicalSyllogism(premises: readonly Claim[], statements: readonly Claim[]): string {
  return canonicalForm([
    ...premises.map((claim) => relationOf(claim, 'premise')),
    ...statements.map((claim) => relationOf(claim, 'statement')),
  ]);
}

function relationOf({ form, subject, predicate }: Claim, part: string): Relation {
  const members = [
    ['subject', subject],
    [isSymmetric(form) ? 'subject' : 'predicate', predicate],
  ] as const;
  return { kind: `${part} ${form}`, members };
}
