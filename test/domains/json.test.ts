import { isDeepStrictEqual } from 'node:util';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { canonicalJson } from '../../domains/json.ts';

/** The same value with the keys of its objects in another order. */
function shuffled(value: unknown): unknown {
  if (value === null || typeof value !== 'object') return value;
  if (Array.isArray(value)) return value.map(shuffled);
  return Object.fromEntries(
    Object.entries(value)
      .reverse()
      .map(([key, part]) => [key, shuffled(part)]),
  );
}

describe('canonical JSON', () => {
  it('says the same of a value whatever the order of its keys, and reads as the value', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const text = canonicalJson(value);
        expect(canonicalJson(shuffled(value))).toBe(text);
        expect(JSON.parse(text)).toEqual(JSON.parse(JSON.stringify(value)));
      }),
    );
  });

  it('tells different values apart', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.jsonValue(), (one, other) => {
        const [first, second] = [one, other].map((value) => JSON.parse(JSON.stringify(value)) as unknown);
        expect(canonicalJson(one) === canonicalJson(other)).toBe(isDeepStrictEqual(first, second));
      }),
    );
  });

  it('keeps a key that stands for a prototype elsewhere', () => {
    const hostile: unknown = JSON.parse('{"b": 1, "__proto__": {"a": 2}}');
    expect(canonicalJson(hostile)).toBe('{"__proto__":{"a":2},"b":1}');
    expect(({} as { a?: number }).a).toBeUndefined();
  });
});
