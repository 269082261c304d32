/** A procedure as a function in the representation that is printed as JavaScript and Python. */
import {
  arithmetic,
  compare,
  type Expression,
  type FunctionDefinition,
  int,
  type Program,
  type Statement,
  type Type,
  variable,
} from '../ir/program.ts';
import type { Change, Condition, Operation, Procedure, Result } from './operations.ts';

export interface Signature {
  readonly name: string;
  readonly parameter: string;
  readonly purpose: string;
}

const intList: Type = { kind: 'list', item: { kind: 'int' } };
const zero = int(0);

export function programOf(procedure: Procedure, signature: Signature): Program {
  const functions = [functionOf(procedure, signature)];
  return { modules: [{ file: 'solution', imports: [], functions }], entry: signature.name };
}

export function functionOf(
  procedure: Procedure,
  { name, parameter, purpose }: Signature,
): FunctionDefinition {
  const names = new Names([name, parameter]);
  const body: Statement[] = [];
  let list = parameter;
  for (const operation of procedure.operations) {
    const { statements, result } = statementsOf(operation, list, names);
    body.push(...statements);
    list = result;
  }
  body.push(...returned(procedure.result, list, names));
  return {
    name,
    purpose,
    parameters: [{ name: parameter, type: intList }],
    result: procedure.result.kind === 'list' ? intList : { kind: 'int' },
    naturals: [],
    body,
  };
}

/** Names that are declared once in a function: the second `kept` is `kept_2`. */
export class Names {
  readonly #counts: Map<string, number>;

  constructor(taken: readonly string[]) {
    this.#counts = new Map(taken.map((name) => [name, 1]));
  }

