/** Whether a program is well typed, with every name declared before it is used and none declared inside its own scope. */
import {
  type Call,
  type Expression,
  type FunctionDefinition,
  functionsOf,
  type Program,
  type Statement,
  type Type,
} from '../../../domains/code/ir/program.ts';

/** What is wrong with the program, a sentence a function at most; none where all is well. */
export function typeProblems(program: Program): string[] {
  const functions = new Map(functionsOf(program).map((definition) => [definition.name, definition]));
  return [...functions.values()].flatMap((definition) => {
    try {
      new Checker(functions, definition).check();
      return [];
    } catch (error) {
      if (error instanceof TypeProblem) return [`${definition.name}: ${error.message}`];
      throw error;
    }
  });
}

class TypeProblem extends Error {}

const int: Type = { kind: 'int' };
const string: Type = { kind: 'string' };
const bool: Type = { kind: 'bool' };

/** What an empty list or map holds, until something is put into it. */
const unknown: Type = { kind: 'record', fields: [] };

type Scope = ReadonlyMap<string, Type>;

class Checker {
  readonly #functions: ReadonlyMap<string, FunctionDefinition>;
  readonly #definition: FunctionDefinition;

  constructor(functions: ReadonlyMap<string, FunctionDefinition>, definition: FunctionDefinition) {
    this.#functions = functions;
    this.#definition = definition;
  }

  check(): void {
    const { parameters, body, result } = this.#definition;
    this.#block(body, new Map(parameters.map(({ name, type }) => [name, type])), false);
    if (result !== null && !returns(body)) throw new TypeProblem('it may end without a result');
  }

