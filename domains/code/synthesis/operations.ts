/** What is done to whole numbers and lists of them, one step at a time; plain JSON. */

export type Change =
  | { readonly by: 'add' | 'times' | 'from'; readonly amount: number }
  /** Between 0 and the divisor, also for numbers below 0. */
  | { readonly by: 'remainder'; readonly amount: number };

export interface Condition {
  readonly test: 'divisible' | 'above' | 'below';
  readonly amount: number;
}

export type Operation =
  | { readonly kind: 'change'; readonly change: Change }
  | {
      readonly kind: 'choose';
      readonly condition: Condition;
      readonly whenMet: Change;
      /** Null leaves the other numbers as they are. */
      readonly otherwise: Change | null;
    }
  | { readonly kind: 'keep'; readonly condition: Condition }
  | { readonly kind: 'skip'; readonly count: number }
  | { readonly kind: 'every'; readonly step: number }
  | { readonly kind: 'position'; readonly from: number }
  | { readonly kind: 'reverse' | 'totals' | 'gaps' | 'distinct' };

export type Result =
  | { readonly kind: 'list' | 'sum' | 'largest' }
  | { readonly kind: 'count'; readonly condition: Condition };

/** Operations on a list, each on what the one before it left, and what is made of the list in the end. */
export interface Procedure {
  readonly operations: readonly Operation[];
  readonly result: Result;
}

export type Output = number | readonly number[];

export function isConditional({ kind }: Operation): boolean {
  return kind === 'choose' || kind === 'keep';
}

export function outputOf({ operations, result }: Procedure, values: readonly number[]): Output {
  return resultOf(
    result,
    operations.reduce<readonly number[]>((list, step) => applied(step, list), values),
  );
}

export function resultOf(result: Result, list: readonly number[]): Output {
  switch (result.kind) {
    case 'list':
      return list;
    case 'sum':
      return list.reduce((sum, value) => sum + value, 0);
    case 'largest':
      return list.length === 0 ? 0 : list.reduce((most, value) => (value > most ? value : most));
    case 'count':
      return list.filter((value) => meets(result.condition, value)).length;
  }
}

export function applied(operation: Operation, list: readonly number[]): readonly number[] {
  switch (operation.kind) {
    case 'change':
      return list.map((value) => changed(operation.change, value));
    case 'choose':
      return list.map((value) => {
        if (meets(operation.condition, value)) return changed(operation.whenMet, value);
        return operation.otherwise === null ? value : changed(operation.otherwise, value);
      });
    case 'keep':
      return list.filter((value) => meets(operation.condition, value));
    case 'skip':
      return list.slice(operation.count);
    case 'every':
      return list.filter((_, index) => index % operation.step === 0);
    case 'position':
      return list.map((value, index) => value + index + operation.from);
    case 'reverse':
      return list.toReversed();
    case 'totals': {
      let total = 0;
      return list.map((value) => {
        total += value;
        return total;
      });
    }
    case 'gaps':
      return list.slice(1).map((value, index) => value - (list[index] as number));
    case 'distinct':
      return [...new Set(list)];
  }
}

export function changed({ by, amount }: Change, value: number): number {
  switch (by) {
    case 'add':
      return value + amount;
    case 'times':
      // A product with 0 must not be -0, which JSON does not know.
      return value === 0 ? 0 : value * amount;
    case 'from':
      return amount - value;
    case 'remainder':
      return ((value % amount) + amount) % amount;
  }
}

export function meets({ test, amount }: Condition, value: number): boolean {
  if (test === 'divisible') return value % amount === 0;
  return test === 'above' ? value > amount : value < amount;
}

export function sameOutput(left: Output, right: Output): boolean {
  if (typeof left === 'number' || typeof right === 'number') return left === right;
  if (left.length !== right.length) return false;
  for (let at = 0; at < left.length; at++) if (left[at] !== right[at]) return false;
  return true;
}
