/** Sentences that say when an exception applies and what it does, each as something to carry out and to write down. */
import { conditionOf } from './function-steps.ts';
import { type Reading, readBy } from './sentence-readings.ts';

/** What is asked of a list. */
export interface Question {
  holds(list: readonly number[]): boolean;
  /** In terms of `list` in JavaScript, `values` in Python. */
  readonly javascript: string;
  readonly python: string;
}

/** What an exception makes of a list. `steps` goes through the steps, but for one if that is named. */
export interface Consequence {
  run(list: readonly number[], steps: (list: readonly number[], without?: number) => unknown): unknown;
  /** In the same terms, and of `steps`. */
  readonly javascript: string;
  readonly python: string;
}

const condition = '(divisible by|greater than|less than) (-?\\d+)';
const relations: Readonly<Record<string, readonly [string, (left: number, right: number) => boolean]>> = {
  'less than': ['<', (left, right) => left < right],
  'not greater than': ['<=', (left, right) => left <= right],
  'equal to': ['==', (left, right) => left === right],
  'not less than': ['>=', (left, right) => left >= right],
  'greater than': ['>', (left, right) => left > right],
};

const questionReadings: readonly Reading<Question>[] = [
  {
    pattern: /^the list is empty$/,
    make: () => ofSize(1, 'less than'),
  },
  {
    pattern: /^the list has (more|fewer) than (\d+) numbers?$/,
    make: (than, size) => ofSize(Number(size), than === 'more' ? 'greater than' : 'less than'),
  },
  {
    pattern: new RegExp(`^the (first|last) number is ${condition}$`),
    make: (which, test, amount) => {
      const at = which === 'first' ? 0 : -1;
      const one = about(
        test as string,
        Number(amount),
        (list) => list.at(at)!,
        `list.at(${at})`,
        `values[${at}]`,
      );
      return {
        holds: (list) => list.length > 0 && one.holds(list),
        javascript: `list.length > 0 && ${one.javascript}`,
        python: `len(values) > 0 and ${one.python}`,
      };
    },
  },
  {
    pattern:
      /^the first number is (less than|not greater than|equal to|not less than|greater than) the last$/,
    make: (relation) => {
      const [sign, related] = relations[relation as string]!;
      return {
        holds: (list) => list.length > 0 && related(list[0] as number, list.at(-1) as number),
        javascript: `list.length > 0 && list[0] ${sign === '==' ? '===' : sign} list.at(-1)`,
        python: `len(values) > 0 and values[0] ${sign} values[-1]`,
      };
    },
  },
  {
    pattern: new RegExp(`^the sum of the numbers is ${condition}$`),
    make: (test, amount) =>
      about(test as string, Number(amount), sumOf, 'list.reduce((a, b) => a + b, 0)', 'sum(values)'),
  },
  {
    pattern: new RegExp(`^(some|no) number is ${condition}$`),
    make: (which, test, amount) => {
      const value = conditionOf(test as string, Number(amount));
      const some = which === 'some';
      return {
        holds: (list) => list.some(value.of) === some,
        javascript: `${some ? '' : '!'}list.some((x) => ${value.javascript})`,
        python: `${some ? '' : 'not '}any(${value.python} for x in values)`,
      };
    },
  },
  {
    pattern: /^the list contains the number (-?\d+)$/,
    make: (amount) => ({
      holds: (list) => list.includes(Number(amount)),
      javascript: `list.includes(${amount})`,
      python: `${amount} in values`,
    }),
  },
  {
    pattern: /^(some|no) number occurs more than once$/,
    make: (which) => {
      const repeats = which === 'some';
      return {
        holds: (list) => new Set(list).size < list.length === repeats,
        javascript: `new Set(list).size ${repeats ? '<' : '==='} list.length`,
        python: `len(set(values)) ${repeats ? '<' : '=='} len(values)`,
      };
    },
  },
];

const consequenceReadings: readonly Reading<Consequence>[] = [
  {
    pattern: /^return (-?\d+)$/,
    make: (amount) => ({ run: () => Number(amount), javascript: amount as string, python: amount as string }),
  },
  {
    pattern: /^return the (?:empty list|list (\[-?\d+\]))$/,
    make: (items = '[]') => ({ run: () => JSON.parse(items) as unknown, javascript: items, python: items }),
  },
  {
    pattern: /^return how many numbers the list has$/,
    make: () => ({ run: (list) => list.length, javascript: 'list.length', python: 'len(values)' }),
  },
  {
    pattern: /^return the sum of the numbers as they are given$/,
    make: () => ({
      run: sumOf,
      javascript: 'list.reduce((a, b) => a + b, 0)',
      python: 'sum(values)',
    }),
  },
  {
    pattern: /^return the list as it is given$/,
    make: () => ({ run: (list) => list, javascript: 'list', python: 'values' }),
  },
  {
    pattern: /^return what the steps come to, (plus|minus) (\d+)$/,
    make: (sign, amount) => {
      const operator = sign === 'plus' ? '+' : '-';
      const more = Number(`${operator}${amount}`);
      return {
        run: (list, steps) => Number(steps(list)) + more,
        javascript: `steps(list) ${operator} ${amount}`,
        python: `steps(values) ${operator} ${amount}`,
      };
    },
  },
  {
    pattern: /^return what the steps come to, with (\d+) added at the end$/,
    make: (amount) => ({
      run: (list, steps) => [...(steps(list) as number[]), Number(amount)],
      javascript: `[...steps(list), ${amount}]`,
      python: `steps(values) + [${amount}]`,
    }),
  },
  {
    pattern: /^go through the steps without step (\d+)$/,
    make: (step) => ({
      run: (list, steps) => steps(list, Number(step)),
      javascript: `steps(list, ${step})`,
      python: `steps(values, ${step})`,
    }),
  },
  {
    pattern: /^leave out the first number, if there is one, and go through the steps with the others$/,
    make: () => ({
      run: (list, steps) => steps(list.slice(1)),
      javascript: 'steps(list.slice(1))',
      python: 'steps(values[1:])',
    }),
  },
];

/** The questions of a condition, all or one of which must hold; null where one of them cannot be read. */
export function readCondition(text: string, tries: () => void): Question | null {
  const any = text.includes(' or ');
  const parts = text.split(any ? ' or ' : /, | and /).map((part) => readBy(questionReadings, part, tries));
  const read = parts.filter((part) => part !== null);
  if (read.length < parts.length) return null;
  return {
    holds: (list) => (any ? read.some((part) => part.holds(list)) : read.every((part) => part.holds(list))),
    javascript: read.map(({ javascript }) => `(${javascript})`).join(any ? ' || ' : ' && '),
    python: read.map(({ python }) => `(${python})`).join(any ? ' or ' : ' and '),
  };
}

export function readConsequence(text: string, tries: () => void): Consequence | null {
  return readBy(consequenceReadings, text, tries);
}

function ofSize(size: number, test: string): Question {
  return about(test, size, (list) => list.length, 'list.length', 'len(values)');
}

/** A condition on a number that is taken from the list. */
function about(
  test: string,
  amount: number,
  of: (list: readonly number[]) => number,
  javascript: string,
  python: string,
): Question {
  const meets = conditionOf(test, amount);
  return {
    holds: (list) => meets.of(of(list)),
    javascript: conditionOf(test, amount, javascript).javascript,
    python: conditionOf(test, amount, python).python,
  };
}

function sumOf(list: readonly number[]): number {
  return list.reduce((sum, value) => sum + value, 0);
}
