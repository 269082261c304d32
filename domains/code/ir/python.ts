import {
  atLeast,
  atom,
  infix,
  levels,
  literalInt,
  type Printed,
  quoted,
  stepOf,
  sumOrProduct,
} from './emission.ts';
import {
  type Expression,
  type FunctionDefinition,
  type Module,
  rootOf,
  type Statement,
  statementsIn,
} from './program.ts';

const indent = '    ';

export function pythonModule({ imports, functions }: Module): string {
  const lines = imports.map(({ file, names }) => `from ${file} import ${names.join(', ')}`);
  return [...(lines.length === 0 ? [] : [lines.join('\n')]), ...functions.map(pythonFunction)].join('\n\n\n');
}

function pythonFunction({ name, purpose, parameters, body }: FunctionDefinition): string {
  return [
    `def ${name}(${parameters.map((parameter) => parameter.name).join(', ')}):`,
    `${indent}"""${purpose}"""`,
    ...block(body, indent),
  ].join('\n');
}

export function pythonExpression(expression: Expression): string {
  return print(expression).text;
}

/** The first line of a statement: all of it, if there are no others inside. */
export function pythonLine(statement: Statement): string {
  return statementLines(statement, '')[0] as string;
}

function block(body: readonly Statement[], margin: string): string[] {
  return body.length === 0
    ? [`${margin}pass`]
    : body.flatMap((statement) => statementLines(statement, margin));
}

function statementLines(statement: Statement, margin: string): string[] {
  const text = (expression: Expression) => print(expression).text;
  const inner = (body: readonly Statement[]) => block(body, margin + indent);
  switch (statement.kind) {
    case 'let':
      return [`${margin}${statement.name} = ${text(statement.value)}`];
    case 'assign':
      return [`${margin}${writtenText({ kind: 'variable', name: statement.name }, statement.value)}`];
    case 'set':
      return [`${margin}${writtenText(statement.place, statement.value)}`];
    case 'append':
      return [`${margin}${part(statement.list)}.append(${text(statement.value)})`];
    case 'removeLast':
      return [`${margin}${part(statement.list)}.pop()`];
    case 'perform':
      return [`${margin}${text(statement.call)}`];
    case 'return':
      return [`${margin}return ${text(statement.value)}`];
    case 'break':
    case 'continue':
      return [`${margin}${statement.kind}`];
    case 'if': {
      const branches = statement.branches.flatMap(({ condition, body }, at) => [
        `${margin}${at === 0 ? 'if' : 'elif'} ${text(condition)}:`,
        ...inner(body),
      ]);
      return [
        ...branches,
        ...(statement.otherwise.length === 0 ? [] : [`${margin}else:`, ...inner(statement.otherwise)]),
      ];
    }
    case 'while':
      return [`${margin}while ${text(statement.condition)}:`, ...inner(statement.body)];
    case 'forEach':
      return [
        `${margin}for ${statement.name} in ${loopedOver(statement.list, statement.body)}:`,
        ...inner(statement.body),
      ];
    case 'forRange': {
      const fromZero = statement.from.kind === 'int' && statement.from.value === 0;
      const bounds = fromZero ? text(statement.to) : `${text(statement.from)}, ${text(statement.to)}`;
      return [`${margin}for ${statement.name} in range(${bounds}):`, ...inner(statement.body)];
    }
  }
}

/** A map itself can be gone through, but only while no key comes to any map. */
function loopedOver(list: Expression, body: readonly Statement[]): string {
  if (list.kind !== 'keys') return print(list).text;
  const grows = statementsIn(body).some(
    (statement) =>
      statement.kind === 'perform' ||
      (statement.kind === 'set' && statement.place.kind === 'entry' && rootOf(statement.place) !== null),
  );
  return print(grows ? list : list.map).text;
}

function print(expression: Expression): Printed {
  const text = (inner: Expression) => print(inner).text;
  switch (expression.kind) {
    case 'int':
      return literalInt(expression.value);
    case 'string':
      return quoted(expression.value);
    case 'bool':
      return atom(expression.value ? 'True' : 'False');
    case 'variable':
      return atom(expression.name);
    case 'arithmetic': {
      const { operator, left, right } = expression;
      return infix(print, left, operator, right, sumOrProduct(operator));
    }
    case 'extreme':
      return called(expression.operator, [expression.left, expression.right]);
    case 'comparison':
      return infix(print, expression.left, expression.operator, expression.right, levels.comparison);
    case 'logic':
      return infix(
        print,
        expression.left,
        expression.operator,
        expression.right,
        levels[expression.operator],
      );
    case 'not':
      return { text: `not ${at(expression.operand, levels.not)}`, level: levels.not };
    case 'choice': {
      const { condition, whenTrue, whenFalse } = expression;
      const [first, test, last] = [whenTrue, condition, whenFalse].map((inner) => at(inner, levels.or));
      return { text: `${first} if ${test} else ${last}`, level: levels.choice };
    }
    case 'concat':
    case 'joined':
      return infix(print, expression.left, '+', expression.right, levels.sum);
    case 'digits':
      return called('str', [expression.of]);
    case 'length':
      return called('len', [expression.of]);
    case 'element':
      return { text: `${part(expression.of)}[${text(expression.index)}]`, level: levels.part };
    case 'slice': {
      const from = expression.from.kind === 'int' && expression.from.value === 0 ? '' : text(expression.from);
      const to = expression.to === null ? '' : text(expression.to);
      return { text: `${part(expression.of)}[${from}:${to}]`, level: levels.part };
    }
    case 'list':
      return atom(`[${expression.items.map(text).join(', ')}]`);
    case 'map':
      return dictionary(expression.entries.map(({ key, value }) => [key, text(value)]));
    case 'entry': {
      const { map, key, fallback } = expression;
      const found = fallback === null ? `[${text(key)}]` : `.get(${text(key)}, ${text(fallback)})`;
      return { text: `${part(map)}${found}`, level: levels.part };
    }
    case 'has':
      return infix(print, expression.key, 'in', expression.map, levels.comparison);
    case 'keys':
      return called('list', [expression.map]);
    case 'record':
      return dictionary(expression.fields.map(({ name, value }) => [name, text(value)]));
    case 'field':
      return { text: `${part(expression.record)}[${JSON.stringify(expression.name)}]`, level: levels.part };
    case 'call':
      return called(expression.function, expression.arguments);
  }
}

function writtenText(place: Expression, value: Expression): string {
  const step = stepOf(place, value);
  if (step === null) return `${print(place).text} = ${print(value).text}`;
  return `${print(place).text} ${step.operator} ${print(step.by).text}`;
}

function called(name: string, given: readonly Expression[]): Printed {
  return { text: `${name}(${given.map((argument) => print(argument).text).join(', ')})`, level: levels.part };
}

function dictionary(parts: readonly (readonly [string, string])[]): Printed {
  return atom(`{${parts.map(([key, value]) => `${JSON.stringify(key)}: ${value}`).join(', ')}}`);
}

function at(expression: Expression, level: number): string {
  return atLeast(print(expression), level);
}

function part(expression: Expression): string {
  return at(expression, levels.part);
}
