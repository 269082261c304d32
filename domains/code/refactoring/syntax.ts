/** What the syntax trees of a program say of it, as far as refactorings change it or must leave it alone. */
import type { SyntaxNode, Tree } from '@lezer/common';
import { parser as javascriptParser } from '@lezer/javascript';
import { parser as pythonParser } from '@lezer/python';
import type { Files } from '../files-text.ts';
import type { Language } from '../languages.ts';

/**
 * Facts by what they are about:
 * `define FILE NAME`, `import FILE NAME` (from where), `parameters FUNCTION`, `local FUNCTION NAME`,
 * `call FUNCTION NAME/ARGUMENTS` (how often), `mention FUNCTION NAME` (how often, otherwise than to call it),
 * `field FUNCTION NAME` (how often in objects that are written out), `number FUNCTION VALUE` (how often) and
 * `operators FUNCTION` (how many).
 */
export type Facts = ReadonlyMap<string, string>;

/** What a fact is made of: something that stands at one place of a file. */
interface Note {
  readonly key: string;
  readonly value: string;
}

/** What files say that have been read before, by their names and texts. */
export type KnownFiles = Map<string, readonly Note[]>;

// Strict parsers give up at the first error, so that no hostile text makes them search for a way on.
const parsers = {
  javascript: javascriptParser.configure({ strict: true }),
  python: pythonParser.configure({ strict: true }),
} as const;

/** Of the program whose files these are; null where one of them cannot be parsed. */
export function factsOf(files: Files, language: Language, known: KnownFiles): Facts | null {
  const facts = new Map<string, string[]>();
  for (const [file, text] of Object.entries(files)) {
    const notes = known.get(keyOf(file, text)) ?? notesOf(file, text, language);
    if (notes === null) return null;
    for (const { key, value } of notes) {
      const values = facts.get(key);
      if (values === undefined) facts.set(key, [value]);
      else values.push(value);
    }
  }
  return new Map(
    [...facts].map(([key, values]) => [key, `${values.length} ${values.sort().join(' ')}`.trim()]),
  );
}

/**
 * Reads the files of a program that has been printed, in which empty lines stand between definitions and nowhere else:
 * each definition is read alone, and only once if it is in several versions of the file.
 */
export function readFiles(files: Files, language: Language, known: KnownFiles): void {
  const read = (file: string, text: string, notes: () => readonly Note[]) => {
    const key = keyOf(file, text);
    const found = known.get(key) ?? notes();
    known.set(key, found);
    return found;
  };
  for (const [file, text] of Object.entries(files))
    read(file, text, () =>
      text.split(/\n{2,}/).flatMap((part) => read(file, part, () => notesOf(file, part, language)!)),
    );
}

function keyOf(file: string, text: string): string {
  return `${file}\n${text.trimEnd()}`;
}

function notesOf(file: string, text: string, language: Language): readonly Note[] | null {
  const tree = parsed(text, language);
  return tree === null ? null : new Reader(file, text).read(tree);
}

function parsed(text: string, language: Language): Tree | null {
  try {
    return parsers[language].parse(text);
  } catch (error) {
    // What nests too deep is no honest program either.
    if (error instanceof SyntaxError || error instanceof RangeError) return null;
    throw error;
  }
}

const definitionNames = new Set(['VariableDefinition', 'VariableName']);
const functionValues = new Set(['ArrowFunction', 'FunctionExpression', 'LambdaExpression']);
const operatorNames = new Set([
  'ArithOp',
  'CompareOp',
  'LogicOp',
  'BitOp',
  'UpdateOp',
  'and',
  'or',
  'not',
  'in',
  'if',
]);
/** Nodes whose operators work on two values, or on one in place of them. */
const operatorParents = new Set([
  'BinaryExpression',
  'UnaryExpression',
  'AssignmentExpression',
  'UpdateStatement',
  'ConditionalExpression',
]);

/** Of nodes in functions that say something. */
const innerNames = new Set([
  ...operatorNames,
  ...definitionNames,
  'CallExpression',
  'PropertyDefinition',
  'String',
  'Number',
]);

class Reader {
  readonly #notes: Note[] = [];
  readonly #file: string;
  readonly #text: string;

  constructor(file: string, text: string) {
    [this.#file, this.#text] = [file, text];
  }

  read(tree: Tree): readonly Note[] {
    for (const node of childrenOf(tree.topNode)) this.#outer(node);
    return this.#notes;
  }

  #outer(node: SyntaxNode): void {
    switch (node.name) {
      case 'ImportDeclaration':
      case 'ImportStatement':
        this.#import(node);
        return;
      case 'ExportDeclaration':
        for (const child of childrenOf(node)) if (/Declaration$/.test(child.name)) this.#outer(child);
        return;
      case 'FunctionDeclaration':
      case 'FunctionDefinition':
        this.#define(node, node);
        return;
      case 'VariableDeclaration':
      case 'AssignStatement': {
        const value = node.lastChild?.name === ';' ? node.lastChild.prevSibling : node.lastChild;
        this.#define(node, value !== null && functionValues.has(value.name) ? value : null);
        return;
      }
      case 'LineComment':
      case 'BlockComment':
      case 'Comment':
      case ';':
        return;
      default:
        if (node.firstChild?.name !== 'String') this.#note(`define ${this.#file} (${node.name})`);
    }
  }

