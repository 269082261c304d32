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
 * `field FUNCTION NAME` (how often in objects that are written out) and `operators FUNCTION` (how many).
 */
export type Facts = ReadonlyMap<string, string>;

// Strict parsers give up at the first error, so that no hostile text makes them search for a way on.
const parsers = {
  javascript: javascriptParser.configure({ strict: true }),
  python: pythonParser.configure({ strict: true }),
} as const;

/** Of the program whose files these are; null where one of them cannot be parsed. */
export function factsOf(files: Files, language: Language, globals: ReadonlySet<string>): Facts | null {
  const reader = new Reader(globals);
  for (const [file, text] of Object.entries(files)) {
    const tree = parsed(text, language);
    if (tree === null) return null;
    reader.read(file, text, tree);
  }
  return reader.facts;
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

class Reader {
  readonly facts = new Map<string, string>();
  readonly #globals: ReadonlySet<string>;
  #text = '';

  constructor(globals: ReadonlySet<string>) {
    this.#globals = globals;
  }

  read(file: string, text: string, tree: Tree): void {
    this.#text = text;
    for (const node of childrenOf(tree.topNode)) this.#outer(file, node);
  }

  #outer(file: string, node: SyntaxNode): void {
    switch (node.name) {
      case 'ImportDeclaration':
      case 'ImportStatement':
        this.#import(file, node);
        return;
      case 'ExportDeclaration':
        for (const child of childrenOf(node)) if (/Declaration$/.test(child.name)) this.#outer(file, child);
        return;
      case 'FunctionDeclaration':
      case 'FunctionDefinition':
        this.#define(file, node, node);
        return;
      case 'VariableDeclaration':
      case 'AssignStatement': {
        const value = node.lastChild?.name === ';' ? node.lastChild.prevSibling : node.lastChild;
        const isFunction = value !== null && functionValues.has(value.name);
        this.#define(file, node, isFunction ? value : null);
        return;
      }
      case 'LineComment':
      case 'BlockComment':
      case 'Comment':
      case ';':
        return;
      default:
        if (node.firstChild?.name !== 'String') this.#count(`define ${file} (${node.name})`);
    }
  }

  #import(file: string, node: SyntaxNode): void {
    const source =
      node.getChild('String') ?? (node.firstChild?.name === 'from' ? node.firstChild.nextSibling : null);
    const from = source === null ? '?' : this.#of(source).replace(/^['"](?:\.\/)?|['"]$|\.js['"]$/g, '');
    const group = node.getChild('ImportGroup') ?? node;
    const names = childrenOf(group).filter(
      (child) => definitionNames.has(child.name) && (child.from > (source?.to ?? -1) || group !== node),
    );
    // What is imported under another name is noted as such, which is never what is asked for.
    const as = group.getChild('as') !== null || group.getChild('Star') !== null ? ' as' : '';
    for (const name of names) this.facts.set(`import ${file} ${this.#of(name)}`, `${from}${as}`);
    if (names.length === 0) this.#count(`define ${file} (import)`);
  }

  /** A function, or another value that has a name. */
  #define(file: string, node: SyntaxNode, definition: SyntaxNode | null): void {
    const target = childrenOf(node).find((child) => definitionNames.has(child.name));
    if (target === undefined) {
      this.#count(`define ${file} (${node.name})`);
      return;
    }
    const name = this.#of(target);
    this.#count(`define ${file} ${name}`, definition === null ? 'value' : 'function');
    const list = definition?.getChild('ParamList') ?? null;
    if (list !== null) {
      const parameters = this.#of(list).replace(/\s+|,\s*\)$/g, '');
      this.facts.set(`parameters ${name}`, parameters.replace(/^\(|\)$/g, ''));
    }
    const declared = new Set(
      list === null
        ? []
        : childrenOf(list)
            .filter(isParameter)
            .map((child) => this.#of(child)),
    );
    const locals = withinBody(node, target, list)
      .filter(isLocal)
      .map((local) => this.#of(local));
    for (const local of locals) {
      declared.add(local);
      this.facts.set(`local ${name} ${local}`, 'declared');
    }
    for (const inner of withinBody(node, target, list)) this.#inner(name, inner, declared);
  }

  #inner(holder: string, node: SyntaxNode, declared: ReadonlySet<string>): void {
    const { parent } = node;
    if (operatorNames.has(node.name) && parent !== null && operatorParents.has(parent.name)) {
      this.#count(`operators ${holder}`);
    } else if (node.name === 'CallExpression') {
      const callee = node.firstChild;
      const list = node.getChild('ArgList');
      if (callee?.name !== 'VariableName' || list === null) return;
      this.#count(`call ${holder} ${this.#of(callee)}/${argumentsIn(list)}`);
    } else if (node.name === 'VariableName') {
      const name = this.#of(node);
      if (declared.has(name) || !this.#globals.has(name) || isCallee(node) || isArgumentName(node)) return;
      this.#count(`mention ${holder} ${name}`);
    } else if (isFieldName(node)) {
      this.#count(`field ${holder} ${this.#of(node).replace(/^['"]|['"]$/g, '')}`);
    }
  }

  /** One more; what is found a second time where once is right differs from it. */
  #count(key: string, what = ''): void {
    const before = Number(this.facts.get(key)?.split(' ')[0] ?? 0);
    this.facts.set(key, `${before + 1} ${what}`.trim());
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

/** All nodes below but the name that is defined and the list of parameters; not by recursion, since trees may be deep. */
function withinBody(node: SyntaxNode, target: SyntaxNode, list: SyntaxNode | null): SyntaxNode[] {
  const nodes: SyntaxNode[] = [];
  const cursor = node.cursor();
  for (let more = cursor.firstChild(); more; ) {
    const isOther = cursor.from >= (list?.to ?? target.to);
    if (isOther) nodes.push(cursor.node);
    more = cursor.next() && cursor.from < node.to;
  }
  return nodes;
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
