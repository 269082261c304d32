/** Ways in which one line of a program may have been meant. */
import type { Expression, ProgramFunction, Statement } from './program-tree.ts';

interface RepairedFunction {
  readonly line: number;
  readonly function: ProgramFunction;
}

const alternatives: readonly (readonly string[])[] = [
  ['==', '!=', '<', '<=', '>', '>='],
  ['+', '-', '*', '//', '%'],
];

/** What else may stand in a place. */
interface Choices {
  readonly names: readonly string[];
  readonly functions: readonly string[];
  /** Numbers that the comment speaks of. */
  readonly numbers: readonly number[];
}

/** All changes of one line of the function, line after line. */
export function* repairsOf(whole: ProgramFunction, choices: Choices): Generator<RepairedFunction> {
  for (const { line, body } of inBlock(whole.body, choices)) yield { line, function: { ...whole, body } };
}

/** The names that stand for something in the function. */
export function namesIn({ parameters, body }: ProgramFunction): string[] {
  const names = new Set(parameters);
  const visit = (statements: readonly Statement[]): void => {
    for (const statement of statements) {
      if (statement.kind === 'assign' && statement.target.kind === 'name') names.add(statement.target.name);
      if (statement.kind === 'each') names.add(statement.name);
      if (statement.kind === 'if') for (const part of [statement.yes, statement.no]) visit(part);
      if (statement.kind === 'each' || statement.kind === 'while') visit(statement.body);
    }
  };
  visit(body);
  return [...names];
}

function* inBlock(
  body: readonly Statement[],
  choices: Choices,
): Generator<{ readonly line: number; readonly body: readonly Statement[] }> {
  for (const [at, statement] of body.entries())
    for (const { line, changed } of inStatement(statement, choices))
      yield { line, body: body.with(at, changed) };
}

function* inStatement(
  statement: Statement,
  choices: Choices,
): Generator<{ readonly line: number; readonly changed: Statement }> {
  const { line } = statement;
  switch (statement.kind) {
    case 'assign':
      for (const value of others(statement.value, choices)) yield { line, changed: { ...statement, value } };
      // That a step was meant to write to another variable is no slip that one line shows.
      if (statement.target.kind !== 'name')
        for (const target of others(statement.target, choices))
          yield { line, changed: { ...statement, target } };
      for (const sign of ['+=', '-='])
        if (statement.sign !== sign) yield { line, changed: { ...statement, sign } };
      if (statement.sign !== '=')
        for (const value of [
          ...multiplied(statement.target, statement.value),
          ...bounded(statement.target, statement.sign, statement.value, choices),
        ])
          yield { line, changed: { ...statement, sign: '=', value } };
      break;
    case 'do':
      for (const expression of others(statement.expression, choices))
        yield { line, changed: { ...statement, expression } };
      break;
    case 'return':
      for (const value of others(statement.value, choices)) yield { line, changed: { ...statement, value } };
      break;
    case 'break':
    case 'continue':
      yield { line, changed: { kind: statement.kind === 'break' ? 'continue' : 'break', line } };
      break;
    case 'if':
      for (const test of others(statement.test, choices)) yield { line, changed: { ...statement, test } };
      yield { line, changed: { ...statement, test: { kind: 'not', of: statement.test } } };
      for (const inner of inBlock(statement.yes, choices))
        yield { line: inner.line, changed: { ...statement, yes: inner.body } };
      for (const inner of inBlock(statement.no, choices))
        yield { line: inner.line, changed: { ...statement, no: inner.body } };
      break;
    case 'while':
      for (const test of others(statement.test, choices)) yield { line, changed: { ...statement, test } };
      for (const inner of inBlock(statement.body, choices))
        yield { line: inner.line, changed: { ...statement, body: inner.body } };
      break;
    case 'each':
      for (const list of others(statement.list, choices)) yield { line, changed: { ...statement, list } };
      for (const inner of inBlock(statement.body, choices))
        yield { line: inner.line, changed: { ...statement, body: inner.body } };
  }
}

