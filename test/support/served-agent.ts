import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

interface ServedStart {
  readonly pid: number;
  readonly child: number;
  readonly args: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
}

/** The command of `served-agent-script.ts`, with further arguments. */
export function servedAgent(record: string, ...args: readonly string[]): string[] {
  const script = join(import.meta.dirname, 'served-agent-script.ts');
  return [
    process.execPath,
    '--disable-warning=ExperimentalWarning',
    script,
    '--port={port}',
    `--record=${record}`,
    ...args,
  ];
}

/** The servers that were started, in order. */
export function servedStarts(record: string): ServedStart[] {
  return servedEvents(record).filter((event) => event.began) as unknown as ServedStart[];
}

/** Beginnings, as true, and orderly ends, as false, in order. */
export function servedTurns(record: string): boolean[] {
  return servedEvents(record).map(({ began }) => began);
}

function servedEvents(record: string): { readonly began: boolean }[] {
  if (!existsSync(record)) return [];
  return readFileSync(record, 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line));
}
