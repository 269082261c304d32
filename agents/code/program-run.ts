/**
 * Carries out a program that was read from a prompt: a node for each statement, each name looked up, and each number
 * or word that is read at the start or written down in the end.
 */
import { spend } from '../node-limit.ts';
import type { Budget, Techniques } from '../solver.ts';
import type { Language } from './program-tokens.ts';
import type { Expression, ProgramFunction, Statement } from './program-tree.ts';
import { noteOf } from './trace-techniques.ts';

export type Value = number | string | boolean | null | Value[] | Map<string, Value>;
type Frame = Map<string, Value>;
type Outcome = null | 'break' | 'continue' | { readonly value: Value };

/** What a function that the program calls is known to return, so that it need not be gone through. */
export type KnownResult = (name: string, values: readonly Value[]) => Value | undefined;

/** Throws, as `spend` does, when the budget is gone. */
export class ProgramRun {
  readonly #functions: ReadonlyMap<string, ProgramFunction>;
  readonly #language: Language;
  readonly #budget: Budget;
  readonly #techniques: Techniques;
  readonly #known: KnownResult;
  /** The call from outside: its function and its variables. */
  #outermost: { readonly called: ProgramFunction; readonly frame: Frame } | null = null;
  /** False while what changes is not noted, so that a name is looked up by going through everything there is. */
  #noted = true;
  #free = false;

  constructor(
    functions: ReadonlyMap<string, ProgramFunction>,
    language: Language,
    budget: Budget,
    techniques: Techniques,
    known: KnownResult = () => undefined,
  ) {
    this.#functions = functions;
    this.#language = language;
    this.#budget = budget;
    this.#techniques = techniques;
    this.#known = known;
  }

  /** The value of a call from outside. */
  called(call: Expression): unknown {
    const value = this.#value(call, new Map());
    this.#goThrough(value);
    return jsonOf(value);
  }

  /** What would be returned if everything stayed as it is. */
  sofar(): unknown {
    const last = this.#outermost?.called.body.at(-1);
    if (last?.kind !== 'return') return null;
    this.#free = true;
    try {
      return jsonOf(this.#value(last.value, this.#outermost!.frame));
    } catch {
      return null;
    }
  }

  #block(body: readonly Statement[], frame: Frame): Outcome {
    for (const statement of body) {
      const outcome = this.#execute(statement, frame);
      if (outcome !== null) return outcome;
    }
    return null;
  }

  #execute(statement: Statement, frame: Frame): Outcome {
    this.#notes(statement);
    switch (statement.kind) {
      case 'assign':
        this.#assign(statement.target, statement.sign, statement.value, frame);
        return null;
      case 'do':
        this.#value(statement.expression, frame);
        return null;
      case 'return':
        return { value: this.#value(statement.value, frame) };
      case 'break':
      case 'continue':
        return statement.kind;
      case 'if':
        return this.#block(this.#value(statement.test, frame) ? statement.yes : statement.no, frame);
      default:
        return this.#loop(statement, frame);
    }
  }

