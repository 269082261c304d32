/** What a run realises of the parameters. */

import type { Json } from '../../json.ts';
import { type Frame, literalValue, type Observer, ProgramError, run } from '../ir/interpreter.ts';
import { type Call, functionsOf, type Program, type Statement, statementsIn } from '../ir/program.ts';
import { equalJson, jsonOf, type Value } from '../ir/values.ts';

const stepsMax = 2_000;

export interface Measures {
  readonly result: Json;
  /** Statements carried out, and rounds of loops begun. */
  readonly steps: number;
  /** Calls inside one another, that from outside not counted. */
  readonly callDepth: number;
  /** Changes of lists, maps and records, and those by another name than the one that they had first. */
  readonly writes: number;
  readonly aliased: number;
  readonly executed: ReadonlySet<Statement>;
}

/** Runs the call with everything counted. Throws `ProgramError`. */
export function measure(program: Program, { arguments: given }: Call): Measures {
  const homes = new Homes();
  const executed = new Set<Statement>();
  let [steps, callDepth, writes, aliased] = [0, 0, 0, 0];
  const observer: Observer = {
    bound(frame, name, value) {
      homes.give(value, frame, name);
      callDepth = Math.max(callDepth, frame.depth);
    },
    written(frame, root, container) {
      writes++;
      homes.give(container, frame, root);
      if (!homes.isAt(container, frame, root)) aliased++;
    },
    executed(_frame, statement) {
      executed.add(statement);
    },
    stepped() {
      steps++;
    },
  };
  const result = jsonOf(run(program, given.map(literalValue), { stepsMax, observer }));
  return { result, steps, callDepth, writes, aliased, executed };
}

/**
 * True when every statement that is carried out matters: without it something else is returned, or nothing at all.
 */
export function everyStatementMatters(
  program: Program,
  { arguments: given }: Call,
  measures: Measures,
): boolean {
  const statements = functionsOf(program).flatMap(({ body }) => statementsIn(body));
  const runMax = 2 * measures.steps + 100;
  return statements.every((statement) => {
    if (!measures.executed.has(statement)) return true;
    try {
      const parameters = given.map(literalValue);
      const value = run(program, parameters, { stepsMax: runMax, without: statement });
      return !equalJson(jsonOf(value), measures.result);
    } catch (error) {
      if (error instanceof ProgramError) return true;
      throw error;
    }
  });
}

/** By which variable each list, map and record was known first. */
class Homes {
  readonly #homes = new WeakMap<object, { readonly frame: Frame; readonly name: string }>();

  /** Gives the value, and all in it, this home unless they have one. */
  give(value: Value, frame: Frame, name: string): void {
    if (typeof value !== 'object' || this.#homes.has(value)) return;
    this.#homes.set(value, { frame, name });
    const parts = value instanceof Map ? value.values() : Object.values(value);
    for (const part of parts) this.give(part, frame, name);
  }

  isAt(value: Value, frame: Frame, name: string): boolean {
    const home = typeof value === 'object' ? this.#homes.get(value) : undefined;
    return home?.frame === frame && home.name === name;
  }
}
