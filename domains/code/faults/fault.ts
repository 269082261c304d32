/** Puts one fault into a program, and finds all lines at which it can be mended. */
import { InstanceRejected } from '../../contract.ts';
import type { RandomStream } from '../../random.ts';
import { literalValue, ProgramError, run } from '../ir/interpreter.ts';
import { type Mutant, mutantsIn } from '../ir/mutation.ts';
import type { MutationOperator } from '../ir/mutation-operators.ts';
import { keepsNaturals } from '../ir/naturals.ts';
import {
  type Expression,
  type FunctionDefinition,
  functionsOf,
  type Module,
  type Program,
  type Statement,
  statementsIn,
} from '../ir/program.ts';
import { equalJson, jsonOf, type Value } from '../ir/values.ts';
import { drawInputs } from './drawing.ts';
import { copied, KnownResults, stepsMax } from './known-results.ts';

export interface ShownCall {
  readonly input: Expression;
  readonly expected: Value;
  readonly actual: Value;
}

/** A statement of the faulty program that can be changed so that all is right, and its function as it is then. */
export interface Repair {
  readonly statement: Statement;
  readonly branch: number;
  readonly repaired: FunctionDefinition;
}

export interface Fault {
  readonly faulty: Program;
  /** The function that has it, as it is with the fault. */
  readonly definition: FunctionDefinition;
  readonly calls: readonly ShownCall[];
  /** The one that undoes the fault first. */
  readonly repairs: readonly Repair[];
  /** Share of the statements of a call that fails that are carried out after the fault was met first. */
  readonly distance: number;
}

const inputsDrawn = 10;
const failingShown = 3;
const callsShown = 4;
const statementsTried = 60;
const mutantsTried = 3;
const repairsMax = 3;
const checksDrawn = 40;

/** What is no change of one line: it leaves no line that is wrong, or two. */
const notOfOneLine: ReadonlySet<MutationOperator> = new Set(['statement left out', 'branches swapped']);

/** The fault that is as far from the end of a call, as a share of what is carried out, as wanted. */
export function drawFault(program: Program, distance: number, random: RandomStream): Fault {
  return new FaultSearch(program, random).nearest(distance);
}

class FaultSearch {
  readonly #program: Program;
  readonly #random: RandomStream;
  readonly #known: KnownResults;
  readonly #inputs: readonly { readonly input: Expression; readonly expected: Value }[];
  readonly #homes: ReadonlyMap<Statement, readonly [Module, FunctionDefinition]>;

