import type { Rule, RuleSystem } from './logic.ts';

/**
 * Proves backward from the goal: an atom holds when it is a fact or one of its rules has every condition met. A
 * condition with "not" is met when the proof of its atom fails, in an open world when its atom is among those that
 * facts deny. Each atom is settled once.
 */
export class BackwardProver {
  readonly #rulesOf = new Map<number, Rule[]>();
  readonly #settled = new Map<number, boolean>();
  /** Null in a closed world. */
  readonly #denied: ReadonlySet<number> | null;

  constructor({ facts, denied, rules }: RuleSystem) {
    this.#denied = denied ? new Set(denied) : null;
    for (const fact of facts) this.#settled.set(fact, true);
    for (const rule of rules) {
      const siblings = this.#rulesOf.get(rule.head);
      if (siblings) siblings.push(rule);
      else this.#rulesOf.set(rule.head, [rule]);
    }
  }

  proves(atom: number): boolean {
    const known = this.#settled.get(atom);
    if (known !== undefined) return known;
    const result = (this.#rulesOf.get(atom) ?? []).some((rule) => this.#meets(rule));
    this.#settled.set(atom, result);
    return result;
  }

  /** True when the rules, used in this order, conclude the goal at the last one and each is met when used. */
  accepts(goal: number, proof: readonly Rule[]): boolean {
    const known = new Set<number>();
    for (const rule of proof) {
      const met = rule.body.every(({ atom, negated }) =>
        negated ? this.#refutes(atom) : known.has(atom) || this.#isFact(atom),
      );
      if (!met) return false;
      known.add(rule.head);
    }
    return known.has(goal);
  }

  /** True when some proof of the goal uses fewer rules than the bound: depth-first over one rule an open atom. */
  hasProofBelow(goal: number, bound: number): boolean {
    return this.#closes([goal], new Set([goal]), bound - 1);
  }

  /** `wanted` holds every atom that needs a rule so far, `open` those whose rule is not yet chosen. */
  #closes(open: readonly number[], wanted: ReadonlySet<number>, rulesMax: number): boolean {
    if (wanted.size > rulesMax) return false;
    const [atom, ...rest] = open;
    if (atom === undefined) return true;
    return (this.#rulesOf.get(atom) ?? []).some((rule) => {
      if (!this.#meets(rule)) return false;
      const fresh = rule.body.flatMap((condition) =>
        condition.negated || wanted.has(condition.atom) || this.#isFact(condition.atom)
          ? []
          : [condition.atom],
      );
      return this.#closes([...rest, ...fresh], new Set([...wanted, ...fresh]), rulesMax);
    });
  }

  #meets(rule: Rule): boolean {
    return rule.body.every(({ atom, negated }) => (negated ? this.#refutes(atom) : this.proves(atom)));
  }

  #refutes(atom: number): boolean {
    return this.#denied?.has(atom) ?? !this.proves(atom);
  }

  /** Facts are settled at the start and have no rules. */
  #isFact(atom: number): boolean {
    return this.#settled.get(atom) === true && !this.#rulesOf.has(atom);
  }
}
