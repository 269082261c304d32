/** Carries a refactoring out on a project. */
import {
  type Expression,
  type FunctionDefinition,
  int,
  type Statement,
  statementsIn,
  variable,
} from '../ir/program.ts';
import { bodySlotsOf } from '../ir/slots.ts';
import { declaredIn, functionNamed, type Project, type ProjectFile } from './project.ts';
import { mapFunctions, rewrittenFunction, withReference, withVariable } from './rewriting.ts';
import { type Step, takenOut } from './steps.ts';

/** The project after the step. */
export function applied(project: Project, step: Step): Project {
  switch (step.kind) {
    case 'rename function':
      return renamedFunction(project, step.from, step.to);
    case 'rename constant':
      return renamedConstant(project, step.from, step.to);
    case 'rename variable':
      return changedFunction(project, step.in, (definition) => withVariable(definition, step.from, step.to));
    case 'move':
      return moved(project, step.function, step.file);
    case 'extract':
      return extracted(project, step);
    case 'inline':
      return inlined(project, step.function);
    case 'add parameter':
      return withParameter(project, step.function, step.parameter, int(step.value));
    case 'pass constant':
      return withParameter(project, step.function, step.parameter, variable(step.constant));
    case 'remove parameter':
      return withoutParameter(project, step.function, step.parameter);
    case 'reorder parameters':
      return reordered(project, step.function, step.order);
    case 'take record':
      return takingRecord(project, step.function, step.parameter);
    case 'merge':
      return merged(project, step);
  }
}

function renamedFunction(project: Project, from: string, to: string): Project {
  const { entry, files } = mapFunctions(project, (definition) => {
    const within = withReference(definition, from, to);
    return within.name === from ? { ...within, name: to } : within;
  });
  const renamed = (name: string) => (name === from ? to : name);
  return {
    entry: renamed(entry),
    files: files.map((file) => ({
      ...file,
      tables: file.tables.map((table) => ({
        ...table,
        entries: table.entries.map((entry) => ({ ...entry, function: renamed(entry.function) })),
      })),
    })),
  };
}

function renamedConstant(project: Project, from: string, to: string): Project {
  const { entry, files } = mapFunctions(project, (definition) => withReference(definition, from, to));
  return {
    entry,
    files: files.map((file) => ({
      ...file,
      constants: file.constants.map((constant) =>
        constant.name === from ? { ...constant, name: to } : constant,
      ),
    })),
  };
}

function moved({ entry, files }: Project, name: string, file: string): Project {
  const definition = functionNamed({ entry, files }, name)!;
  const left = files.map((one) => ({
    ...one,
    functions: one.functions.filter((other) => other.name !== name),
  }));
  const fresh: ProjectFile = { file, constants: [], functions: [], tables: [] };
  const all = left.some((one) => one.file === file) ? left : [...left, fresh];
  return {
    entry,
    files: all.map((one) =>
      one.file === file ? { ...one, functions: [...one.functions, definition] } : one,
    ),
  };
}

function extracted(project: Project, step: Extract<Step, { kind: 'extract' }>): Project {
  const text = JSON.stringify(step.expression);
  const called: Expression = {
    kind: 'call',
    function: step.to,
    arguments: step.parameters.map((name) => variable(name)),
  };
  const within = changedFunction(project, step.in, (definition) =>
    rewrittenFunction(definition, (expression) =>
      JSON.stringify(expression) === text ? called : expression,
    ),
  );
  const body: Statement[] = [{ kind: 'return', value: step.expression }];
  return withFunctionBefore(within, step.in, takenOut(step.to, step.parameters, body));
}

function inlined(project: Project, name: string): Project {
  const { parameters, body } = functionNamed(project, name)!;
  const [last] = body;
  if (last?.kind !== 'return') throw new Error('only what does nothing but return can be inlined');
  const { value } = last;
  const { entry, files } = mapFunctions(project, (definition) => {
    const names = namesFor(name, definition);
    const within = rewrittenFunction(definition, (expression) =>
      expression.kind === 'call' && names.has(expression.function)
        ? substituted(value, new Map(parameters.map((one, at) => [one.name, expression.arguments[at]!])))
        : expression,
    );
    const left = within.body.filter(
      (statement) => statement.kind !== 'let' || statement.name === name || !names.has(statement.name),
    );
    return left.length === within.body.length ? within : { ...within, body: left };
  });
  return {
    entry,
    files: files.map((file) => ({ ...file, functions: file.functions.filter((one) => one.name !== name) })),
  };
}

function substituted(value: Expression, given: ReadonlyMap<string, Expression>): Expression {
  const holder = takenOut('', [], [{ kind: 'return', value }]);
  const { body } = rewrittenFunction(holder, (expression) =>
    expression.kind === 'variable' ? (given.get(expression.name) ?? expression) : expression,
  );
  return (body[0] as Extract<Statement, { kind: 'return' }>).value;
}

