import { parse } from 'shell-quote';
import { UsageError } from './output.ts';

/** Quoted and escaped text; a quote or a backslash beside it is one that nothing closes. */
const closed = /\\.|'[^']*'|"(?:\\.|[^"\\])*"/gs;
const singleQuoted = /\\.|'[^']*'/gs;

/**
 * The words of a command as a shell would split them, where it would run one program with them and do nothing else: what
 * only a shell can do is refused, since none is asked. Throws `UsageError`, which names the option by `as`.
 */
export function commandWords(text: string, as: string): string[] {
  const refuse = (what: string) =>
    new UsageError(`${as}: ${what}; a command is run without a shell: put it in quotes, or in a script`);
  if (/['"\\]/.test(text.replaceAll(closed, ''))) throw refuse('a quote or an escape is not closed');
  if (text.replaceAll(singleQuoted, '').includes('`')) throw refuse('a backquote is for a shell');
  const words = parse(text, (variable) => ({ variable })).map((part) => {
    if (typeof part === 'string') return part;
    if ('variable' in part) throw refuse(`the variable $${part.variable} is for a shell to fill in`);
    if ('comment' in part) throw refuse('# begins a comment');
    if (part.op === 'glob') throw refuse(`the pattern ${part.pattern} is for a shell to fill in`);
    throw refuse(`${part.op} is for a shell`);
  });
  const [program] = words;
  if (program === undefined || program === '') throw new UsageError(`${as}: must name a program`);
  if (/^[A-Za-z_]\w*=/.test(program))
    throw refuse(`${program} sets a variable, which \`env\` does as a program`);
  const home = words.find((word) => /^~(\/|$)/.test(word));
  if (home !== undefined) throw refuse(`${home} is for a shell to fill in`);
  return words;
}
