import type { Truth } from '../syllogisms/claims.ts';
import { type Literal, opposite, type Premise } from './premises.ts';

/** What a premise adds to what is known before it; `backward` when it is the conclusion that fails. */
export interface Step {
  readonly premise: number;
  readonly literal: Literal;
  readonly backward: boolean;
}

/**
 * What follows from some of the premises by unit propagation, in the order of its derivation: each step rests on
 * those before it. From premises as they are drawn here, every literal that follows is found so.
 */
export function consequencesOf(premises: readonly Premise[], kept: readonly number[]): Step[] {
  const known = new Map<number, boolean>();
  const steps: Step[] = [];
  const fails = ({ atom, negated }: Literal) => known.get(atom) === negated;
  for (let before = -1; before < steps.length; ) {
    before = steps.length;
    for (const premise of kept) {
      const { conditions, conclusion } = premises[premise] as Premise;
      const open = [...conditions.map(opposite), conclusion].filter((literal) => !fails(literal));
      const [literal] = open;
      if (open.length !== 1 || literal === undefined || known.has(literal.atom)) continue;
      known.set(literal.atom, !literal.negated);
      steps.push({ premise, literal, backward: literal !== conclusion });
    }
  }
  return steps;
}

export function truthOf({ atom, negated }: Literal, steps: readonly Step[]): Truth {
  const known = steps.find(({ literal }) => literal.atom === atom);
  if (known === undefined) return 'undetermined';
  return known.literal.negated === negated ? 'yes' : 'no';
}