/** The parameter takes the place of a value that stands in the function, and which calls hand over from now on. */
function withParameter(project: Project, name: string, parameter: string, value: Expression): Project {
  const text = JSON.stringify(value);
  const within = changedFunction(project, name, (definition) => ({
    ...rewrittenFunction(definition, (expression) =>
      JSON.stringify(expression) === text ? variable(parameter) : expression,
    ),
    parameters: [...definition.parameters, { name: parameter, type: { kind: 'int' } }],
  }));
  return withCalls(within, name, (given) => [...given, value]);
}

function withoutParameter(project: Project, name: string, parameter: string): Project {
  const at = functionNamed(project, name)!.parameters.findIndex((one) => one.name === parameter);
  const within = changedFunction(project, name, (definition) => ({
    ...definition,
    parameters: definition.parameters.toSpliced(at, 1),
  }));
  return withCalls(within, name, (given) => given.toSpliced(at, 1));
}

function reordered(project: Project, name: string, order: readonly string[]): Project {
  const { parameters } = functionNamed(project, name)!;
  const places = order.map((wanted) => parameters.findIndex((one) => one.name === wanted));
  const within = changedFunction(project, name, (definition) => ({
    ...definition,
    parameters: places.map((at) => parameters[at]!),
  }));
  return withCalls(within, name, (given) => places.map((at) => given[at]!));
}

function takingRecord(project: Project, name: string, parameter: string): Project {
  const { parameters } = functionNamed(project, name)!;
  const names = parameters.map((one) => one.name);
  const within = changedFunction(project, name, (definition) => ({
    ...rewrittenFunction(definition, (expression) =>
      expression.kind === 'variable' && names.includes(expression.name)
        ? { kind: 'field', record: variable(parameter), name: expression.name }
        : expression,
    ),
    parameters: [{ name: parameter, type: { kind: 'record', fields: parameters } }],
  }));
  return withCalls(within, name, (given) => [
    { kind: 'record', fields: names.map((field, at) => ({ name: field, value: given[at]! })) },
  ]);
}

function merged(
  project: Project,
  { in: homes, block, to, parameters }: Extract<Step, { kind: 'merge' }>,
): Project {
  const first = JSON.stringify(block[0]);
  const { name: result, value } = block.at(-1)!;
  const called: Expression = {
    kind: 'call',
    function: to,
    arguments: parameters.map((name) => variable(name)),
  };
  const shortened = (body: readonly Statement[]): Statement[] => {
    const at = body.findIndex((statement) => JSON.stringify(statement) === first);
    const declared: Statement = { kind: 'let', name: result, value: called };
    const rest = at < 0 ? body : body.toSpliced(at, block.length, declared);
    return rest.map((statement) => {
      let whole = statement;
      for (const place of bodySlotsOf(statement).keys()) {
        const slot = bodySlotsOf(whole)[place]!;
        whole = slot.with(shortened(slot.body));
      }
      return whole;
    });
  };
  const within = mapFunctions(project, (definition) =>
    homes.includes(definition.name) ? { ...definition, body: shortened(definition.body) } : definition,
  );
  const body: Statement[] = [...block.slice(0, -1), { kind: 'return', value }];
  return withFunctionBefore(within, homes[0]!, takenOut(to, parameters, body));
}

/** Other arguments for all calls of a function, those by a local name for it included. */
function withCalls(
  project: Project,
  name: string,
  change: (given: readonly Expression[]) => readonly Expression[],
): Project {
  return mapFunctions(project, (definition) => {
    const names = namesFor(name, definition);
    return rewrittenFunction(definition, (expression) =>
      expression.kind === 'call' && names.has(expression.function)
        ? { ...expression, arguments: change(expression.arguments) }
        : expression,
    );
  });
}

/** The names under which a function calls another one. */
export function namesFor(name: string, within: FunctionDefinition): Set<string> {
  if (declaredIn(within).includes(name)) return new Set();
  const local = statementsIn(within.body).flatMap((statement) =>
    statement.kind === 'let' && statement.value.kind === 'variable' && statement.value.name === name
      ? [statement.name]
      : [],
  );
  return new Set([name, ...local]);
}

function changedFunction(
  project: Project,
  name: string,
  change: (definition: FunctionDefinition) => FunctionDefinition,
): Project {
  return mapFunctions(project, (definition) => (definition.name === name ? change(definition) : definition));
}

function withFunctionBefore(project: Project, name: string, added: FunctionDefinition): Project {
  return {
    ...project,
    files: project.files.map((file) => ({
      ...file,
      functions: file.functions.flatMap((one) => (one.name === name ? [added, one] : [one])),
    })),
  };
}
