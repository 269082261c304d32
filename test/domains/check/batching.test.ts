import { afterAll, describe, expect, it } from 'vitest';
import { batched, checkLimits } from '../../../domains/check/batching.ts';
import type { Trial } from '../../../domains/execution.ts';
import { createSandbox } from '../../../sandbox/sandbox.ts';

const sandbox = createSandbox(checkLimits);
afterAll(() => sandbox.close());

/** All but one have a file of the same name, with another `step` in it. */
function trialsOf(language: 'javascript' | 'python'): Trial[] {
  const texts = (by: number) =>
    language === 'javascript'
      ? {
          'steps.js': `export function step(it) { return it + ${by}; }`,
          'main.js': `import { step } from './steps.js';\nexport function twice(it) { return step(step(it)); }`,
        }
      : {
          'steps.py': `import math\ndef step(it):\n    return math.floor(it) + ${by}`,
          'main.py': 'from steps import step\ndef twice(it):\n    return step(step(it))',
        };
  const alone =
    language === 'javascript'
      ? { 'main.js': 'function twice(it) { return it * 2; }' }
      : { 'main.py': 'def twice(it):\n    return it * 2' };
  const entry = language === 'javascript' ? 'main.js' : 'main.py';
  return [texts(1), texts(10), alone].map((files) => ({
    program: { language, files: files as Readonly<Record<string, string>>, entry },
    calls: ['twice', 'thrice', 'twice'].map((name, at) => ({ function: name, arguments: [5 + at] })),
  }));
}

function broken(trial: Trial): Trial {
  const { program } = trial;
  const files = { ...program.files, [program.entry]: `${program.files[program.entry]} (` };
  return { ...trial, program: { ...program, files } };
}

describe.each(['javascript', 'python'] as const)('trials of %s that are run together', (language) => {
  const run = (trials: readonly Trial[]) => Promise.all(trials.map(batched(sandbox.run)));
  const valuesOf = (results: Awaited<ReturnType<typeof run>>) =>
    results.map(({ outcomes }) => outcomes.map((one) => (one.kind === 'returned' ? one.value : one.kind)));

  it('give what each gives alone', async () => {
    expect(valuesOf(await run(trialsOf(language)))).toEqual([
      [7, 'threw', 9],
      [25, 'threw', 27],
      [10, 'threw', 14],
    ]);
  });

  it('give it though one of them does not load', async () => {
    const [first, ...others] = trialsOf(language);
    const [of, ...rest] = await run([broken(first!), ...others]);
    expect(of).toMatchObject({ end: 'load', outcomes: [] });
    expect(valuesOf(rest)).toEqual([
      [25, 'threw', 27],
      [10, 'threw', 14],
    ]);
  });
});
