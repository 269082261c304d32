/** Puts faults into a program, each of which shows in so many calls of it as is wanted. */
import { InstanceRejected } from '../../contract.ts';
import type { RandomStream } from '../../random.ts';
import { KnownResults } from '../faults/known-results.ts';
import type { Mutant } from '../ir/mutation.ts';
import { type Expression, functionsOf, type Program, type Statement, statementsIn } from '../ir/program.ts';
import type { Value } from '../ir/values.ts';
import { changedIn, definitionIn, type Fault, mutantsAt, withFaults } from './changes.ts';
import { drawArguments } from './inputs.ts';
import type { Slips } from './slips.ts';

export interface FaultWishes {
  readonly bugs: number;
  /** Share of the calls in which a fault alone does not show. */
  readonly subtlety: number;
  /** Share of the faults that stand in one function with another one. */
  readonly interaction: number;
}

/** A fault with what all functions return when it is the only one. */
export interface DrawnFault extends Fault {
  readonly results: KnownResults;
  /** For each of the inputs that it was tried with, whether it shows in the call. */
  readonly shows: readonly boolean[];
}

interface Candidate extends Fault {
  readonly results: KnownResults;
}

/** What the program returns for an input that a prompt may show. */
export interface Tried {
  readonly input: Value;
  readonly expected: Value;
}

/** As many of the statements of a function may be wrong at most. */
const wrongShareMax = 0.5;
/** So many lines may be wrong of a loop or a condition with all that stands in it, which is hard to make out as it is. */
const wrongInBlockMax = 2;
const triesMax = 24;
/** Calls by which it is seen whether a fault is worth to be looked at. */
const glance = 6;
/** How far from the wanted share of calls a fault may show, in those and in all. */
const nearAtGlance = 0.35;
const near = 0.2;
/**
 * Inputs of another kind than those shown, one of which must tell the fault alone from the program. A fault that they do
 * not show is given up, though more of them might show it: so none that is kept is equivalent.
 */
const independentInputs = 100;
const ownInputs = 50;
/** Faults of no effect, each of which takes long to tell from a rare one, after which none is looked at that does not show. */
const searchesInVainMax = 3;
/** Calls in which a fault must leave numbers that are never to be below 0 as they should be. */
const naturalCalls = 3;

export function drawFaults(
  slips: Slips,
  right: KnownResults,
  tried: readonly Tried[],
  wishes: FaultWishes,
  random: RandomStream,
): DrawnFault[] {
  return new FaultDrawing(slips, right, tried, random).drawn(wishes);
}

class FaultDrawing {
  readonly #program: Program;
  readonly #slips: Slips;
  readonly #right: KnownResults;
  readonly #tried: readonly Tried[];
  readonly #random: RandomStream;
  /** For each function, of each of its statements the number of the one of its body that it is or stands in. */
  readonly #blocks: ReadonlyMap<string, readonly number[]>;
  readonly #faults: DrawnFault[] = [];
  readonly #results = new Map<Mutant, KnownResults>();
  #searchedInVain = 0;
  readonly #otherInputs = new Map<string, { readonly drawn: Value[]; readonly more: Generator<Value> }>();

