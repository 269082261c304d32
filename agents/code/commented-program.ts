/** A program whose functions have comments that say what they are meant to do, as read from a prompt. */
import type { Item } from './comment-steps.ts';
import { likePython } from './like-python.ts';
import { readFunctions } from './program-parser.ts';
import type { Language } from './program-tokens.ts';
import type { ProgramFunction } from './program-tree.ts';

export interface CommentedProgram {
  readonly language: Language;
  /** In the order of the text; remainders and divisions are as Python has them. */
  readonly functions: ReadonlyMap<string, ProgramFunction>;
  /** By function: the file that it stands in, and what it is for. */
  readonly files: ReadonlyMap<string, string>;
  readonly comments: ReadonlyMap<string, string>;
  /** The lines of each file. */
  readonly texts: ReadonlyMap<string, readonly string[]>;
  /** Calls that are shown, with what they should return. */
  readonly calls: readonly { readonly function: string; readonly given: Item; readonly wanted: Item }[];
}

const fileBlock = /^(\S+):\n\n```(javascript|python)\n([\s\S]*?)\n```$/gm;
const callLine = /^- `(\w+)\((.*)\)` returns `(.*?)`(?:, but should return `(.*)`\.|, as it should\.)$/gm;
const head = /^(?:function|def) (\w+)\(/;

/** The program that stands below the last line of the prompt that opens like this; null when there is none. */
export function readCommentedProgram(prompt: string, opening: RegExp): CommentedProgram | null {
  const all = prompt.split(/\r?\n/);
  const start = all.findLastIndex((line) => opening.test(line));
  if (start < 0) return null;
  const text = all.slice(start).join('\n');
  const functions = new Map<string, ProgramFunction>();
  const files = new Map<string, string>();
  const comments = new Map<string, string>();
  const texts = new Map<string, readonly string[]>();
  let language: Language = 'javascript';
  for (const [, file, written, content] of text.matchAll(fileBlock)) {
    language = written as Language;
    const lines = (content as string).split('\n').map((line) => line.replace(/^ *\d+ \| ?/, ''));
    const plain = lines.map(withoutTies);
    const read = readFunctions(plain.join('\n'), language);
    if (read === null) return null;
    texts.set(file as string, lines);
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
  if (functions.size === 0) return null;
  const calls = [...text.matchAll(callLine)].map(([, name, given, actual, expected]) => ({
    function: name as string,
    given: JSON.parse(given as string) as Item,
    wanted: JSON.parse((expected ?? actual) as string) as Item,
  }));
  return { language, functions, files, comments, texts, calls };
}

/** Lines that only tie files together are left empty, so that the others keep their numbers. */
function withoutTies(line: string): string {
  return /^(?:import|from) /.test(line) ? '' : line.replace(/^export /, '');
}
