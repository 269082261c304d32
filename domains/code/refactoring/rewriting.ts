/** Changes to expressions wherever they stand in a function or a program. */
import type { Expression, FunctionDefinition, Statement } from '../ir/program.ts';
import { bodySlotsOf, expressionSlotsOf, slotsOf } from '../ir/slots.ts';
import { declaredIn, type Project } from './project.ts';

export type Change = (expression: Expression) => Expression;

/** The expression with each part changed, those inside first. What stays as it is stays the very object. */
export function rewritten(expression: Expression, change: Change): Expression {
  let whole = expression;
  for (const at of slotsOf(expression).keys()) {
    const slot = slotsOf(whole)[at]!;
    const part = rewritten(slot.expression, change);
    if (part !== slot.expression) whole = slot.with(part);
  }
  return change(whole);
}

export function rewrittenBody(body: readonly Statement[], change: Change): readonly Statement[] {
  const changed = body.map((statement) => rewrittenStatement(statement, change));
  return changed.every((statement, at) => statement === body[at]) ? body : changed;
}

/** The function with all its expressions changed. */
export function rewrittenFunction(definition: FunctionDefinition, change: Change): FunctionDefinition {
  const body = rewrittenBody(definition.body, change);
  return body === definition.body ? definition : { ...definition, body };
}

/** The function with another name for what it gets from outside, if it means that by the name. */
export function withReference(definition: FunctionDefinition, from: string, to: string): FunctionDefinition {
  return declaredIn(definition).includes(from)
    ? definition
    : rewrittenFunction(definition, (expression) => renamed(expression, from, to));
}

/** The function with another name for one of its parameters or variables. */
export function withVariable(definition: FunctionDefinition, from: string, to: string): FunctionDefinition {
  return {
    ...definition,
    parameters: definition.parameters.map((parameter) =>
      parameter.name === from ? { ...parameter, name: to } : parameter,
    ),
    body: rewrittenBody(definition.body, (expression) => renamed(expression, from, to)).map((statement) =>
      rebound(statement, from, to),
    ),
  };
}

export function mapFunctions(
  project: Project,
  change: (definition: FunctionDefinition) => FunctionDefinition,
): Project {
  return {
    ...project,
    files: project.files.map((file) => ({ ...file, functions: file.functions.map(change) })),
  };
}

function renamed(expression: Expression, from: string, to: string): Expression {
  if (expression.kind === 'variable' && expression.name === from) return { ...expression, name: to };
  if (expression.kind === 'call' && expression.function === from) return { ...expression, function: to };
  return expression;
}

/** The names that a statement declares or gives a value. */
function rebound(statement: Statement, from: string, to: string): Statement {
  let whole = statement;
  if ('name' in whole && whole.name === from) whole = { ...whole, name: to };
  for (const at of bodySlotsOf(whole).keys()) {
    const slot = bodySlotsOf(whole)[at]!;
    whole = slot.with(slot.body.map((inner) => rebound(inner, from, to)));
  }
  return whole;
}

function rewrittenStatement(statement: Statement, change: Change): Statement {
  let whole = statement;
  for (const at of expressionSlotsOf(statement).keys()) {
    const slot = expressionSlotsOf(whole)[at]!;
    const expression = rewritten(slot.expression, change);
    if (expression !== slot.expression) whole = slot.with(expression);
  }
  for (const at of bodySlotsOf(statement).keys()) {
    const slot = bodySlotsOf(whole)[at]!;
    const body = rewrittenBody(slot.body, change);
    if (body !== slot.body) whole = slot.with(body);
  }
  return whole;
}
