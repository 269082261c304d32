import type { Budget, Solver, Strategy, Techniques } from '../solver.ts';
import { type Individual, individualIn, memberOf, overlap } from './individuals.ts';
import { findsByPropagation } from './syllogism-guided.ts';
import { type Cell, type Puzzle, readSyllogisms, type Sentence } from './syllogism-prompt.ts';
import { findsIndividual } from './syllogism-search.ts';
import {
  classWitness,
  contradictoryOf,
  learnedSteps,
  premiseWitness,
  syllogismTechniquesIn,
} from './syllogism-techniques.ts';

type Verdict = 'yes' | 'no' | 'undetermined';

/** Judges statements of quantified syllogisms by looking for individuals that the premises allow. */
export const syllogisms: Solver = {
  reads: (prompt) => readSyllogisms(prompt) !== null,
  techniquesIn: syllogismTechniquesIn,
  solve(prompt, strategy, budget, techniques = new Set()) {
    const puzzle = readSyllogisms(prompt);
    if (puzzle === null) return {};
    const judge = new Judge(puzzle, strategy, budget, techniques);
    return Object.fromEntries(puzzle.statements.map(({ id, sentence }) => [id, judge.verdictOn(sentence)]));
  },
};

/** Something that must exist. */
interface Demand {
  readonly individual: Individual;
  /** The technique of beginning with it. */
  readonly technique: string;
}

class Judge {
  readonly #classes: number;
  readonly #empty: readonly Cell[];
  readonly #demands: readonly Demand[];
  readonly #guided: boolean;
  readonly #budget: Budget;
  readonly #techniques: Techniques;

  constructor(puzzle: Puzzle, strategy: Strategy, budget: Budget, techniques: Techniques) {
    this.#classes = puzzle.classes.size;
    this.#empty = puzzle.premises.filter(({ universal }) => universal).map(({ cell }) => cell);
    this.#demands = demandsOf(puzzle);
    this.#guided = strategy === 'guided';
    this.#budget = budget;
    this.#techniques = techniques;
  }

  /**
   * Asks whether the sentence's cell can have a member and whether it must have one. Who tries the contradictory
   * first asks the second question only when the first leaves it open, and begins with the demands that concern
   * its classes.
   */
  verdictOn(sentence: Sentence): Verdict {
    const { universal, cell } = sentence;
    const technique = contradictoryOf(sentence);
    const focused = this.#guided || this.#techniques.has(technique);
    const claimed = { individual: individualIn(cell), technique };
    const demands = focused ? sortedFor(claimed.individual, this.#demands) : this.#demands;
    const exists = universal ? 'no' : 'yes';
    const empty = universal ? 'yes' : 'no';
    const possible = this.#allMet(focused ? [claimed] : [...demands, claimed], this.#empty);
    if (possible === null) return 'undetermined';
    if (focused && !possible) return empty;
    const avoidable = this.#allMet(demands, [...this.#empty, cell]);
    if (avoidable === false) return exists;
    return possible ? 'undetermined' : empty;
  }

  /** Whether an individual can be found for every demand outside the empty cells; null when the budget ran out. */
  #allMet(demands: readonly Demand[], empty: readonly Cell[]): boolean | null {
    const forbidden = empty.map(individualIn);
    const steps = learnedSteps(empty, this.#techniques);
    for (const { individual: demand, technique } of demands) {
      const start = this.#techniques.has(technique) ? demand : { inside: 0, outside: 0 };
      const found = this.#guided
        ? findsByPropagation(demand, forbidden, this.#budget)
        : findsIndividual({ demand, forbidden, classes: this.#classes, start, steps }, this.#budget);
      if (found !== true) return found;
    }
    return true;
  }
}

function sortedFor(cell: Individual, demands: readonly Demand[]): Demand[] {
  return demands.toSorted((left, right) => overlap(right.individual, cell) - overlap(left.individual, cell));
}

/** What must exist: a member of every class, and what the particular premises say. */
function demandsOf({ classes, premises }: Puzzle): Demand[] {
  const particular = premises.filter(({ universal }) => !universal);
  return [
    ...[...classes.values()].map((number) => ({
      individual: memberOf(number, true),
      technique: classWitness,
    })),
    ...particular.map(({ cell }) => ({ individual: individualIn(cell), technique: premiseWitness })),
  ];
}
