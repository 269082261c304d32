import { derivable, isMet } from './forward.ts';
import { type Literal, type Rule, type RuleSystem, ruleId } from './logic.ts';
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
      if (condition.negated && system.denied) return `${clause} (is stated)`;
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
    system.denied
      ? 'Every condition of a step is stated among the facts or is a conclusion of an earlier step:'
      : 'Every condition of a step is a fact, a conclusion of an earlier step, or something that cannot be derived:',
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
      const failing = rule.body.find((condition) => !isMet(system, holds, condition));
      if (failing === undefined) return [` ${ruleId(index)} would do too, but needs one rule more.`];
      return [` ${ruleId(index)} cannot be used: ${whyNot(failing, holds, names)}.`];
    })
    .join('');
}

function whyNot({ atom, negated }: Literal, holds: ReadonlySet<number>, names: readonly AtomName[]): string {
  const positive = clauseOf({ atom, negated: false }, names);
  if (!negated) return `${positive} cannot be derived`;
  return holds.has(atom)
    ? `${positive} holds`
    : `it is not stated that ${clauseOf({ atom, negated }, names)}`;
}
