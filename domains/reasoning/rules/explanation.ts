import { derivable } from './forward.ts';
import { type Rule, type RuleSystem, ruleId } from './logic.ts';
import { type AtomName, clauseOf } from './wording.ts';

/** The shortest proof, step by step, with the reason why no other rule serves at each step. */
export function explain(system: RuleSystem, proof: readonly number[], names: readonly AtomName[]): string {
  const holds = derivable(system);
  const facts = new Set(system.facts);
  const concludedBy = new Map<number, number>();
  const lines = proof.map((index, step) => {
    const rule = system.rules[index] as Rule;
    const reasons = rule.body.map((condition) => {
      const clause = clauseOf(condition, names);
      if (condition.negated)
        return `${clause} (${clauseOf({ ...condition, negated: false }, names)} cannot be derived)`;
      if (facts.has(condition.atom)) return `${clause} (fact)`;
      return `${clause} (${ruleId(concludedBy.get(condition.atom) as number)})`;
    });
    concludedBy.set(rule.head, index);
    const conclusion = clauseOf({ atom: rule.head, negated: false }, names);
    const others = othersFor(system, index, holds, names);
    return `${step + 1}. ${ruleId(index)}: ${reasons.join(' and ')}, so ${conclusion}.${others}`;
  });
  return [
    'Every condition of a step is a fact, a conclusion of an earlier step, or something that cannot be derived:',
    ...lines,
    `Shortest proof: ${proof.map(ruleId).join(', ')}.`,
  ].join('\n');
}

function othersFor(
  system: RuleSystem,
  chosen: number,
  holds: ReadonlySet<number>,
  names: readonly AtomName[],
): string {
  const head = system.rules[chosen]?.head;
  return system.rules
    .flatMap((rule, index) => {
      if (rule.head !== head || index === chosen) return [];
      const failing = rule.body.find(({ atom, negated }) => holds.has(atom) === negated);
      if (failing === undefined) return [` ${ruleId(index)} would do too, but needs one rule more.`];
      const positive = clauseOf({ ...failing, negated: false }, names);
      const why = failing.negated ? `${positive} holds` : `${positive} cannot be derived`;
      return [` ${ruleId(index)} cannot be used: ${why}.`];
    })
    .join('');
}
