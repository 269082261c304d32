/** The calls that show what a program does. */
import type { RandomStream } from '../../random.ts';
import { literalValue, ProgramError, run } from '../ir/interpreter.ts';
import { int, type Program } from '../ir/program.ts';
import { jsonOf } from '../ir/values.ts';

export type Output = number | readonly number[];

const inputsCount = 24;
const largest = 120;
const stepsMax = 50_000;

/** Whole numbers from 0 up, small ones and large ones. */
export function drawInputs(parameters: number, random: RandomStream): number[][] {
  return Array.from({ length: inputsCount }, (_, at) =>
    Array.from({ length: parameters }, () => random.int(0, at % 2 === 0 ? 24 : largest)),
  );
}

/** Null when the program comes to nothing, as where numbers grow too large. */
export function outputOf(program: Program, input: readonly number[]): Output | null {
  try {
    return jsonOf(
      run(
        program,
        input.map((value) => literalValue(int(value))),
        { stepsMax },
      ),
    ) as Output;
  } catch (error) {
    if (error instanceof ProgramError) return null;
    throw error;
  }
}
