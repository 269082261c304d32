import { canonicalForm, type Relation } from '../../canonical.ts';
import type { Formula, Statement } from './formulas.ts';

type Member = Relation['members'][number];

/** The statements without names or numbers for the people, and in no order; nor have the parts of `and` one. */
export function canonicalStatements(people: number, statements: readonly Statement[]): string {
  const relations: Relation[] = [];
  let elements = people;

  /** What a relation says of a part: a role, or another relation that tells more. */
  function memberOf(part: Formula, side: string): Member {
    if (part.kind === 'is') return [`${side} ${part.truthful}`, part.person];
    const element = elements++;
    relations.push({ kind: part.kind, members: [['of', element], ...membersOf(part)] });
    return [side, element];
  }

  function membersOf(formula: Formula): Member[] {
    if (formula.kind === 'is') return [memberOf(formula, 'part')];
    if (formula.kind === 'says') return [['by', formula.person], memberOf(formula.that, 'part')];
    const second = formula.kind === 'if' ? 'then' : 'part';
    return [memberOf(formula.left, 'part'), memberOf(formula.right, second)];
  }

  for (const { speaker, says } of statements) {
    const members = membersOf(says);
    relations.push({ kind: `says ${says.kind}`, members: [['speaker', speaker], ...members] });
  }
  return canonicalForm(relations);
}
