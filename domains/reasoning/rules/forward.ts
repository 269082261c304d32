import type { Literal, RuleSystem } from './logic.ts';

/**
 * The atoms that hold, by forward chaining stratum by stratum: an atom's stratum is above those of the atoms that
 * its rules deny, so that what a rule denies is settled before it is used.
 */
export function derivable(system: RuleSystem): Set<number> {
  const strata = strataOf(system);
  const holds = new Set(system.facts);
  const highest = Math.max(...strata);
  for (let stratum = 0; stratum <= highest; stratum++) {
    const rules = system.rules.filter(({ head }) => strata[head] === stratum);
    for (let changed = true; changed; ) {
      changed = false;
      for (const { head, body } of rules) {
        if (holds.has(head) || !body.every((condition) => isMet(system, holds, condition))) continue;
        holds.add(head);
        changed = true;
      }
    }
  }
  return holds;
}

/** Whether a condition is met where these atoms hold. */
export function isMet(
  { denied }: RuleSystem,
  holds: ReadonlySet<number>,
  { atom, negated }: Literal,
): boolean {
  if (!negated) return holds.has(atom);
  return denied === undefined ? !holds.has(atom) : denied.includes(atom);
}

/** How far an answer is a proof: which of its steps are valid, and whether the goal is among their conclusions. */
export function checkSteps(
  system: RuleSystem,
  goal: number,
  steps: readonly (number | null)[],
): { readonly valid: readonly number[]; readonly proves: boolean } {
  const holds = derivable(system);
  const shown = new Set(system.facts);
  const valid: number[] = [];
  for (const step of steps) {
    const rule = step === null ? undefined : system.rules[step];
    if (step === null || rule === undefined) continue;
    const met = rule.body.every((condition) => isMet(system, condition.negated ? holds : shown, condition));
    if (!met) continue;
    shown.add(rule.head);
    valid.push(step);
  }
  return { valid, proves: valid.length === steps.length && shown.has(goal) };
}

/** Least strata by relaxation. Throws on recursion through negation, which no generated system has. */
function strataOf({ atoms, rules }: RuleSystem): number[] {
  const strata = Array.from({ length: atoms }, () => 0);
  for (let changed = true; changed; ) {
    changed = false;
    for (const { head, body } of rules) {
      for (const { atom, negated } of body) {
        const least = (strata[atom] as number) + (negated ? 1 : 0);
        if ((strata[head] as number) >= least) continue;
        if (least > atoms) throw new Error('recursion through negation');
        strata[head] = least;
        changed = true;
      }
    }
  }
  return strata;
}
