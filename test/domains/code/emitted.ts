import { spawnSync } from 'node:child_process';
import { javascriptExpression, javascriptModule } from '../../../domains/code/ir/javascript.ts';
import type {
  Call,
  Expression,
  FunctionDefinition,
  Program,
  Statement,
} from '../../../domains/code/ir/program.ts';
import { pythonExpression, pythonModule } from '../../../domains/code/ir/python.ts';

export const hasPython = spawnSync('python3', ['--version']).status === 0;

const runner = `
import contextlib, io, json, sys
results = []
for source in json.load(sys.stdin):
    printed = io.StringIO()
    with contextlib.redirect_stdout(printed):
        exec(compile(source, "program", "exec"), {"__name__": "program"})
    results.append(json.loads(printed.getvalue()))
print(json.dumps(results))
`;

/** What complete files print, each read as JSON. */
export function pythonPrints(sources: readonly string[]): unknown[] {
  const { status, stdout, stderr } = spawnSync('python3', ['-c', runner], {
    input: JSON.stringify(sources),
    encoding: 'utf8',
    maxBuffer: 1e8,
  });
  if (status !== 0) throw new Error(stderr);
  return JSON.parse(stdout) as unknown[];
}

export function pythonFile(program: Program, call: Call): string {
  return `import json\n${pythonModule(program.modules[0]!)}\nprint(json.dumps(${pythonExpression(call)}))`;
}

/** What the emitted JavaScript returns, as JSON would give it back. */
export function javascriptReturns(program: Program, call: Call): unknown {
  const text = `${javascriptModule(program.modules[0]!)}\nreturn JSON.stringify(${javascriptExpression(call)});`;
  return JSON.parse(new Function(text)() as string);
}

/** A program of one function `main` with whole numbers as parameters, unless it says otherwise. */
export function programOf(
  body: readonly Statement[],
  more: Partial<Pick<FunctionDefinition, 'parameters' | 'naturals'>> = {},
  others: readonly FunctionDefinition[] = [],
): Program {
  const main: FunctionDefinition = {
    name: 'main',
    purpose: 'Do it.',
    parameters: [],
    result: { kind: 'int' },
    naturals: [],
    body,
    ...more,
  };
  return { modules: [{ file: 'main', imports: [], functions: [...others, main] }], entry: 'main' };
}

export function text(value: string): Expression {
  return { kind: 'string', value };
}

export function list(...items: readonly Expression[]): Expression {
  return { kind: 'list', items };
}

export function returned(value: Expression): Statement {
  return { kind: 'return', value };
}
