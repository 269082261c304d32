import { sectionLines } from '../reading.ts';
import type { Budget, Solver } from '../solver.ts';
import { endsWithQuestion } from './last-question.ts';

interface Condition {
  readonly atom: string;
  readonly negated: boolean;
}

interface Rule {
  readonly id: string;
  readonly head: string;
  readonly body: readonly Condition[];
}

interface Puzzle {
  readonly facts: ReadonlySet<string>;
  readonly rules: readonly Rule[];
  readonly goal: string;
}

const lastSentence = /^Prove the goal with as few rules as possible\./;
const factLine = /^- (\S+ is \S+)\.$/;
const ruleLine = /^(R\d+)\. If (.+), then (\S+ is \S+)\.$/;
const goalLine = /^Goal: (\S+ is \S+)\.$/gm;

/** Proves goals from facts and rules in which what cannot be derived counts as not holding. */
export const ruleChains: Solver = {
  reads: (prompt) => read(prompt) !== null,
  solve(prompt, strategy, budget) {
    const puzzle = read(prompt);
    if (puzzle === null) return [];
    const proof = strategy === 'guided' ? guidedProof(puzzle, budget) : blindProof(puzzle, budget);
    return proof.map((rule) => rule.id);
  },
};

/** The puzzle that the prompt ends with; null when it is of another kind. */
function read(prompt: string): Puzzle | null {
  if (!endsWithQuestion(prompt, lastSentence)) return null;
  const facts = sectionLines(prompt, 'Facts:').flatMap((line) => factLine.exec(line)?.[1] ?? []);
  const rules = sectionLines(prompt, 'Rules:').flatMap((line) => {
    const [, id, body, head] = ruleLine.exec(line) ?? [];
    return id && body && head ? [{ id, head, body: body.split(' and ').map(readCondition) }] : [];
  });
  const goal = [...prompt.matchAll(goalLine)].at(-1)?.[1];
  return goal === undefined || rules.length === 0 ? null : { facts: new Set(facts), rules, goal };
}

function readCondition(text: string): Condition {
  const atom = text.replace(' is not ', ' is ');
  return { atom, negated: atom !== text };
}

class OutOfBudget extends Error {}

function spend(budget: Budget): void {
  if (!budget.spend()) throw new OutOfBudget('no nodes left');
}

/** Runs a search that may run out of nodes; false when it did. */
function completed(search: () => void): boolean {
  try {
    search();
    return true;
  } catch (error) {
    if (error instanceof OutOfBudget) return false;
    throw error;
  }
}

/**
 * Depth-first backward search in the order read, remembering nothing: for each goal every rule is looked at, a
 * node each, until one is proved. The first proof found is the answer; out of budget, the steps that stand.
 */
function blindProof({ facts, rules, goal }: Puzzle, budget: Budget): readonly Rule[] {
  const steps: Rule[] = [];
  const prove = (atom: string): boolean => {
    if (facts.has(atom)) return true;
    for (const rule of rules) {
      spend(budget);
      if (rule.head !== atom) continue;
      const before = steps.length;
      if (rule.body.every((condition) => meets(condition))) {
        steps.push(rule);
        return true;
      }
      steps.length = before;
    }
    return false;
  };
  const meets = ({ atom, negated }: Condition): boolean => {
    if (!negated) return prove(atom);
    const before = steps.length;
    const proved = prove(atom);
    steps.length = before;
    return !proved;
  };
  completed(() => prove(goal));
  return [...new Set(steps)];
}

/** Searches an index of conclusions backward and remembers what it proved, then looks for ever shorter proofs. */
function guidedProof(puzzle: Puzzle, budget: Budget): readonly Rule[] {
  const prover = new GuidedProver(puzzle, budget);
  let best: readonly Rule[] = [];
  const proved = completed(() => {
    prover.index();
    prover.proves(puzzle.goal);
  });
  if (!proved) return prover.proofOf(prover.lastProved);
  best = prover.proofOf(puzzle.goal);
  completed(() => {
    best = prover.shortest(best);
  });
  return best;
}

class GuidedProver {
  readonly #puzzle: Puzzle;
  readonly #budget: Budget;
  readonly #rulesFor = new Map<string, Rule[]>();
  readonly #holds = new Map<string, boolean>();
  readonly #ruleUsed = new Map<string, Rule>();
  lastProved: string | null = null;

  constructor(puzzle: Puzzle, budget: Budget) {
    this.#puzzle = puzzle;
    this.#budget = budget;
    for (const fact of puzzle.facts) this.#holds.set(fact, true);
  }

  /** Sorts the rules by conclusion, a node each, short bodies first. */
  index(): void {
    for (const rule of this.#puzzle.rules) {
      spend(this.#budget);
      this.#rulesFor.set(rule.head, [...(this.#rulesFor.get(rule.head) ?? []), rule]);
    }
    for (const rules of this.#rulesFor.values()) {
      rules.sort((left, right) => left.body.length - right.body.length);
    }
  }

  /** Remembers what it has proved, not what it failed at; a node for each condition looked at. */
  proves(atom: string): boolean {
    const known = this.#holds.get(atom);
    if (known !== undefined) return known;
    const rule = (this.#rulesFor.get(atom) ?? []).find((candidate) => this.#meets(candidate));
    if (rule === undefined) return false;
    this.#holds.set(atom, true);
    this.#ruleUsed.set(atom, rule);
    this.lastProved = atom;
    return true;
  }

  /** The rules that proved the atom, each after those it builds on. */
  proofOf(atom: string | null, chosen: ReadonlyMap<string, Rule> = this.#ruleUsed): Rule[] {
    const steps = new Set<Rule>();
    const visit = (goal: string): void => {
      const rule = chosen.get(goal);
      if (rule === undefined || steps.has(rule)) return;
      for (const condition of rule.body) if (!condition.negated) visit(condition.atom);
      steps.add(rule);
    };
    if (atom !== null) visit(atom);
    return [...steps];
  }

  /** Depth-first branch and bound over the rule chosen for each wanted atom. */
  shortest(first: readonly Rule[]): readonly Rule[] {
    let best = first;
    const chosen = new Map<string, Rule>();
    const close = (open: readonly string[]): void => {
      if (chosen.size + open.length >= best.length) return;
      const [atom, ...rest] = open;
      if (atom === undefined) {
        best = this.proofOf(this.#puzzle.goal, chosen);
        return;
      }
      for (const rule of this.#rulesFor.get(atom) ?? []) {
        if (!this.#meets(rule)) continue;
        chosen.set(atom, rule);
        close([...rest, ...this.#wantedBy(rule, chosen, rest)]);
        chosen.delete(atom);
      }
    };
    close([this.#puzzle.goal]);
    return best;
  }

  #wantedBy(rule: Rule, chosen: ReadonlyMap<string, Rule>, open: readonly string[]): string[] {
    return rule.body.flatMap(({ atom, negated }) =>
      negated || this.#puzzle.facts.has(atom) || chosen.has(atom) || open.includes(atom) ? [] : [atom],
    );
  }

  #meets(rule: Rule): boolean {
    return rule.body.every(({ atom, negated }) => {
      spend(this.#budget);
      return this.proves(atom) !== negated;
    });
  }
}
