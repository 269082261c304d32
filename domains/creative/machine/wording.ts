import type { Invention, Key } from './invention.ts';
import type { Kind } from './operations.ts';
import { type Pile, room } from './piles.ts';

/** What a key takes off and puts back, bottom first; `n` stands for the number that is built in, `m` for the highest. */
const effects: Readonly<Record<Kind, readonly [takes: string, puts: string]>> = {
  push: ['', 'n'],
  dup: ['a', 'a, a'],
  over: ['a, b', 'a, b, a'],
  tuck: ['a, b', 'b, a, b'],
  swap: ['a, b', 'b, a'],
  rot: ['a, b, c', 'b, c, a'],
  unrot: ['a, b, c', 'c, a, b'],
  sort: ['a, b', 'the smaller of a and b, the larger of a and b'],
  lift: ['a, b', 'a + b, b'],
  spread: ['a, b', 'a, b − a'],
  plus: ['a', 'a + n'],
  times: ['a', 'n × a'],
  rest: ['a', 'the remainder of a ÷ n'],
  neg: ['a', '0 − a'],
  flip: ['a', 'm − a'],
  half: ['a', 'a ÷ 2 rounded down'],
  drop: ['a', ''],
  nip: ['a, b', 'b'],
  add: ['a, b', 'a + b'],
  sub: ['a, b', 'a − b'],
  mul: ['a, b', 'a × b'],
  max: ['a, b', 'the larger of a and b'],
  min: ['a, b', 'the smaller of a and b'],
  gap: ['a, b', 'the larger of a and b minus the smaller'],
};

export function pileText(pile: Pile): string {
  return `[${pile.join(', ')}]`;
}

/** `{dup, add}`: the keys of a strategy in the order of the prompt. */
export function strategyText({ keys }: Pick<Invention, 'keys'>, program: readonly number[]): string {
  const used = keys.filter((_, index) => program.includes(index)).map(({ name }) => name);
  return `{${used.join(', ')}}`;
}

export function programText({ keys }: Pick<Invention, 'keys'>, program: readonly number[]): string {
  return program.map((key) => keys[key]!.name).join(' ');
}

/** The machine, its keys, what a program is, and the targets. */
export function machineText({ keys, modulus, pairs }: Invention): string {
  const top = modulus - 1;
  const lines = (broken: boolean) =>
    keys.filter((key) => key.broken === broken).map((key) => `- ${key.name}: ${effectText(key, modulus)}`);
  return [
    `A machine holds a pile of at most ${room} numbers, each from 0 to ${top}. A pile is written from the bottom to the top: in [3, 1, 4], the number 4 is on top. The machine has keys, and pressing a key changes the pile. In the list of keys, the pile before stands left of the arrow and the pile after it on the right; … stands for the numbers further down, if any, which stay as they are, and a, b and c stand for whatever numbers are in their places. Numbers go round: after ${top} comes 0 again, and before 0 comes ${top}. So ${modulus} is subtracted from a result above ${top}, or added to one below 0, until it is from 0 to ${top}.`,
    '',
    `A key cannot be pressed when the pile has too few numbers for what stands left of its arrow, or when the pile would have more than ${room} numbers afterwards.`,
    '',
    'Keys that work:',
    ...lines(false),
    '',
    ...(keys.some(({ broken }) => broken) ? ['Keys that are broken:', ...lines(true), ''] : []),
    'A program is a list of keys, pressed one after another in this order; a key may occur in it more than once. One and the same program must turn each of these start piles into its target:',
    ...pairs.map(({ start, target }, index) => `${index + 1}. ${pileText(start)} → ${pileText(target)}`),
  ].join('\n');
}

/** When a program is valid, and what its strategy is. */
export function validityText({ lengthMax, keys }: Invention): string {
  const counted = `at most ${lengthMax} keys, each counted as often as it occurs`;
  return [
    'A program is valid when all of this is true:',
    `- It has ${counted}${keys.some(({ broken }) => broken) ? ', and none that is broken' : ''}.`,
    '- Each of its keys can be pressed when its turn comes.',
    '- It turns every start pile into exactly its target.',
    '- No part of it is idle: with any one key left out, or any several keys that follow one another, it would no longer turn every start pile into its target.',
    '',
    'The strategy of a program is the set of the different keys that occur in it. In which order and how often they occur makes no difference, so two programs have the same strategy exactly when the same keys occur in both.',
  ].join('\n');
}

/** What makes a strategy common. */
export function commonnessText({ lengthMax }: Invention): string {
  return `How common a strategy is, is told by chance: somebody picks a length from 1 to ${lengthMax}, all equally likely, and then each key of a program of this length from the keys that work, all equally likely. The more likely a valid program of a strategy comes up in this way, the more common is the strategy. So strategies with short programs, or with many programs, are common.`;
}

function effectText({ kind, builtIn }: Key, modulus: number): string {
  const [takes, puts] = effects[kind].map((side) => {
    const filled = side.replace(/\bn\b/g, `${builtIn}`).replace(/\bm\b/g, `${modulus - 1}`);
    return filled === '' ? '[…]' : `[…, ${filled}]`;
  });
  return `${takes} → ${puts}`;
}
