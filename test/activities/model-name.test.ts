import { describe, expect, it } from 'vitest';
import { Refusal } from '../../activities/failure.ts';
import { modelName } from '../../activities/model-name.ts';

const checkpoint = { label: 'checkpoint-10', step: 10, digest: 'ab12' };

describe('the name that an endpoint knows a checkpoint by', () => {
  it.each([
    ['{label}', 'checkpoint-10'],
    ['run/{step}', 'run/10'],
    ['{label}@{digest}+{label}', 'checkpoint-10@ab12+checkpoint-10'],
    ['always-the-same', 'always-the-same'],
    ['{other} {Label} {}', '{other} {Label} {}'],
  ])('made from %s is %s', (template, name) => {
    expect(modelName(template, checkpoint)).toBe(name);
  });

  it('takes a value as it is, whatever it looks like', () => {
    expect(modelName('{label}', { ...checkpoint, label: "$&{step}$'" })).toBe("$&{step}$'");
    expect(modelName('{step}', { ...checkpoint, step: 0 })).toBe('0');
  });

  it('cannot be made from a step that the checkpoint does not have', () => {
    const unnumbered = { ...checkpoint, step: null };
    expect(() => modelName('m-{step}', unnumbered)).toThrow(Refusal);
    expect(modelName('m-{label}', unnumbered)).toBe('m-checkpoint-10');
  });
});
