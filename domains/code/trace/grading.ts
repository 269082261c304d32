/** Partial credit: the share of leaves that are right, over what a glance at the arguments gets. */
import type { Category } from '../../contract.ts';
import type { Json } from '../../json.ts';
import { categoryOfShare } from '../../task.ts';
import { equalJson } from '../ir/values.ts';

/** What a guess at a leaf or two may hit, where the arguments say nothing. */
const chanceMin = 0.2;

/** All leaves may be right of an answer that has an empty list too many. */
const partShareMax = 0.99;

export function categoryOf(result: Json, blind: readonly Json[], answer: Json): Category {
  if (equalJson(result, answer)) return 4;
  const chance = Math.max(chanceMin, ...blind.map((other) => leafShare(result, other)));
  // Where a blind answer lacks a leaf only, nothing is left to be had but the whole.
  if (chance >= 1) return 0;
  return categoryOfShare(Math.min(leafShare(result, answer), partShareMax), chance);
}

/** Leaves that stand where they should, of those that are right or given, whichever are more. */
export function leafShare(result: Json, answer: Json): number {
  const [right, given] = [leavesOf(result), leavesOf(answer)];
  let hits = 0;
  for (const [path, leaf] of right) if (given.get(path) === leaf) hits++;
  return hits / Math.max(1, right.size, given.size);
}

/** Numbers, strings and the like by their path. */
export function leavesOf(value: Json): Map<string, Json> {
  const leaves = new Map<string, Json>();
  const visit = (part: Json, path: string): void => {
    if (part === null || typeof part !== 'object') leaves.set(path, part);
    else for (const [key, inner] of Object.entries(part)) visit(inner, `${path}/${JSON.stringify(key)}`);
  };
  visit(value, '');
  return leaves;
}

/** The value with other leaves in place of its whole numbers. */
export function withNumbers(value: Json, numberAt: (old: number) => number): Json {
  if (typeof value === 'number') return numberAt(value);
  if (value === null || typeof value !== 'object') return value;
  if (Array.isArray(value)) return value.map((part) => withNumbers(part, numberAt));
  return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, withNumbers(part, numberAt)]));
}
