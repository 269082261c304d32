import { endsWithQuestion } from '../last-question.ts';
import { completed, spend } from '../node-limit.ts';
import { Budget, type Solver } from '../solver.ts';
import { type Check, CommentResults, callOf, copied } from './comment-results.ts';
import type { Item } from './comment-steps.ts';
import { type FaultPrompt, readFaultPrompt } from './fault-prompt.ts';
import { namesIn, repairsOf } from './program-repairs.ts';
import { ProgramRun } from './program-run.ts';
import type { ProgramFunction } from './program-tree.ts';
import { everyNote } from './trace-techniques.ts';

interface Answer {
  readonly file: string;
  readonly function: string;
  readonly line: number;
}

const lastSentence = /^Which line is wrong\? Give its file,/;
/** To find the function that does not do what its comment says, before lines are looked at. */
const byComments = 'compare functions with their comments';
const notes = new Set(everyNote);
/** One run goes on for as many nodes as this at most: a change may make it endless. */
const nodesPerRun = 20_000;
const moreChecks = 24;

/**
 * Finds the wrong line of a program. Guided, it finds the function first that does not do what its comment says, and
 * tries changes of its lines until it does; blind, it tries changes of one line after the other until all calls come
 * right. Out of budget, it answers with the line that it has come to.
 */
export const faults: Solver = {
  reads: (prompt) => endsWithQuestion(prompt, lastSentence) && readFaultPrompt(prompt) !== null,
  techniquesIn: ({ question, solution }) =>
    readFaultPrompt(question) !== null && solution.includes('with what its comment says') ? [byComments] : [],
  solve(prompt, strategy, budget, techniques = new Set()) {
    const task = readFaultPrompt(prompt);
    if (task === null) return null;
    const search = new FaultSearch(task, budget);
    completed(() => {
      if (strategy === 'guided' || techniques.has(byComments)) search.byComments();
      else search.byCalls();
    });
    return search.answer;
  },
};

class FaultSearch {
  readonly #task: FaultPrompt;
  readonly #budget: Budget;
  readonly #should: CommentResults;
  answer: Answer;

  constructor(task: FaultPrompt, budget: Budget) {
    [this.#task, this.#budget] = [task, budget];
    this.#should = new CommentResults(task.comments, () => this.#spend(1));
    const [first] = task.functions.values();
    this.answer = this.#at(first!.name, first!.body[0]?.line ?? 1);
  }

  byComments(): void {
    for (const { given } of this.#task.calls) this.#should.of(this.#task.entry, given);
    const entries = [...this.#should.given].map(([name, items]) => [name, [...items]] as const);
    for (const [name, items] of entries) {
      const checks = items.map((given) => ({ given, wanted: this.#should.of(name, given) }));
      const definition = this.#task.functions.get(name)!;
      if (checks.every((check) => this.#meets(definition, check, true))) continue;
      this.answer = this.#at(name, definition.body[0]!.line);
      this.#mend(definition, [...checks, ...this.#more(name, items[0]!)], true);
      return;
    }
  }

  byCalls(): void {
    const checks = this.#task.calls;
    for (const definition of this.#task.functions.values()) if (this.#mend(definition, checks, false)) return;
  }

  /** Tries changes of one line until all checks are met: of the function itself, or of the calls of the program. */
  #mend(definition: ProgramFunction, checks: readonly Check[], alone: boolean): boolean {
    const { functions, comments } = this.#task;
    const choices = {
      names: namesIn(definition),
      functions: [...functions.keys()],
      numbers: alone ? [...new Set((comments.get(definition.name) ?? '').match(/\d+/g))].map(Number) : [],
    };
    for (const { line, function: changed } of repairsOf(definition, choices)) {
      this.answer = this.#at(definition.name, line);
      if (checks.every((check) => this.#meets(changed, check, alone))) return true;
    }
    return false;
  }

  /** Whether the function, or the program with it, returns what it should. Spends what the run spends. */
  #meets(definition: ProgramFunction, { given, wanted }: Check, alone: boolean): boolean {
    const functions = new Map(this.#task.functions).set(definition.name, definition);
    const own = new Budget(Math.min(nodesPerRun, this.#budget.nodesMax - this.#budget.spent));
    const known = (name: string, values: readonly unknown[]) =>
      alone && name !== definition.name && functions.has(name)
        ? copied(this.#should.of(name, values[0] as Item))
        : undefined;
    const run = new ProgramRun(functions, 'python', own, notes, known);
    let result: unknown = null;
    try {
      completed(() => {
        result = run.called(callOf(alone ? definition.name : this.#task.entry, [given]));
      });
    } catch (error) {
      // A change may ask for a part of what has none.
      if (!(error instanceof TypeError) && !(error instanceof RangeError)) throw error;
    }
    this.#spend(own.spent + 1);
    return JSON.stringify(result) === JSON.stringify(wanted);
  }

  #spend(nodes: number): void {
    for (let node = 0; node < nodes; node++) spend(this.#budget);
  }

  /** Checks with arguments that no call hands over. */
  #more(name: string, like: Item): Check[] {
    const items = Array.from({ length: moreChecks }, (_, at): Item => {
      if (typeof like === 'number') return at * 3 - 9;
      return Array.from(
        { length: at % 7 },
        (_, place) => ((at * 17 + place * 23) % 47) - (at % 3 === 0 ? 9 : 0),
      );
    });
    return items.map((given) => ({ given, wanted: this.#should.of(name, given) }));
  }

  #at(name: string, line: number): Answer {
    return { file: this.#task.files.get(name) ?? '', function: name, line };
  }
}
