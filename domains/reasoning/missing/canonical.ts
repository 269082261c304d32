import { canonicalForm, type Relation } from '../../canonical.ts';
import { relationOf } from '../grid/canonical.ts';
import type { Question, Situation } from './situation.ts';

/** Clues, questions and prices without names, and in no order. */
export function canonicalSituation({ clues, questions }: Situation): string {
  return canonicalForm([...clues.map(relationOf), ...questions.map(asked)]);
}

function asked({ kind, about, price }: Question): Relation {
  if (kind === 'who') return { kind: `who ${about[0]} for ${price}`, members: [] };
  const ordered = kind === 'left';
  return {
    kind: `${kind} for ${price}`,
    members: about.map((person, index) => [ordered && index === 1 ? 'b' : 'a', person] as const),
  };
}
