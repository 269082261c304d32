/** Whether a run keeps the promise that variables said to be `naturals` have no number below 0 in them. */
import { literalValue, type Observer, ProgramError, run } from './interpreter.ts';
import type { Expression, FunctionDefinition, Program } from './program.ts';
import type { Value } from './values.ts';

/**
 * False too when the program comes to nothing. Only where this is true does the JavaScript of a program that somebody
 * has changed return what the interpreter returns.
 */
export function keepsNaturals(program: Program, input: readonly Expression[], stepsMax: number): boolean {
  let kept = true;
  const naturals = new Map<FunctionDefinition, ReadonlySet<string>>();
  const observer: Observer = {
    executed(frame) {
      if (!kept) return;
      let names = naturals.get(frame.function);
      if (names === undefined) {
        names = new Set(frame.function.naturals);
        naturals.set(frame.function, names);
      }
      for (const name of names) {
        const value = frame.variables.get(name);
        if (value !== undefined && hasNegative(value)) kept = false;
      }
    },
    bound(frame, name, value) {
      if (frame.function.naturals.includes(name) && hasNegative(value)) kept = false;
    },
  };
  try {
    run(program, input.map(literalValue), { stepsMax, observer });
    return kept;
  } catch (error) {
    if (error instanceof ProgramError) return false;
    throw error;
  }
}

function hasNegative(value: Value): boolean {
  if (typeof value === 'number') return value < 0;
  if (typeof value !== 'object') return false;
  const parts = value instanceof Map ? [...value.values()] : Object.values(value);
  return parts.some(hasNegative);
}
