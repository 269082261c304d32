/** Steps that make a new list out of a list of whole numbers. */
import { arithmetic, compare, type Expression, int, type Statement, variable } from '../ir/program.ts';
import { localNames as names } from './names.ts';
import { type DrawStep, itemAt, lengthOf, plus, type Site, type Step, when } from './step.ts';

const value = variable(names.value);
const i = variable(names.i);
const emptyList: Expression = { kind: 'list', items: [] };

/** Those of three statements first, which is as short as a loop gets. */
export const shortListSteps: readonly DrawStep[] = [
  ({ odd, ...site }) => {
    const more = site.random.int(2, 9);
    return odd
      ? byIndex(site, 'moved', 1, `add ${more} to every number but the first`, (at, copy) =>
          plus(itemAt(copy, at), more),
        )
      : byValue(site, 'moved', `add ${more} to every number`, plus(value, more));
  },
  ({ odd, ...site }) => {
    const factor = site.random.int(2, 3);
    const whole = site.random.int(20, 40);
    return odd
      ? signed(
          byValue(site, 'scaled', `subtract every number from ${whole}`, arithmetic(int(whole), '-', value)),
        )
      : byValue(site, 'scaled', `multiply every number by ${factor}`, arithmetic(value, '*', int(factor)));
  },
  ({ odd, ...site }) => {
    const most = site.random.int(12, 30);
    const capped: Expression = { kind: 'extreme', operator: 'min', left: value, right: int(most) };
    const text = `replace every number above ${most} by ${most}`;
    return odd
      ? byValue(site, 'capped', `${text}, and then add 1 to every number`, plus(capped, 1))
      : byValue(site, 'capped', text, capped);
  },
  ({ odd, ...site }) => {
    const divisor = site.random.int(11, 29);
    const rest = arithmetic(value, '%', int(divisor));
    const text = `replace every number by its remainder, from 0 to ${divisor - 1}, when divided by ${divisor}`;
    return {
      ...byValue(
        site,
        'remainders',
        odd ? `${text}, and then add 1 to every number` : text,
        odd ? plus(rest, 1) : rest,
      ),
      natural: true,
    };
  },
  ({ odd, ...site }) =>
    odd
      ? byIndex(site, 'numbered', 0, 'add to every number its position, counted from 1', (at, copy) =>
          arithmetic(itemAt(copy, at), '+', plus(at, 1)),
        )
      : byIndex(site, 'numbered', 0, 'add to every number its position, counted from 0', (at, copy) =>
          arithmetic(itemAt(copy, at), '+', at),
        ),
  ({ odd, ...site }) =>
    odd
      ? byIndex(site, 'turned', 0, 'move the first number to the end', (at) =>
          itemAt(site.from, arithmetic(plus(at, 1), '%', lengthOf(site.from))),
        )
      : byIndex(site, 'turned', 0, 'put the numbers in the opposite order', (at) =>
          itemAt(site.from, arithmetic(arithmetic(lengthOf(site.from), '-', int(1)), '-', at)),
        ),
  ({ odd, ...site }) => {
    const text = 'replace the list by the differences of neighbours, from left to right';
    const step = odd
      ? byIndex(site, 'gaps', 0, `${text}, each number minus the one after it`, gapDown(site.from), 1)
      : byIndex(site, 'gaps', 0, `${text}, each number minus the one before it`, gapUp(site.from), 1);
    return signed(step);
  },
];

export const longListSteps: readonly DrawStep[] = [
  ({ odd, ...site }) => {
    const least = site.random.int(4, 14);
    return looped(
      site,
      'kept',
      odd ? `keep only the numbers that are ${least} or more` : `keep only the numbers above ${least}`,
      (add) => [when(compare(value, odd ? '>=' : '>', int(least)), add(value))],
    );
  },
  ({ odd, ...site }) => {
    const start = odd ? site.random.int(1, 9) : 0;
    const total = site.fresh(names.total);
    const text = 'the sum of it and all numbers before it';
    const step = looped(
      site,
      'totals',
      `replace every number by ${odd ? `${start} plus ` : ''}${text}`,
      (add) => [
        { kind: 'assign', name: total, value: arithmetic(variable(total), '+', value) },
        add(variable(total)),
      ],
    );
    return after(site, { kind: 'let', name: total, value: int(start) }, step);
  },
  ({ odd, ...site }) => {
    const divisor = site.random.int(2, 4);
    const [some, other] = site.random.sample([2, 3, 4, 5, 6, 7, 8, 9], 2) as [number, number];
    const text = odd
      ? `that leave a remainder of 1 when divided by ${divisor}`
      : `that are divisible by ${divisor}`;
    return looped(site, 'chosen', `add ${some} to the numbers ${text} and ${other} to all others`, (add) => [
      {
        kind: 'if',
        branches: [
          {
            condition: compare(arithmetic(value, '%', int(divisor)), '==', int(odd ? 1 : 0)),
            body: [add(plus(value, some))],
          },
        ],
        otherwise: [add(plus(value, other))],
      },
    ]);
  },
  ({ odd, ...site }) => {
    const divisor = site.random.int(3, 5);
    const text = odd
      ? `that leave a remainder of 1 when divided by ${divisor}`
      : `that are divisible by ${divisor}`;
    return looped(site, 'passed', `leave out the numbers ${text}`, (add) => [
      when(compare(arithmetic(value, '%', int(divisor)), '==', int(odd ? 1 : 0)), { kind: 'continue' }),
      add(value),
    ]);
  },
  ({ odd, ...site }) => {
    const most = site.random.int(16, 40);
    const stop = when(compare(value, '>', int(most)), { kind: 'break' });
    const text = `end the list ${odd ? 'after' : 'before'} the first number above ${most}`;
    return looped(site, 'opening', `${text}, if there is one`, (add) =>
      odd ? [add(value), stop] : [stop, add(value)],
    );
  },
  ({ odd, ...site }) => {
    const start = odd ? site.random.int(5, 15) : 0;
    const best = site.fresh(names.best);
    return appended(
      site,
      `append the largest number, or ${start} if no number is above ${start}`,
      best,
      start,
      when(compare(value, '>', variable(best)), { kind: 'assign', name: best, value }),
    );
  },
  ({ odd, ...site }) => {
    const least = site.random.int(5, 15);
    const count = site.fresh(names.count);
    return appended(
      site,
      `append ${odd ? 'one more than ' : ''}the count of the numbers above ${least}`,
      count,
      odd ? 1 : 0,
      when(compare(value, '>', int(least)), { kind: 'assign', name: count, value: plus(variable(count), 1) }),
    );
  },
];

