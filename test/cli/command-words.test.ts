import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { commandWords } from '../../cli/command-words.ts';

describe('the words of a command', () => {
  it.each<[string, string[]]>([
    [
      'llama-server -m {path}/model.gguf --port {port}',
      ['llama-server', '-m', '{path}/model.gguf', '--port', '{port}'],
    ],
    ['  serve\n  "a b"  \'c "d"\' e\\ f ', ['serve', 'a b', 'c "d"', 'e f']],
    [`vllm serve --opts '{"seed": 1}' ''`, ['vllm', 'serve', '--opts', '{"seed": 1}', '']],
    [`run 'it'\\''s' '$HOME' '*' '>' '#1' '\`x\`'`, ['run', "it's", '$HOME', '*', '>', '#1', '`x`']],
    ['env CUDA_VISIBLE_DEVICES=1 serve a=b', ['env', 'CUDA_VISIBLE_DEVICES=1', 'serve', 'a=b']],
    ['serve {label}@{digest}', ['serve', '{label}@{digest}']],
  ])('of %s are %j', (text, words) => {
    expect(commandWords(text, '--serve')).toEqual(words);
  });

  it.each([
    ['serve > log', '> is for a shell'],
    ['serve && other', '&& is for a shell'],
    ['serve; other', '; is for a shell'],
    ['serve | tee log', '| is for a shell'],
    ['serve &', '& is for a shell'],
    ['serve $(ls)', 'is for a shell'],
    ['serve `ls`', 'a backquote is for a shell'],
    ['serve "`ls`"', 'a backquote is for a shell'],
    ['serve $HOME/models', 'the variable $HOME'],
    ['serve "$MODELS/x"', 'the variable $MODELS'],
    ['serve *.gguf', 'the pattern *.gguf'],
    ['serve ~/models', '~/models is for a shell'],
    ['serve # the model', '# begins a comment'],
    ['SEED=1 serve', 'SEED=1 sets a variable'],
    ["serve 'a b", 'a quote or an escape is not closed'],
    ['serve "a b', 'a quote or an escape is not closed'],
    ["serve {path}'s", 'a quote or an escape is not closed'],
    ['serve \\', 'a quote or an escape is not closed'],
    ['', 'must name a program'],
    ["'' serve", 'must name a program'],
  ])('are not those of %s', (text, reason) => {
    expect(() => commandWords(text, '--serve')).toThrow(`--serve: `);
    expect(() => commandWords(text, '--serve')).toThrow(reason);
  });

  it('are any at all, each in single quotes', () => {
    const word = fc.string({ unit: 'grapheme' }).filter((text) => !text.startsWith('~'));
    fc.assert(
      fc.property(fc.array(word), (words) => {
        const quoted = words.map((text) => `'${text.replaceAll("'", "'\\''")}'`);
        expect(commandWords(['serve', ...quoted].join(' '), '--serve')).toEqual(['serve', ...words]);
      }),
    );
  });
});
