import type { Invention } from './invention.ts';
import { codeOf } from './operations.ts';
import { room } from './piles.ts';

/** What a program is to do, said without names and in no order of keys or targets: the same for isomorphic machines. */
export function canonicalInvention({ keys, pairs, modulus, lengthMax }: Invention): string {
  const codes = (broken: boolean) =>
    keys
      .filter((key) => key.broken === broken)
      .map(codeOf)
      .sort()
      .join(' ');
  const targets = pairs.map(({ start, target }) => `${start}>${target}`).sort();
  return [modulus, lengthMax, codes(false), codes(true), ...targets].join(';');
}

/** All that a checker from outside needs, as an object for JSON. */
export function statementOf(invention: Invention): Readonly<Record<string, unknown>> {
  const { keys, pairs, modulus, lengthMax, pool, examples } = invention;
  return {
    modulus,
    room,
    keys,
    pairs,
    lengthMax,
    strategies: Object.entries(pool).map(([fingerprint, weight]) => ({
      fingerprint,
      weight,
      shortest: examples[fingerprint]!.map((key) => keys[key]!.name),
    })),
  };
}