  next(name: string): string {
    const count = (this.#counts.get(name) ?? 0) + 1;
    this.#counts.set(name, count);
    return count === 1 ? name : `${name}_${count}`;
  }
}

export interface Step {
  readonly statements: readonly Statement[];
  /** The variable of the list that it leaves. */
  readonly result: string;
}

export function statementsOf(operation: Operation, list: string, names: Names): Step {
  switch (operation.kind) {
    case 'change':
      return perValue('changed', list, names, (value, add) => [add(changeOf(operation.change, value))]);
    case 'choose':
      return perValue('chosen', list, names, (value, add) => [
        {
          kind: 'if',
          branches: [
            {
              condition: conditionOf(operation.condition, value),
              body: [add(changeOf(operation.whenMet, value))],
            },
          ],
          otherwise: [add(operation.otherwise === null ? value : changeOf(operation.otherwise, value))],
        },
      ]);
    case 'keep':
      return perValue('kept', list, names, (value, add) => [
        when(conditionOf(operation.condition, value), add(value)),
      ]);
    case 'skip': {
      const result = names.next('rest');
      const value: Expression = { kind: 'slice', of: variable(list), from: int(operation.count), to: null };
      return { statements: [{ kind: 'let', name: result, value }], result };
    }
    case 'every':
      return perIndex('picked', list, names, 0, (index, value, add) => [
        when(compare(arithmetic(index, '%', int(operation.step)), '==', zero), add(value(index))),
      ]);
    case 'position':
      return perIndex('numbered', list, names, 0, (index, value, add) => [
        add(plus(arithmetic(value(index), '+', index), operation.from)),
      ]);
    case 'reverse':
      return perIndex('backward', list, names, 0, (index, value, add, size) => [
        add(value(arithmetic(arithmetic(size, '-', int(1)), '-', index))),
      ]);
    case 'gaps':
      return perIndex('gaps', list, names, 1, (index, value, add) => [
        add(arithmetic(value(index), '-', value(arithmetic(index, '-', int(1))))),
      ]);
    case 'totals': {
      const total = names.next('total');
      const step = perValue('totals', list, names, (value, add) => [
        { kind: 'assign', name: total, value: arithmetic(variable(total), '+', value) },
        add(variable(total)),
      ]);
      return { ...step, statements: [{ kind: 'let', name: total, value: zero }, ...step.statements] };
    }
    case 'distinct':
      return distinct(list, names);
  }
}

function distinct(list: string, names: Names): Step {
  const seen = names.next('seen');
  const earlier = names.next('earlier');
  return perValue('different', list, names, (value, add, result) => [
    { kind: 'let', name: seen, value: { kind: 'bool', value: false } },
    {
      kind: 'forEach',
      name: earlier,
      list: variable(result),
      body: [
        when(compare(variable(earlier), '==', value), {
          kind: 'assign',
          name: seen,
          value: { kind: 'bool', value: true },
        }),
      ],
    },
    when({ kind: 'not', operand: variable(seen) }, add(value)),
  ]);
}

/** A new list to which something is added for each value of the old one. */
function perValue(
  name: string,
  list: string,
  names: Names,
  body: (value: Expression, add: (value: Expression) => Statement, result: string) => readonly Statement[],
): Step {
  const result = names.next(name);
  const value = names.next('value');
  const statements: Statement[] = [
    { kind: 'let', name: result, value: { kind: 'list', items: [] } },
    {
      kind: 'forEach',
      name: value,
      list: variable(list),
      body: body(variable(value), addedTo(result), result),
    },
  ];
  return { statements, result };
}

/** The same for each index, from the first one that counts. */
function perIndex(
  name: string,
  list: string,
  names: Names,
  from: number,
  body: (
    index: Expression,
    value: (index: Expression) => Expression,
    add: (value: Expression) => Statement,
    size: Expression,
  ) => readonly Statement[],
): Step {
  const result = names.next(name);
  const size = names.next('size');
  const index = names.next('index');
  const valueAt = (at: Expression): Expression => ({ kind: 'element', of: variable(list), index: at });
  const statements: Statement[] = [
    { kind: 'let', name: result, value: { kind: 'list', items: [] } },
    { kind: 'let', name: size, value: lengthOf(list) },
    {
      kind: 'forRange',
      name: index,
      from: int(from),
      to: variable(size),
      body: body(variable(index), valueAt, addedTo(result), variable(size)),
    },
  ];
  return { statements, result };
}

function returned(result: Result, list: string, names: Names): Statement[] {
  if (result.kind === 'list') return [{ kind: 'return', value: variable(list) }];
  const outcome = names.next(result.kind);
  const value = names.next('value');
  const one = variable(value);
  const so = variable(outcome);
  const forEach = (...body: readonly Statement[]): Statement => ({
    kind: 'forEach',
    name: value,
    list: variable(list),
    body,
  });
  const end: Statement = { kind: 'return', value: so };
  switch (result.kind) {
    case 'sum':
      return [
        { kind: 'let', name: outcome, value: zero },
        forEach({ kind: 'assign', name: outcome, value: arithmetic(so, '+', one) }),
        end,
      ];
    case 'count':
      return [
        { kind: 'let', name: outcome, value: zero },
        forEach(
          when(conditionOf(result.condition, one), {
            kind: 'assign',
            name: outcome,
            value: arithmetic(so, '+', int(1)),
          }),
        ),
        end,
      ];
    case 'largest':
      return [
        when(compare(lengthOf(list), '==', zero), { kind: 'return', value: zero }),
        { kind: 'let', name: outcome, value: { kind: 'element', of: variable(list), index: zero } },
        forEach({
          kind: 'assign',
          name: outcome,
          value: { kind: 'extreme', operator: 'max', left: so, right: one },
        }),
        end,
      ];
  }
}

export function changeOf({ by, amount }: Change, value: Expression): Expression {
  switch (by) {
    case 'add':
      return plus(value, amount);
    case 'times':
      return amount < 0 ? arithmetic(zero, '-', scaled(value, -amount)) : scaled(value, amount);
    case 'from':
      return arithmetic(int(amount), '-', value);
    case 'remainder':
      return arithmetic(value, '%', int(amount));
  }
}

function scaled(value: Expression, factor: number): Expression {
  return factor === 1 ? value : arithmetic(int(factor), '*', value);
}

function plus(value: Expression, amount: number): Expression {
  if (amount === 0) return value;
  return amount < 0 ? arithmetic(value, '-', int(-amount)) : arithmetic(value, '+', int(amount));
}

export function conditionOf({ test, amount }: Condition, value: Expression): Expression {
  if (test === 'divisible') return compare(arithmetic(value, '%', int(amount)), '==', zero);
  return compare(value, test === 'above' ? '>' : '<', int(amount));
}

export function when(condition: Expression, statement: Statement): Statement {
  return { kind: 'if', branches: [{ condition, body: [statement] }], otherwise: [] };
}

function addedTo(list: string): (value: Expression) => Statement {
  return (value) => ({ kind: 'append', list: variable(list), value });
}

export function lengthOf(list: string): Expression {
  return { kind: 'length', of: variable(list) };
}