  #loop(statement: Extract<Statement, { kind: 'while' | 'each' }>, frame: Frame): Outcome {
    for (const _ of this.#rounds(statement, frame)) {
      const outcome = this.#block(statement.body, frame);
      if (outcome === 'break') return null;
      if (outcome !== null && outcome !== 'continue') return outcome;
      this.#notes(statement);
    }
    return null;
  }

  *#rounds(statement: Extract<Statement, { kind: 'while' | 'each' }>, frame: Frame): Generator<void> {
    if (statement.kind === 'while') {
      while (this.#value(statement.test, frame)) yield;
      return;
    }
    const list = this.#value(statement.list, frame);
    for (const item of list instanceof Map ? [...list.keys()] : (list as Value[])) {
      frame.set(statement.name, item);
      yield;
    }
  }

  #notes(statement: Statement): void {
    spend(this.#budget);
    this.#noted = this.#techniques.has(noteOf(statement));
  }

  #assign(target: Expression, sign: string, value: Expression, frame: Frame): void {
    const given = this.#value(value, frame);
    const old = sign === '=' ? null : this.#value(target, frame);
    const written = old === null ? given : this.#infix(sign.slice(0, 1), old, given);
    if (target.kind === 'name') frame.set(target.name, written);
    else if (target.kind === 'member')
      (this.#value(target.of, frame) as Map<string, Value>).set(target.name, written);
    else if (target.kind === 'at') {
      const of = this.#value(target.of, frame);
      const index = this.#value(target.index, frame);
      if (of instanceof Map) of.set(index as string, written);
      else (of as Value[])[index as number] = written;
    }
  }

  #value(expression: Expression, frame: Frame): Value {
    switch (expression.kind) {
      case 'literal':
        return expression.value;
      case 'name':
        return this.#lookUp(expression.name, frame);
      case 'list':
        return expression.items.map((item) => this.#value(item, frame));
      case 'object':
        return new Map(expression.entries.map(([key, value]) => [key, this.#value(value, frame)]));
      case 'not':
        return !this.#value(expression.of, frame);
      case 'choice':
        return this.#value(this.#value(expression.test, frame) ? expression.yes : expression.no, frame);
      case 'binary':
        return this.#binary(expression, frame);
      case 'at': {
        const of = this.#value(expression.of, frame);
        const index = this.#value(expression.index, frame);
        if (of instanceof Map) return of.get(index as string) ?? null;
        return (of as Value[])[index as number] ?? null;
      }
      case 'slice': {
        const [from, to] = [expression.from, expression.to].map((end) =>
          end === null ? undefined : (this.#value(end, frame) as number),
        );
        return (this.#value(expression.of, frame) as Value[]).slice(from, to);
      }
      case 'member': {
        const of = this.#value(expression.of, frame);
        return of instanceof Map ? (of.get(expression.name) ?? null) : (of as Value[]).length;
      }
      case 'call':
        return this.#call(expression.of, expression.given, frame);
    }
  }

  #binary({ sign, left, right }: Extract<Expression, { kind: 'binary' }>, frame: Frame): Value {
    const first = this.#value(left, frame);
    if (sign === '&&') return first && this.#value(right, frame);
    if (sign === '||') return first || this.#value(right, frame);
    if (sign === '??') return first ?? this.#value(right, frame);
    return this.#infix(sign, first, this.#value(right, frame));
  }

  #infix(sign: string, left: Value, right: Value): Value {
    const [a, b] = [left as number, right as number];
    switch (sign) {
      case '+':
        return Array.isArray(left) ? [...left, ...(right as Value[])] : a + b;
      case '-':
        return a - b;
      case '*':
        return a * b;
      case '/':
        return a / b;
      case '//':
        return Math.floor(a / b);
      case '%':
        return this.#language === 'python' ? a - b * Math.floor(a / b) : a % b;
      case '==':
        return left === right;
      case '!=':
        return left !== right;
      case '<':
        return a < b;
      case '<=':
        return a <= b;
      case '>':
        return a > b;
      case '>=':
        return a >= b;
      default:
        return right instanceof Map && right.has(left as string);
    }
  }

  #call(of: Expression, given: readonly Expression[], frame: Frame): Value {
    const values = given.map((argument) => this.#value(argument, frame));
    if (of.kind === 'name') {
      const result = this.#outermost === null ? undefined : this.#known(of.name, values);
      if (result !== undefined) return result;
      const called = this.#functions.get(of.name);
      return called === undefined ? builtIn(of.name, values) : this.#perform(called, values);
    }
    if (of.kind !== 'member') return null;
    if (of.of.kind === 'name' && (of.of.name === 'Math' || of.of.name === 'Object'))
      return builtIn(of.name, values);
    return method(this.#value(of.of, frame), of.name, values);
  }

  #perform(called: ProgramFunction, values: readonly Value[]): Value {
    const frame: Frame = new Map(called.parameters.map((name, at) => [name, values[at] ?? null]));
    if (this.#outermost === null) {
      this.#outermost = { called, frame };
      for (const value of values) this.#goThrough(value);
    }
    const before = this.#noted;
    const outcome = this.#block(called.body, frame);
    this.#noted = before;
    return outcome !== null && typeof outcome === 'object' ? outcome.value : null;
  }

  #lookUp(name: string, frame: Frame): Value {
    if (!this.#free) {
      spend(this.#budget);
      if (!this.#noted) for (const value of frame.values()) this.#goThrough(value);
    }
    return frame.get(name) ?? null;
  }

  #goThrough(value: Value): void {
    if (value === null || typeof value !== 'object') spend(this.#budget);
    else for (const part of value.values()) this.#goThrough(part);
  }
}

function builtIn(name: string, values: readonly Value[]): Value {
  const [first = null, second = null] = values;
  const [a, b] = [first as number, second as number];
  switch (name) {
    case 'floor':
      return Math.floor(a);
    case 'max':
      return Math.max(a, b);
    case 'min':
      return Math.min(a, b);
    case 'len':
      return first instanceof Map ? first.size : (first as Value[]).length;
    case 'keys':
    case 'list':
      return [...(first instanceof Map ? first.keys() : (first as Value[]))];
    case 'range': {
      const [from, to] = values.length === 1 ? [0, a] : [a, b];
      return Array.from({ length: Math.max(0, to - from) }, (_, at) => from + at);
    }
    default:
      return String(first);
  }
}

function method(of: Value, name: string, values: readonly Value[]): Value {
  const [first = null, second = null] = values;
  if (of instanceof Map) return of.get(first as string) ?? second;
  const list = of as Value[];
  if (name === 'slice') return list.slice(...(values as number[]));
  if (name === 'pop') list.pop();
  else list.push(first);
  return null;
}

function jsonOf(value: Value): unknown {
  if (value instanceof Map) return Object.fromEntries([...value].map(([key, part]) => [key, jsonOf(part)]));
  // -0 is written as 0.
  if (typeof value === 'number') return value + 0;
  return Array.isArray(value) ? value.map(jsonOf) : value;
}
