/** Chooses the refactorings in all particulars, each for the program that those before leave. */
import { InstanceRejected } from '../../contract.ts';
import type { RandomStream } from '../../random.ts';
import type { Expression, FunctionDefinition, Statement } from '../ir/program.ts';
import type { Language } from '../languages.ts';
import type { DrawnProject } from './drawing.ts';
import { parameterNames, recordNames, variableNames } from './names.ts';
import { expressionIn, functionText } from './printing.ts';
import {
  allFunctions,
  declaredIn,
  definedIn,
  expressionsIn,
  functionNamed,
  hasImportCircle,
  homeOf,
  type Project,
  referencesIn,
  withParts,
} from './project.ts';
import type { Declaration, Step, StepKind } from './steps.ts';
import { applied } from './transformation.ts';

const changesImports: ReadonlySet<StepKind> = new Set(['move', 'inline', 'pass constant', 'merge']);
const newFileShare = 0.15;
const operatorsMin = 2;
const extractedParametersMax = 3;

export function planSteps(
  { project, subjects, free }: DrawnProject,
  groups: readonly (readonly StepKind[])[],
  language: Language,
  random: RandomStream,
): Step[] {
  const planning = new Planning(project, free, language, random);
  for (const [at, kinds] of groups.entries()) planning.group(kinds, subjects[at]!);
  return planning.steps;
}

class Planning {
  readonly steps: Step[] = [];
  /** What stood in the program at first: other parts of it may be written with more parentheses or fewer. */
  readonly #texts: readonly string[];
  #project: Project;
  readonly #free: DrawnProject['free'];
  readonly #language: Language;
  readonly #random: RandomStream;

