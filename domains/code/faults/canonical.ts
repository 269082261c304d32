import type { Program } from '../ir/program.ts';
import { canonicalProgram } from '../trace/canonical.ts';

/** A program of several files without its names, comments and language. */
export function canonicalOf({ modules, entry }: Program): string {
  const functions = modules.flatMap((module) => module.functions);
  const merged = { modules: [{ file: '', imports: [], functions }], entry };
  const sizes = modules.map((module) => module.functions.length);
  return `${sizes} ${canonicalProgram(merged, { kind: 'call', function: entry, arguments: [] })}`;
}
