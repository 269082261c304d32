import type { Json } from '../../json.ts';

/** What expressions come to. Lists, maps and records are references, as in the languages of the emitters. */
export type Value = number | string | boolean | Value[] | Map<string, Value> | RecordValue;

export interface RecordValue {
  [field: string]: Value;
}

/** Maps and records both become objects. */
export function jsonOf(value: Value): Json {
  if (typeof value !== 'object') return value;
  if (Array.isArray(value)) return value.map(jsonOf);
  const entries = value instanceof Map ? [...value] : Object.entries(value);
  return Object.fromEntries(entries.map(([key, part]) => [key, jsonOf(part)]));
}

/** Equal but for the order of the keys of objects. */
export function equalJson(left: Json, right: Json): boolean {
  if (left === right) return true;
  if (left === null || right === null || typeof left !== 'object' || typeof right !== 'object') return false;
  if (Array.isArray(left) !== Array.isArray(right)) return false;
  const keys = Object.keys(left);
  return (
    keys.length === Object.keys(right).length &&
    keys.every((key) => Object.hasOwn(right, key) && equalJson(partOf(left, key), partOf(right, key)))
  );
}

/** True when arrays and objects stand inside one another at most so many deep. */
export function nestsAtMost(value: Json, depth: number): boolean {
  if (value === null || typeof value !== 'object') return true;
  return depth > 0 && Object.values(value).every((part) => nestsAtMost(part, depth - 1));
}

function partOf(value: object, key: string): Json {
  return (value as { readonly [key: string]: Json })[key] as Json;
}
