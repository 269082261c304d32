import type { ColumnType, Generated, GeneratedAlways, JSONColumnType } from 'kysely';

export type Id = GeneratedAlways<number>;
export type Now = Generated<Date>;
/** Inserted once and never updated. */
export type Fixed<T> = ColumnType<T, T, never>;
export type FixedNow = ColumnType<Date, Date | undefined, never>;
export type Json<T extends object | null> = JSONColumnType<T, string, string>;
export type FixedJson<T extends object> = JSONColumnType<T, string, never>;
export type FixedJsonOrNull<T extends object> = JSONColumnType<T | null, string | null, never>;