  #import(node: SyntaxNode): void {
    const isPython = node.name === 'ImportStatement';
    const source = isPython ? (node.getChild('from')?.nextSibling ?? null) : node.getChild('String');
    const from = source === null ? '?' : this.#of(source).replace(/^['"](?:\.\/)?|(?:\.js)?['"]$/g, '');
    const group = isPython ? node : node.getChild('ImportGroup');
    const names = group === null ? [] : childrenOf(group).filter((child) => isImported(child, source));
    // What is imported under another name is noted as such, which is never what is asked for.
    const as = group?.getChild('as') ? ' as' : '';
    for (const name of names) this.#note(`import ${this.#file} ${this.#of(name)}`, `${from}${as}`);
    if (names.length === 0) this.#note(`define ${this.#file} (import)`);
  }

  /** A function, or another value that has a name. */
  #define(node: SyntaxNode, definition: SyntaxNode | null): void {
    const target = childrenOf(node).find((child) => definitionNames.has(child.name));
    if (target === undefined) {
      this.#note(`define ${this.#file} (${node.name})`);
      return;
    }
    const name = this.#of(target);
    this.#note(`define ${this.#file} ${name}`, definition === null ? 'value' : 'function');
    const list = definition?.getChild('ParamList') ?? null;
    const parameters = list === null ? [] : childrenOf(list).filter(isParameter);
    if (list !== null) {
      const text = this.#of(list).replace(/\s+/g, '');
      this.#note(`parameters ${name}`, text.replace(/^\(|,?\)$/g, ''));
    }
    const inner = nodesBehind(node, list ?? target);
    const locals = new Set(inner.filter(isLocal).map((local) => this.#of(local)));
    for (const local of locals) this.#note(`local ${name} ${local}`);
    const declared = new Set([...locals, ...parameters.map((parameter) => this.#of(parameter))]);
    for (const one of inner) this.#inner(name, one, declared);
  }

  #inner(holder: string, node: SyntaxNode, declared: ReadonlySet<string>): void {
    if (node.name === 'CallExpression') {
      const callee = node.firstChild;
      const list = node.getChild('ArgList');
      if (callee?.name !== 'VariableName' || list === null) return;
      this.#note(`call ${holder} ${this.#of(callee)}/${argumentsIn(list)}`);
    } else if (node.name === 'VariableName') {
      const name = this.#of(node);
      if (!declared.has(name) && !isCallee(node) && !isArgumentName(node))
        this.#note(`mention ${holder} ${name}`);
    } else if (node.name === 'Number') {
      this.#note(`number ${holder} ${this.#of(node)}`);
    } else if (isFieldName(node)) {
      this.#note(`field ${holder} ${this.#of(node).replace(/^['"]|['"]$/g, '')}`);
    } else if (operatorNames.has(node.name) && operatorParents.has(node.parent?.name ?? '')) {
      this.#note(`operators ${holder}`);
    }
  }

  #note(key: string, value = ''): void {
    this.#notes.push({ key, value });
  }

  #of({ from, to }: SyntaxNode): string {
    return this.#text.slice(from, to);
  }
}

function childrenOf(node: SyntaxNode): SyntaxNode[] {
  const children: SyntaxNode[] = [];
  for (let child = node.firstChild; child !== null; child = child.nextSibling) children.push(child);
  return children;
}

/** The nodes below that begin behind another one and may be of interest; not by recursion, since trees may be deep. */
function nodesBehind(node: SyntaxNode, other: SyntaxNode): SyntaxNode[] {
  const nodes: SyntaxNode[] = [];
  const cursor = node.cursor();
  while (cursor.next() && cursor.from < node.to)
    if (cursor.from >= other.to && innerNames.has(cursor.name)) nodes.push(cursor.node);
  return nodes;
}

/** The names that a statement imports: in Python those after the word `import`. */
function isImported(node: SyntaxNode, source: SyntaxNode | null): boolean {
  if (!definitionNames.has(node.name)) return false;
  return node.parent?.name !== 'ImportStatement' || (source !== null && node.from > source.to);
}

function isParameter(node: SyntaxNode): boolean {
  return definitionNames.has(node.name) && node.prevSibling?.name !== 'AssignOp';
}

/** Where a variable is declared: in Python, where it is given a value first. */
function isLocal(node: SyntaxNode): boolean {
  if (node.name === 'VariableDefinition') return true;
  if (node.name !== 'VariableName') return false;
  const { parent, nextSibling, prevSibling } = node;
  if (parent?.name === 'AssignStatement') return nextSibling?.name === 'AssignOp';
  return parent?.name === 'ForStatement' && prevSibling?.name === 'for';
}

function isCallee(node: SyntaxNode): boolean {
  return node.parent?.name === 'CallExpression' && node.nextSibling?.name === 'ArgList';
}

function isArgumentName(node: SyntaxNode): boolean {
  return node.parent?.name === 'ArgList' && node.nextSibling?.name === 'AssignOp';
}

function isFieldName(node: SyntaxNode): boolean {
  const { parent, nextSibling } = node;
  if (parent?.name === 'DictionaryExpression') return node.name === 'String' && nextSibling?.name === ':';
  if (parent?.name !== 'Property') return false;
  return node.name === 'PropertyDefinition' || (node.name === 'String' && nextSibling?.name === ':');
}

function argumentsIn(list: SyntaxNode): number {
  const parts = childrenOf(list).filter(({ name }) => !/^[()]$|Comment$/.test(name));
  const commas = parts.filter(({ name }) => name === ',').length;
  if (parts.length === 0) return 0;
  return parts.at(-1)!.name === ',' ? commas : commas + 1;
}