/** A statement alone. */
export const sliced: DrawStep = ({ odd, ...site }) => {
  const result = site.fresh('rest');
  const slice: Expression = {
    kind: 'slice',
    of: variable(site.from),
    from: int(1),
    to: odd ? int(-1) : null,
  };
  return {
    statements: [{ kind: 'let', name: result, value: slice }],
    result,
    text: odd ? 'leave out the first and the last number' : 'leave out the first number',
    natural: site.natural,
    naturals: [],
  };
};

/** Each number goes through a function, of whose result it is known whether it can be below 0. */
export function throughEach(
  site: Site,
  text: string,
  natural: boolean,
  one: (value: Expression) => Expression,
): Step {
  return { ...byValue(site, 'spread', text, one(value)), natural };
}

/** The list goes through a function. */
export function throughFunction(
  site: Site,
  text: string,
  natural: boolean,
  one: (list: Expression) => Expression,
): Step {
  const result = site.fresh('shifted');
  const value = one(variable(site.from));
  return { statements: [{ kind: 'let', name: result, value }], result, text, natural, naturals: [] };
}

function copyOf(list: string, from: number): Expression {
  return { kind: 'slice', of: variable(list), from: int(from), to: null };
}

function gapUp(from: string) {
  return (at: Expression, next: string) => arithmetic(itemAt(next, at), '-', itemAt(from, at));
}

function gapDown(from: string) {
  return (at: Expression, next: string) => arithmetic(itemAt(from, at), '-', itemAt(next, at));
}

type Plain = Omit<Site, 'odd'>;

function byValue(site: Plain, name: string, text: string, made: Expression): Step {
  return looped(site, name, text, (add) => [add(made)]);
}

function looped(
  site: Plain,
  name: string,
  text: string,
  body: (add: (made: Expression) => Statement) => readonly Statement[],
): Step {
  const result = site.fresh(name);
  const loop: Statement = {
    kind: 'forEach',
    name: names.value,
    list: variable(site.from),
    body: body((made) => ({ kind: 'append', list: variable(result), value: made })),
  };
  return listStep(site, result, emptyList, text, loop, names.value);
}

/** Changes a copy place by place, from the first place that counts. */
function byIndex(
  site: Plain,
  name: string,
  first: number,
  text: string,
  made: (index: Expression, copy: string) => Expression,
  copied = 0,
): Step {
  const result = site.fresh(name);
  const loop: Statement = {
    kind: 'forRange',
    name: names.i,
    from: int(first),
    to: lengthOf(result),
    body: [{ kind: 'set', place: itemAt(result, i), value: made(i, result) }],
  };
  return listStep(site, result, copyOf(site.from, copied), text, loop, null);
}

function listStep(
  { natural }: Plain,
  result: string,
  start: Expression,
  text: string,
  loop: Statement,
  loopName: string | null,
): Step {
  return {
    statements: [{ kind: 'let', name: result, value: start }, loop],
    result,
    text,
    natural,
    naturals: natural && loopName !== null ? [loopName] : [],
  };
}

/** Something is found out about all numbers, and then put at the end of the list. */
function appended(site: Plain, text: string, name: string, start: number, each: Statement): Step {
  const result = site.fresh('extended');
  return {
    statements: [
      { kind: 'let', name, value: int(start) },
      { kind: 'forEach', name: names.value, list: variable(site.from), body: [each] },
      { kind: 'let', name: result, value: copyOf(site.from, 0) },
      { kind: 'append', list: variable(result), value: variable(name) },
    ],
    result,
    text,
    natural: site.natural,
    naturals: site.natural ? [name, names.value] : [],
  };
}

function after({ natural }: Plain, first: Extract<Statement, { kind: 'let' }>, step: Step): Step {
  return {
    ...step,
    statements: [first, ...step.statements],
    naturals: natural ? [first.name, ...step.naturals] : step.naturals,
  };
}

function signed(step: Step): Step {
  return { ...step, natural: false };
}
