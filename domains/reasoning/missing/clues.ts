import { InstanceRejected } from '../../contract.ts';
import type { RandomStream } from '../../random.ts';
import { type Clue, holds } from '../grid/clues.ts';
import { type Arrangement, arrangementsOf, people } from './situation.ts';

/** Most arrangements that can be asked for. */
export const arrangementsMax = 120;

/** More than this of the arrangements wanted may be missing or left over, where no clue hits their number. */
const tolerance = 0.03;
const candidatesMax = 10;
/** Fewer candidates are tried while so many arrangements are left that trying them takes long. */
const triedMax = 5_000;
const roundsMax = 40;

/** The fewest people without a stated place that leave room for so many arrangements and a clue or two. */
export function unplacedMin(arrangements: number): number {
  let open = 3;
  for (let orders = 6; orders < 2 * arrangements; orders *= open) open++;
  return open;
}

/**
 * Draws who is where, states the places of all but `unplaced` people, and adds clues until about `wanted`
 * arrangements are left, each of which rules some out.
 */
export function drawClues(
  unplaced: number,
  wanted: number,
  random: RandomStream,
): { readonly clues: readonly Clue[]; readonly arrangements: readonly Arrangement[] } {
  const numbers = Array.from({ length: people }, (_, number) => number);
  const truth: readonly number[] = random.shuffle(numbers);
  const open = random.sample(numbers, unplaced);
  const clues: Clue[] = numbers
    .filter((person) => !open.includes(person))
    .map((person) => ({ kind: 'at', items: [person], numbers: [truth[person] as number] }));
  let arrangements = arrangementsOf(clues);
  const least = Math.ceil(wanted * (1 - tolerance));
  const most = Math.min(arrangementsMax, Math.floor(wanted * (1 + tolerance)));
  for (let round = 0; arrangements.length > wanted && round < roundsMax; round++) {
    const candidates = Math.max(1, Math.min(candidatesMax, Math.floor(triedMax / arrangements.length)));
    let chosen: Clue | null = null;
    let chosenLeft = 0;
    for (let candidate = 0; candidate < candidates; candidate++) {
      const clue = drawClue(truth, open, random);
      let left = 0;
      for (const arrangement of arrangements) if (holds(clue, arrangement)) left++;
      if (left === arrangements.length || left < least) continue;
      if (chosen === null || distance(left) < distance(chosenLeft)) [chosen, chosenLeft] = [clue, left];
    }
    if (chosen !== null) {
      const clue: Clue = chosen;
      clues.push(clue);
      arrangements = arrangements.filter((arrangement) => holds(clue, arrangement));
    } else if (arrangements.length <= most) break;
  }
  if (arrangements.length < least || arrangements.length > most)
    throw new InstanceRejected('no clues leave so many arrangements');
  return { clues: random.shuffle(clues), arrangements };

  /** From slightly too many it is hard to come down to the number, from twice as many it is not. */
  function distance(count: number): number {
    if (count <= most) return Math.abs(count - wanted);
    return count < 2 * wanted ? wanted * people : count;
  }
}

/** A clue true of the arrangement, about someone whose place is not stated and up to two others. */
function drawClue(truth: readonly number[], open: readonly number[], random: RandomStream): Clue {
  const at = (person: number) => truth[person] as number;
  const first = random.pick(open);
  const second = another(first);
  const gap = Math.abs(at(first) - at(second));
  const pair = random.chance(0.5) ? [first, second] : [second, first];
  const ordered = at(first) < at(second) ? [first, second] : [second, first];
  switch (random.pick(['notAt', 'atEither', 'leftOf', 'next', 'apart', 'between'] as const)) {
    case 'notAt':
      return { kind: 'notAt', items: [first], numbers: [at(second)] };
    case 'atEither':
      return { kind: 'atEither', items: [first], numbers: pair.map(at) };
    case 'leftOf':
      return { kind: 'leftOf', items: ordered, numbers: [] };
    case 'next':
      return { kind: gap === 1 ? 'neighbour' : 'notNeighbour', items: pair, numbers: [] };
    case 'apart':
      return gap === 1
        ? { kind: 'justLeftOf', items: ordered, numbers: [] }
        : { kind: 'distance', items: pair, numbers: [gap] };
    case 'between': {
      const three = [first, second, another(first, second)].toSorted((left, right) => at(left) - at(right));
      const [left, middle, right] = three as [number, number, number];
      const ends = random.chance(0.5) ? [left, right] : [right, left];
      return { kind: 'between', items: [middle, ...ends], numbers: [] };
    }
  }

  function another(...others: number[]): number {
    for (;;) {
      const person = random.int(0, people - 1);
      if (!others.includes(person)) return person;
    }
  }
}
