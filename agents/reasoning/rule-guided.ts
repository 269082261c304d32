import { completed, spend } from '../node-limit.ts';
import type { Budget } from '../solver.ts';
import type { Puzzle, Rule } from './rule-prompt.ts';

/** Searches an index of conclusions backward and remembers what it proved, then looks for ever shorter proofs. */
export function guidedProof(puzzle: Puzzle, budget: Budget): readonly Rule[] {
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
      return negated ? this.#refutes(atom) : this.proves(atom);
    });
  }

  #refutes(atom: string): boolean {
    return this.#puzzle.denied?.has(atom) ?? !this.proves(atom);
  }
}
