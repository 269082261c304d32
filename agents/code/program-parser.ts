import { type Language, type Token, tokensOf } from './program-tokens.ts';
import type { Expression, ProgramFunction, Statement } from './program-tree.ts';

/** The functions of a program; null where it cannot be read. */
export function readFunctions(text: string, language: Language): ReadonlyMap<string, ProgramFunction> | null {
  const functions = read(text, language, (parser) => parser.functions());
  return functions === null ? null : new Map(functions.map((item) => [item.name, item]));
}

export function readExpression(text: string, language: Language): Expression | null {
  return read(text, language, (parser) => parser.expression());
}

export function readStatement(text: string, language: Language): Statement | null {
  return read(text, language, (parser) => parser.statement());
}

class Unreadable extends Error {}

function read<T>(text: string, language: Language, how: (parser: Parser) => T): T | null {
  const tokens = tokensOf(text, language);
  if (tokens === null) return null;
  try {
    const parser = new Parser(tokens);
    const found = how(parser);
    return parser.isDone() ? found : null;
  } catch (error) {
    if (error instanceof Unreadable) return null;
    throw error;
  }
}

/** By how tightly they bind, the loosest first. */
const infixes: readonly (readonly string[])[] = [
  ['??'],
  ['||'],
  ['&&'],
  ['==', '!=', '<', '<=', '>', '>=', 'in'],
  ['+', '-'],
  ['*', '/', '//', '%'],
];
const notLevel = 3;

/** Recursive descent over what both languages have in common, and over what one of them has alone. */
class Parser {
  readonly #tokens: readonly Token[];
  #at = 0;

  constructor(tokens: readonly Token[]) {
    this.#tokens = tokens;
  }

