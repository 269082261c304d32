/** The places in an expression or a statement where another expression stands, each with how to put one there. */
import type { Expression, Place, Statement } from './program.ts';

export interface Slot<Whole> {
  readonly expression: Expression;
  /** The whole with another expression of the same type in this place. */
  with(expression: Expression): Whole;
}

export interface StatementSlot extends Slot<Statement> {
  readonly role: 'value' | 'condition' | 'bound' | 'list' | 'place' | 'call';
  /** Which of the conditions of an `if` it is; 0 for all others. */
  readonly branch: number;
}

export interface BodySlot {
  readonly body: readonly Statement[];
  with(body: readonly Statement[]): Statement;
}

/** The expressions right inside an expression, in the order of the text. */
export function slotsOf(whole: Expression): readonly Slot<Expression>[] {
  switch (whole.kind) {
    case 'int':
    case 'string':
    case 'bool':
    case 'variable':
      return [];
    case 'arithmetic':
    case 'extreme':
    case 'comparison':
    case 'logic':
    case 'concat':
    case 'joined':
      return [
        { expression: whole.left, with: (left) => ({ ...whole, left }) },
        { expression: whole.right, with: (right) => ({ ...whole, right }) },
      ];
    case 'not':
      return [{ expression: whole.operand, with: (operand) => ({ ...whole, operand }) }];
    case 'choice':
      return [
        { expression: whole.condition, with: (condition) => ({ ...whole, condition }) },
        { expression: whole.whenTrue, with: (whenTrue) => ({ ...whole, whenTrue }) },
        { expression: whole.whenFalse, with: (whenFalse) => ({ ...whole, whenFalse }) },
      ];
    case 'digits':
    case 'length':
      return [{ expression: whole.of, with: (of) => ({ ...whole, of }) }];
    case 'element':
      return [
        { expression: whole.of, with: (of) => ({ ...whole, of }) },
        { expression: whole.index, with: (index) => ({ ...whole, index }) },
      ];
    case 'slice':
      return [
        { expression: whole.of, with: (of) => ({ ...whole, of }) },
        { expression: whole.from, with: (from) => ({ ...whole, from }) },
        ...(whole.to === null
          ? []
          : [{ expression: whole.to, with: (to: Expression) => ({ ...whole, to }) }]),
      ];
    case 'list':
      return whole.items.map((expression, at) => ({
        expression,
        with: (item) => ({ ...whole, items: whole.items.with(at, item) }),
      }));
    case 'map':
      return whole.entries.map(({ key, value }, at) => ({
        expression: value,
        with: (other) => ({ ...whole, entries: whole.entries.with(at, { key, value: other }) }),
      }));
    case 'record':
      return whole.fields.map(({ name, value }, at) => ({
        expression: value,
        with: (other) => ({ ...whole, fields: whole.fields.with(at, { name, value: other }) }),
      }));
    case 'entry': {
      const { fallback } = whole;
      return [
        { expression: whole.map, with: (map) => ({ ...whole, map }) },
        { expression: whole.key, with: (key) => ({ ...whole, key }) },
        ...(fallback === null
          ? []
          : [{ expression: fallback, with: (other: Expression) => ({ ...whole, fallback: other }) }]),
      ];
    }
    case 'has':
      return [
        { expression: whole.map, with: (map) => ({ ...whole, map }) },
        { expression: whole.key, with: (key) => ({ ...whole, key }) },
      ];
    case 'keys':
      return [{ expression: whole.map, with: (map) => ({ ...whole, map }) }];
    case 'field':
      return [{ expression: whole.record, with: (record) => ({ ...whole, record }) }];
    case 'call':
      return whole.arguments.map((expression, at) => ({
        expression,
        with: (argument) => ({ ...whole, arguments: whole.arguments.with(at, argument) }),
      }));
  }
}

/** The expressions right inside a statement, without those in the bodies that it has. */
export function expressionSlotsOf(whole: Statement): readonly StatementSlot[] {
  const slot = (
    role: StatementSlot['role'],
    expression: Expression,
    put: (expression: Expression) => Statement,
    branch = 0,
  ): StatementSlot => ({ role, expression, with: put, branch });
  switch (whole.kind) {
    case 'let':
    case 'assign':
    case 'return':
      return [slot('value', whole.value, (value) => ({ ...whole, value }))];
    case 'set':
      return [
        slot('place', whole.place, (place) => ({ ...whole, place: place as Place })),
        slot('value', whole.value, (value) => ({ ...whole, value })),
      ];
    case 'append':
      return [
        slot('place', whole.list, (list) => ({ ...whole, list })),
        slot('value', whole.value, (value) => ({ ...whole, value })),
      ];
    case 'removeLast':
      return [slot('place', whole.list, (list) => ({ ...whole, list }))];
    case 'perform':
      return [
        slot('call', whole.call, (call) => ({
          ...whole,
          call: call as Extract<Expression, { kind: 'call' }>,
        })),
      ];
    case 'if':
      return whole.branches.map(({ condition, body }, at) =>
        slot(
          'condition',
          condition,
          (other) => ({ ...whole, branches: whole.branches.with(at, { condition: other, body }) }),
          at,
        ),
      );
    case 'while':
      return [slot('condition', whole.condition, (condition) => ({ ...whole, condition }))];
    case 'forEach':
      return [slot('list', whole.list, (list) => ({ ...whole, list }))];
    case 'forRange':
      return [
        slot('bound', whole.from, (from) => ({ ...whole, from })),
        slot('bound', whole.to, (to) => ({ ...whole, to })),
      ];
    case 'break':
    case 'continue':
      return [];
  }
}

export function bodySlotsOf(whole: Statement): readonly BodySlot[] {
  switch (whole.kind) {
    case 'if':
      return [
        ...whole.branches.map(({ condition, body }, at) => ({
          body,
          with: (other: readonly Statement[]) => ({
            ...whole,
            branches: whole.branches.with(at, { condition, body: other }),
          }),
        })),
        { body: whole.otherwise, with: (otherwise) => ({ ...whole, otherwise }) },
      ];
    case 'forEach':
    case 'forRange':
    case 'while':
      return [{ body: whole.body, with: (body) => ({ ...whole, body }) }];
    default:
      return [];
  }
}
