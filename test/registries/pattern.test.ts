import { describe, expect, it } from 'vitest';
import { patternTest } from '../../registries/pattern.ts';

describe('a pattern of names', () => {
  it.each([
    ['run-7', 'run-7', true],
    ['run-7', 'run-70', false],
    ['*', '', true],
    ['run-*', 'run-', true],
    ['run-*', 'my-run-7', false],
    ['*-lora', 'a-lora', true],
    ['*-lora', 'a-lora-2', false],
    ['run*step-*0', 'run-7:step-100', true],
    ['run*step-*0', 'run-7:step-101', false],
    ['a*b*a', 'aba', true],
    ['a*b*a', 'ab', false],
    ['ab*ba', 'aba', false],
    ['a*bc*bc', 'abc', false],
    ['ft:gpt.mini*', 'ft:gptxmini:org', false],
    ['**a**', 'xay', true],
    ['Run*', 'run-7', false],
  ])('%s on %s: %s', (pattern, name, selected) => {
    expect(patternTest(pattern)(name)).toBe(selected);
  });

  it('takes no longer on names that nearly fit than on others', () => {
    const nearly = patternTest(`${'*a'.repeat(40)}*b`);
    const startedMs = performance.now();
    expect(nearly('a'.repeat(20_000))).toBe(false);
    expect(performance.now() - startedMs).toBeLessThan(200);
  });
});
