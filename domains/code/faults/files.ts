/** Which file each function stands in, and what files need of one another. */
import type { FunctionDefinition, Module } from '../ir/program.ts';
import { eachPart } from './parts.ts';

/** The functions in files one after the other, so that each file needs only those before it. */
export function inFiles(functions: readonly FunctionDefinition[], files: readonly string[]): Module[] {
  const at = (file: number) => Math.floor((file * functions.length) / files.length);
  const homes = new Map(
    files.flatMap((file, index) =>
      functions.slice(at(index), at(index + 1)).map((definition) => [definition.name, file] as const),
    ),
  );
  return files.map((file, index) => {
    const own = functions.slice(at(index), at(index + 1));
    const foreign = [...new Set(own.flatMap(calledIn))].filter((name) => homes.get(name) !== file);
    const imports = files.flatMap((other) => {
      const names = foreign.filter((name) => homes.get(name) === other);
      return names.length === 0 ? [] : [{ file: other, names }];
    });
    return { file, imports, functions: own };
  });
}

/** The names of the functions that it calls, in the order of the text. */
export function calledIn({ body }: Pick<FunctionDefinition, 'body'>): string[] {
  const names: string[] = [];
  eachPart(body, (part) => {
    if (part.kind === 'call') names.push(part.function);
  });
  return names;
}
