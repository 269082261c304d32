/** The second opinion on an answer: from the text of the program alone, which is run as JavaScript. */
import { canonicalJson } from '../../json.ts';
import { javascriptExpression, javascriptModule } from '../ir/javascript.ts';
import { camelCase } from '../ir/names.ts';
import type { Program } from '../ir/program.ts';
import { jsonOf } from '../ir/values.ts';
import type { Language } from '../languages.ts';
import type { Location } from './grading.ts';
import { printedFiles } from './print.ts';
import type { Call } from './wording.ts';

const head = /^(?:export )?(?:function|def) (\w+)\(/;

/** The one line in which the texts of two programs differ; null where they differ in none or in more. */
export function differingLine(left: Program, right: Program, language: Language): Location | null {
  const changed = left.modules.flatMap((module, at) => (module === right.modules[at] ? [] : [at]));
  const [before, after] = [left, right].map((program) =>
    printedFiles(program, language, (_, at) => changed.includes(at)),
  );
  const differing = before!.flatMap(({ name: file, lines }, at) => {
    const other = after![at]!.lines;
    if (other.length !== lines.length) return [null, null];
    return lines.flatMap((line, index) => {
      if (line === other[index]) return [];
      const heads = lines.slice(0, index + 1).flatMap((earlier) => head.exec(earlier)?.[1] ?? []);
      return [{ file, function: heads.at(-1) ?? '', line: index + 1 }];
    });
  });
  return differing.length === 1 ? differing[0]! : null;
}

/** What the JavaScript of the program, which is no one else's text, returns for each call, as canonical JSON. */
export function returnsOf(program: Program, calls: readonly Call[]): string[] {
  const text = program.modules.map((module) => javascriptModule({ ...module, imports: [] })).join('\n');
  const entry = new Function(`'use strict';\n${text}\nreturn ${camelCase(program.entry)};`)() as (
    given: unknown,
  ) => unknown;
  return calls.map(({ input }) =>
    canonicalJson(entry(new Function(`return ${javascriptExpression(input)};`)())),
  );
}

export function expectedOf(calls: readonly Call[]): string[] {
  return calls.map(({ expected }) => canonicalJson(jsonOf(expected)));
}

export function actualOf(calls: readonly Call[]): string[] {
  return calls.map(({ actual }) => canonicalJson(jsonOf(actual)));
}
