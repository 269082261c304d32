import { canonicalForm, type Relation } from '../../canonical.ts';
import { type Description, type Form, partsOf, type Question, type Statement } from './relations.ts';

/**
 * Statements and questions without names or numbers for the things, in no order and no direction of wording or
 * asking: a question is the same whichever of its two points is named first.
 */
export function canonicalOrders(description: Description, questions: readonly Question[]): string {
  const { kind, things, statements } = description;
  return canonicalForm([
    ...statements.map(relationOf),
    ...questions.map(({ left, right }): Relation => {
      const roleOf = (point: number) =>
        partsOf[kind] === 2 && point >= things ? 'second part' : 'first part';
      return {
        kind: 'question',
        members: [
          [roleOf(left), left % things],
          [roleOf(right), right % things],
        ],
      };
    }),
  ]);
}

function relationOf({ form, first, second }: Statement): Relation {
  return {
    kind: form satisfies Form,
    members: [
      ['first', first],
      ['second', second],
    ],
  };
}
