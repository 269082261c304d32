import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseTolerantJson } from '../../registries/tolerant-json.ts';

/** Marks where a bare number goes; no generated text holds it. */
const mark = '\u{10ffff}bare';
const text = fc.oneof(
  fc.string({ unit: 'grapheme' }),
  fc.constantFrom('NaN', ' -Infinity,', '\\"NaN', '"', '{"a'),
);
const tree = fc.letrec((tie) => ({
  value: fc.oneof(
    { maxDepth: 4 },
    fc.constantFrom(null, true, mark),
    fc.double({ noNaN: true, noDefaultInfinity: true }),
    text,
    fc.array(tie('value'), { maxLength: 4 }),
    fc.dictionary(text, tie('value'), { maxKeys: 4, noNullPrototype: true }),
  ),
})).value;
const object = fc.dictionary(text, tree, { maxKeys: 4, noNullPrototype: true });

describe('JSON as trainers write it', () => {
  it('reads every bare NaN and Infinity outside of strings as null, and nothing else otherwise', () => {
    fc.assert(
      fc.property(object, fc.constantFrom('NaN', 'Infinity', '-Infinity'), (value, bare) => {
        const strict = JSON.stringify(value);
        const written = strict.replaceAll(`"${mark}"`, bare);
        const expected: unknown = JSON.parse(strict.replaceAll(`"${mark}"`, 'null'));
        expect(parseTolerantJson(written)).toEqual({ value: expected });
      }),
    );
  });

  it('calls every proper beginning of an object truncated', () => {
    fc.assert(
      fc.property(object, fc.nat(), (value, at) => {
        const whole = JSON.stringify(value, null, 1);
        const cut = whole.slice(0, at % whole.length);
        expect(parseTolerantJson(cut)).toEqual({ fault: 'truncated' });
      }),
    );
  });

  it.each([
    '{"a": nan}',
    '{"a": xNaN}',
    '{"a": 1,}',
    '{"a": 1} x',
    "{'a': 1}",
    'NaN x',
    '\0\0\0',
    '[1',
    '{}}',
  ])('calls %j malformed', (bad) => {
    expect(parseTolerantJson(bad)).toEqual({ fault: 'malformed' });
  });

  it('copes with a string of millions of escapes', () => {
    const long = `{"a": NaN, "b": "${'\\n'.repeat(4_000_000)}"}`;
    expect(parseTolerantJson(long)).toMatchObject({ value: { a: null } });
    expect(parseTolerantJson(long.slice(0, -2))).toEqual({ fault: 'truncated' });
  });
});
