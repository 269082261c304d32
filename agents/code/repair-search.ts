/** Mends a program by changes of single lines. */
import { completed, spend } from '../node-limit.ts';
import { Budget } from '../solver.ts';
import { CommentResults, callOf, copied } from './comment-results.ts';
import { afterSteps, type Item } from './comment-steps.ts';
import type { CommentedProgram } from './commented-program.ts';
import { namesIn, repairsOf } from './program-repairs.ts';
import { type KnownResult, ProgramRun } from './program-run.ts';
import type { Expression, ProgramFunction, Statement } from './program-tree.ts';
import { mendedSteps, type RunOn } from './step-repairs.ts';
import { everyNote } from './trace-techniques.ts';

type Functions = ReadonlyMap<string, ProgramFunction>;
interface ChangedProgram {
  readonly functions: Functions;
  readonly lines: ReadonlyMap<string, readonly number[]>;
}

const notes = new Set(everyNote);
/** One run goes on for as many nodes as this at most: a change may make it endless. */
const nodesPerRun = 5_000;
const purpose = /^(Return the (list|number) after) (?:this step|these steps): (.*)\.$/;
/** Arguments that functions are tried with: all numbers from one to the other, and lists that have them all. */
const [leastNumber, largestNumber] = [-25, 70];
const listLengthMax = 8;
const mixedLists = 24;

export class RepairSearch {
  readonly #task: CommentedProgram;
  readonly #budget: Budget;
  readonly #should: CommentResults;
  /** As they are mended so far, and by function the lines that were changed. */
  functions: Functions;
  lines: ReadonlyMap<string, readonly number[]> = new Map();

  constructor(task: CommentedProgram, budget: Budget) {
    [this.#task, this.#budget] = [task, budget];
    this.functions = task.functions;
    this.#should = new CommentResults(task.comments, () => spend(budget));
  }

  /** Each function by itself, with what the others should return in their place. */
  byComments(): void {
    const names = [...this.#task.functions.keys()];
    for (const [name, definition] of this.#task.functions) {
      const [, opening, kind, text] = purpose.exec(this.#task.comments.get(name) ?? '') ?? [];
      if (text === undefined) continue;
      const steps = text.split('; ');
      const given = kind === 'list' ? lists : numbers;
      const wanted = steps.map((_, at) => {
        const comment = `${opening} these steps: ${steps.slice(0, at + 1).join('; ')}.`;
        return given.map((item) => {
          spend(this.#budget);
          return afterSteps(comment, item, (other, value) => this.#should.of(other, value)) ?? [];
        });
      });
      const mended = mendedSteps({
        definition,
        arguments: given,
        wanted,
        functions: names.slice(0, names.indexOf(name)),
        numbers: steps.map((step) => [...new Set(step.match(/\d+/g))].map(Number)),
        run: this.#runOn,
      });
      if (mended !== null && mended.lines.length > 0)
        this.#take(changedProgram(this, { ...definition, body: mended.body }, mended.lines));
    }
  }

  /** Changes that make more of the shown calls right, one after the other: of one line, or where none does, of two. */
  byCalls(): void {
    const { calls } = this.#task;
    const right = (functions: Functions) =>
      calls.filter(({ function: name, given, wanted }) => {
        const result = this.#called(functions, callOf(name, [given]), () => undefined);
        return JSON.stringify(result) === JSON.stringify(wanted);
      }).length;
    for (let best = right(this.functions); best < calls.length; ) {
      const found = this.#changes().find(({ functions }) => right(functions) > best);
      if (found === undefined) return;
      best = right(found.functions);
      this.#take(found);
    }
  }

  #take({ functions, lines }: ChangedProgram): void {
    [this.functions, this.lines] = [functions, lines];
  }

  *#changes(): Generator<ChangedProgram> {
    yield* this.#changesOf(this);
    for (const once of this.#changesOf(this)) yield* this.#changesOf(once);
  }

  *#changesOf(program: ChangedProgram): Generator<ChangedProgram> {
    for (const definition of program.functions.values()) {
      const choices = { names: namesIn(definition), functions: [...program.functions.keys()], numbers: [] };
      for (const { line, function: changed } of repairsOf(definition, choices))
        yield changedProgram(program, changed, [line]);
    }
  }

  /** Makes a function of the statements, which returns the variables. */
  readonly #runOn: RunOn = (statements, frame, names) => {
    const items = names.map((name): Expression => ({ kind: 'name', name }));
    const end: Statement = { kind: 'return', value: { kind: 'list', items }, line: 0 };
    const name = 'statements';
    const fragment = { name, parameters: [...frame.keys()], body: [...statements, end] };
    const call = callOf(name, [...frame.values()] as Item[]);
    const known: KnownResult = (called, values) =>
      this.#task.functions.has(called) ? copied(this.#should.of(called, values[0] as Item)) : undefined;
    const values = this.#called(new Map([[name, fragment]]), call, known);
    if (!Array.isArray(values)) return null;
    return new Map(names.flatMap((one, at) => (values[at] === null ? [] : [[one, values[at]]])));
  };

  /** Null when the call comes to nothing. Spends what the run spends. */
  #called(functions: Functions, call: Expression, known: KnownResult): unknown {
    const own = new Budget(Math.min(nodesPerRun, this.#budget.nodesMax - this.#budget.spent));
    const run = new ProgramRun(functions, 'python', own, notes, known);
    let result: unknown = null;
    try {
      completed(() => {
        result = run.called(call);
      });
    } catch (error) {
      // A change may ask for a part of what has none.
      if (!(error instanceof TypeError) && !(error instanceof RangeError)) throw error;
    }
    for (let node = 0; node <= own.spent; node++) spend(this.#budget);
    return result;
  }
}

function changedProgram(
  { functions, lines }: ChangedProgram,
  changed: ProgramFunction,
  more: readonly number[],
): ChangedProgram {
  const { name } = changed;
  return {
    functions: new Map(functions).set(name, changed),
    lines: new Map(lines).set(name, [...(lines.get(name) ?? []), ...more]),
  };
}

const numbers = Array.from({ length: largestNumber - leastNumber + 1 }, (_, at) => leastNumber + at);

const lists: readonly (readonly number[])[] = [
  [3, 40],
  ...Array.from({ length: Math.ceil(numbers.length / listLengthMax) }, (_, at) =>
    numbers.slice(at * listLengthMax, (at + 1) * listLengthMax),
  ),
  ...Array.from({ length: mixedLists }, (_, at) =>
    Array.from(
      { length: at % listLengthMax },
      (_, place) => numbers[(at * 37 + place * place * 13 + at * place * 7) % numbers.length]!,
    ),
  ),
];
