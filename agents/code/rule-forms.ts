/** The forms that rules about numbers may take, and the search for the one that agrees with some examples. */

/** A number and what a rule makes of it: another number, or whether it belongs to a class. */
export type NumberExample<Result> = readonly [number, Result];

interface Form<Result> {
  /** Whether the rule of this form with this amount makes that of the number. */
  agrees(amount: number, number: number, result: Result): boolean;
  /** The amounts that one example of a kind that tells something leaves open. */
  derived(number: number, result: Result): readonly number[];
  text(amount: number): string;
}

/** How amounts are found: from an example, or by trying all of them from 0 outwards. */
export type AmountsFrom = 'an example' | 'trying';

const changeForms: readonly Form<number>[] = [
  {
    agrees: (amount, number, result) => number + amount === result,
    derived: (number, result) => [result - number],
    text: (amount) => (amount < 0 ? `itself minus ${-amount}` : `itself plus ${amount}`),
  },
  {
    agrees: (amount, number, result) => number * amount === result,
    derived: (number, result) => (result % number === 0 ? [result / number] : []),
    text: (amount) => `itself times ${amount}`,
  },
  {
    agrees: (amount, number, result) => amount - number === result,
    derived: (number, result) => [number + result],
    text: (amount) => `${amount} minus itself`,
  },
  {
    agrees: (amount, number, result) => amount > 0 && ((number % amount) + amount) % amount === result,
    derived: (number, result) => divisorsOf(number - result),
    text: (amount) => `its remainder when divided by ${amount}`,
  },
];

const classForms: readonly Form<boolean>[] = [
  {
    agrees: (amount, number, belongs) => number > amount === belongs,
    derived: (number) => [number],
    text: (amount) => `greater than ${amount}`,
  },
  {
    agrees: (amount, number, belongs) => number < amount === belongs,
    derived: (number) => [number],
    text: (amount) => `less than ${amount}`,
  },
  {
    agrees: (amount, number, belongs) => amount > 0 && (number % amount === 0) === belongs,
    derived: (number) => divisorsOf(number),
    text: (amount) => `divisible by ${amount}`,
  },
];

/** What a changed number is, as a step says it after "by"; null when no form agrees. */
export function changeShown(
  examples: readonly NumberExample<number>[],
  from: AmountsFrom,
  tries: () => void,
): string | null {
  const telling = examples.filter(([number, result]) => number !== 0 && number !== result);
  return agreeing(changeForms, examples, from === 'trying' ? null : telling.slice(0, 1), tries);
}

/** Which numbers belong, as a step says it after "that are"; null when no form agrees. */
export function classShown(
  examples: readonly NumberExample<boolean>[],
  from: AmountsFrom,
  tries: () => void,
): string | null {
  return agreeing(classForms, examples, from === 'trying' ? null : examples, tries);
}

/** The first form and amount that agree with all examples; amounts come from those that tell, or from 0 outwards. */
function agreeing<Result>(
  forms: readonly Form<Result>[],
  examples: readonly NumberExample<Result>[],
  telling: readonly NumberExample<Result>[] | null,
  tries: () => void,
): string | null {
  const found = (form: Form<Result>, amount: number) => {
    tries();
    return examples.every(([number, result]) => form.agrees(amount, number, result));
  };
  if (telling !== null) {
    for (const form of forms)
      for (const [number, result] of telling)
        for (const amount of form.derived(number, result)) if (found(form, amount)) return form.text(amount);
    return null;
  }
  // No larger amount makes of one of these numbers what is shown of it.
  const largest = 2 * Math.max(...examples.flat().map((part) => Math.abs(Number(part))));
  for (let size = 0; size <= largest; size++)
    for (const amount of size === 0 ? [0] : [size, -size])
      for (const form of forms) if (found(form, amount)) return form.text(amount);
  return null;
}

function divisorsOf(number: number): number[] {
  const size = Math.abs(number);
  return Array.from({ length: size }, (_, at) => at + 1).filter((divisor) => size % divisor === 0);
}
