import {
  assignedIn,
  atLeast,
  atom,
  infix,
  levels,
  literalInt,
  type Printed,
  quoted,
  steadyIn,
  stepOf,
  sumOrProduct,
} from './emission.ts';
import { camelCase } from './names.ts';
import {
  type Call,
  type Expression,
  type FunctionDefinition,
  type Module,
  rootOf,
  type Statement,
  statementsIn,
} from './program.ts';

const indent = '  ';
const mathNames = { min: 'Math.min', max: 'Math.max' } as const;

/**
 * The text of a module. Maps are plain objects: their keys are words, which never look like array indices and are no
 * names that every object has, so the order of keys is that of insertion, and the text is the one people write.
 */
export function javascriptModule({ imports, functions }: Module, exported = false): string {
  const lines = imports.map(
    ({ file, names }) => `import { ${names.map(camelCase).join(', ')} } from './${camelCase(file)}.js';`,
  );
  const texts = functions.map((definition) => javascriptFunction(definition, exported));
  return [...(lines.length === 0 ? [] : [lines.join('\n')]), ...texts].join('\n\n');
}

function javascriptFunction(definition: FunctionDefinition, exported: boolean): string {
  const { name, purpose, parameters, body } = definition;
  const names = parameters.map((parameter) => camelCase(parameter.name)).join(', ');
  return [
    `// ${purpose}`,
    `${exported ? 'export ' : ''}function ${camelCase(name)}(${names}) {`,
    ...emitterIn(definition).block(body, indent),
    '}',
  ].join('\n');
}

export function javascriptExpression(expression: Expression): string {
  return new Emitter(new Set(), new Set()).print(expression).text;
}

/** The first line of a statement: all of it, if there are no others inside. */
export function javascriptLine(statement: Statement, within: FunctionDefinition): string {
  return emitterIn(within).statement(statement, '')[0] as string;
}

/** For the statements of a function. */
function emitterIn({ naturals, body }: FunctionDefinition): Emitter {
  return new Emitter(assignedIn(body), notNegativeIn(naturals, body));
}

/** The variables said to be so, and those that count up from 0 or above. */
function notNegativeIn(naturals: readonly string[], body: readonly Statement[]): Set<string> {
  const counting = statementsIn(body).flatMap((statement) =>
    statement.kind === 'forRange' && statement.from.kind === 'int' && statement.from.value >= 0
      ? [statement.name]
      : [],
  );
  return new Set([...naturals, ...counting]);
}

class Emitter {
  readonly #assigned: ReadonlySet<string>;
  readonly #notNegative: ReadonlySet<string>;

  constructor(assigned: ReadonlySet<string>, notNegative: ReadonlySet<string>) {
    this.#assigned = assigned;
    this.#notNegative = notNegative;
  }

  block(body: readonly Statement[], margin: string): string[] {
    return body.flatMap((statement) => this.statement(statement, margin));
  }

  statement(statement: Statement, margin: string): string[] {
    const inner = (body: readonly Statement[]) => this.block(body, margin + indent);
    const text = (expression: Expression) => this.print(expression).text;
    switch (statement.kind) {
      case 'let': {
        const word = this.#assigned.has(statement.name) ? 'let' : 'const';
        return [`${margin}${word} ${camelCase(statement.name)} = ${text(statement.value)};`];
      }
      case 'assign':
        return [`${margin}${this.#written({ kind: 'variable', name: statement.name }, statement.value)}`];
      case 'set':
        return [`${margin}${this.#written(statement.place, statement.value)}`];
      case 'append':
        return [`${margin}${this.#part(statement.list)}.push(${text(statement.value)});`];
      case 'removeLast':
        return [`${margin}${this.#part(statement.list)}.pop();`];
      case 'perform':
        return [`${margin}${text(statement.call)};`];
      case 'return':
        return [`${margin}return ${text(statement.value)};`];
      case 'break':
      case 'continue':
        return [`${margin}${statement.kind};`];
      case 'if': {
        const branches = statement.branches.flatMap(({ condition, body }, at) => [
          `${margin}${at === 0 ? '' : '} else '}if (${text(condition)}) {`,
          ...inner(body),
        ]);
        const otherwise =
          statement.otherwise.length === 0 ? [] : [`${margin}} else {`, ...inner(statement.otherwise)];
        return [...branches, ...otherwise, `${margin}}`];
      }
      case 'while':
        return [`${margin}while (${text(statement.condition)}) {`, ...inner(statement.body), `${margin}}`];
      case 'forEach': {
        const head = `const ${camelCase(statement.name)} of ${text(statement.list)}`;
        return [`${margin}for (${head}) {`, ...inner(statement.body), `${margin}}`];
      }
      case 'forRange': {
        if (!steadyIn(statement.to, statement.body))
          throw new Error('the bound of a loop changes in its body');
        const name = camelCase(statement.name);
        const head = `let ${name} = ${text(statement.from)}; ${name} < ${this.#at(statement.to, levels.sum)}; ${name}++`;
        return [`${margin}for (${head}) {`, ...inner(statement.body), `${margin}}`];
      }
    }
  }

