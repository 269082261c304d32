/** What can be put in the place of an expression by one slip of a programmer, so that the program stays well typed. */
import {
  type ArithmeticOperator,
  arithmetic,
  type ComparisonOperator,
  type Expression,
  type FunctionDefinition,
  int,
} from './program.ts';
import { type Slot, slotsOf } from './slots.ts';
import { type Functions, type Scope, sameType, typeIn } from './types.ts';

export type MutationOperator =
  | 'relational operator'
  | 'arithmetic operator'
  | 'operands swapped'
  | 'constant'
  | 'truth value'
  | 'and/or'
  | 'condition negated'
  | 'min/max'
  | 'bound left out'
  | 'choice swapped'
  | 'index shifted'
  | 'wrong variable'
  | 'wrong field'
  | 'wrong function'
  | 'arguments swapped'
  | 'statement left out'
  | 'break/continue'
  | 'branches swapped';

export interface Variant {
  readonly expression: Expression;
  readonly operator: MutationOperator;
  /** In words of no language: what became of what. */
  readonly description: string;
}

/** What can be named where an expression stands. */
export interface Surroundings {
  readonly scope: Scope;
  readonly functions: Functions;
  /** The functions that can be called there. */
  readonly callable: readonly FunctionDefinition[];
}

const comparisonsFor: Readonly<Record<ComparisonOperator, readonly ComparisonOperator[]>> = {
  '<': ['<=', '>'],
  '<=': ['<', '>='],
  '>': ['>=', '<'],
  '>=': ['>', '<='],
  '==': ['!=', '<=', '>='],
  '!=': ['==', '<', '>'],
};

const complements: Readonly<Record<ComparisonOperator, ComparisonOperator>> = {
  '<': '>=',
  '<=': '>',
  '>': '<=',
  '>=': '<',
  '==': '!=',
  '!=': '==',
};

const arithmeticsFor: Readonly<Record<ArithmeticOperator, readonly ArithmeticOperator[]>> = {
  '+': ['-', '*'],
  '-': ['+'],
  '*': ['+', '//'],
  '//': ['*', '%'],
  '%': ['//'],
};

/** Everything that one slip makes of the expression, be it at its top or inside. */
export function variantsOf(expression: Expression, around: Surroundings): Variant[] {
  return [
    ...variantsAtTop(expression, around),
    ...slotsOf(expression).flatMap((slot) => {
      const shifts = isIndex(expression, slot) ? shifted(slot.expression) : [];
      return [...variantsOf(slot.expression, around), ...shifts].map((variant) => ({
        ...variant,
        expression: slot.with(variant.expression),
      }));
    }),
  ];
}

/** A condition the other way round; one that the other operators give already is left out. */
export function negated(condition: Expression): Variant[] {
  if (condition.kind === 'comparison') {
    const operator = complements[condition.operator];
    if (comparisonsFor[condition.operator].includes(operator)) return [];
    return [
      variant('condition negated', `${condition.operator} becomes ${operator}`, { ...condition, operator }),
    ];
  }
  return condition.kind === 'not'
    ? [variant('condition negated', 'a not is lost', condition.operand)]
    : [variant('condition negated', 'a not comes in', { kind: 'not', operand: condition })];
}

/** One more and one less; of a number in the text the operator for constants makes that. */
export function shifted(index: Expression): Variant[] {
  if (index.kind === 'int') return [];
  return (['+', '-'] as const).map((operator) =>
    variant('index shifted', operator === '+' ? 'one too far' : 'one too short', moved(index, operator)),
  );
}

/** `i - 1` becomes `i`, and not `i - 1 + 1`. */
function moved(index: Expression, operator: '+' | '-'): Expression {
  if (index.kind === 'arithmetic' && index.right.kind === 'int') {
    const undoes = index.right.value === 1 && (index.operator === '+' || index.operator === '-');
    if (undoes && index.operator !== operator) return index.left;
  }
  return arithmetic(index, operator, int(1));
}

function isIndex(whole: Expression, slot: Slot<Expression>): boolean {
  if (whole.kind === 'element') return slot.expression === whole.index;
  return whole.kind === 'slice' && (slot.expression === whole.from || slot.expression === whole.to);
}

