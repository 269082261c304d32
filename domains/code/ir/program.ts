/**
 * The intermediate representation of programs: plain JSON, told apart by `kind`. It has whole numbers, strings and
 * truth values, and lists, maps with string keys and records, all three of them references. What one language does and
 * another does not is left out, so that the interpreter, the JavaScript and the Python of a program agree.
 *
 * Names are words in snake case, each declared once in a function. Names of record fields and keys of maps reach the
 * output, so they are spelled alike in every language.
 */
export type Type =
  | { readonly kind: 'int' | 'string' | 'bool' }
  | { readonly kind: 'list'; readonly item: Type }
  | { readonly kind: 'map'; readonly value: Type }
  | { readonly kind: 'record'; readonly fields: readonly { readonly name: string; readonly type: Type }[] };

export type ArithmeticOperator = '+' | '-' | '*' | '//' | '%';
export type ComparisonOperator = '==' | '!=' | '<' | '<=' | '>' | '>=';

export interface Call {
  readonly kind: 'call';
  readonly function: string;
  readonly arguments: readonly Expression[];
}

export interface Arithmetic {
  readonly kind: 'arithmetic';
  /** `//` and `%` round towards minus infinity, and their divisors are positive. */
  readonly operator: ArithmeticOperator;
  readonly left: Expression;
  readonly right: Expression;
}

export type Expression =
  | { readonly kind: 'int'; readonly value: number }
  | { readonly kind: 'string'; readonly value: string }
  | { readonly kind: 'bool'; readonly value: boolean }
  | { readonly kind: 'variable'; readonly name: string }
  | Arithmetic
  | {
      readonly kind: 'extreme';
      readonly operator: 'min' | 'max';
      readonly left: Expression;
      readonly right: Expression;
    }
  /** Whole numbers or strings; `==` and `!=` take truth values too. */
  | {
      readonly kind: 'comparison';
      readonly operator: ComparisonOperator;
      readonly left: Expression;
      readonly right: Expression;
    }
  | {
      readonly kind: 'logic';
      readonly operator: 'and' | 'or';
      readonly left: Expression;
      readonly right: Expression;
    }
  | { readonly kind: 'not'; readonly operand: Expression }
  | {
      readonly kind: 'choice';
      readonly condition: Expression;
      readonly whenTrue: Expression;
      readonly whenFalse: Expression;
    }
  /** Strings one after the other. */
  | { readonly kind: 'concat'; readonly left: Expression; readonly right: Expression }
  /** The decimal digits of a whole number. */
  | { readonly kind: 'digits'; readonly of: Expression }
  /** Of a string or a list. */
  | { readonly kind: 'length'; readonly of: Expression }
  /** One character of a string or item of a list, counted from 0. */
  | { readonly kind: 'element'; readonly of: Expression; readonly index: Expression }
  /** A part of a string or list, to the end without `to`; below 0 counts from the end, what lies beyond is left out. */
  | {
      readonly kind: 'slice';
      readonly of: Expression;
      readonly from: Expression;
      readonly to: Expression | null;
    }
  | { readonly kind: 'list'; readonly items: readonly Expression[] }
  /** A new list of the items of both. */
  | { readonly kind: 'joined'; readonly left: Expression; readonly right: Expression }
  | {
      readonly kind: 'map';
      readonly entries: readonly { readonly key: string; readonly value: Expression }[];
    }
  /** Without a fallback the map must have the key. */
  | {
      readonly kind: 'entry';
      readonly map: Expression;
      readonly key: Expression;
      readonly fallback: Expression | null;
    }
  | { readonly kind: 'has'; readonly map: Expression; readonly key: Expression }
  /** A new list of the keys, in the order in which they came in. */
  | { readonly kind: 'keys'; readonly map: Expression }
  | {
      readonly kind: 'record';
      readonly fields: readonly { readonly name: string; readonly value: Expression }[];
    }
  | { readonly kind: 'field'; readonly record: Expression; readonly name: string }
  | Call;

/** What can be written to in place. */
export type Place = Extract<Expression, { kind: 'element' | 'entry' | 'field' }>;