  print(expression: Expression): Printed {
    const print = (part: Expression) => this.print(part);
    switch (expression.kind) {
      case 'int':
        return literalInt(expression.value);
      case 'string':
        return quoted(expression.value);
      case 'bool':
        return atom(String(expression.value));
      case 'variable':
        return atom(camelCase(expression.name));
      case 'arithmetic':
        return this.#arithmetic(expression.operator, expression.left, expression.right);
      case 'extreme':
        return this.#called(mathNames[expression.operator], [expression.left, expression.right]);
      case 'comparison': {
        const { operator, left, right } = expression;
        const word = operator === '==' || operator === '!=' ? `${operator}=` : operator;
        return infix(print, left, word, right, levels.comparison);
      }
      case 'logic': {
        const { operator, left, right } = expression;
        return infix(print, left, operator === 'and' ? '&&' : '||', right, levels[operator]);
      }
      case 'not':
        return { text: `!${this.#at(expression.operand, levels.sign)}`, level: levels.sign };
      case 'choice': {
        const { condition, whenTrue, whenFalse } = expression;
        const parts = [condition, whenTrue, whenFalse].map((part) => this.#at(part, levels.or));
        return { text: `${parts[0]} ? ${parts[1]} : ${parts[2]}`, level: levels.choice };
      }
      case 'concat':
        return infix(print, expression.left, '+', expression.right, levels.sum);
      case 'digits':
        return this.#called('String', [expression.of]);
      case 'length':
        return { text: `${this.#part(expression.of)}.length`, level: levels.part };
      case 'element':
        return { text: `${this.#part(expression.of)}[${print(expression.index).text}]`, level: levels.part };
      case 'slice': {
        const bounds = [expression.from, ...(expression.to === null ? [] : [expression.to])];
        const whole = expression.to === null && expression.from.kind === 'int' && expression.from.value === 0;
        const given = whole ? '' : bounds.map((bound) => print(bound).text).join(', ');
        return { text: `${this.#part(expression.of)}.slice(${given})`, level: levels.part };
      }
      case 'list':
        return atom(`[${expression.items.map((item) => print(item).text).join(', ')}]`);
      case 'joined': {
        const parts = [expression.left, expression.right].map((part) => `...${this.#at(part, levels.or)}`);
        return atom(`[${parts.join(', ')}]`);
      }
      case 'map':
        return objectOf(expression.entries.map(({ key, value }) => [keyText(key), print(value).text]));
      case 'entry': {
        const { map, key } = expression;
        const plain = key.kind === 'string' && !key.value.includes(' ');
        const found = `${this.#part(map)}${plain ? `.${key.value}` : `[${print(key).text}]`}`;
        if (expression.fallback === null) return { text: found, level: levels.part };
        return {
          text: `${found} ?? ${this.#at(expression.fallback, levels.comparison)}`,
          level: levels.choice,
        };
      }
      case 'has':
        return infix(print, expression.key, 'in', expression.map, levels.comparison);
      case 'keys':
        return this.#called('Object.keys', [expression.map]);
      case 'record':
        return objectOf(expression.fields.map(({ name, value }) => [name, print(value).text]));
      case 'field':
        return { text: `${this.#part(expression.record)}.${expression.name}`, level: levels.part };
      case 'call':
        return this.#call(expression);
    }
  }

  /** Division and remainder round towards minus infinity, which JavaScript's own do only from 0 up. */
  #arithmetic(operator: string, left: Expression, right: Expression): Printed {
    const print = (part: Expression) => this.print(part);
    if (operator === '//') {
      return {
        text: `Math.floor(${infix(print, left, '/', right, levels.product).text})`,
        level: levels.part,
      };
    }
    if (operator !== '%' || this.#isNotNegative(left)) {
      return infix(print, left, operator, right, sumOrProduct(operator));
    }
    const divisor = this.#at(right, levels.sign);
    const remainder = infix(print, left, '%', right, levels.product).text;
    return { text: `((${remainder}) + ${divisor}) % ${divisor}`, level: levels.product };
  }

  #isNotNegative(expression: Expression): boolean {
    switch (expression.kind) {
      case 'int':
        return expression.value >= 0;
      case 'variable':
      case 'element':
      case 'field':
        return this.#notNegative.has(rootOf(expression) ?? '');
      case 'entry':
        return (
          this.#notNegative.has(rootOf(expression) ?? '') &&
          (expression.fallback === null || this.#isNotNegative(expression.fallback))
        );
      case 'length':
        return true;
      case 'extreme':
        return this.#isNotNegative(expression.left) && this.#isNotNegative(expression.right);
      case 'arithmetic':
        if (expression.operator === '%') return true;
        if (expression.operator === '-') return false;
        return this.#isNotNegative(expression.left) && this.#isNotNegative(expression.right);
      default:
        return false;
    }
  }

  #written(place: Expression, value: Expression): string {
    const step = stepOf(place, value);
    const target = this.print(place).text;
    if (step === null) return `${target} = ${this.print(value).text};`;
    return `${target} ${step.operator} ${this.print(step.by).text};`;
  }

  #call({ function: name, arguments: given }: Call): Printed {
    return this.#called(camelCase(name), given);
  }

  #called(name: string, given: readonly Expression[]): Printed {
    return {
      text: `${name}(${given.map((argument) => this.print(argument).text).join(', ')})`,
      level: levels.part,
    };
  }

  #at(expression: Expression, level: number): string {
    return atLeast(this.print(expression), level);
  }

  #part(expression: Expression): string {
    return this.#at(expression, levels.part);
  }
}

function objectOf(parts: readonly (readonly [string, string])[]): Printed {
  return atom(
    parts.length === 0
      ? '{}'
      : `{ ${parts.map(([key, value]) => (key === value ? key : `${key}: ${value}`)).join(', ')} }`,
  );
}

function keyText(key: string): string {
  return key.includes(' ') ? JSON.stringify(key) : key;
}
