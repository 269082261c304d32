/** Divisions and remainders that JavaScript writes in a roundabout way, as Python has them. */
import type { Expression, ProgramFunction, Statement } from './program-tree.ts';

export function likePython({ body, ...rest }: ProgramFunction): ProgramFunction {
  return { ...rest, body: body.map(statementLike) };
}

function statementLike(statement: Statement): Statement {
  switch (statement.kind) {
    case 'assign':
      return {
        ...statement,
        target: expressionLike(statement.target),
        value: expressionLike(statement.value),
      };
    case 'do':
      return { ...statement, expression: expressionLike(statement.expression) };
    case 'return':
      return { ...statement, value: expressionLike(statement.value) };
    case 'if':
      return {
        ...statement,
        test: expressionLike(statement.test),
        yes: statement.yes.map(statementLike),
        no: statement.no.map(statementLike),
      };
    case 'while':
      return {
        ...statement,
        test: expressionLike(statement.test),
        body: statement.body.map(statementLike),
      };
    case 'each':
      return {
        ...statement,
        list: expressionLike(statement.list),
        body: statement.body.map(statementLike),
      };
    default:
      return statement;
  }
}

function expressionLike(expression: Expression): Expression {
  switch (expression.kind) {
    case 'list':
      return { ...expression, items: expression.items.map(expressionLike) };
    case 'not':
      return { ...expression, of: expressionLike(expression.of) };
    case 'binary':
      return shortened({
        ...expression,
        left: expressionLike(expression.left),
        right: expressionLike(expression.right),
      });
    case 'at':
      return { ...expression, of: expressionLike(expression.of), index: expressionLike(expression.index) };
    case 'slice':
      return {
        ...expression,
        of: expressionLike(expression.of),
        from: expression.from === null ? null : expressionLike(expression.from),
        to: expression.to === null ? null : expressionLike(expression.to),
      };
    case 'member':
      return { ...expression, of: expressionLike(expression.of) };
    case 'call': {
      const given = expression.given.map(expressionLike);
      const [only] = given;
      if (expression.of.kind !== 'member') return { ...expression, given };
      const { name } = expression.of;
      if (name === 'floor' && only?.kind === 'binary' && only.sign === '/') return { ...only, sign: '//' };
      if (name === 'slice') {
        const [from = null, to = null] = given;
        return { kind: 'slice', of: expressionLike(expression.of.of), from, to };
      }
      return { ...expression, of: { ...expression.of, of: expressionLike(expression.of.of) }, given };
    }
    default:
      return expression;
  }
}

/** `(a % b + b) % b` is `a % b` where remainders are never negative. */
function shortened(whole: Extract<Expression, { kind: 'binary' }>): Expression {
  const { sign, left, right } = whole;
  if (sign !== '%' || left.kind !== 'binary' || left.sign !== '+' || left.left.kind !== 'binary')
    return whole;
  const same = JSON.stringify(right);
  const twice = JSON.stringify(left.right) === same && JSON.stringify(left.left.right) === same;
  return twice && left.left.sign === '%' ? left.left : whole;
}