  constructor(project: Project, free: DrawnProject['free'], language: Language, random: RandomStream) {
    this.#texts = allFunctions(project).map((definition) => functionText(definition, language, true));
    [this.#project, this.#free, this.#language, this.#random] = [project, free, language, random];
  }

  group(kinds: readonly StepKind[], subject: string | null): void {
    let name = subject ?? '';
    for (const kind of kinds) {
      const step = this.#takeFirst(this.#candidates(kind, name));
      if (step.kind === 'rename function') name = step.to;
    }
  }

  /** The first of which comes a program whose files do not import one another in a circle, and are not empty. */
  #takeFirst(candidates: Iterable<Step>): Step {
    for (const step of candidates) {
      const after = applied(this.#project, step);
      if (changesImports.has(step.kind) && !isSound(after)) continue;
      this.steps.push(step);
      this.#project = after;
      return step;
    }
    throw new InstanceRejected('a refactoring has no place');
  }

  /** In the order in which they are tried. */
  #candidates(kind: StepKind, name: string): Iterable<Step> {
    const definition = functionNamed(this.#project, name);
    switch (kind) {
      case 'rename function':
        return [{ kind, from: name, to: this.#free.functions.pop()! }];
      case 'rename constant':
        return [{ kind, from: name, to: this.#free.constants.pop()! }];
      case 'rename variable':
        return this.#variables();
      case 'move':
        return this.#moves(name);
      case 'extract':
        return this.#extractions();
      case 'inline':
        return [{ kind, function: name }];
      case 'add parameter':
        return this.#random.shuffle(numbersOnce(definition!)).map((value) => ({
          kind,
          function: name,
          parameter: this.#freshIn(definition!, parameterNames),
          value,
        }));
      case 'remove parameter':
        return unusedIn(definition!).map((parameter) => ({ kind, function: name, parameter }));
      case 'reorder parameters':
        return [{ kind, function: name, order: this.#otherOrder(definition!) }];
      case 'take record':
        return [{ kind, function: name, parameter: this.#freshIn(definition!, recordNames) }];
      case 'pass constant':
        return this.#constantsIn(definition!).map((constant) => ({
          kind,
          function: name,
          constant,
          parameter: this.#freshIn(definition!, parameterNames),
        }));
      case 'merge':
        return this.#merges();
    }
  }

  #variables(): Step[] {
    const globals = new Set(this.#project.files.flatMap(definedIn));
    const all = allFunctions(this.#project).flatMap((definition) =>
      declaredIn(definition)
        .filter((name) => !globals.has(name))
        .map((from) => ({ definition, from })),
    );
    return this.#random.shuffle(all).map(({ definition, from }) => {
      const isParameter = definition.parameters.some(({ name }) => name === from);
      const to = this.#freshIn(definition, isParameter ? parameterNames : variableNames);
      return { kind: 'rename variable', in: definition.name, from, to };
    });
  }

  #moves(name: string): Step[] {
    const home = homeOf(this.#project, name);
    const others = this.#project.files.filter((file) => file !== home).map(({ file }) => file);
    const fitting = this.#random.shuffle(others);
    if (this.#random.chance(newFileShare)) fitting.unshift(this.#free.file);
    else fitting.push(this.#free.file);
    return fitting.map((file) => ({ kind: 'move', function: name, file }));
  }

  *#extractions(): Generator<Step> {
    const all = allFunctions(this.#project).flatMap((definition) =>
      expressionsIn(definition.body).map((expression) => ({ definition, expression })),
    );
    const to = this.#free.functions.pop()!;
    for (const { definition, expression } of this.#random.shuffle(all)) {
      if (!isWorthAFunction(expression)) continue;
      const parameters = parametersOf([expression], definition);
      const isFew = parameters.length > 0 && parameters.length <= extractedParametersMax;
      if (isFew && this.#standsOnce(expression, definition))
        yield { kind: 'extract', in: definition.name, expression, to, parameters };
    }
  }

  #standsOnce(expression: Expression, definition: FunctionDefinition): boolean {
    const text = expressionIn(expression, this.#language);
    return (
      functionText(definition, this.#language, true).split(text).length === 2 &&
      this.#texts.some((one) => one.includes(text))
    );
  }

  #merges(): Step[] {
    const homes = new Map<string, { block: Declaration[]; in: FunctionDefinition[] }>();
    for (const definition of allFunctions(this.#project)) {
      for (const block of pairsIn(definition)) {
        const key = JSON.stringify(block);
        const found = homes.get(key) ?? { block, in: [] };
        found.in.push(definition);
        homes.set(key, found);
      }
    }
    return [...homes.values()]
      .filter((found) => found.in.length > 1)
      .map(({ block, in: definitions }) => ({
        kind: 'merge',
        in: definitions.map(({ name }) => name),
        block,
        to: this.#free.functions.pop()!,
        parameters: parametersOf(
          block.map(({ value }) => value),
          definitions[0]!,
        ).filter((name) => block.every((declaration) => declaration.name !== name)),
      }));
  }

  #otherOrder({ parameters }: FunctionDefinition): string[] {
    const names = parameters.map(({ name }) => name);
    for (;;) {
      const order = this.#random.shuffle(names);
      if (order.join() !== names.join()) return order;
    }
  }

  #constantsIn(definition: FunctionDefinition): string[] {
    const constants = this.#project.files.flatMap((file) => file.constants.map(({ name }) => name));
    const used = referencesIn(definition).map(({ name }) => name);
    return constants.filter((name) => used.includes(name));
  }

  /** A name that the function does not use, and did not use before a step that gave it up. */
  #freshIn(definition: FunctionDefinition, names: readonly string[]): string {
    const used = new Set([
      ...this.steps.flatMap((step) => (step.kind === 'rename variable' ? [step.from] : [])),
      ...declaredIn(definition),
      ...referencesIn(definition).map(({ name }) => name),
    ]);
    return this.#random.pick(names.filter((name) => !used.has(name)));
  }
}

/** Numbers that stand once in the function. */
function numbersOnce({ body }: FunctionDefinition): number[] {
  const all = expressionsIn(body).flatMap((expression) =>
    expression.kind === 'int' ? [expression.value] : [],
  );
  return all.filter((value) => all.indexOf(value) === all.lastIndexOf(value));
}

function unusedIn({ parameters, body }: FunctionDefinition): string[] {
  const read = new Set(
    expressionsIn(body).flatMap((expression) => (expression.kind === 'variable' ? [expression.name] : [])),
  );
  return parameters.map(({ name }) => name).filter((name) => !read.has(name));
}

/** The variables of the function that the expressions read, in the order of the text. */
function parametersOf(expressions: readonly Expression[], within: FunctionDefinition): string[] {
  const own = new Set(declaredIn(within));
  const read = expressions
    .flatMap(withParts)
    .flatMap((part) => (part.kind === 'variable' && own.has(part.name) ? [part.name] : []));
  return [...new Set(read)];
}

function isWorthAFunction(expression: Expression): boolean {
  if (expression.kind !== 'arithmetic' && expression.kind !== 'extreme') return false;
  const parts = withParts(expression);
  const operators = parts.filter(({ kind }) => kind === 'arithmetic' || kind === 'extreme').length;
  return (
    operators >= operatorsMin &&
    parts.every(({ kind }) => kind !== 'call' && kind !== 'field' && kind !== 'entry')
  );
}

function isSound(project: Project): boolean {
  return project.files.every((file) => definedIn(file).length > 0) && !hasImportCircle(project);
}

/** Declarations of numbers, the second of which uses the first, one right after the other. */
function pairsIn({ body }: FunctionDefinition): Declaration[][] {
  return body.flatMap((first, at) => {
    const second = body[at + 1];
    return isDeclaration(first) && second !== undefined && isDeclaration(second) && uses(second, first.name)
      ? [[first, second]]
      : [];
  });
}

function isDeclaration(statement: Statement): statement is Declaration {
  return statement.kind === 'let' && statement.value.kind === 'arithmetic';
}

function uses({ value }: Declaration, name: string): boolean {
  return withParts(value).some((part) => part.kind === 'variable' && part.name === name);
}
