/** Specifications that differ from one in a single thing, as a careless reader gets it wrong. */
import { conditionVariants } from '../synthesis/variants.ts';
import type { Clause, Guard, Outcome, Relation, Specification } from './clause.ts';

export type Variant =
  | { readonly kind: 'guard'; readonly clause: number; readonly guard: Guard }
  | { readonly kind: 'outcome'; readonly clause: number; readonly outcome: Outcome }
  | { readonly kind: 'order'; readonly order: readonly number[] };

/** Of nothing to ask, any does not hold. */
const never: Guard = { kind: 'any', of: [] };

const relationVariants: Readonly<Record<Relation, readonly Relation[]>> = {
  '<': ['<=', '>'],
  '<=': ['<', '>=', '=='],
  '==': ['<=', '>='],
  '>=': ['>', '<=', '=='],
  '>': ['>=', '<'],
};

/** The variant that leaves out each clause, in the order of the clauses. */
export function leavingOut({ clauses }: Specification): Variant[] {
  return clauses.map((_, clause) => ({ kind: 'guard', clause, guard: never }));
}

/** All others, but those of the normal case. */
export function clauseVariantsOf({ normal, clauses, order }: Specification): Variant[] {
  const ofClauses = clauses.flatMap(({ guard, outcome }, clause): Variant[] => [
    ...guardVariants(guard).map((other): Variant => ({ kind: 'guard', clause, guard: other })),
    ...outcomeVariants(outcome, normal.operations.length).map(
      (other): Variant => ({ kind: 'outcome', clause, outcome: other }),
    ),
  ]);
  return [...ofClauses, ...orderVariants(order)];
}

export function variedBy(specification: Specification, variant: Variant): Specification {
  const { clauses } = specification;
  const withClause = (number: number, part: Partial<Clause>): Specification => ({
    ...specification,
    clauses: clauses.with(number, { ...(clauses[number] as Clause), ...part }),
  });
  switch (variant.kind) {
    case 'guard':
      return withClause(variant.clause, { guard: variant.guard });
    case 'outcome':
      return withClause(variant.clause, { outcome: variant.outcome });
    case 'order':
      return { ...specification, order: variant.order };
  }
}

function guardVariants(guard: Guard): Guard[] {
  switch (guard.kind) {
    case 'size':
      return conditionVariants(guard.condition).map((condition) => ({ ...guard, condition }));
    case 'first':
    case 'last':
      return [
        ...conditionVariants(guard.condition).map((condition) => ({ ...guard, condition })),
        { ...guard, kind: guard.kind === 'first' ? 'last' : 'first' },
        { kind: 'all', of: [guard, moreThanOne] },
      ];
    case 'sum':
      return [
        ...conditionVariants(guard.condition).map((condition) => ({ ...guard, condition })),
        { kind: 'some', condition: guard.condition },
      ];
    case 'some':
    case 'none':
      return [
        ...conditionVariants(guard.condition).map((condition) => ({ ...guard, condition })),
        { ...guard, kind: guard.kind === 'some' ? 'none' : 'some' },
      ];
    case 'contains':
      return [-1, 1].map((step) => ({ ...guard, amount: guard.amount + step }));
    case 'repeats':
    case 'distinct':
      return [{ kind: guard.kind === 'repeats' ? 'distinct' : 'repeats' }];
    case 'ends':
      return [
        ...relationVariants[guard.relation].map((relation) => ({ ...guard, relation })),
        { kind: 'all', of: [guard, moreThanOne] },
      ];
    case 'all':
    case 'any':
      return [
        { ...guard, kind: guard.kind === 'all' ? 'any' : 'all' },
        ...guard.of.flatMap((part, at): Guard[] => [
          { ...guard, of: guard.of.toSpliced(at, 1) },
          ...guardVariants(part).map((other) => ({ ...guard, of: guard.of.with(at, other) })),
        ]),
      ];
  }
}

const moreThanOne: Guard = { kind: 'size', condition: { test: 'above', amount: 1 } };

function outcomeVariants(outcome: Outcome, steps: number): Outcome[] {
  switch (outcome.kind) {
    case 'fixed': {
      const { output } = outcome;
      if (typeof output === 'number') return [{ kind: 'fixed', output: -output }];
      return output.length === 0 ? [{ kind: 'given' }] : [{ kind: 'fixed', output: [] }];
    }
    case 'size':
      return [{ kind: 'sum' }];
    case 'sum':
      return [{ kind: 'size' }];
    case 'given':
      return [{ kind: 'fixed', output: [] }];
    case 'more':
      return [{ kind: 'more', amount: -outcome.amount }];
    case 'without':
      return [-1, 1]
        .map((by) => outcome.step + by)
        .filter((step) => step >= 0 && step < steps)
        .map((step) => ({ kind: 'without', step }));
    case 'rest':
      return [];
  }
}

/** Each clause moved right before any that comes before it, which swaps neighbours too; and the order as they stand. */
function orderVariants(order: readonly number[]): Variant[] {
  const orders = order.flatMap((moved, from) =>
    order.slice(0, from).map((_, to) => order.toSpliced(from, 1).toSpliced(to, 0, moved)),
  );
  return [...orders, order.toSorted((left, right) => left - right)].map((other) => ({
    kind: 'order',
    order: other,
  }));
}