  constructor(program: Program, random: RandomStream) {
    [this.#program, this.#random] = [program, random];
    this.#known = new KnownResults(program);
    const entry = functionsOf(program).find(({ name }) => name === program.entry)!;
    const kind = entry.parameters[0]!.type.kind === 'int' ? 'number' : 'list';
    this.#inputs = drawInputs(kind, inputsDrawn, random).map(([input]) => ({
      input: input!,
      expected: this.#right(entry.name, literalValue(input!)),
    }));
    this.#homes = new Map(
      program.modules.flatMap((module) =>
        module.functions.flatMap((definition) =>
          statementsIn(definition.body).map((statement) => [statement, [module, definition]] as const),
        ),
      ),
    );
  }

  nearest(wanted: number): Fault {
    const distances = distancesIn(this.#program, this.#inputs[0]!.input);
    const off = (statement: Statement) => Math.abs(distances.get(statement)! - wanted);
    // Of statements that are equally far, any may be first.
    const near = this.#random
      .shuffle([...distances.keys()])
      .sort((left, right) => off(left) - off(right))
      .slice(0, statementsTried);
    for (const statement of near) {
      const [module, definition] = this.#homes.get(statement)!;
      const all = mutantsIn(this.#program, module, definition, (one) => one === statement);
      for (const mutant of this.#drawn(all)) {
        const fault = this.#tried(mutant, definition);
        if (fault !== null) return fault;
      }
    }
    throw new InstanceRejected('no fault fits');
  }

  /** A few, each of another operator where there are others. */
  #drawn(mutants: readonly Mutant[]): Mutant[] {
    const shown = mutants.filter((mutant) => !notOfOneLine.has(mutant.operator) && !isOdd(mutant));
    const operators = this.#random.shuffle([...new Set(shown.map(({ operator }) => operator))]);
    return operators
      .slice(0, mutantsTried)
      .map((operator) => this.#random.pick(shown.filter((mutant) => mutant.operator === operator)));
  }

  #tried(mutant: Mutant, definition: FunctionDefinition): Fault | null {
    const known = this.#known.besides(mutant.function);
    const calls: ShownCall[] = [];
    for (const { input, expected } of this.#inputs) {
      const actual = resultOf(mutant.program, literalValue(input), known);
      // A call that comes to nothing would do so in another way in each language.
      if (actual === null) return null;
      calls.push({ input, expected, actual });
    }
    const shown = chosen(calls);
    if (!shown.some(fails)) return null;
    if (!shown.every(({ input }) => keepsNaturals(mutant.program, [input], stepsMax))) return null;
    const faulty = functionsOf(mutant.program).find(({ name }) => name === mutant.function)!;
    const repairs = this.#repairs(mutant, definition, faulty);
    if (repairs === null) return null;
    return {
      faulty: mutant.program,
      definition: faulty,
      calls: shown,
      repairs,
      distance: distancesIn(this.#program, shown[0]!.input).get(mutant.statement) ?? 0,
    };
  }

  /**
   * The ways to mend the faulty function in one statement so that it returns what it should for many arguments. A change
   * elsewhere is no way: the function would still not do what its comment says.
   */
  #repairs(mutant: Mutant, right: FunctionDefinition, faulty: FunctionDefinition): Repair[] | null {
    const module = mutant.program.modules.find(({ functions }) => functions.includes(faulty))!;
    const checks = this.#checks(right);
    const known = this.#known.besides(right.name);
    const first: Repair = { statement: mutant.changed!, branch: mutant.branch, repaired: right };
    const repairs = [first];
    for (const other of mutantsIn(mutant.program, module, faulty)) {
      const { statement, branch, operator } = other;
      if (notOfOneLine.has(operator)) continue;
      if (repairs.some((repair) => repair.statement === statement && repair.branch === branch)) continue;
      const program = { ...other.program, entry: right.name };
      const mends = checks.every(({ given, expected }) => {
        const result = resultOf(program, copied(given), known);
        return result !== null && equalJson(jsonOf(result), jsonOf(expected));
      });
      if (!mends) continue;
      const repaired = functionsOf(other.program).find(({ name }) => name === right.name)!;
      repairs.push({ statement, branch, repaired });
      if (repairs.length > repairsMax) return null;
    }
    return repairs;
  }

  /** Arguments of a function, those that calls hand over first, and what it should return for them. */
  #checks({ name, parameters, naturals }: FunctionDefinition): { given: Value; expected: Value }[] {
    const [parameter] = parameters;
    const handedOver: Value[] = [];
    run(this.#program, [literalValue(this.#inputs[0]!.input)], {
      stepsMax,
      observer: {
        bound(frame, bound, value) {
          if (frame.function.name === name && bound === parameter!.name && handedOver.length < checksDrawn)
            handedOver.push(copied(value));
        },
      },
    });
    const least = naturals.includes(parameter!.name) ? 0 : -30;
    const number = () => this.#random.int(least, 60);
    const drawn = Array.from(
      { length: checksDrawn },
      (): Value =>
        parameter!.type.kind === 'int' ? number() : Array.from({ length: this.#random.int(0, 7) }, number),
    );
    return [...handedOver, ...drawn].flatMap((given) => {
      try {
        return [{ given, expected: this.#right(name, given) }];
      } catch (error) {
        if (error instanceof ProgramError) return [];
        throw error;
      }
    });
  }

  #right(name: string, given: Value): Value {
    return this.#known.of(name, [given]);
  }
}

function resultOf(
  program: Program,
  given: Value,
  known: (name: string, parameters: readonly Value[]) => Value | null,
): Value | null {
  try {
    return run(program, [given], { stepsMax, known });
  } catch (error) {
    if (error instanceof ProgramError) return null;
    throw error;
  }
}

/** The shortest calls that go wrong, and one that does not, if there is one. */
function chosen(calls: readonly ShownCall[]): ShownCall[] {
  const size = ({ input }: ShownCall) => (input.kind === 'list' ? input.items.length : 1);
  const shortest = calls.toSorted((left, right) => size(left) - size(right));
  const failing = shortest.filter(fails).slice(0, failingShown);
  return [...failing, ...shortest.filter((call) => !fails(call))].slice(
    0,
    Math.min(callsShown, failing.length + 1),
  );
}

export function fails({ expected, actual }: ShownCall): boolean {
  return !equalJson(jsonOf(expected), jsonOf(actual));
}

/** A constant that nobody would write. */
function isOdd({ operator, description }: Mutant): boolean {
  return operator === 'constant' && / becomes -/.test(description) && !description.startsWith('-');
}

/** For each statement that the call carries out, the share of what is carried out that comes after its first time. */
function distancesIn(program: Program, input: Expression): ReadonlyMap<Statement, number> {
  const first = new Map<Statement, number>();
  let carriedOut = 0;
  run(program, [literalValue(input)], {
    stepsMax,
    observer: {
      executed(_frame, statement) {
        if (!first.has(statement)) first.set(statement, carriedOut);
        carriedOut++;
      },
    },
  });
  const last = Math.max(1, carriedOut - 1);
  return new Map([...first].map(([statement, at]) => [statement, (carriedOut - 1 - at) / last]));
}
