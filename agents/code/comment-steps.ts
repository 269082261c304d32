/** What the steps of a comment, one after the other, make of a whole number or a list of them. */
export type Item = number | readonly number[];
/** What the function with this name returns. */
export type Called = (name: string, item: Item) => Item;

type NumberStep = (value: number, parts: readonly string[], called: Called) => number;
type ListStep = (list: readonly number[], parts: readonly string[], called: Called) => readonly number[];

const purpose = /^Return the (list|number) after (?:this step|these steps): (.*)\.$/;

/** The value after all steps; null when the comment is of another kind. */
export function afterSteps(comment: string, given: Item, called: Called): Item | null {
  const [, kind, text] = purpose.exec(comment) ?? [];
  if (text === undefined || (kind === 'list') !== Array.isArray(given)) return null;
  let item: Item | null = given;
  for (const step of text.split('; ')) {
    item =
      typeof item === 'number'
        ? taken(numberSteps, step, item, called)
        : taken(listSteps, step, item, called);
    if (item === null) return null;
  }
  return item;
}

function taken<T>(
  steps: readonly (readonly [RegExp, (item: T, parts: readonly string[], called: Called) => T])[],
  text: string,
  item: T,
  called: Called,
): T | null {
  for (const [pattern, step] of steps) {
    const match = pattern.exec(text);
    if (match !== null) return step(item, match.slice(1), called);
  }
  return null;
}

function remainder(value: number, divisor: number): number {
  return ((value % divisor) + divisor) % divisor;
}

function passes(test: string, value: number): boolean {
  const bound = Number(/\d+/.exec(test)![0]);
  if (test.endsWith('or more')) return value >= bound;
  if (test.startsWith('above')) return value > bound;
  const divisor = Number(/\d+$/.exec(test)![0]);
  return remainder(value, divisor) === (test.includes('remainder of 1') ? 1 : 0);
}

const numberSteps: readonly (readonly [RegExp, NumberStep])[] = [
  [
    /^if it (.*), add (\d+), and otherwise multiply it by (\d+)$/,
    (it, [test, more, by]) => (passes(test!, it) ? it + Number(more) : it * Number(by)),
  ],
  [
    /^add every whole number from (\d+) to (\d+)$/,
    (it, [from, to]) => {
      let sum = it;
      for (let more = Number(from); more <= Number(to); more++) sum += more;
      return sum;
    },
  ],
  [/^replace it by what (\w+) returns for it$/, (it, [name], called) => called(name!, it) as number],
  [/^subtract it from (\d+)$/, (it, [whole]) => Number(whole) - it],
  [/^add (\d+)$/, (it, [more]) => it + Number(more)],
  [/^multiply it by (\d+)( and add 1)?$/, (it, [by, one]) => it * Number(by) + (one ? 1 : 0)],
  [
    /^take its remainder, .*, when divided by (\d+)(, and add 1)?$/,
    (it, [by, one]) => remainder(it, Number(by)) + (one ? 1 : 0),
  ],
  [
    /^(add 1 and )?divide (?:it )?by (\d+), rounding down$/,
    (it, [one, by]) => Math.floor((it + (one ? 1 : 0)) / Number(by)),
  ],
  [/^make it at least (\d+) and then subtract 1$/, (it, [least]) => Math.max(it, Number(least)) - 1],
  [/^make it at most (\d+)$/, (it, [most]) => Math.min(it, Number(most))],
  [/^if it is (.*), subtract (\d+)$/, (it, [test, less]) => (passes(test!, it) ? it - Number(less) : it)],
];

const listSteps: readonly (readonly [RegExp, ListStep])[] = [
  [
    /^replace every number by what (\w+) returns for it$/,
    (list, [name], called) => list.map((value) => called(name!, value) as number),
  ],
  [
    /^replace the list by what (\w+) returns for it$/,
    (list, [name], called) => called(name!, list) as readonly number[],
  ],
  [
    /^add (\d+) to every number but the first$/,
    (list, [more]) => list.map((value, at) => (at === 0 ? value : value + Number(more))),
  ],
  [/^add (\d+) to every number$/, (list, [more]) => list.map((value) => value + Number(more))],
  [/^subtract every number from (\d+)$/, (list, [whole]) => list.map((value) => Number(whole) - value)],
  [/^multiply every number by (\d+)$/, (list, [by]) => list.map((value) => value * Number(by))],
  [
    /^replace every number above (\d+) by \d+(, and then add 1 to every number)?$/,
    (list, [most, one]) => list.map((value) => Math.min(value, Number(most)) + (one ? 1 : 0)),
  ],
  [
    /^replace every number by its remainder, .*, when divided by (\d+)(, and then add 1 to every number)?$/,
    (list, [by, one]) => list.map((value) => remainder(value, Number(by)) + (one ? 1 : 0)),
  ],
  [
    /^add to every number its position, counted from (\d)$/,
    (list, [from]) => list.map((value, at) => value + at + Number(from)),
  ],
  [/^move the first number to the end$/, (list) => [...list.slice(1), ...list.slice(0, 1)]],
  [/^put the numbers in the opposite order$/, (list) => list.toReversed()],
  [
    /^replace the list by the differences of neighbours, .*, each number minus the one (after|before) it$/,
    (list, [which]) =>
      list.slice(1).map((value, at) => (which === 'before' ? value - list[at]! : list[at]! - value)),
  ],
  [
    /^keep only the numbers (?:that are )?(.*)$/,
    (list, [test]) => list.filter((value) => passes(test!, value)),
  ],
  [
    /^replace every number by (?:(\d+) plus )?the sum of it and all numbers before it$/,
    (list, [start = '0']) => {
      let sum = Number(start);
      return list.map((value) => (sum += value));
    },
  ],
  [
    /^add (\d+) to the numbers that (.*) and (\d+) to all others$/,
    (list, [some, test, other]) => list.map((value) => value + Number(passes(test!, value) ? some : other)),
  ],
  [/^leave out the numbers that (.*)$/, (list, [test]) => list.filter((value) => !passes(test!, value))],
  [
    /^end the list (after|before) the first number above (\d+), if there is one$/,
    (list, [where, most]) => {
      const first = list.findIndex((value) => value > Number(most));
      return first < 0 ? list : list.slice(0, where === 'after' ? first + 1 : first);
    },
  ],
  [
    /^append the largest number, or (\d+) if no number is above \d+$/,
    (list, [least]) => [...list, Math.max(Number(least), ...list)],
  ],
  [
    /^append (one more than )?the count of the numbers above (\d+)$/,
    (list, [one, least]) => [...list, list.filter((value) => value > Number(least)).length + (one ? 1 : 0)],
  ],
  [/^leave out the first number$/, (list) => list.slice(1)],
  [/^leave out the first and the last number$/, (list) => list.slice(1, -1)],
];
