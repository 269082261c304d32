/** What the calls of a trial return when the printed program is run. */
import type { TrialResult } from '../../execution.ts';
import type { Json } from '../../json.ts';
import { returnsAre } from '../recheck.ts';
import { callsOf, sourceOf, type TestedComposition } from './grading.ts';

/** Runs the JavaScript that is printed from the composition, which is no one else's text, on arguments of its own, and compares all at once. */
export function returnsRight(tested: TestedComposition, result: TrialResult | undefined): boolean {
  const calls = callsOf(tested, 'javascript');
  const names = [...new Set(calls.map((call) => call.function))];
  const text = `'use strict';\n${sourceOf(tested, 'javascript')}\nreturn { ${names.join(', ')} };`;
  const program = new Function(text)() as Readonly<Record<string, (...given: readonly Json[]) => Json>>;
  const right = calls.map((call) => program[call.function]!(...call.arguments));
  return returnsAre(result, right);
}
