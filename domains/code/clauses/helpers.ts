/** Functions that the conditions of exceptions call. */
import {
  arithmetic,
  call,
  compare,
  type Expression,
  type FunctionDefinition,
  int,
  type Statement,
  type Type,
  variable,
} from '../ir/program.ts';
import type { Guard, Outcome } from './clause.ts';

const helperNames = [
  'has_above',
  'has_below',
  'has_divisible',
  'has_equal',
  'has_repeats',
  'total_of',
] as const;
export type HelperName = (typeof helperNames)[number];

/** Those that clauses need, each after those that it calls itself. */
export function helpersFor(
  clauses: readonly { readonly guard: Guard; readonly outcome: Outcome }[],
): FunctionDefinition[] {
  const needed = new Set(
    clauses.flatMap(({ guard, outcome }) => [
      ...neededBy(guard),
      ...(outcome.kind === 'sum' ? (['total_of'] as const) : []),
    ]),
  );
  return helperNames.filter((name) => needed.has(name)).map((name) => definitions[name]);
}

function neededBy(guard: Guard): HelperName[] {
  switch (guard.kind) {
    case 'some':
    case 'none':
      return [`has_${guard.condition.test}`];
    case 'contains':
      return ['has_equal'];
    case 'repeats':
    case 'distinct':
      return ['has_equal', 'has_repeats'];
    case 'sum':
      return ['total_of'];
    case 'all':
    case 'any':
      return guard.of.flatMap(neededBy);
    default:
      return [];
  }
}

const intType: Type = { kind: 'int' };
const intList: Type = { kind: 'list', item: intType };
const numbers = variable('numbers');
const value = variable('value');

function returned(value: Expression): Statement {
  return { kind: 'return', value };
}

function truth(value: boolean): Expression {
  return { kind: 'bool', value };
}

function throughAll(...body: readonly Statement[]): Statement {
  return { kind: 'forEach', name: 'value', list: numbers, body };
}

function when(condition: Expression, statement: Statement): Statement {
  return { kind: 'if', branches: [{ condition, body: [statement] }], otherwise: [] };
}

/** Whether there is a value that stands so to the second parameter. */
function hasValue(
  name: HelperName,
  purpose: string,
  other: string,
  is: (other: Expression) => Expression,
): FunctionDefinition {
  return {
    name,
    purpose,
    parameters: [
      { name: 'numbers', type: intList },
      { name: other, type: intType },
    ],
    result: { kind: 'bool' },
    naturals: [],
    body: [throughAll(when(is(variable(other)), returned(truth(true)))), returned(truth(false))],
  };
}

const definitions: Readonly<Record<HelperName, FunctionDefinition>> = {
  has_above: hasValue('has_above', 'Whether some number is greater than the bound.', 'bound', (bound) =>
    compare(value, '>', bound),
  ),
  has_below: hasValue('has_below', 'Whether some number is less than the bound.', 'bound', (bound) =>
    compare(value, '<', bound),
  ),
  has_divisible: hasValue(
    'has_divisible',
    'Whether some number is divisible by the divisor.',
    'divisor',
    (divisor) => compare(arithmetic(value, '%', divisor), '==', int(0)),
  ),
  has_equal: hasValue('has_equal', 'Whether the wanted number is among the numbers.', 'wanted', (wanted) =>
    compare(value, '==', wanted),
  ),
  has_repeats: {
    name: 'has_repeats',
    purpose: 'Whether some number occurs more than once.',
    parameters: [{ name: 'numbers', type: intList }],
    result: { kind: 'bool' },
    naturals: [],
    body: [
      { kind: 'let', name: 'earlier', value: { kind: 'list', items: [] } },
      throughAll(when(call('has_equal', variable('earlier'), value), returned(truth(true))), {
        kind: 'append',
        list: variable('earlier'),
        value,
      }),
      returned(truth(false)),
    ],
  },
  total_of: {
    name: 'total_of',
    purpose: 'The sum of the numbers.',
    parameters: [{ name: 'numbers', type: intList }],
    result: intType,
    naturals: [],
    body: [
      { kind: 'let', name: 'total', value: int(0) },
      throughAll({ kind: 'assign', name: 'total', value: arithmetic(variable('total'), '+', value) }),
      returned(variable('total')),
    ],
  },
};
