/** Steps that work on one whole number, in the variable `result`. */
import { arithmetic, compare, type Expression, int, type Statement, variable } from '../ir/program.ts';
import { localNames as names } from './names.ts';
import { type DrawStep, plus, type Site, type Step, when } from './step.ts';

const result = variable(names.result);

/** Those of one statement. */
export const shortNumberSteps: readonly DrawStep[] = [
  (site) => {
    const more = site.random.int(2, 9);
    const whole = site.random.int(20, 40);
    return site.odd
      ? {
          ...made(site, `subtract it from ${whole}`, (it) => arithmetic(int(whole), '-', it)),
          natural: false,
        }
      : made(site, `add ${more}`, (it) => plus(it, more));
  },
  (site) => {
    const factor = site.random.int(2, 3);
    return site.odd
      ? made(site, `multiply it by ${factor} and add 1`, (it) => plus(arithmetic(it, '*', int(factor)), 1))
      : made(site, `multiply it by ${factor}`, (it) => arithmetic(it, '*', int(factor)));
  },
  (site) => {
    const divisor = site.random.int(11, 29);
    const text = `take its remainder, from 0 to ${divisor - 1}, when divided by ${divisor}`;
    const rest = (it: Expression) => arithmetic(it, '%', int(divisor));
    const step = site.odd
      ? made(site, `${text}, and add 1`, (it) => plus(rest(it), 1))
      : made(site, text, rest);
    return { ...step, natural: true };
  },
  (site) => {
    const divisor = site.random.int(2, 3);
    return site.odd
      ? made(site, `add 1 and divide by ${divisor}, rounding down`, (it) =>
          arithmetic(plus(it, 1), '//', int(divisor)),
        )
      : made(site, `divide it by ${divisor}, rounding down`, (it) => arithmetic(it, '//', int(divisor)));
  },
  (site) => {
    const bound = site.random.int(6, 20);
    const extreme =
      (operator: 'min' | 'max') =>
      (it: Expression): Expression => ({ kind: 'extreme', operator, left: it, right: int(bound) });
    return site.odd
      ? made(site, `make it at least ${bound} and then subtract 1`, (it) =>
          arithmetic(extreme('max')(it), '-', int(1)),
        )
      : made(site, `make it at most ${bound}`, extreme('min'));
  },
];

/** Those of two or three. */
export const longNumberSteps: readonly DrawStep[] = [
  (site) => {
    const [bound, less] = [site.random.int(8, 20), site.random.int(2, 7)];
    const text = site.odd ? `if it is ${bound} or more` : `if it is above ${bound}`;
    return kept(site, `${text}, subtract ${less}`, [
      when(compare(result, site.odd ? '>=' : '>', int(bound)), assigned(arithmetic(result, '-', int(less)))),
    ]);
  },
  (site) => {
    const divisor = site.random.int(2, 4);
    const [more, factor] = [site.random.int(2, 9), site.random.int(2, 3)];
    const text = site.odd
      ? `if it leaves a remainder of 1 when divided by ${divisor}`
      : `if it is divisible by ${divisor}`;
    return kept(site, `${text}, add ${more}, and otherwise multiply it by ${factor}`, [
      {
        kind: 'if',
        branches: [
          {
            condition: compare(arithmetic(result, '%', int(divisor)), '==', int(site.odd ? 1 : 0)),
            body: [assigned(plus(result, more))],
          },
        ],
        otherwise: [assigned(arithmetic(result, '*', int(factor)))],
      },
    ]);
  },
  (site) => {
    const last = site.random.int(3, 5);
    const first = site.odd ? 2 : 0;
    const to = site.odd ? last + 1 : last;
    const text = site.odd
      ? `add every whole number from 2 to ${last}`
      : `add every whole number from 0 to ${last - 1}`;
    return kept(site, text, [
      {
        kind: 'forRange',
        name: names.i,
        from: int(first),
        to: int(to),
        body: [assigned(arithmetic(result, '+', variable(names.i)))],
      },
    ]);
  },
];

/** The number goes through a function, of whose result it is known whether it can be below 0. */
export function throughFunction(
  site: Site,
  text: string,
  natural: boolean,
  one: (it: Expression) => Expression,
): Step {
  return { ...made(site, text, one), natural };
}

/** The first step of a function makes the variable. */
function made(site: Site, text: string, of: (it: Expression) => Expression): Step {
  const first = site.from !== names.result;
  const value = of(variable(site.from));
  return {
    statements: [first ? { kind: 'let', name: names.result, value } : assigned(value)],
    result: names.result,
    text,
    natural: site.natural,
    naturals: [],
  };
}

/** For a step that is not the first one. */
function kept(site: Site, text: string, statements: readonly Statement[]): Step {
  return { statements, result: names.result, text, natural: site.natural, naturals: [] };
}

function assigned(value: Expression): Statement {
  return { kind: 'assign', name: names.result, value };
}
