/** The files of a program as pieces of text that can be changed one by one. */
import type { Language } from './program-tokens.ts';

/** A function, or another value with a name. */
export interface Piece {
  name: string;
  text: string;
}

export interface ProgramFile {
  readonly name: string;
  readonly pieces: Piece[];
}

/** A word of a text and where it begins. */
interface Word {
  readonly text: string;
  readonly at: number;
}

const definition = /^(?:export )?(?:function|const|def) (\w+)|^(\w+) = /m;
const importLine = /^(?:import|from) .*$/gm;
/** Comments stand on lines of their own, since two strokes divide in Python. */
const word = /^ *\/\/.*|"""[^"]*"""|"[^"]*"|[A-Za-z_]\w*|\d+|\S/gm;

export function readFile(name: string, text: string): ProgramFile {
  const blocks = text.replace(importLine, '').split(/\n\n+/);
  // Values of one line each stand together without blank lines between them.
  const parts = blocks.flatMap((block) =>
    /^(?:(?:export )?const \w+ = .*;|\w+ = .*)$/m.test(block.trim().split('\n')[0]!)
      ? block.trim().split('\n')
      : [block],
  );
  const pieces = parts
    .filter((part) => part.trim() !== '')
    .map((part) => ({ name: nameIn(part), text: part.replace(/^\n+|\s+$/g, '') }));
  return { name, pieces };
}

/** The text of a file, with the imports that it needs of the others. */
export function fileText(file: ProgramFile, files: readonly ProgramFile[], language: Language): string {
  const own = new Set(file.pieces.map(({ name }) => name));
  const used = new Set(file.pieces.flatMap((piece) => namesUsed(piece, language)));
  const imports = files.flatMap((other) => {
    const names = other.pieces.map(({ name }) => name).filter((name) => used.has(name) && !own.has(name));
    if (names.length === 0) return [];
    return language === 'javascript'
      ? [`import { ${names.join(', ')} } from './${other.name}';`]
      : [`from ${other.name.replace(/\.py$/, '')} import ${names.join(', ')}`];
  });
  const blocks = [
    ...(imports.length === 0 ? [] : [imports.join('\n')]),
    ...file.pieces.map(({ text }) => text),
  ];
  return blocks.join(language === 'javascript' ? '\n\n' : '\n\n\n');
}

/** Parameters and variables of the piece. */
export function declaredIn({ text }: Piece, language: Language): Set<string> {
  const patterns = language === 'javascript' ? /^ +(?:const|let) (\w+) = /gm : /^ +(\w+) = /gm;
  return new Set([...parametersOf(text), ...[...text.matchAll(patterns)].map(([, name]) => name!)]);
}

export function parametersOf(text: string): string[] {
  const [, list = ''] = /^(?:export )?(?:function|def) \w+\((.*)\)/m.exec(text) ?? [];
  return list.split(', ').filter((name) => name !== '');
}

/** Other names by which a piece calls a function. */
export function aliasesOf(name: string, { text }: Piece): string[] {
  return [...text.matchAll(/^ +(?:const )?(\w+) = (\w+);?$/gm)].flatMap(([, alias, value]) =>
    value === name ? [alias!] : [],
  );
}

/** Where the name stands for something, from the last place to the first. */
export function placesOf(name: string, text: string): number[] {
  const words = wordsIn(text);
  return words
    .filter(({ text: one }, index) => one === name && words[index - 1]?.text !== '.' && !isKey(words, index))
    .map(({ at }) => at)
    .reverse();
}

/** The text with another name, or what else, at each place; a field that is named by its variable keeps its name. */
export function withName(text: string, places: readonly number[], from: string, to: string): string {
  return places.reduce((left, at) => {
    const rest = left.slice(at + from.length);
    const isShort = /[{,] *$/.test(left.slice(0, at)) && /^ *[,}]/.test(rest) && isInObject(left, at);
    return `${left.slice(0, at)}${isShort ? `${from}: ` : ''}${to}${rest}`;
  }, text);
}

/** The arguments of a call whose parentheses open here, and where it ends. */
export function argumentsAt(text: string, open: number): { readonly given: string[]; readonly end: number } {
  const given: string[] = [];
  let depth = 0;
  let from = open + 1;
  for (let at = open; at < text.length; at++) {
    const one = text[at]!;
    if ('([{'.includes(one)) depth++;
    if (')]}'.includes(one)) depth--;
    if ((depth === 1 && one === ',') || depth === 0) {
      given.push(text.slice(from, at).trim());
      from = at + 1;
    }
    if (depth === 0) return { given: given.filter((argument) => argument !== ''), end: at + 1 };
  }
  return { given, end: text.length };
}

function wordsIn(text: string): Word[] {
  return [...text.matchAll(word)].map(({ 0: one, index }) => ({ text: one, at: index }));
}

function namesUsed(piece: Piece, language: Language): string[] {
  const own = declaredIn(piece, language);
  return wordsIn(piece.text).flatMap(({ text }, index, words) =>
    own.has(text) || words[index - 1]?.text === '.' || isKey(words, index) ? [] : [text],
  );
}

/** Whether it is the name of a field of an object that is written out. */
function isKey(words: readonly Word[], index: number): boolean {
  const before = words[index - 1]?.text;
  return words[index + 1]?.text === ':' && (before === '{' || before === ',');
}

function isInObject(text: string, at: number): boolean {
  const brackets: string[] = [];
  for (const one of text.slice(0, at)) {
    if ('([{'.includes(one)) brackets.push(one);
    else if (')]}'.includes(one)) brackets.pop();
  }
  return brackets.at(-1) === '{';
}

function nameIn(text: string): string {
  const [, first, second] = definition.exec(text) ?? [];
  return first ?? second ?? '';
}