function variantsAtTop(expression: Expression, around: Surroundings): Variant[] {
  switch (expression.kind) {
    case 'int':
      return [1, -1].map((by) =>
        variant(
          'constant',
          `${expression.value} becomes ${expression.value + by}`,
          int(expression.value + by),
        ),
      );
    case 'bool':
      return [
        variant('truth value', `${expression.value} becomes ${!expression.value}`, {
          kind: 'bool',
          value: !expression.value,
        }),
      ];
    case 'variable':
      return otherVariables(expression.name, around);
    case 'arithmetic': {
      const { operator, left, right } = expression;
      const others = arithmeticsFor[operator].map((other) =>
        variant('arithmetic operator', `${operator} becomes ${other}`, { ...expression, operator: other }),
      );
      if (operator === '+' || operator === '*') return others;
      return [
        ...others,
        variant('operands swapped', `of ${operator}`, { ...expression, left: right, right: left }),
      ];
    }
    case 'comparison': {
      const { operator, left } = expression;
      const ordered = typeIn(around.scope, around.functions, left)?.kind === 'int';
      return comparisonsFor[operator]
        .filter((other) => ordered || other === '==' || other === '!=')
        .map((other) =>
          variant('relational operator', `${operator} becomes ${other}`, { ...expression, operator: other }),
        );
    }
    case 'logic': {
      const operator = expression.operator === 'and' ? 'or' : 'and';
      return [variant('and/or', `${expression.operator} becomes ${operator}`, { ...expression, operator })];
    }
    case 'extreme': {
      const operator = expression.operator === 'min' ? 'max' : 'min';
      return [
        variant('min/max', `${expression.operator} becomes ${operator}`, { ...expression, operator }),
        ...[expression.left, expression.right].map((kept) =>
          variant('bound left out', `a ${expression.operator} is lost`, kept),
        ),
      ];
    }
    case 'choice':
      return [
        ...negated(expression.condition).map((condition) => ({
          ...condition,
          expression: { ...expression, condition: condition.expression },
        })),
        variant('choice swapped', 'the two values change places', {
          ...expression,
          whenTrue: expression.whenFalse,
          whenFalse: expression.whenTrue,
        }),
      ];
    case 'field':
      return otherFields(expression, around);
    case 'call':
      return [...otherFunctions(expression, around), ...swappedArguments(expression, around)];
    default:
      return [];
  }
}

function otherVariables(name: string, { scope }: Surroundings): Variant[] {
  const type = scope.get(name);
  if (type === undefined) return [];
  return [...scope]
    .filter(([other, otherType]) => other !== name && sameType(type, otherType))
    .map(([other]) =>
      variant('wrong variable', `${name} becomes ${other}`, { kind: 'variable', name: other }),
    );
}

function otherFields(
  expression: Extract<Expression, { kind: 'field' }>,
  { scope, functions }: Surroundings,
): Variant[] {
  const record = typeIn(scope, functions, expression.record);
  const fields = record?.kind === 'record' ? record.fields : [];
  const own = fields.find(({ name }) => name === expression.name);
  if (own === undefined) return [];
  return fields
    .filter((field) => field !== own && sameType(field.type, own.type))
    .map(({ name }) => variant('wrong field', `${expression.name} becomes ${name}`, { ...expression, name }));
}

function otherFunctions(
  expression: Extract<Expression, { kind: 'call' }>,
  { functions, callable }: Surroundings,
): Variant[] {
  const called = functions.get(expression.function);
  if (called === undefined) return [];
  return callable
    .filter((other) => other !== called && sameSignature(other, called))
    .map(({ name }) =>
      variant('wrong function', `${called.name} becomes ${name}`, { ...expression, function: name }),
    );
}

function sameSignature(left: FunctionDefinition, right: FunctionDefinition): boolean {
  return (
    left.parameters.length === right.parameters.length &&
    JSON.stringify(left.result) === JSON.stringify(right.result) &&
    left.parameters.every(({ type }, at) => sameType(type, right.parameters[at]!.type))
  );
}

/** Two neighbours among the arguments that may stand for each other. */
function swappedArguments(
  expression: Extract<Expression, { kind: 'call' }>,
  { functions }: Surroundings,
): Variant[] {
  const parameters = functions.get(expression.function)?.parameters ?? [];
  const given = expression.arguments;
  return parameters.slice(1).flatMap(({ type }, at) => {
    if (!sameType(type, parameters[at]!.type)) return [];
    const swapped = given.with(at, given[at + 1]!).with(at + 1, given[at]!);
    return [
      variant('arguments swapped', `arguments ${at + 1} and ${at + 2}`, {
        ...expression,
        arguments: swapped,
      }),
    ];
  });
}

function variant(operator: MutationOperator, description: string, expression: Expression): Variant {
  return { expression, operator, description };
}
