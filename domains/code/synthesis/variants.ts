/** Procedures that differ from one in a single thing, as a careless reader gets it wrong. */
import type { Change, Condition, Operation, Procedure, Result } from './operations.ts';

export interface Variant {
  readonly procedure: Procedure;
  /** The number of the first operation that differs, or how many there are where the result does. */
  readonly from: number;
  /** The number of the operation of the original from which on it goes on as that does; null where the result differs. */
  readonly rejoins: number | null;
  /** True when it is the procedure without one of its steps. */
  readonly leavesOut: boolean;
}

/** All of them. */
export function variantsOf({ operations, result }: Procedure): Variant[] {
  const variants: Variant[] = [];
  for (const [from, operation] of operations.entries()) {
    const put = (...others: readonly Operation[]) => {
      const procedure = { operations: operations.toSpliced(from, 1, ...others), result };
      variants.push({ procedure, from, rejoins: from + 1, leavesOut: others.length === 0 });
    };
    put();
    for (const other of operationVariants(operation)) put(other);
    const next = operations[from + 1];
    if (next !== undefined) {
      const procedure = { operations: operations.toSpliced(from, 2, next, operation), result };
      variants.push({ procedure, from, rejoins: from + 2, leavesOut: false });
    }
  }
  const from = operations.length;
  for (const other of resultVariants(result)) {
    variants.push({ procedure: { operations, result: other }, from, rejoins: null, leavesOut: false });
  }
  return variants;
}

export function operationVariants(operation: Operation): Operation[] {
  switch (operation.kind) {
    case 'change':
      return changeVariants(operation.change).map((change) => ({ ...operation, change }));
    case 'choose': {
      const { condition, whenMet, otherwise } = operation;
      return [
        ...conditionVariants(condition).map((other) => ({ ...operation, condition: other })),
        ...changeVariants(whenMet).map((other) => ({ ...operation, whenMet: other })),
        ...(otherwise === null
          ? []
          : [
              ...changeVariants(otherwise).map((other) => ({ ...operation, otherwise: other })),
              { ...operation, otherwise: null },
              { ...operation, whenMet: otherwise, otherwise: whenMet },
            ]),
      ];
    }
    case 'keep':
      return conditionVariants(operation.condition).map((condition) => ({ ...operation, condition }));
    case 'skip':
      return [-1, 1].map((by) => ({ ...operation, count: operation.count + by }));
    case 'every':
      return [{ ...operation, step: operation.step + 1 }];
    case 'position':
      return [{ ...operation, from: 1 - operation.from }];
    default:
      return [];
  }
}

export function changeVariants(change: Change): Change[] {
  const { by, amount } = change;
  const near = [-1, 1].map((step) => ({ by, amount: amount + step }));
  switch (by) {
    case 'add':
      return [...near, { by: 'add', amount: -amount }];
    case 'from':
      return [...near, { by: 'add', amount: -amount }];
    default:
      return near;
  }
}

export function conditionVariants({ test, amount }: Condition): Condition[] {
  const near = [-1, 1].map((step) => ({ test, amount: amount + step }));
  if (test === 'divisible') return near.filter(({ amount: divisor }) => divisor > 1);
  return [...near, { test: test === 'above' ? 'below' : 'above', amount }];
}

function resultVariants(result: Result): Result[] {
  switch (result.kind) {
    case 'sum':
      return [{ kind: 'largest' }];
    case 'largest':
      return [{ kind: 'sum' }];
    case 'count':
      return conditionVariants(result.condition).map((condition) => ({ ...result, condition }));
    default:
      return [];
  }
}
