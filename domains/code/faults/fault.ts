/** Puts one fault into a program, and finds all lines at which it can be mended. */
import { InstanceRejected } from '../../contract.ts';
import type { RandomStream } from '../../random.ts';
import { literalValue, run } from '../ir/interpreter.ts';
import { type Mutant, mutantsIn } from '../ir/mutation.ts';
import { keepsNaturals } from '../ir/naturals.ts';
import {
  type Expression,
  type FunctionDefinition,
  functionsOf,
  type Module,
  type Program,
  type Statement,
  statementsIn,
  withFunction,
} from '../ir/program.ts';
import { equalJson, jsonOf, type Value } from '../ir/values.ts';
import { drawInputs } from './drawing.ts';
import { KnownResults, stepsMax } from './known-results.ts';
import { localNames } from './names.ts';
import { eachPart } from './parts.ts';
import { type Known, notOfOneLine, otherRepairs, type Repair, resultOf } from './repairs.ts';

export interface ShownCall {
  readonly input: Expression;
  readonly expected: Value;
  readonly actual: Value;
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

const inputsDrawn = 8;
const failingShown = 3;
/** Calls after which a fault that none of them shows is given up. */
const callsInVain = 4;
/** Faults after which the whole program is given up. */
const faultsTried = 30;
const mutantsEach = 3;
const repairsMax = 3;

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
    this.#inputs = drawInputs(kind, inputsDrawn, random)
      .map(([input]) => ({
        input: input!,
        expected: this.#known.of(entry.name, [literalValue(input!)]),
      }))
      .sort((left, right) => sizeOf(left.input) - sizeOf(right.input));
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
    const near = this.#random.shuffle([...distances.keys()]).sort((left, right) => off(left) - off(right));
    let tried = 0;
    for (const statement of near) {
      const [module, definition] = this.#homes.get(statement)!;
      const all = mutantsIn(this.#program, module, definition, (one) => one === statement);
      for (const mutant of this.#drawn(all)) {
        if (tried++ === faultsTried) throw new InstanceRejected('no fault fits');
        const fault = this.#tried(mutant, definition);
        if (fault !== null) return fault;
      }
    }
    throw new InstanceRejected('no fault fits');
  }

  /** A few, each of another operator where there are others. */
  #drawn(mutants: readonly Mutant[]): Mutant[] {
    const shown = mutants.filter(
      (mutant) => !notOfOneLine.has(mutant.operator) && !isOdd(mutant) && !isStale(mutant),
    );
    const operators = this.#random.shuffle([...new Set(shown.map(({ operator }) => operator))]);
    return operators
      .slice(0, mutantsEach)
      .map((operator) => this.#random.pick(shown.filter((mutant) => mutant.operator === operator)));
  }

  #tried(mutant: Mutant, definition: FunctionDefinition): Fault | null {
    const known = this.#known.besides(mutant.function);
    const shown = this.#calls(mutant, known);
    if (shown === null) return null;
    if (!shown.every(({ input }) => keepsNaturals(mutant.program, [input], stepsMax))) return null;
    const faulty = functionsOf(mutant.program).find(({ name }) => name === mutant.function)!;
    const undone: Repair = { statement: mutant.changed!, branch: mutant.branch, repaired: definition };
    const others = otherRepairs(mutant, definition, faulty, this.#random).filter(({ repaired }) => {
      const mended = withFunction(mutant.program, repaired);
      return shown.every(({ input, expected }) => {
        const result = resultOf(mended, literalValue(input), known);
        return result !== null && equalJson(jsonOf(result), jsonOf(expected));
      });
    });
    if (others.length >= repairsMax) return null;
    return {
      faulty: mutant.program,
      definition: faulty,
      calls: shown,
      repairs: [undone, ...others],
      distance: distancesIn(this.#program, shown[0]!.input).get(mutant.statement) ?? 0,
    };
  }

  /** The shortest calls that go wrong, and one that does not, if one is met; null when none goes wrong. */
  #calls(mutant: Mutant, known: Known): ShownCall[] | null {
    const failing: ShownCall[] = [];
    const right: ShownCall[] = [];
    for (const { input, expected } of this.#inputs) {
      const actual = resultOf(mutant.program, literalValue(input), known);
      // A call that comes to nothing would do so in another way in each language.
      if (actual === null) return null;
      const shown = { input, expected, actual };
      (fails(shown) ? failing : right).push(shown);
      if (failing.length === failingShown) break;
      if (failing.length === 0 && right.length === callsInVain) return null;
    }
    return failing.length === 0 ? null : [...failing, ...right.slice(0, 1)];
  }
}

function sizeOf(input: Expression): number {
  return input.kind === 'list' ? input.items.length : 1;
}

export function fails({ expected, actual }: ShownCall): boolean {
  return !equalJson(jsonOf(expected), jsonOf(actual));
}

/** What nobody would write: a constant below 0, or `min(value, 9)` with the 9 alone left of it. */
export function isOdd({ operator, description, statement, changed }: Mutant): boolean {
  if (operator === 'bound left out') return variablesIn(changed!) < variablesIn(statement);
  return operator === 'constant' && / becomes -/.test(description) && !description.startsWith('-');
}

function variablesIn(statement: Statement): number {
  let count = 0;
  eachPart(statement, ({ kind }) => {
    if (kind === 'variable') count++;
  });
  return count;
}

/**
 * What an earlier step has left, in the place of what the last one has. Whoever lets that step write to the earlier
 * variable mends it as well, so there would be two lines to name.
 */
function isStale({ operator, description }: Mutant): boolean {
  if (operator !== 'wrong variable') return false;
  const name = description.split(' ').at(-1)!.replace(/_\d+$/, '');
  return !Object.hasOwn(localNames, name);
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
