import { afterAll, describe, expect, test } from 'vitest';
import type { Language, RunResult } from '../../sandbox/contract.ts';
import { createSandbox } from '../../sandbox/sandbox.ts';
import { hostileJavaScript } from './hostile/javascript.ts';
import { hostilePython } from './hostile/python.ts';
import { programIn } from './source.ts';

// Room for a cold interpreter on a busy machine; bench/sandbox.ts measures how exactly the limit is kept.
const limits = { timeMs: 2_500, memoryBytes: 64 * 2 ** 20, outputBytes: 2 ** 20 };
const sandbox = createSandbox(limits, 2);
const honest: Readonly<Record<Language, string>> = {
  javascript: 'function double(n) { return { twice: 2 * n }; }',
  python: 'def double(n):\n    return {"twice": 2 * n}',
};

afterAll(() => sandbox.close());

describe.each([
  ['javascript', hostileJavaScript],
  ['python', hostilePython],
] as const)('%s', (language, programs) => {
  test('has sixty hostile programs', () => {
    expect(Object.keys(programs).length).toBeGreaterThanOrEqual(60);
  });

  test.concurrent.each(Object.entries(programs))(
    '%s: gets hold of nothing, and the next answer is graded rightly',
    async (_name, source) => {
      const result = await sandbox.run({
        program: programIn(language, source),
        calls: [{ function: 'attack', arguments: [] }],
      });
      expect(gotHoldOf(result)).toEqual([]);
      const next = await sandbox.run({
        program: programIn(language, honest[language]),
        calls: [{ function: 'double', arguments: [21] }],
      });
      expect(next).toMatchObject({
        end: 'done',
        message: null,
        outcomes: [{ kind: 'returned', value: { twice: 42 } }],
      });
    },
    120_000,
  );
});

/** What came back beside `'nothing'`. */
function gotHoldOf({ outcomes }: RunResult): unknown[] {
  return outcomes.flatMap((outcome) =>
    outcome.kind === 'returned' && outcome.value !== 'nothing' ? [outcome.value] : [],
  );
}