  constructor(slips: Slips, right: KnownResults, tried: readonly Tried[], random: RandomStream) {
    [this.#slips, this.#program] = [slips, slips.program];
    [this.#right, this.#tried, this.#random] = [right, tried, random];
    this.#blocks = new Map(functionsOf(this.#program).map(({ name, body }) => [name, blocksIn(body)]));
  }

  drawn({ bugs, subtlety, interaction }: FaultWishes): DrawnFault[] {
    for (const size of this.#groupSizes(bugs, interaction)) {
      let homes = this.#homesFor(size);
      for (let left = size; left > 0; left--) {
        // Faults that show too seldom or too often are made up for by those after them.
        const before = this.#faults.reduce((sum, { shows }) => sum + shareOf(shows), 0);
        const wanted = (1 - subtlety) * (this.#faults.length + 1) - before;
        const fault = this.#nearest(homes, Math.min(1, Math.max(0, wanted)));
        if (fault === null) break;
        this.#faults.push(fault);
        if (this.#capacity(fault.function) > 0) homes = [fault.function];
        else homes = this.#homesFor(left - 1);
      }
    }
    if (this.#faults.length === 0) throw new InstanceRejected('no fault fits');
    return this.#faults;
  }

  /**
   * How many faults stand together in one function: pairs, of an odd number three, and single ones. As many share a
   * function on average as wanted, where there is more than one.
   */
  #groupSizes(bugs: number, interaction: number): number[] {
    let sharing = bugs < 2 ? 0 : this.#random.round(interaction * bugs);
    if (sharing === 1) sharing = this.#random.chance(0.5) ? 2 : 0;
    const pairs = Array.from({ length: Math.floor(sharing / 2) }, (_, at) =>
      at === 0 && sharing % 2 === 1 ? 3 : 2,
    );
    return [...pairs, ...Array<number>(bugs - sharing).fill(1)];
  }

  /** Functions that have no fault yet and room for so many, or others with room. */
  #homesFor(count: number): string[] {
    const names = [...this.#blocks.keys()];
    const sound = names.filter((name) => this.#faults.every((fault) => fault.function !== name));
    const roomy = sound.filter((name) => this.#capacity(name) >= count);
    return roomy.length > 0 ? roomy : names.filter((name) => this.#capacity(name) > 0);
  }

  /** How many more faults a function can take. */
  #capacity(name: string): number {
    const statements = this.#blocks.get(name)!.length;
    const taken = this.#faults.filter((fault) => fault.function === name).length;
    return Math.max(1, Math.floor(statements * wrongShareMax)) - taken;
  }

  /** Of some faults in these functions the first that shows in nearly the wanted share of calls, or else the nearest. */
  #nearest(homes: readonly string[], wanted: number): DrawnFault | null {
    if (homes.length === 0) return null;
    const others: { readonly candidate: Candidate; readonly off: number }[] = [];
    for (let attempt = 0; attempt < triesMax; attempt++) {
      const candidate = this.#candidate(this.#random.pick(homes));
      const few = candidate === null ? null : this.#showsIn(candidate.results, 0, glance);
      if (candidate === null || few === null) continue;
      const off = Math.abs(shareOf(few) - wanted);
      const fault = off > nearAtGlance ? null : this.#looked(candidate, few);
      if (fault !== null && Math.abs(shareOf(fault.shows) - wanted) <= near) return fault;
      if (fault !== null || off > nearAtGlance) others.push({ candidate, off });
    }
    for (const { candidate } of others.sort((left, right) => left.off - right.off)) {
      const fault = this.#looked(candidate, []);
      if (fault !== null) return fault;
    }
    return null;
  }

  /** A slip in a statement that has none. */
  #candidate(home: string): Candidate | null {
    const taken = this.#faults.filter((fault) => fault.function === home);
    const blocks = this.#blocks.get(home)!;
    const statement = this.#random.int(0, blocks.length - 1);
    if (taken.some((fault) => fault.statement === statement)) return null;
    const near = taken.filter((fault) => blocks[fault.statement] === blocks[statement]);
    if (near.length >= wrongInBlockMax) return null;
    const { mutants, fitting } = this.#slips.at(home, statement);
    if (fitting.length === 0) return null;
    // Constants have more mutants than operators have, and would come up all the time.
    const operator = this.#random.pick([...new Set(fitting.map((one) => one.operator))]);
    const mutant = this.#random.pick(fitting.filter((one) => one.operator === operator));
    const fault = { function: home, statement, mutant: mutants.indexOf(mutant) };
    if (taken.length > 0) {
      const together = mutantsAt(withFaults(this.#program, taken), home, statement)[fault.mutant];
      if (together?.description !== mutant.description) return null;
    }
    return { ...fault, results: this.#resultsOf(mutant) };
  }

  /** Slips of small functions come up again and again. */
  #resultsOf(mutant: Mutant): KnownResults {
    let results = this.#results.get(mutant);
    if (results === undefined) {
      results = new KnownResults(this.#right, changedIn(this.#program, mutant.program));
      this.#results.set(mutant, results);
    }
    return results;
  }

  /** Null for a fault that comes to nothing in some call, or that no call of any kind shows. */
  #looked(candidate: Candidate, few: readonly boolean[]): DrawnFault | null {
    const others = this.#showsIn(candidate.results, few.length, this.#tried.length);
    if (others === null) return null;
    const shows = [...few, ...others];
    const isSeen = shows.includes(true);
    if (!isSeen && this.#searchedInVain === searchesInVainMax) return null;
    const natural = this.#tried
      .slice(0, naturalCalls)
      .every(({ input }) => candidate.results.keepsNaturals(this.#program.entry, input));
    if (!natural) return null;
    if (this.#differs(candidate)) return { ...candidate, shows };
    if (!isSeen) this.#searchedInVain++;
    return null;
  }

  /** Null where a call comes to nothing: it would do so in another way in each language. */
  #showsIn(results: KnownResults, from: number, to: number): boolean[] | null {
    const shows: boolean[] = [];
    for (const { input, expected } of this.#tried.slice(from, to)) {
      const returned = results.returned(this.#program.entry, input);
      if (returned === null) return null;
      shows.push(!sameValue(returned, expected));
    }
    return shows;
  }

  /** Whether a call with arguments of another kind shows the fault too. */
  #differs({ function: name, results }: Candidate): boolean {
    const differsIn = (called: string, count: number) => {
      for (let at = 0; at < count; at++) {
        const input = this.#otherInput(called, at);
        const expected = this.#right.returned(called, input);
        if (expected === null) continue;
        const found = results.returned(called, input);
        if (found === null || !sameValue(expected, found)) return true;
      }
      return false;
    };
    // What does not even show in the function itself is soon given up.
    return differsIn(name, ownInputs) && differsIn(this.#program.entry, independentInputs);
  }

  /** Each is drawn when it is first asked for: most faults show at once. */
  #otherInput(name: string, at: number): Value {
    let inputs = this.#otherInputs.get(name);
    if (inputs === undefined) {
      const random = this.#random.substream('independent inputs', name);
      inputs = { drawn: [], more: drawArguments(definitionIn(this.#program, name), random) };
      this.#otherInputs.set(name, inputs);
    }
    while (inputs.drawn.length <= at) inputs.drawn.push(inputs.more.next().value as Value);
    return inputs.drawn[at]!;
  }
}

function blocksIn(body: readonly Statement[]): number[] {
  return body.flatMap((outer, block) => statementsIn([outer]).map(() => block));
}

/** Of whole numbers, or of lists of them. */
export function sameValue(left: Value, right: Value): boolean {
  if (!Array.isArray(left) || !Array.isArray(right)) return left === right;
  return left.length === right.length && left.every((value, at) => value === right[at]);
}

export function literalOf(value: Value): Expression {
  return Array.isArray(value)
    ? { kind: 'list', items: value.map(literalOf) }
    : { kind: 'int', value: value as number };
}

export function shareOf(shows: readonly boolean[]): number {
  return shows.filter(Boolean).length / shows.length;
}
