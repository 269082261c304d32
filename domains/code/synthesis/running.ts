import type { TrialResult } from '../../execution.ts';
import type { Json } from '../../json.ts';
import { spelled } from '../languages.ts';
import { returnsAre } from '../recheck.ts';
import type { TestedFunction } from './tested-function.ts';

/** Runs the JavaScript that is printed of the function, which is no one else's text, and compares all at once. */
export function returnsRight(
  javascript: string,
  { signature, inputs }: TestedFunction,
  result: TrialResult | undefined,
): boolean {
  const name = spelled('javascript', signature.name);
  const run = new Function(
    'inputs',
    `'use strict';\n${javascript}\nreturn inputs.map((input) => ${name}(input));`,
  );
  return returnsAre(result, run(inputs.map((input) => [...input])) as readonly Json[]);
}
