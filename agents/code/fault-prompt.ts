/** A program with a fault, its comments and its calls, as read from a prompt. */
import type { Item } from './comment-steps.ts';
import { likePython } from './like-python.ts';
import { readFunctions } from './program-parser.ts';
import type { Language } from './program-tokens.ts';
import type { ProgramFunction } from './program-tree.ts';

export interface FaultPrompt {
  /** In the order of the text; remainders and divisions are as Python has them. */
  readonly functions: ReadonlyMap<string, ProgramFunction>;
  /** By function: the file that it stands in, and what it is for. */
  readonly files: ReadonlyMap<string, string>;
  readonly comments: ReadonlyMap<string, string>;
  readonly entry: string;
  readonly calls: readonly { readonly given: Item; readonly wanted: Item }[];
}

const opening =
  /^Here is a program in (?:JavaScript|Python)(?:, in \d+ files)?\. The number before each line/;
const fileBlock = /^(\S+):\n\n```(javascript|python)\n([\s\S]*?)\n```$/gm;
const callLine = /^- `(\w+)\((.*)\)` returns `(.*?)`(?:, but should return `(.*)`\.|, as it should\.)$/gm;
const head = /^(?:function|def) (\w+)\(/;

/** The program that the prompt ends with; null when it is of another kind. */
export function readFaultPrompt(prompt: string): FaultPrompt | null {
  const lines = prompt.split(/\r?\n/);
  const start = lines.findLastIndex((line) => opening.test(line));
  if (start < 0) return null;
  const text = lines.slice(start).join('\n');
  const functions = new Map<string, ProgramFunction>();
  const files = new Map<string, string>();
  const comments = new Map<string, string>();
  for (const [, file, language, content] of text.matchAll(fileBlock)) {
    const plain = (content as string).split('\n').map(withoutNumber);
    const read = readFunctions(plain.join('\n'), language as Language);
    if (read === null) return null;
    for (const [name, definition] of read) {
      functions.set(name, likePython(definition));
      files.set(name, file as string);
    }
    for (const [at, line] of plain.entries()) {
      const name = head.exec(line)?.[1];
      if (name === undefined) continue;
      const comment = language === 'python' ? plain[at + 1] : plain[at - 1];
      comments.set(name, (comment ?? '').replace(/^ *(?:\/\/ |""")|"""$/g, ''));
    }
  }
  const calls = [...text.matchAll(callLine)];
  const entry = calls[0]?.[1];
  if (entry === undefined || !functions.has(entry)) return null;
  return {
    functions,
    files,
    comments,
    entry,
    calls: calls.map(([, , given, actual, expected]) => ({
      given: JSON.parse(given as string) as Item,
      wanted: JSON.parse((expected ?? actual) as string) as Item,
    })),
  };
}

/** Lines that only tie files together are left empty, so that the others keep their numbers. */
function withoutNumber(line: string): string {
  const text = line.replace(/^ *\d+ \| ?/, '');
  return /^(?:import|from) /.test(text) ? '' : text.replace(/^export /, '');
}
