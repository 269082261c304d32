import { afterAll, describe, expect, test } from 'vitest';
import type { Call, Language, Program } from '../../sandbox/contract.ts';
import { createSandbox, defaultLimits } from '../../sandbox/sandbox.ts';
import { programIn, programOf } from './source.ts';

const sandbox = createSandbox({ ...defaultLimits, timeMs: 5_000 }, 2);

afterAll(() => sandbox.close());

/** The same program twice. */
const twins: Readonly<Record<string, Readonly<Record<Language, Program['files']>>>> = {
  'files that import one another': {
    javascript: {
      'main.js': "import { twice } from './tools/numbers.js';\nexport const f = (n) => twice(n) + 1;",
      'tools/numbers.js': "import { one } from '../units';\nexport const twice = (n) => 2 * n * one;",
      'units.js': 'export const one = 1;',
    },
    python: {
      'main.py': 'from tools.numbers import twice\ndef f(n): return twice(n) + 1',
      'tools/numbers.py': 'import units\ndef twice(n): return 2 * n * units.one',
      'units.py': 'one = 1',
    },
  },
  'state that lasts from call to call': {
    javascript: { 'main.js': 'let calls = 0;\nfunction f(n) { calls += 1; return n + calls; }' },
    python: { 'main.py': 'calls = 0\ndef f(n):\n    global calls\n    calls += 1\n    return n + calls' },
  },
  'one call that throws': {
    javascript: { 'main.js': 'const f = (n) => { if (n === 1) throw new TypeError("no"); return n; };' },
    python: { 'main.py': 'def f(n):\n    if n == 1: raise TypeError("no")\n    return n' },
  },
  'values of all kinds': {
    javascript: { 'main.js': 'function f(n) { return { a: [n, null, true, "é\\u2028"], b: {} }; }' },
    python: { 'main.py': 'def f(n): return {"a": (n, None, True, "é\\u2028"), "b": {}}' },
  },
};

describe.each(Object.entries(twins))('%s', (_name, files) => {
  test('comes to the same in both languages', async () => {
    const [javascript, python] = await Promise.all([
      runOf(programOf('javascript', files.javascript), [0, 1, 2]),
      runOf(programOf('python', files.python), [0, 1, 2]),
    ]);
    expect(javascript).toEqual(python);
    expect(javascript).toMatchObject({ end: 'done', message: null });
    expect(javascript.outcomes).toHaveLength(3);
  });
});

test.each([
  ['javascript', 'function f(n) { while (n === 1) {} return n; }'],
  ['python', 'def f(n):\n    while n == 1: pass\n    return n'],
] as const)('%s: what came back before the limit is kept', async (language, source) => {
  expect(await runOf(programIn(language, source), [0, 1, 2])).toEqual({
    end: 'time',
    message: null,
    outcomes: [{ kind: 'returned', value: 0 }],
  });
});

test.each([
  ['javascript', 'function f(n) { const a = []; while (n === 1) a.push(new Array(1e5).fill(0)); return n; }'],
  ['python', 'def f(n):\n    a = []\n    while n == 1: a.append(bytearray(10 ** 7))\n    return n'],
] as const)('%s: memory ends at its limit, before the time does', async (language, source) => {
  expect(await runOf(programIn(language, source), [0, 1, 2])).toEqual({
    end: 'memory',
    message: null,
    outcomes: [{ kind: 'returned', value: 0 }],
  });
});

test.each([
  ['javascript', 'function f() { return "x".repeat(900000); }'],
  ['python', 'def f(n): return "x" * 900000'],
] as const)('%s: results are counted together', async (language, source) => {
  const { end, outcomes } = await runOf(programIn(language, source), [0, 1, 2]);
  expect({ end, results: outcomes.length }).toEqual({ end: 'output', results: 1 });
});

test.each([
  ['javascript', 'function f( {', /^SyntaxError/],
  ['python', 'def f(:', /^SyntaxError/],
  ['javascript', 'throw new RangeError("at load");', /^RangeError: at load/],
  ['python', 'raise ValueError("at load")', /^ValueError: at load/],
  ['javascript', "import { x } from './absent.js';", /absent/],
  ['python', 'import absent', /absent/],
] as const)('%s: %s does not load, and it says why', async (language, source, why) => {
  const { end, message, outcomes } = await runOf(programIn(language, source), [0]);
  expect({ end, outcomes }).toEqual({ end: 'load', outcomes: [] });
  expect(message).toMatch(why);
});

test.each([
  ['javascript', 'constructor'],
  ['python', 'absent.py'],
] as const)('%s: an entry that is no file does not load', async (language, entry) => {
  const result = await sandbox.run({
    program: { language, files: {}, entry },
    calls: [{ function: 'f', arguments: [] }],
  });
  expect(result).toMatchObject({ end: 'load', outcomes: [] });
});

test('more programs than threads wait for their turn, and each gets its own results', async () => {
  const results = await Promise.all(
    Array.from({ length: 12 }, (_, index) =>
      runOf(programIn('javascript', `const f = (n) => n + ${100 * index};`), [1, 2]),
    ),
  );
  for (const [index, { outcomes }] of results.entries()) {
    expect(outcomes).toEqual([1, 2].map((n) => ({ kind: 'returned', value: n + 100 * index })));
  }
});

async function runOf(program: Program, arguments_: readonly number[]) {
  const calls = arguments_.map((argument): Call => ({ function: 'f', arguments: [argument] }));
  const {
    elapsedMs: _elapsedMs,
    endedAfterMs: _endedAfterMs,
    ...result
  } = await sandbox.run({ program, calls });
  return result;
}
