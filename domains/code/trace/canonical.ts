import type { Call, Program } from '../ir/program.ts';

/** Names and words are numbered in the order in which they come, so that skins and languages are lost. */
export function canonicalProgram({ modules, entry }: Program, call: Call): string {
  const numbers = new Map<string, number>();
  const { functions } = modules[0]!;
  return JSON.stringify({ functions, entry, call }, (key, value: unknown) => {
    if (key === 'purpose' || key === 'naturals') return undefined;
    if (typeof value !== 'string' || key === 'kind' || key === 'operator') return value;
    if (!numbers.has(value)) numbers.set(value, numbers.size);
    return `#${numbers.get(value)}`;
  });
}
