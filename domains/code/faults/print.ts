/** The files of a program as the prompt shows them, and the lines on which its statements stand. */
import { javascriptModule } from '../ir/javascript.ts';
import { camelCase } from '../ir/names.ts';
import type { FunctionDefinition, Module, Program, Statement } from '../ir/program.ts';
import { pythonModule } from '../ir/python.ts';
import { type Language, spelled } from '../languages.ts';

interface PrintedFile {
  readonly name: string;
  readonly lines: readonly string[];
}

/** Where a statement stands: its line, or that of each condition of an `if`. */
interface StatementLines {
  readonly file: string;
  readonly function: FunctionDefinition;
  readonly lines: readonly number[];
}

/** The head of a function and what says what it is for. */
const headLines = 2;
const blankLines = { javascript: 1, python: 2 } as const;

function fileName({ file }: Module, language: Language): string {
  return `${spelled(language, file)}${language === 'javascript' ? '.js' : '.py'}`;
}

/** All files, or those that are wanted. */
export function printedFiles(
  { modules }: Program,
  language: Language,
  wanted: (module: Module, at: number) => boolean = () => true,
): PrintedFile[] {
  return modules.filter(wanted).map((module) => {
    const text =
      language === 'javascript'
        ? javascriptModule({ ...module, functions: module.functions.map(inCamelCase) }, modules.length > 1)
        : pythonModule(module);
    return { name: fileName(module, language), lines: text.split('\n') };
  });
}

/** By statement, the very object. */
export function linesIn({ modules }: Program, language: Language): ReadonlyMap<Statement, StatementLines> {
  const found = new Map<Statement, StatementLines>();
  for (const module of modules) {
    const file = fileName(module, language);
    let line = module.imports.length === 0 ? 1 : module.imports.length + blankLines[language] + 1;
    for (const definition of module.functions) {
      const layout = new Layout(language, line + headLines, (statement, lines) =>
        found.set(statement, { file, function: definition, lines }),
      );
      line = layout.after(definition.body) + blankLines[language];
    }
  }
  return found;
}

/** Walks through a function as the printers of both languages do. */
class Layout {
  readonly #braces: boolean;
  readonly #note: (statement: Statement, lines: readonly number[]) => void;
  #line: number;

  constructor(
    language: Language,
    first: number,
    note: (statement: Statement, lines: readonly number[]) => void,
  ) {
    this.#braces = language === 'javascript';
    [this.#line, this.#note] = [first, note];
  }

  /** The line after the function. */
  after(body: readonly Statement[]): number {
    this.#block(body);
    return this.#line + (this.#braces ? 1 : 0);
  }

  #block(body: readonly Statement[]): void {
    // Python says `pass` where there is nothing.
    if (body.length === 0 && !this.#braces) this.#line++;
    for (const statement of body) this.#statement(statement);
  }

  #statement(statement: Statement): void {
    switch (statement.kind) {
      case 'if': {
        const lines: number[] = [];
        for (const { body } of statement.branches) {
          lines.push(this.#line++);
          this.#block(body);
        }
        if (statement.otherwise.length > 0) {
          this.#line++;
          this.#block(statement.otherwise);
        }
        this.#note(statement, lines);
        break;
      }
      case 'while':
      case 'forEach':
      case 'forRange':
        this.#note(statement, [this.#line++]);
        this.#block(statement.body);
        break;
      default:
        this.#note(statement, [this.#line++]);
        return;
    }
    if (this.#braces) this.#line++;
  }
}

/** Comments name functions as the text does. */
function inCamelCase(definition: FunctionDefinition): FunctionDefinition {
  return { ...definition, purpose: definition.purpose.replace(/[a-z]+(?:_[a-z]+)+/g, camelCase) };
}
