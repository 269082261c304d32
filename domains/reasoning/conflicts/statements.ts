import { InstanceRejected } from '../../contract.ts';
import type { RandomStream } from '../../random.ts';
import type { Truth } from '../syllogisms/claims.ts';
import { type Step, truthOf } from './consequences.ts';
import type { Literal } from './premises.ts';

const undeterminedMax = 3;
const settledMax = 7;
const settledMin = 3;

/**
 * Draws statements, about half of the settled ones true. First come those about `disputed` atoms, which the repair
 * decides about.
 */
export function drawStatements(
  atoms: number,
  disputed: readonly number[],
  steps: readonly Step[],
  random: RandomStream,
): { readonly statements: readonly Literal[]; readonly truths: readonly Truth[] } {
  const settled = new Set(steps.map(({ literal }) => literal.atom));
  const open = Array.from({ length: atoms }, (_, atom) => atom).filter((atom) => !settled.has(atom));
  const first = random.shuffle(disputed.filter((atom) => settled.has(atom)));
  const others = random.shuffle([...settled].filter((atom) => !disputed.includes(atom)));
  const asked = [...first.slice(0, Math.ceil(settledMax / 2)), ...others].slice(0, settledMax);
  if (asked.length < settledMin || open.length < 2) throw new InstanceRejected('too little to ask about');
  const truthful = random.shuffle(asked.map((_, index) => index % 2 === 0));
  const literals = [
    ...asked.map((atom, index) => {
      const known = steps.find(({ literal }) => literal.atom === atom)?.literal as Literal;
      return { atom, negated: known.negated === truthful[index] };
    }),
    ...random
      .sample(open, Math.min(undeterminedMax, open.length))
      .map((atom) => ({ atom, negated: random.chance(0.5) })),
  ];
  const statements = random.shuffle(literals);
  return { statements, truths: statements.map((statement) => truthOf(statement, steps)) };
}