  #block(body: readonly Statement[], outer: Scope, inLoop: boolean): void {
    let scope = outer;
    for (const statement of body) {
      this.#statement(statement, scope, inLoop);
      if (statement.kind === 'let')
        scope = this.#declared(scope, statement.name, this.#type(statement.value, scope));
    }
  }

  #statement(statement: Statement, scope: Scope, inLoop: boolean): void {
    switch (statement.kind) {
      case 'let':
        break;
      case 'assign':
        this.#expect(statement.value, this.#named(statement.name, scope), scope);
        break;
      case 'set':
        this.#expect(statement.value, this.#type(statement.place, scope), scope);
        break;
      case 'append':
        this.#expect(statement.value, this.#itemOf(statement.list, scope), scope);
        break;
      case 'removeLast':
        this.#itemOf(statement.list, scope);
        break;
      case 'perform':
        this.#call(statement.call, scope);
        break;
      case 'return': {
        const { result } = this.#definition;
        if (result === null) throw new TypeProblem('a result where none is wanted');
        this.#expect(statement.value, result, scope);
        break;
      }
      case 'break':
      case 'continue':
        if (!inLoop) throw new TypeProblem(`${statement.kind} outside a loop`);
        break;
      case 'if':
        for (const { condition, body } of statement.branches) {
          this.#expect(condition, bool, scope);
          this.#block(body, scope, inLoop);
        }
        this.#block(statement.otherwise, scope, inLoop);
        break;
      case 'while':
        this.#expect(statement.condition, bool, scope);
        this.#block(statement.body, scope, true);
        break;
      case 'forEach': {
        const inner = this.#declared(scope, statement.name, this.#itemOf(statement.list, scope));
        this.#block(statement.body, inner, true);
        break;
      }
      case 'forRange':
        this.#expect(statement.from, int, scope);
        this.#expect(statement.to, int, scope);
        this.#block(statement.body, this.#declared(scope, statement.name, int), true);
        break;
    }
  }

  #type(expression: Expression, scope: Scope): Type {
    switch (expression.kind) {
      case 'int':
      case 'string':
      case 'bool':
        return { kind: expression.kind };
      case 'variable':
        return this.#named(expression.name, scope);
      case 'arithmetic':
      case 'extreme':
        this.#expect(expression.left, int, scope);
        this.#expect(expression.right, int, scope);
        return int;
      case 'comparison': {
        const left = this.#type(expression.left, scope);
        if (left === unknown) return bool;
        const ordered = expression.operator !== '==' && expression.operator !== '!=';
        if (left.kind !== 'int' && left.kind !== 'string' && (left.kind !== 'bool' || ordered))
          throw new TypeProblem(`${expression.operator} of ${left.kind}`);
        this.#expect(expression.right, left, scope);
        return bool;
      }
      case 'logic':
        this.#expect(expression.left, bool, scope);
        this.#expect(expression.right, bool, scope);
        return bool;
      case 'not':
        this.#expect(expression.operand, bool, scope);
        return bool;
      case 'choice': {
        this.#expect(expression.condition, bool, scope);
        const type = this.#type(expression.whenTrue, scope);
        this.#expect(expression.whenFalse, type, scope);
        return type;
      }
      case 'concat':
        this.#expect(expression.left, string, scope);
        this.#expect(expression.right, string, scope);
        return string;
      case 'digits':
        this.#expect(expression.of, int, scope);
        return string;
      case 'length':
        this.#partOf(expression.of, scope);
        return int;
      case 'element':
        this.#expect(expression.index, int, scope);
        return this.#partOf(expression.of, scope);
      case 'slice':
        this.#expect(expression.from, int, scope);
        if (expression.to !== null) this.#expect(expression.to, int, scope);
        this.#partOf(expression.of, scope);
        return this.#type(expression.of, scope);
      case 'list':
        return { kind: 'list', item: this.#common(expression.items, scope) };
      case 'joined': {
        const type = this.#type(expression.left, scope);
        this.#itemOf(expression.left, scope);
        this.#expect(expression.right, type, scope);
        return type;
      }
      case 'map':
        return {
          kind: 'map',
          value: this.#common(
            expression.entries.map(({ value }) => value),
            scope,
          ),
        };
      case 'entry': {
        const value = this.#valueOf(expression.map, scope);
        this.#expect(expression.key, string, scope);
        if (expression.fallback !== null) this.#expect(expression.fallback, value, scope);
        return value;
      }
      case 'has':
        this.#valueOf(expression.map, scope);
        this.#expect(expression.key, string, scope);
        return bool;
      case 'keys':
        this.#valueOf(expression.map, scope);
        return { kind: 'list', item: string };
      case 'record':
        return {
          kind: 'record',
          fields: expression.fields.map(({ name, value }) => ({ name, type: this.#type(value, scope) })),
        };
      case 'field': {
        const type = this.#type(expression.record, scope);
        if (type === unknown) return unknown;
        const field =
          type.kind === 'record' ? type.fields.find(({ name }) => name === expression.name) : undefined;
        if (field === undefined) throw new TypeProblem(`no field ${expression.name} in ${type.kind}`);
        return field.type;
      }
      case 'call': {
        const result = this.#call(expression, scope);
        if (result === null) throw new TypeProblem(`${expression.function} has no result`);
        return result;
      }
    }
  }

  #call({ function: name, arguments: given }: Call, scope: Scope): Type | null {
    const called = this.#functions.get(name);
    if (called === undefined || called.parameters.length !== given.length)
      throw new TypeProblem(`no function ${name} of ${given.length} parameters`);
    for (const [at, { type }] of called.parameters.entries())
      this.#expect(given[at] as Expression, type, scope);
    return called.result;
  }

  #expect(expression: Expression, wanted: Type, scope: Scope): void {
    const type = this.#type(expression, scope);
    if (!fits(type, wanted)) throw new TypeProblem(`${expression.kind} is ${type.kind}, not ${wanted.kind}`);
  }

  #named(name: string, scope: Scope): Type {
    const type = scope.get(name);
    if (type === undefined) throw new TypeProblem(`${name} is not declared here`);
    return type;
  }

  #declared(scope: Scope, name: string, type: Type): Scope {
    if (scope.has(name)) throw new TypeProblem(`${name} is declared twice`);
    return new Map(scope).set(name, type);
  }

  /** The type that all of them have. */
  #common(expressions: readonly Expression[], scope: Scope): Type {
    const [first, ...others] = expressions;
    if (first === undefined) return unknown;
    const type = this.#type(first, scope);
    for (const other of others) this.#expect(other, type, scope);
    return type;
  }

  #itemOf(expression: Expression, scope: Scope): Type {
    const type = this.#type(expression, scope);
    if (type.kind === 'list') return type.item;
    throw new TypeProblem(`${type.kind} is no list`);
  }

  /** Of a string or a list. */
  #partOf(expression: Expression, scope: Scope): Type {
    return this.#type(expression, scope).kind === 'string' ? string : this.#itemOf(expression, scope);
  }

  #valueOf(expression: Expression, scope: Scope): Type {
    const type = this.#type(expression, scope);
    if (type.kind === 'map') return type.value;
    throw new TypeProblem(`${type.kind} is no map`);
  }
}

function fits(type: Type, wanted: Type): boolean {
  if (type === unknown || wanted === unknown) return true;
  switch (type.kind) {
    case 'list':
      return wanted.kind === 'list' && fits(type.item, wanted.item);
    case 'map':
      return wanted.kind === 'map' && fits(type.value, wanted.value);
    case 'record':
      return (
        wanted.kind === 'record' &&
        type.fields.length === wanted.fields.length &&
        type.fields.every((field) => {
          const other = wanted.fields.find(({ name }) => name === field.name);
          return other !== undefined && fits(field.type, other.type);
        })
      );
    default:
      return type.kind === wanted.kind;
  }
}

/** True when the end of the body is never reached. */
function returns(body: readonly Statement[]): boolean {
  const last = body.at(-1);
  if (last?.kind !== 'if') return last?.kind === 'return';
  return returns(last.otherwise) && last.branches.every((branch) => returns(branch.body));
}
