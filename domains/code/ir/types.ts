/** The types of expressions of a program that is known to be well typed. */
import type { Expression, FunctionDefinition, Statement, Type } from './program.ts';

/** The variables that can be used at a place. */
export type Scope = ReadonlyMap<string, Type>;
export type Functions = ReadonlyMap<string, FunctionDefinition>;

const int: Type = { kind: 'int' };
const string: Type = { kind: 'string' };
const bool: Type = { kind: 'bool' };

/** Null where nothing says it: of an empty list or map, or of what stands in one. */
export function typeIn(scope: Scope, functions: Functions, expression: Expression): Type | null {
  const typed = (part: Expression) => typeIn(scope, functions, part);
  switch (expression.kind) {
    case 'int':
    case 'arithmetic':
    case 'extreme':
    case 'length':
      return int;
    case 'string':
    case 'concat':
    case 'digits':
      return string;
    case 'bool':
    case 'comparison':
    case 'logic':
    case 'not':
    case 'has':
      return bool;
    case 'variable':
      return scope.get(expression.name) ?? null;
    case 'choice':
      return typed(expression.whenTrue) ?? typed(expression.whenFalse);
    case 'joined':
      return typed(expression.left) ?? typed(expression.right);
    case 'slice':
      return typed(expression.of);
    case 'element':
      return itemOf(typed(expression.of));
    case 'list': {
      const item = expression.items.length === 0 ? null : typed(expression.items[0]!);
      return item === null ? null : { kind: 'list', item };
    }
    case 'map': {
      const value = expression.entries.length === 0 ? null : typed(expression.entries[0]!.value);
      return value === null ? null : { kind: 'map', value };
    }
    case 'entry': {
      const map = typed(expression.map);
      return map?.kind === 'map' ? map.value : null;
    }
    case 'keys':
      return { kind: 'list', item: string };
    case 'record': {
      const fields = expression.fields.map(({ name, value }) => ({ name, type: typed(value) }));
      const known = fields.flatMap(({ name, type }) => (type === null ? [] : [{ name, type }]));
      return known.length === fields.length ? { kind: 'record', fields: known } : null;
    }
    case 'field': {
      const record = typed(expression.record);
      const fields = record?.kind === 'record' ? record.fields : [];
      return fields.find(({ name }) => name === expression.name)?.type ?? null;
    }
    case 'call':
      return functions.get(expression.function)?.result ?? null;
  }
}

/** The scope of what follows a statement in its block; a variable of unknown type is left out. */
export function scopeAfter(scope: Scope, functions: Functions, statement: Statement): Scope {
  if (statement.kind !== 'let') return scope;
  return withVariable(scope, statement.name, typeIn(scope, functions, statement.value));
}

/** The scope of the bodies of a statement. */
export function scopeInside(scope: Scope, functions: Functions, statement: Statement): Scope {
  if (statement.kind === 'forRange') return withVariable(scope, statement.name, int);
  if (statement.kind !== 'forEach') return scope;
  return withVariable(scope, statement.name, itemOf(typeIn(scope, functions, statement.list)));
}

export function sameType(left: Type, right: Type): boolean {
  return left.kind === right.kind && JSON.stringify(left) === JSON.stringify(right);
}

function itemOf(type: Type | null): Type | null {
  if (type?.kind === 'string') return string;
  return type?.kind === 'list' ? type.item : null;
}

function withVariable(scope: Scope, name: string, type: Type | null): Scope {
  return type === null ? scope : new Map(scope).set(name, type);
}
