import type { Procedure } from './operations.ts';

/** What can be written without reading the steps: by what the function returns alone. */
export function blindProcedures({ result }: Procedure): Procedure[] {
  return [
    { operations: [], result },
    { operations: [{ kind: 'skip', count: 99 }], result },
    { operations: [{ kind: 'reverse' }], result: { kind: result.kind === 'list' ? 'list' : 'sum' } },
  ];
}
