import { completed, spend } from '../node-limit.ts';
import type { Budget, Techniques } from '../solver.ts';
import type { Condition, Puzzle, Rule } from './rule-prompt.ts';
import { compareProofs, lookUp, rememberDeadEnds, reuseProofs } from './rule-techniques.ts';

/**
 * Depth-first backward search in the order read. Without techniques it remembers nothing: for each goal every rule
 * is looked at, a node each, until one is proved. The first proof found is the answer; out of budget, the steps
 * that stand. Who compares proofs then looks for the shortest with what is left of the budget.
 */
export function proofBySearch(puzzle: Puzzle, budget: Budget, techniques: Techniques): readonly Rule[] {
  const search = new RuleSearch(puzzle, budget, techniques);
  const proved = completed(() => {
    search.index();
    search.proves(puzzle.goal);
  });
  const first = search.takeSteps();
  if (!proved || !techniques.has(compareProofs)) return first;
  const compared = completed(() => search.proves(puzzle.goal, true));
  const second = search.takeSteps();
  return compared && second.length < first.length ? second : first;
}

class RuleSearch {
  readonly #facts: ReadonlySet<string>;
  readonly #denied: ReadonlySet<string> | null;
  readonly #budget: Budget;
  readonly #techniques: Techniques;
  readonly #indexed = new Map<string, Rule[]>();
  readonly #toIndex: readonly Rule[];
  /** Rules that are looked at one by one. */
  readonly #scanned: readonly Rule[];
  readonly #proofs = new Map<string, readonly Rule[]>();
  readonly #deadEnds = new Set<string>();
  #steps: Rule[] = [];

  constructor({ facts, denied, rules }: Puzzle, budget: Budget, techniques: Techniques) {
    this.#facts = facts;
    this.#denied = denied;
    this.#budget = budget;
    this.#techniques = techniques;
    this.#toIndex = rules.filter((rule) => techniques.has(lookUp(rule, facts)));
    this.#scanned = rules.filter((rule) => !techniques.has(lookUp(rule, facts)));
  }

  /** Sorts the rules of known shapes by their conclusion, a node each. */
  index(): void {
    for (const rule of this.#toIndex) {
      spend(this.#budget);
      this.#indexed.set(rule.head, [...(this.#indexed.get(rule.head) ?? []), rule]);
    }
  }

  /** The steps that stand, each rule once; the next search begins without steps and without known proofs. */
  takeSteps(): readonly Rule[] {
    const steps = [...new Set(this.#steps)];
    this.#steps = [];
    this.#proofs.clear();
    return steps;
  }

  /** Adds the steps of a proof: the first found, or the shortest of all rules for the atom when they are compared. */
  proves(atom: string, compare = false): boolean {
    if (this.#facts.has(atom)) return true;
    const known = this.#proofs.get(atom);
    if (known !== undefined) this.#steps.push(...known);
    if (known !== undefined || this.#deadEnds.has(atom)) return known !== undefined;
    const proof = this.#proofOf(atom, compare);
    if (proof === null) {
      if (this.#techniques.has(rememberDeadEnds)) this.#deadEnds.add(atom);
      return false;
    }
    if (this.#techniques.has(reuseProofs)) this.#proofs.set(atom, proof);
    return true;
  }

  /** Leaves the proof's steps behind those that stand. */
  #proofOf(atom: string, compare: boolean): readonly Rule[] | null {
    const before = this.#steps.length;
    let best: readonly Rule[] | null = null;
    for (const rule of [...(this.#indexed.get(atom) ?? []), ...this.#scanned]) {
      spend(this.#budget);
      if (rule.head !== atom) continue;
      if (rule.body.every((condition) => this.#meets(condition, compare))) {
        const proof = [...new Set([...this.#steps.slice(before), rule])];
        if (best === null || proof.length < best.length) best = proof;
        if (!compare) break;
      }
      this.#steps.length = before;
    }
    this.#steps.length = before;
    if (best !== null) this.#steps.push(...best);
    return best;
  }

  #meets({ atom, negated }: Condition, compare: boolean): boolean {
    if (!negated) return this.proves(atom, compare);
    if (this.#denied !== null) return this.#denied.has(atom);
    const before = this.#steps.length;
    const proved = this.proves(atom, compare);
    this.#steps.length = before;
    return !proved;
  }
}