export type Statement =
  | { readonly kind: 'let'; readonly name: string; readonly value: Expression }
  | { readonly kind: 'assign'; readonly name: string; readonly value: Expression }
  /** Writes an item, an entry or a field; the place of an entry has no fallback. */
  | { readonly kind: 'set'; readonly place: Place; readonly value: Expression }
  | { readonly kind: 'append'; readonly list: Expression; readonly value: Expression }
  | { readonly kind: 'removeLast'; readonly list: Expression }
  | {
      readonly kind: 'if';
      readonly branches: readonly { readonly condition: Expression; readonly body: readonly Statement[] }[];
      readonly otherwise: readonly Statement[];
    }
  /** Goes on over items that its body appends. */
  | {
      readonly kind: 'forEach';
      readonly name: string;
      readonly list: Expression;
      readonly body: readonly Statement[];
    }
  /** From `from` up to below `to`, which the body may not change, nor the variable. */
  | {
      readonly kind: 'forRange';
      readonly name: string;
      readonly from: Expression;
      readonly to: Expression;
      readonly body: readonly Statement[];
    }
  | { readonly kind: 'while'; readonly condition: Expression; readonly body: readonly Statement[] }
  | { readonly kind: 'return'; readonly value: Expression }
  | { readonly kind: 'break' | 'continue' }
  /** A function called for what it does to its arguments. */
  | { readonly kind: 'perform'; readonly call: Call };

export interface FunctionDefinition {
  readonly name: string;
  /** One line that says what it is for. */
  readonly purpose: string;
  readonly parameters: readonly { readonly name: string; readonly type: Type }[];
  /** Null for a function that is called for what it does to its arguments. */
  readonly result: Type | null;
  /**
   * Variables in which no whole number, those in lists, maps and records included, is ever below 0: an emitter may
   * write a remainder of theirs as its language has it.
   */
  readonly naturals: readonly string[];
  readonly body: readonly Statement[];
}

export interface Module {
  /** Without its ending, which is the language's. */
  readonly file: string;
  readonly imports: readonly { readonly file: string; readonly names: readonly string[] }[];
  readonly functions: readonly FunctionDefinition[];
}

export interface Program {
  readonly modules: readonly Module[];
  /** The function that is called from outside. */
  readonly entry: string;
}

export function int(value: number): Expression {
  return { kind: 'int', value };
}

export function variable(name: string): Expression {
  return { kind: 'variable', name };
}

export function arithmetic(left: Expression, operator: ArithmeticOperator, right: Expression): Arithmetic {
  return { kind: 'arithmetic', operator, left, right };
}

export function compare(left: Expression, operator: ComparisonOperator, right: Expression): Expression {
  return { kind: 'comparison', operator, left, right };
}

export function call(name: string, ...parameters: readonly Expression[]): Call {
  return { kind: 'call', function: name, arguments: parameters };
}

/** All statements, those inside others included, in the order of the text. */
export function statementsIn(body: readonly Statement[]): Statement[] {
  return body.flatMap((statement) => [statement, ...bodiesOf(statement).flatMap(statementsIn)]);
}

export function functionsOf(program: Program): FunctionDefinition[] {
  return program.modules.flatMap(({ functions }) => functions);
}

/** The program with this function in place of the one of its name. Modules without it stay the very objects. */
export function withFunction(program: Program, definition: FunctionDefinition): Program {
  const modules = program.modules.map((module) =>
    module.functions.some(({ name }) => name === definition.name)
      ? {
          ...module,
          functions: module.functions.map((one) => (one.name === definition.name ? definition : one)),
        }
      : module,
  );
  return { ...program, modules };
}

function bodiesOf(statement: Statement): readonly (readonly Statement[])[] {
  switch (statement.kind) {
    case 'if':
      return [...statement.branches.map(({ body }) => body), statement.otherwise];
    case 'forEach':
    case 'forRange':
    case 'while':
      return [statement.body];
    default:
      return [];
  }
}

/** The variable whose list, map or record, or a part of it, the expression is; null when it is no such path. */
export function rootOf(expression: Expression): string | null {
  switch (expression.kind) {
    case 'variable':
      return expression.name;
    case 'element':
      return rootOf(expression.of);
    case 'entry':
      return rootOf(expression.map);
    case 'field':
      return rootOf(expression.record);
    default:
      return null;
  }
}
