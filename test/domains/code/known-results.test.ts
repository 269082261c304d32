import { describe, expect, it } from 'vitest';
import { drawProgram } from '../../../domains/code/faults/drawing.ts';
import { calledIn } from '../../../domains/code/faults/files.ts';
import { KnownResults, stepsMax } from '../../../domains/code/faults/known-results.ts';
import { literalValue, ProgramError, run } from '../../../domains/code/ir/interpreter.ts';
import { mutantsOf } from '../../../domains/code/ir/mutation.ts';
import { keepsNaturals } from '../../../domains/code/ir/naturals.ts';
import { functionsOf, type Program } from '../../../domains/code/ir/program.ts';
import type { Value } from '../../../domains/code/ir/values.ts';
import { changedIn, definitionIn } from '../../../domains/code/repair/changes.ts';
import { literalOf } from '../../../domains/code/repair/faults.ts';
import { drawArguments } from '../../../domains/code/repair/inputs.ts';
import { RandomStream } from '../../../domains/random.ts';

const inputsEach = 6;
const programs = [2, 3, 5, 7].flatMap((functions) =>
  [3, 4, 6, 10].map((lines) => {
    const random = new RandomStream(`known results ${functions} ${lines}`);
    return drawProgram({ functions, lines, decoys: 0.4, files: 2 }, random).program;
  }),
);

function interpreted(program: Program, entry: string, input: Value): Value | null {
  try {
    return run({ ...program, entry }, [literalValue(literalOf(input))], { stepsMax });
  } catch (error) {
    if (error instanceof ProgramError) return null;
    throw error;
  }
}

function inputsOf(program: Program, name: string): Value[] {
  return [...drawArguments(definitionIn(program, name), new RandomStream(name)).take(inputsEach)];
}

/** Holds of a call that changes nothing that it is given. */
function expectAsInterpreted(known: KnownResults, program: Program, name: string, input: Value): void {
  expect(known.returned(name, input)).toEqual(interpreted(program, name, input));
  expect(known.keepsNaturals(name, input)).toBe(
    keepsNaturals({ ...program, entry: name }, [literalOf(input)], stepsMax),
  );
}

describe('known results', () => {
  it('are those of the interpreter', () => {
    for (const program of programs) {
      const known = new KnownResults(program);
      for (const { name } of functionsOf(program))
        for (const input of inputsOf(program, name)) expectAsInterpreted(known, program, name, input);
    }
  });

  it('are those of the interpreter where one function has a slip', () => {
    for (const program of programs) {
      const right = new KnownResults(program);
      const inputs = inputsOf(program, program.entry);
      for (const mutant of slipsIn(program)) {
        const changed = changedIn(program, mutant.program);
        const known = new KnownResults(right, changed);
        for (const input of inputs) expectAsInterpreted(known, mutant.program, program.entry, input);
        const [own] = inputsOf(program, mutant.function);
        const returned = right.returnedBy(changed[0]!)(own!);
        expect(returned).toEqual(interpreted(mutant.program, mutant.function, own!));
      }
    }
  });

  it('do not change with what is made of them', () => {
    const program = programs.find(
      ({ entry }, at) => definitionIn(programs[at]!, entry).result!.kind === 'list',
    )!;
    const known = new KnownResults(program);
    const input = [3, 8, 21];
    const first = known.returned(program.entry, input) as number[];
    const before = [...first];
    first.push(1);
    input.push(1);
    expect(known.returned(program.entry, [3, 8, 21])).toEqual(before);
  });

  it('of functions that no change reaches are those from before', () => {
    const program = programs.at(-1)!;
    const right = new KnownResults(program);
    const besides = right.besides(program.entry);
    const [first] = functionsOf(program);
    const [, input] = inputsOf(program, first!.name);
    expect(besides(first!.name, [input!])).toEqual(right.of(first!.name, [input!]));
    expect(besides(program.entry, inputsOf(program, program.entry).slice(0, 1))).toBeNull();
  });
});

/** Those that call no function that stands after theirs. */
function slipsIn(program: Program) {
  const order = functionsOf(program).map(({ name }) => name);
  return mutantsOf(program).filter(({ program: mutated, function: own }) =>
    calledIn(definitionIn(mutated, own)).every((name) => order.indexOf(name) < order.indexOf(own)),
  );
}