  isDone(): boolean {
    while (this.#takes(';'));
    return this.#at === this.#tokens.length;
  }

  functions(): ProgramFunction[] {
    const functions: ProgramFunction[] = [];
    while (!this.isDone()) {
      if (!this.#takes('def')) this.#must('function');
      const name = this.#name();
      this.#must('(');
      const parameters = this.#listed(')', () => this.#name());
      functions.push({ name, parameters, body: this.#block() });
    }
    return functions;
  }

  statement(): Statement {
    const line = this.#tokens[this.#at]?.line ?? 0;
    if (this.#takes('return')) return this.#ended({ kind: 'return', value: this.expression(), line });
    if (this.#takes('continue')) return this.#ended({ kind: 'continue', line });
    if (this.#takes('break')) return this.#ended({ kind: 'break', line });
    if (this.#takes('while')) return { kind: 'while', test: this.expression(), body: this.#block(), line };
    if (this.#takes('if')) return this.#if(line);
    if (this.#takes('for')) return this.#for(line);
    if (!this.#takes('let')) this.#takes('const');
    const target = this.expression();
    for (const sign of ['=', '+=', '-='])
      if (this.#takes(sign))
        return this.#ended({ kind: 'assign', target, sign, value: this.expression(), line });
    return this.#ended({ kind: 'do', expression: target, line });
  }

  expression(): Expression {
    const first = this.#infix(0);
    if (this.#takes('?')) {
      const yes = this.expression();
      this.#must(':');
      return { kind: 'choice', test: first, yes, no: this.expression() };
    }
    if (this.#takes('if')) {
      const test = this.#infix(0);
      this.#must('else');
      return { kind: 'choice', test, yes: first, no: this.expression() };
    }
    return first;
  }

  #if(line: number): Statement {
    const test = this.expression();
    const yes = this.#block();
    const next = this.#tokens[this.#at]?.line ?? 0;
    if (this.#takes('elif')) return { kind: 'if', test, yes, no: [this.#if(next)], line };
    if (!this.#takes('else')) return { kind: 'if', test, yes, no: [], line };
    return { kind: 'if', test, yes, no: this.#takes('if') ? [this.#if(next)] : this.#block(), line };
  }

  #for(line: number): Statement {
    const parenthesis = this.#takes('(');
    if (!this.#takes('let')) this.#takes('const');
    const name = this.#name();
    let list: Expression;
    if (this.#takes('=')) {
      const from = this.expression();
      this.#must(';');
      this.#must(name);
      this.#must('<');
      const to = this.expression();
      for (const token of [';', name, '++']) this.#must(token);
      list = { kind: 'call', of: { kind: 'name', name: 'range' }, given: [from, to] };
    } else {
      if (!this.#takes('of')) this.#must('in');
      list = this.expression();
    }
    if (parenthesis) this.#must(')');
    return { kind: 'each', name, list, body: this.#block(), line };
  }

  #block(): Statement[] {
    this.#must('{');
    const body: Statement[] = [];
    while (!this.#takes('}')) body.push(this.statement());
    return body;
  }

  #infix(level: number): Expression {
    const signs = infixes[level];
    if (signs === undefined) return this.#part();
    if (level === notLevel && this.#takes('!')) return { kind: 'not', of: this.#infix(level) };
    let left = this.#infix(level + 1);
    for (;;) {
      const sign = signs.find((candidate) => this.#takes(candidate));
      if (sign === undefined) return left;
      left = { kind: 'binary', sign, left, right: this.#infix(level + 1) };
    }
  }

  #part(): Expression {
    let part = this.#atom();
    for (;;) {
      if (this.#takes('.')) part = { kind: 'member', of: part, name: this.#name() };
      else if (this.#takes('('))
        part = { kind: 'call', of: part, given: this.#listed(')', () => this.expression()) };
      else if (this.#takes('[')) part = this.#indexed(part);
      else return part;
    }
  }

  #indexed(of: Expression): Expression {
    const from = this.#sees(':') ? null : this.expression();
    if (!this.#takes(':')) {
      this.#must(']');
      return { kind: 'at', of, index: from as Expression };
    }
    const to = this.#sees(']') ? null : this.expression();
    this.#must(']');
    return { kind: 'slice', of, from, to };
  }

  #atom(): Expression {
    if (this.#takes('(')) {
      const inner = this.expression();
      this.#must(')');
      return inner;
    }
    if (this.#takes('[')) return { kind: 'list', items: this.#listed(']', () => this.expression()) };
    if (this.#takes('{')) return { kind: 'object', entries: this.#listed('}', () => this.#entry()) };
    if (this.#takes('!')) return { kind: 'not', of: this.#part() };
    if (this.#takes('-'))
      return { kind: 'binary', sign: '-', left: { kind: 'literal', value: 0 }, right: this.#part() };
    for (const value of [true, false]) if (this.#takes(String(value))) return { kind: 'literal', value };
    const token = this.#tokens[this.#at++];
    if (token?.kind === 'number') return { kind: 'literal', value: Number(token.text) };
    if (token?.kind === 'string') return { kind: 'literal', value: token.text };
    if (token?.kind === 'name') return { kind: 'name', name: token.text };
    throw new Unreadable();
  }

  /** A key alone stands for the variable of its name too. */
  #entry(): readonly [string, Expression] {
    const token = this.#tokens[this.#at++];
    if (token?.kind !== 'name' && token?.kind !== 'string') throw new Unreadable();
    return [token.text, this.#takes(':') ? this.expression() : { kind: 'name', name: token.text }];
  }

  #listed<T>(end: string, one: () => T): T[] {
    const items: T[] = [];
    while (!this.#takes(end)) {
      if (items.length > 0) this.#must(',');
      items.push(one());
    }
    return items;
  }

  #name(): string {
    const token = this.#tokens[this.#at++];
    if (token?.kind !== 'name') throw new Unreadable();
    return token.text;
  }

  #ended(statement: Statement): Statement {
    this.#takes(';');
    return statement;
  }

  #sees(text: string): boolean {
    const token = this.#tokens[this.#at];
    return token !== undefined && token.kind !== 'string' && token.text === text;
  }

  #takes(text: string): boolean {
    if (!this.#sees(text)) return false;
    this.#at++;
    return true;
  }

  #must(text: string): void {
    if (!this.#takes(text)) throw new Unreadable();
  }
}
