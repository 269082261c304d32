import type { Selectable } from 'kysely';
import { z } from 'zod';
import type { Database } from '../schema/tables.ts';

/** How PE and gain of a stored row reach every reader. */

export const intervalSchema = z.object({ value: z.number(), lo: z.number(), hi: z.number() });

export const peSchema = intervalSchema.extend({
  prAboveOne: z.number(),
  /** Null for an overall PE whose domains rest on different ones. */
  window: z.tuple([z.number(), z.number()]).nullable(),
});

export const gainSchema = intervalSchema.extend({ flat: z.boolean(), relative: z.number().nullable() });

type Row = Selectable<Database['efficiencies']>;

export function peOf(row: Row): z.infer<typeof peSchema> | null {
  return withInterval(row.pe, row.pe_lo, row.pe_hi, {
    prAboveOne: row.pe_above_one ?? 0,
    window: windowOf(row),
  });
}

export function gainOf(row: Row): z.infer<typeof gainSchema> | null {
  return withInterval(row.gain, row.gain_lo, row.gain_hi, {
    flat: row.flat ?? false,
    relative: row.gain_relative,
  });
}

function windowOf(row: Row): [number, number] | null {
  return row.window_lo === null || row.window_hi === null ? null : [row.window_lo, row.window_hi];
}

export function intervalOf(value: number | null, lo: number | null, hi: number | null) {
  return withInterval(value, lo, hi, {});
}

/** Null where there is no value; a value is never stored without its bounds. */
export function withInterval<More extends object>(
  value: number | null,
  lo: number | null,
  hi: number | null,
  more: More,
): ({ value: number; lo: number; hi: number } & More) | null {
  return value === null || lo === null || hi === null ? null : { value, lo, hi, ...more };
}
