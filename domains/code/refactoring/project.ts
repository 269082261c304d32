/**
 * A program of several files. Besides functions it has what refactorings are hard with: constants that several files
 * share, tables of functions, functions that are handed over by name, and local variables named like functions. Bodies
 * are those of the intermediate representation, in which a variable that is not declared in its function stands for
 * a constant, a table or a function, and a function that is called may be a local variable.
 */
import { type Expression, type FunctionDefinition, type Statement, statementsIn } from '../ir/program.ts';
import { expressionSlotsOf, slotsOf } from '../ir/slots.ts';
import { remembered } from '../remembered.ts';

export interface Constant {
  readonly name: string;
  readonly value: number;
}

export interface Table {
  readonly name: string;
  readonly entries: readonly { readonly key: string; readonly function: string }[];
}

export interface ProjectFile {
  /** Without its ending, which is the language's. */
  readonly file: string;
  readonly constants: readonly Constant[];
  readonly functions: readonly FunctionDefinition[];
  readonly tables: readonly Table[];
}

/** What files import of one another follows from what they use. */
export interface Project {
  readonly files: readonly ProjectFile[];
  /** The function that is called from outside. */
  readonly entry: string;
}

/** A name that stands for something outside its function: as what is called, or otherwise. */
export interface Reference {
  readonly name: string;
  readonly called: boolean;
}

export function allFunctions({ files }: Project): FunctionDefinition[] {
  return files.flatMap(({ functions }) => functions);
}

export function functionNamed(project: Project, name: string): FunctionDefinition | undefined {
  return allFunctions(project).find((definition) => definition.name === name);
}

/** The file that defines the function, constant or table. */
export function homeOf({ files }: Project, name: string): ProjectFile | undefined {
  return files.find((file) => definedIn(file).includes(name));
}

/** In the order of the text. */
export const definedIn = remembered(({ constants, functions, tables }: ProjectFile): readonly string[] =>
  [...constants, ...functions, ...tables].map(({ name }) => name),
);

/** The parameters first. */
export const declaredIn = remembered(({ parameters, body }: FunctionDefinition): readonly string[] => [
  ...parameters.map(({ name }) => name),
  ...localsIn(body),
]);

/** Variables that the statements declare, those of loops included. */
export function localsIn(body: readonly Statement[]): string[] {
  return statementsIn(body).flatMap((statement) =>
    statement.kind === 'let' || statement.kind === 'forEach' || statement.kind === 'forRange'
      ? [statement.name]
      : [],
  );
}

/** All expressions of the statements, each before those inside it. */
export function expressionsIn(body: readonly Statement[]): Expression[] {
  const all: Expression[] = [];
  for (const statement of statementsIn(body))
    for (const { expression } of expressionSlotsOf(statement)) collectParts(expression, all);
  return all;
}

export function withParts(expression: Expression): Expression[] {
  const parts: Expression[] = [];
  collectParts(expression, parts);
  return parts;
}

function collectParts(expression: Expression, parts: Expression[]): void {
  parts.push(expression);
  for (const slot of slotsOf(expression)) collectParts(slot.expression, parts);
}

/** In the order of the text, as often as they stand there. */
export const referencesIn = remembered((definition: FunctionDefinition): readonly Reference[] => {
  const own = new Set(declaredIn(definition));
  return expressionsIn(definition.body).flatMap((expression) => {
    const name =
      expression.kind === 'call'
        ? expression.function
        : expression.kind === 'variable'
          ? expression.name
          : null;
    return name === null || own.has(name) ? [] : [{ name, called: expression.kind === 'call' }];
  });
});

const usedIn = remembered(
  ({ functions, tables }: ProjectFile): ReadonlySet<string> =>
    new Set([
      ...functions.flatMap((definition) => referencesIn(definition).map(({ name }) => name)),
      ...tables.flatMap(({ entries }) => entries.map((entry) => entry.function)),
    ]),
);

/** What the file uses of others, by the file that defines it. */
export function importsOf(project: Project, file: ProjectFile): Map<ProjectFile, string[]> {
  const own = new Set(definedIn(file));
  const used = usedIn(file);
  const found = new Map<ProjectFile, string[]>();
  for (const other of project.files) {
    const names = definedIn(other).filter((name) => used.has(name) && !own.has(name));
    if (names.length > 0) found.set(other, names);
  }
  return found;
}

/** True when some files import one another in a circle, which Python does not load. */
export function hasImportCircle(project: Project): boolean {
  let left = new Map(project.files.map((file) => [file, [...importsOf(project, file).keys()]]));
  for (;;) {
    const next = new Map([...left].filter(([, needed]) => needed.some((other) => left.has(other))));
    if (next.size === left.size) return next.size > 0;
    left = next;
  }
}
