/** Whether a rule that is shown can be known, by trying every amount that the examples leave open. */
import type { WordExamples } from './examples.ts';
import type { Rule } from './rule-wording.ts';
import type { RuleContent } from './rules.ts';

type Form<Result> = (amount: number) => (number: number) => Result;

const changeForms: Readonly<Record<string, Form<number>>> = {
  add: (amount) => (number) => number + amount,
  times: (amount) => (number) => number * amount + 0,
  from: (amount) => (number) => amount - number,
  remainder: (amount) => (number) => number - amount * Math.floor(number / amount),
};
const classForms: Readonly<Record<string, Form<boolean>>> = {
  above: (amount) => (number) => number > amount,
  below: (amount) => (number) => number < amount,
  divisible: (amount) => (number) => number / amount === Math.floor(number / amount),
};
const divides = new Set(['remainder', 'divisible']);
/** Numbers that two amounts of one form would not treat alike. */
const probes = Array.from({ length: 241 }, (_, at) => at - 120);

/** True for a rule that is said. */
export function isKnown({ content, examples }: Rule): boolean {
  if (examples === null) return true;
  switch (examples.kind) {
    case 'change': {
      if (content.kind !== 'change') return false;
      const { by, amount } = content.change;
      return settles(examples.examples, changeForms, changeForms[by]!(amount));
    }
    case 'class': {
      if (content.kind !== 'class') return false;
      const { test, amount } = content.condition;
      return settles(examples.examples, classForms, classForms[test]!(amount));
    }
    default:
      return showsAll(content, examples);
  }
}

/** The amounts tried go beyond any that could agree with the examples but for larger divisors that do as the largest. */
function settles<Result>(
  examples: readonly (readonly [number, Result])[],
  forms: Readonly<Record<string, Form<Result>>>,
  meant: (number: number) => Result,
): boolean {
  const bound = 1 + 2 * Math.max(...examples.flat().map((part) => Math.abs(Number(part))));
  const agrees = (rule: (number: number) => Result) =>
    examples.every(([number, shown]) => rule(number) === shown);
  if (!agrees(meant)) return false;
  for (const [name, form] of Object.entries(forms))
    for (let amount = divides.has(name) ? 1 : -bound; amount <= bound; amount++) {
      const rule = form(amount);
      if (agrees(rule) && probes.some((probe) => rule(probe) !== meant(probe))) return false;
    }
  return true;
}

/** Whether every word that the rule speaks of is among those shown, each with what the rule makes of it. */
function showsAll(content: RuleContent, examples: WordExamples): boolean {
  const made = new Map(examples.before.map((word, at) => [word, examples.after[at]]));
  if (content.kind === 'notation')
    return [...made].every(
      ([word, after]) => after === word || (word === content.from && after === content.to),
    );
  if (content.kind !== 'table') return false;
  const known = content.table.every(([word, number]) => made.get(word) === number);
  const others = [...made.keys()].filter((word) => !content.table.some(([one]) => one === word));
  return known && others.every((word) => made.get(word) === content.otherwise);
}
