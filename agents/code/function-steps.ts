/** Sentences that say what is done to a list of numbers, each as something to carry out and to write down. */
import { type Reading, readBy } from './sentence-readings.ts';

export interface ListStep {
  run(list: readonly number[]): number[];
  /** What takes the place of `list`, in each language. */
  readonly javascript: string;
  readonly python: string;
}

export interface EndStep {
  run(list: readonly number[]): number | number[];
  readonly javascript: string;
  readonly python: string;
}

export interface Phrase {
  readonly of: (value: number) => number;
  readonly javascript: string;
  readonly python: string;
}

export const condition = '(divisible by|greater than|less than) (-?\\d+)';
export const change =
  '(itself plus \\d+|itself minus \\d+|itself times -?\\d+|-?\\d+ minus itself|its remainder when divided by \\d+)';

const listReadings: readonly Reading<ListStep>[] = [
  {
    pattern: new RegExp(`^Replace every number by ${change}\\.$`),
    make: (text) => mapped(phraseOf(text as string)),
  },
  {
    pattern: new RegExp(
      `^Replace every number that is ${condition} by ${change}, and (?:every other number by ${change}|leave the others as they are)\\.$`,
    ),
    make: (test, amount, met, unmet) => {
      const holds = conditionOf(test as string, Number(amount));
      const yes = phraseOf(met as string);
      const no = unmet === undefined ? itself : phraseOf(unmet);
      return mapped({
        of: (value) => (holds.of(value) ? yes.of(value) : no.of(value)),
        javascript: `${holds.javascript} ? ${yes.javascript} : ${no.javascript}`,
        python: `${yes.python} if ${holds.python} else ${no.python}`,
      });
    },
  },
  {
    pattern: new RegExp(`^Keep only the numbers that are ${condition}\\.$`),
    make: (test, amount) => {
      const holds = conditionOf(test as string, Number(amount));
      return {
        run: (list) => list.filter(holds.of),
        javascript: `list.filter((x) => ${holds.javascript})`,
        python: `[x for x in values if ${holds.python}]`,
      };
    },
  },
  {
    pattern:
      /^Leave out the first (?:number, if there is one|(\d+) numbers, or all if there are no more than that)\.$/,
    make: (count = '1') => ({
      run: (list) => list.slice(Number(count)),
      javascript: `list.slice(${count})`,
      python: `values[${count}:]`,
    }),
  },
  {
    pattern: /^Keep only the first number and from there on every (second|third) one\.$/,
    make: (which) => {
      const step = which === 'second' ? 2 : 3;
      return {
        run: (list) => list.filter((_, index) => index % step === 0),
        javascript: `list.filter((_, i) => i % ${step} === 0)`,
        python: `values[::${step}]`,
      };
    },
  },
  {
    pattern: /^Add to every number its position in the list, where the first position is (\d)\.$/,
    make: (from) => ({
      run: (list) => list.map((value, index) => value + index + Number(from)),
      javascript: `list.map((x, i) => x + i + ${from})`,
      python: `[x + i for i, x in enumerate(values, ${from})]`,
    }),
  },
  {
    pattern: /^Turn the order of the numbers around\.$/,
    make: () => ({
      run: (list) => [...list].reverse(),
      javascript: '[...list].reverse()',
      python: 'values[::-1]',
    }),
  },
  {
    pattern: /^Replace every number by the sum of itself and all numbers before it\.$/,
    make: () => ({
      run: (list) => list.map((_, index) => list.slice(0, index + 1).reduce((sum, value) => sum + value, 0)),
      javascript: 'list.map((_, i) => list.slice(0, i + 1).reduce((a, b) => a + b, 0))',
      python: '[sum(values[:i + 1]) for i in range(len(values))]',
    }),
  },
  {
    pattern: /^Replace the list by the differences of neighbours: /,
    make: () => ({
      run: (list) => list.slice(1).map((value, index) => value - (list[index] as number)),
      javascript: 'list.slice(1).map((x, i) => x - list[i])',
      python: '[values[i + 1] - values[i] for i in range(len(values) - 1)]',
    }),
  },
  {
    pattern: /^Of numbers that occur several times keep only the first occurrence\.$/,
    make: () => ({
      run: (list) => [...new Set(list)],
      javascript: '[...new Set(list)]',
      python: 'list(dict.fromkeys(values))',
    }),
  },
];

const endReadings: readonly Reading<EndStep>[] = [
  {
    pattern: /^Return the list\.$/,
    make: () => ({ run: (list) => [...list], javascript: 'list', python: 'values' }),
  },
  {
    pattern: /^Return the sum of the numbers; of an empty list, 0\.$/,
    make: () => ({
      run: (list) => list.reduce((sum, value) => sum + value, 0),
      javascript: 'list.reduce((a, b) => a + b, 0)',
      python: 'sum(values)',
    }),
  },
  {
    pattern: /^Return the largest number; of an empty list, 0\.$/,
    make: () => ({
      run: (list) => (list.length === 0 ? 0 : Math.max(...list)),
      javascript: 'list.length === 0 ? 0 : Math.max(...list)',
      python: 'max(values, default=0)',
    }),
  },
  {
    pattern: new RegExp(`^Return how many of the numbers are ${condition}\\.$`),
    make: (test, amount) => {
      const holds = conditionOf(test as string, Number(amount));
      return {
        run: (list) => list.filter(holds.of).length,
        javascript: `list.filter((x) => ${holds.javascript}).length`,
        python: `sum(1 for x in values if ${holds.python})`,
      };
    },
  },
];

const itself: Phrase = { of: (value) => value, javascript: 'x', python: 'x' };

/** The sentence as a step, or null. */
export function readStep(sentence: string, tries: () => void): ListStep | null {
  return readBy(listReadings, sentence, tries);
}

export function readEnd(sentence: string, tries: () => void): EndStep | null {
  return readBy(endReadings, sentence, tries);
}

function mapped({ of, javascript, python }: Phrase): ListStep {
  return {
    run: (list) => list.map(of),
    javascript: `list.map((x) => ${javascript})`,
    python: `[${python} for x in values]`,
  };
}

export function phraseOf(text: string): Phrase {
  const amount = Number(/-?\d+/.exec(text)?.[0]);
  if (text.startsWith('itself plus')) return infix((value) => value + amount, `x + ${amount}`);
  if (text.startsWith('itself minus')) return infix((value) => value - amount, `x - ${amount}`);
  if (text.startsWith('itself times'))
    return infix((value) => (value === 0 ? 0 : value * amount), `x * ${amount}`);
  if (text.endsWith('minus itself')) return infix((value) => amount - value, `${amount} - x`);
  return {
    of: (value) => ((value % amount) + amount) % amount,
    javascript: `((x % ${amount}) + ${amount}) % ${amount}`,
    python: `x % ${amount}`,
  };
}

function infix(of: (value: number) => number, text: string): Phrase {
  return { of, javascript: text, python: text };
}

/** A condition on a number, which is written so in the program. */
export function conditionOf(
  test: string,
  amount: number,
  written = 'x',
): { of: (value: number) => boolean; javascript: string; python: string } {
  switch (test) {
    case 'divisible by':
      return {
        of: (value) => value % amount === 0,
        javascript: `${written} % ${amount} === 0`,
        python: `${written} % ${amount} == 0`,
      };
    case 'greater than':
      return {
        of: (value) => value > amount,
        javascript: `${written} > ${amount}`,
        python: `${written} > ${amount}`,
      };
    default:
      return {
        of: (value) => value < amount,
        javascript: `${written} < ${amount}`,
        python: `${written} < ${amount}`,
      };
  }
}
