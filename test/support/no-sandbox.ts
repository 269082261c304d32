import type { RunTrial } from '../../domains/execution.ts';

/** For tests of skills whose answers are no programs. */
export const noSandbox: RunTrial = () => Promise.reject(new Error('no program was expected'));
