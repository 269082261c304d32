/** Where functions, constants and tables stand, so that files import only of files before them. */
import type { RandomStream } from '../../random.ts';
import type { FunctionDefinition } from '../ir/program.ts';
import { type Constant, type ProjectFile, referencesIn, type Table } from './project.ts';

/** At random, but each function after those that it uses. */
export function inOrder(
  helpers: readonly FunctionDefinition[],
  clients: readonly FunctionDefinition[],
  tables: readonly Table[],
  random: RandomStream,
): FunctionDefinition[] {
  const places = new Map<string, number>();
  // A table is after all its functions.
  const placeOf = (name: string): number => {
    const table = tables.find((one) => one.name === name);
    return table === undefined
      ? (places.get(name) ?? 0)
      : Math.max(...table.entries.map((entry) => places.get(entry.function)!));
  };
  for (const { name } of helpers) places.set(name, random.unit() * 0.6);
  for (const client of clients) {
    const after = referencesIn(client).map(({ name }) => placeOf(name));
    places.set(client.name, Math.max(random.unit(), ...after) + 0.001);
  }
  return [...helpers, ...clients].sort((one, other) => places.get(one.name)! - places.get(other.name)!);
}

/** The functions in files one after the other; constants and tables where they are used first. */
export function inFiles(
  functions: readonly FunctionDefinition[],
  names: readonly string[],
  constants: readonly Constant[],
  tables: readonly Table[],
): ProjectFile[] {
  const at = (file: number) => Math.floor((file * functions.length) / names.length);
  const parts = names.map((_, index) => functions.slice(at(index), at(index + 1)));
  const used = parts.map((part) => new Set(part.flatMap(referencesIn).map(({ name }) => name)));
  const homeOf = (name: string) => used.findIndex((one) => one.has(name));
  return names.map((file, index) => ({
    file,
    constants: constants.filter(({ name }) => homeOf(name) === index),
    functions: parts[index]!,
    tables: tables.filter(({ name }) => homeOf(name) === index),
  }));
}
