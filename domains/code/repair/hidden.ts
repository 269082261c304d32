/** The calls of all functions that an answer is tried with, and what kind each of them is of. */
import { InstanceRejected } from '../../contract.ts';
import type { Json } from '../../json.ts';
import type { RandomStream } from '../../random.ts';
import { alone, copied, type KnownResults, stepsMax } from '../faults/known-results.ts';
import { type Known, resultOf as resultOfFunction } from '../faults/repairs.ts';
import { mutantsIn } from '../ir/mutation.ts';
import { keepsNaturals } from '../ir/naturals.ts';
import { type FunctionDefinition, functionsOf, type Program } from '../ir/program.ts';
import { jsonOf, type Value } from '../ir/values.ts';
import { classesOf } from '../synthesis/grading.ts';
import { definitionIn } from './changes.ts';
import { callsOnlyEarlier, type DrawnFault, literalOf, resultOf, sameValue } from './faults.ts';
import { drawArguments } from './inputs.ts';

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

/** Lists that are looked at for each function; of numbers all are. Those are kept that tell wrong functions apart. */
const listsEach = 40;
const callsEachMin = 6;
/** Calls that each slip in any function should be told apart by. */
const killersWanted = 2;

export function hiddenCalls(
  program: Program,
  faulty: Program,
  right: KnownResults,
  before: KnownResults,
  faults: readonly DrawnFault[],
  random: RandomStream,
): HiddenCall[] {
  const calls = functionsOf(program).flatMap(({ name }) => {
    const chosen = new Choice(program, faulty, right, name, random.substream('hidden', name)).calls();
    return chosen.map(({ input, expected }) => {
      const fails = !sameValue(before.of(name, [input]), expected);
      return { function: name, input, expected, fails };
    });
  });
  const behaviours = calls.map(({ function: name, input, expected, fails }) => {
    if (!fails) return `right ${name}`;
    const shown = faults.map(({ results }) => {
      const result = resultOf(results, name, input);
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
  readonly #program: Program;
  readonly #faulty: Program;
  /** What the functions return that this one calls. */
  readonly #called: Known;
  readonly #definition: FunctionDefinition;
  readonly #chosen: Candidate[] = [];
  /** Those not chosen, as far as they have been asked for; what the faulty program makes of them may come to nothing. */
  readonly #left: Candidate[] = [];
  readonly #more: Iterator<Candidate>;

  constructor(program: Program, faulty: Program, right: KnownResults, name: string, random: RandomStream) {
    [this.#program, this.#faulty, this.#called] = [program, faulty, right.besides(name)];
    this.#definition = definitionIn(program, name);
    const inputs = drawArguments(this.#definition, random);
    const isList = this.#definition.parameters[0]!.type.kind === 'list';
    this.#more = (isList ? inputs.take(listsEach) : inputs).flatMap((input) => {
      const expected = resultOf(right, name, input);
      return expected === null ? [] : [{ input, expected }];
    });
  }

  calls(): readonly Candidate[] {
    // The empty list is the edge that every reader must think of.
    if (this.#has(0)) this.#take(0);
    for (const mutant of this.#mutants()) {
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
    const { name } = this.#definition;
    const clean = keepsNaturals({ ...this.#faulty, entry: name }, [literalOf(candidate!.input)], stepsMax);
    if (clean) this.#chosen.push(candidate!);
    return clean;
  }

  #kills({ input, expected }: Candidate, mutant: Program): boolean {
    const result = resultOfFunction(mutant, copied(input), this.#called);
    return result === null || !sameValue(result, expected);
  }

  /** The function alone, with one slip each. */
  #mutants(): Program[] {
    const { name } = this.#definition;
    const module = this.#program.modules.find(({ functions }) => functions.includes(this.#definition))!;
    const order = new Map(functionsOf(this.#program).map((one, at) => [one.name, at]));
    return mutantsIn(this.#program, module, this.#definition)
      .filter((mutant) => callsOnlyEarlier(mutant, order))
      .map((mutant) => alone(definitionIn(mutant.program, name)));
  }
}