function multiplied(target: Expression, value: Expression): Expression[] {
  return [
    { kind: 'binary', sign: '*', left: target, right: value },
    { kind: 'binary', sign: '-', left: value, right: target },
  ];
}

/** `it -= 1` may have been meant as `it = max(it, 7) - 1`. */
function bounded(target: Expression, sign: string, right: Expression, { numbers }: Choices): Expression[] {
  return numbers.flatMap((bound) =>
    ['min', 'max'].map((name): Expression => {
      const left: Expression = { kind: 'call', of: { kind: 'name', name }, given: [target, number(bound)] };
      return { kind: 'binary', sign: sign.slice(0, 1), left, right };
    }),
  );
}

/** What one slip may have made this expression of. */
function* others(expression: Expression, choices: Choices): Generator<Expression> {
  yield* atTop(expression, choices);
  switch (expression.kind) {
    case 'list':
      for (const [at, item] of expression.items.entries())
        for (const other of others(item, choices))
          yield { ...expression, items: expression.items.with(at, other) };
      break;
    case 'not':
      for (const of of others(expression.of, choices)) yield { ...expression, of };
      break;
    case 'binary':
      for (const left of others(expression.left, choices)) yield { ...expression, left };
      for (const right of others(expression.right, choices)) yield { ...expression, right };
      break;
    case 'at':
      for (const of of others(expression.of, choices)) yield { ...expression, of };
      for (const index of places(expression.index, choices)) yield { ...expression, index };
      break;
    case 'slice':
      for (const of of others(expression.of, choices)) yield { ...expression, of };
      for (const from of places(expression.from ?? number(0), choices)) yield { ...expression, from };
      if (expression.to !== null)
        for (const to of places(expression.to, choices)) yield { ...expression, to };
      break;
    case 'member':
      for (const of of others(expression.of, choices)) yield { ...expression, of };
      break;
    case 'call':
      if (expression.of.kind === 'member')
        for (const of of others(expression.of.of, choices))
          yield { ...expression, of: { ...expression.of, of } };
      for (const [at, given] of expression.given.entries())
        for (const other of others(given, choices))
          yield { ...expression, given: expression.given.with(at, other) };
      break;
    default:
  }
}

/** A place in a list may be one off. */
function* places(expression: Expression, choices: Choices): Generator<Expression> {
  yield* others(expression, choices);
  for (const sign of ['+', '-']) yield { kind: 'binary', sign, left: expression, right: number(1) };
}

function* atTop(expression: Expression, { names, functions, numbers }: Choices): Generator<Expression> {
  if (expression.kind === 'literal' && typeof expression.value === 'number') {
    yield number(expression.value + 1);
    yield number(expression.value - 1);
    return;
  }
  if (expression.kind === 'name')
    for (const name of names) if (name !== expression.name) yield { kind: 'name', name };
  if (expression.kind === 'binary') {
    const { sign, left, right } = expression;
    for (const other of alternatives.find((signs) => signs.includes(sign)) ?? [])
      if (other !== sign) yield { ...expression, sign: other };
    yield { ...expression, left: right, right: left };
    if (right.kind === 'literal') yield left;
  }
  if (expression.kind === 'call') {
    const { of, given } = expression;
    const name = of.kind === 'name' ? of.name : of.kind === 'member' ? of.name : '';
    const swapped = name === 'min' ? 'max' : name === 'max' ? 'min' : null;
    if (swapped !== null) yield { ...expression, of: { kind: 'name', name: swapped } };
    else if (of.kind === 'name' && functions.includes(name))
      for (const other of functions)
        if (other !== name) yield { ...expression, of: { kind: 'name', name: other } };
    if (given.length === 2) yield { ...expression, given: given.toReversed() };
  }
  for (const bound of numbers)
    for (const name of ['min', 'max'])
      yield { kind: 'call', of: { kind: 'name', name }, given: [expression, number(bound)] };
}

function number(value: number): Expression {
  return { kind: 'literal', value };
}
