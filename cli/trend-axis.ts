import type { TrendRow } from '../client/trend.ts';
import { UsageError } from './output.ts';

export const orders = ['step', 'tokens', 'flops', 'time'] as const;
export type Order = (typeof orders)[number];

/** What checkpoints are put in order by. */
export interface Axis {
  /** What is counted, as heads of columns show it: `flops`, `step`. */
  readonly unit: string;
  /** Null where the row does not say. */
  readonly valueOf: (row: TrendRow) => number | null;
}

/** Compute in the unit that PE is measured in, or the step of checkpoints where none is known. */
export function usualAxis(rows: readonly TrendRow[]): Axis {
  const unit = rows.find(({ compute }) => compute !== null)?.compute?.unit;
  if (unit === undefined) return stepAxis;
  return {
    unit,
    valueOf: ({ compute }) => (compute?.unit === unit ? compute.value : null),
  };
}

const stepAxis: Axis = { unit: 'step', valueOf: ({ step }) => step };

/** When checkpoints were made, in days since the Unix epoch. */
const timeAxis: Axis = {
  unit: 'days',
  valueOf: ({ createdAt }) => (createdAt === null ? null : Date.parse(createdAt) / 86_400_000),
};

/** The axis of `--by`. Throws `UsageError` where the series does not carry it. */
export function axisBy(rows: readonly TrendRow[], order: Order): Axis {
  const axis = axisOf(order);
  if (rows.length === 0 || rows.some((row) => axis.valueOf(row) !== null)) return axis;
  const given = orders.filter((other) => other !== order && axisGiven(rows, other));
  const hint = given.length === 0 ? 'there is no other order' : `there is ${given.join(', ')}`;
  throw new UsageError(`--by ${order}: this series does not say it; ${hint}`);
}

function axisGiven(rows: readonly TrendRow[], order: Order): boolean {
  return rows.some((row) => axisOf(order).valueOf(row) !== null);
}

function axisOf(order: Order): Axis {
  if (order === 'step') return stepAxis;
  if (order === 'time') return timeAxis;
  return { unit: order, valueOf: ({ compute }) => (compute?.unit === order ? compute.value : null) };
}

/** In ascending order of the axis; rows that it does not place keep their order at the end. */
export function inOrder(rows: readonly TrendRow[], axis: Axis): TrendRow[] {
  const place = (row: TrendRow) => axis.valueOf(row) ?? Number.POSITIVE_INFINITY;
  return rows.toSorted((a, b) => (place(a) === place(b) ? 0 : place(a) - place(b)));
}
