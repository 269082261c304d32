/** The files of a project as text. */

import type { Files } from '../files-text.ts';
import { javascriptModule } from '../ir/javascript.ts';
import { camelCase } from '../ir/names.ts';
import type { Expression, FunctionDefinition, Module, Statement } from '../ir/program.ts';
import { pythonModule } from '../ir/python.ts';
import { type Language, spelled } from '../languages.ts';
import { remembered } from '../remembered.ts';
import { declaredIn, importsOf, type Project, type ProjectFile, referencesIn } from './project.ts';
import { takenOut } from './steps.ts';

export function fileName(file: string, language: Language): string {
  return `${spelled(language, file)}${language === 'javascript' ? '.js' : '.py'}`;
}

/** By name; a JavaScript file exports all that it defines where there are others that could need it. */
export function filesOf(project: Project, language: Language, exported: boolean): Files {
  return Object.fromEntries(
    project.files.map((file) => [fileName(file.file, language), fileText(project, file, language, exported)]),
  );
}

/** A function alone. */
export function functionText(definition: FunctionDefinition, language: Language, exported: boolean): string {
  if (language === 'python') return pythonText(definition);
  return exported ? exportedText(definition) : plainText(definition);
}

const pythonText = remembered((definition: FunctionDefinition) => pythonModule(moduleOf(definition)));
const plainText = remembered((definition: FunctionDefinition) =>
  javascriptModule(moduleOf(withoutNegatives(definition))),
);
const exportedText = remembered((definition: FunctionDefinition) =>
  javascriptModule(moduleOf(withoutNegatives(definition)), true),
);

function moduleOf(definition: FunctionDefinition): Module {
  return { file: '', imports: [], functions: [definition] };
}

/** An expression as it stands in a function. */
export function expressionIn(expression: Expression, language: Language): string {
  return statementLines([{ kind: 'return', value: expression }], language)[0]!.replace(/^return |;$/g, '');
}

/** Statements as they stand in a function, without their margin. */
export function statementLines(body: readonly Statement[], language: Language): string[] {
  const lines = functionText(takenOut('', [], body), language, false).split('\n');
  const [from, to] = language === 'javascript' ? [2, -1] : [2, undefined];
  return lines.slice(from, to).map((line) => line.trim());
}

function fileText(project: Project, file: ProjectFile, language: Language, exported: boolean): string {
  const constants = file.constants.map(({ name, value }) =>
    valueText(name, String(value), language, exported),
  );
  const blocks = [
    importLines(project, file, language),
    constants.join('\n'),
    ...file.functions.map((definition) => functionText(definition, language, exported)),
    ...file.tables.map(({ name, entries }) =>
      valueText(
        spelled(language, name),
        tableText(
          entries.map((entry) => [entry.key, spelled(language, entry.function)]),
          language,
        ),
        language,
        exported,
      ),
    ),
  ];
  return blocks.filter((block) => block !== '').join(language === 'javascript' ? '\n\n' : '\n\n\n');
}

function importLines(project: Project, file: ProjectFile, language: Language): string {
  return [...importsOf(project, file)]
    .map(([other, names]) =>
      language === 'javascript'
        ? `import { ${names.map(camelCase).join(', ')} } from './${camelCase(other.file)}.js';`
        : `from ${other.file} import ${names.join(', ')}`,
    )
    .join('\n');
}

function valueText(name: string, value: string, language: Language, exported: boolean): string {
  if (language === 'python') return `${name} = ${value}`;
  return `${exported ? 'export ' : ''}const ${name} = ${value};`;
}

function tableText(entries: readonly (readonly [string, string])[], language: Language): string {
  return language === 'javascript'
    ? `{ ${entries.map(([key, value]) => `${key}: ${value}`).join(', ')} }`
    : `{${entries.map(([key, value]) => `"${key}": ${value}`).join(', ')}}`;
}

/** No number in a project is ever below 0. */
function withoutNegatives(definition: FunctionDefinition): FunctionDefinition {
  const names = [...declaredIn(definition), ...referencesIn(definition).map(({ name }) => name)];
  return { ...definition, naturals: [...new Set(names)] };
}
