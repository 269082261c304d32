/** The calls of all functions that an answer is tried with, and what kind each of them is of. */
import { InstanceRejected } from '../../contract.ts';
import type { Json } from '../../json.ts';
import type { RandomStream } from '../../random.ts';
import type { KnownResults } from '../faults/known-results.ts';
import { type FunctionDefinition, functionsOf } from '../ir/program.ts';
import { jsonOf, type Value } from '../ir/values.ts';
import { classesOf } from '../synthesis/grading.ts';
import { definitionIn } from './changes.ts';
import { type DrawnFault, sameValue } from './faults.ts';
import { drawArguments } from './inputs.ts';
import type { Slips } from './slips.ts';

export interface HiddenCall {
  readonly function: string;
  readonly input: Json;
  readonly expected: Json;
  /** Of behaviour: calls that are right before anything is mended, by function; others, by the faults that show. */
  readonly class: number;
  /** Whether the program as it was shown returns something else. */
  readonly fails: boolean;
}

interface Candidate {
  readonly input: Value;
  readonly expected: Value;
}

/** What a function returns with a slip in it. */
type Mutated = (given: Value) => Value | null;

/** Lists that are looked at for each function; of numbers all are. Those are kept that tell wrong functions apart. */
const listsEach = 40;
const callsEachMin = 6;
/** Calls that each slip in any function should be told apart by. */
const killersWanted = 2;

export function hiddenCalls(
  slips: Slips,
  right: KnownResults,
  before: KnownResults,
  faults: readonly DrawnFault[],
  random: RandomStream,
): HiddenCall[] {
  const calls = functionsOf(slips.program).flatMap(({ name }) => {
    const chosen = new Choice(slips, right, before, name, random.substream('hidden', name)).calls();
    return chosen.map(({ input, expected }) => {
      const fails = !sameValue(before.of(name, [input]), expected);
      return { function: name, input, expected, fails };
    });
  });
  const behaviours = calls.map(({ function: name, input, expected, fails }) => {
    if (!fails) return `right ${name}`;
    const shown = faults.map(({ results }) => {
      const result = results.returned(name, input);
      return result === null || !sameValue(result, expected);
    });
    return `wrong ${shown}`;
  });
  const classes = classesOf(behaviours);
  return calls.map(({ input, expected, ...call }, at) => ({
    ...call,
    input: jsonOf(input),
    expected: jsonOf(expected),
    class: classes[at]!,
  }));
}

/** The calls of one function, chosen so that they tell each of its mutants apart that candidates tell apart. */
class Choice {
  readonly #slips: Slips;
  readonly #right: KnownResults;
  readonly #before: KnownResults;
  readonly #definition: FunctionDefinition;
  readonly #chosen: Candidate[] = [];
  /** Those not chosen, as far as they have been asked for; what the faulty program makes of them may come to nothing. */
  readonly #left: Candidate[] = [];
  readonly #more: Iterator<Candidate>;

  constructor(slips: Slips, right: KnownResults, before: KnownResults, name: string, random: RandomStream) {
    [this.#slips, this.#right, this.#before] = [slips, right, before];
    this.#definition = definitionIn(slips.program, name);
    const inputs = drawArguments(this.#definition, random);
    const isList = this.#definition.parameters[0]!.type.kind === 'list';
    this.#more = (isList ? inputs.take(listsEach) : inputs).flatMap((input) => {
      const expected = right.returned(name, input);
      return expected === null ? [] : [{ input, expected }];
    });
  }

  calls(): readonly Candidate[] {
    // The empty list is the edge that every reader must think of.
    if (this.#has(0)) this.#take(0);
    for (const mutant of this.#mutated()) {
      let missing = killersWanted;
      for (const candidate of this.#chosen) if (missing > 0 && this.#kills(candidate, mutant)) missing--;
      for (let at = 0; missing > 0 && this.#has(at); ) {
        if (!this.#kills(this.#left[at]!, mutant)) at++;
        else if (this.#take(at)) missing--;
      }
    }
    while (this.#chosen.length < callsEachMin && this.#has(0)) this.#take(0);
    if (this.#chosen.length < callsEachMin) throw new InstanceRejected('too few calls come to something');
    return this.#chosen;
  }

  #has(at: number): boolean {
    while (this.#left.length <= at) {
      const { done, value } = this.#more.next();
      if (done === true) return false;
      this.#left.push(value);
    }
    return true;
  }

  /** False where the faulty program comes to nothing, or to something else in one language than in the other. */
  #take(at: number): boolean {
    const [candidate] = this.#left.splice(at, 1);
    const clean = this.#before.keepsNaturals(this.#definition.name, candidate!.input);
    if (clean) this.#chosen.push(candidate!);
    return clean;
  }

  #kills({ input, expected }: Candidate, mutant: Mutated): boolean {
    const result = mutant(input);
    return result === null || !sameValue(result, expected);
  }

  /** The function with one slip each. */
  #mutated(): Mutated[] {
    const { name } = this.#definition;
    return this.#slips
      .endingIn(name)
      .map((mutant) => this.#right.returnedBy(definitionIn(mutant.program, name)));
  }
}
