import type { RandomStream } from '../../random.ts';
import { type Clue, type ClueKind, holds, isIndirect, isRelational } from './clues.ts';

/** Shares of all clues that are wanted; both in 0..1 and independent of each other. */
export interface ClueMix {
  readonly relational: number;
  readonly indirect: number;
}

/** Kinds as often as they are drawn: a bare place gives away more than a tie between two items. */
type DrawnKinds = Readonly<
  Record<'direct' | 'relational', Record<'plain' | 'indirect', readonly ClueKind[]>>
>;

const drawnKinds: DrawnKinds = {
  direct: {
    plain: ['same', 'same', 'same', 'at'],
    indirect: ['different', 'different', 'notAt', 'notAt', 'atEither'],
  },
  relational: {
    plain: ['neighbour', 'neighbour', 'leftOf', 'leftOf', 'justLeftOf', 'distance', 'between'],
    indirect: ['notNeighbour', 'notLeftOf', 'exactlyOne', 'exactlyOne'],
  },
};

/** "Somewhere to the left" leaves so much of a long row open that proofs take too long: the exact kinds come more often. */
const longRowMin = 8;
const drawnKindsInLongRows: DrawnKinds = {
  direct: drawnKinds.direct,
  relational: {
    plain: [
      'neighbour',
      'leftOf',
      'justLeftOf',
      'justLeftOf',
      'justLeftOf',
      'distance',
      'distance',
      'between',
    ],
    indirect: ['notNeighbour', 'notNeighbour', 'notLeftOf', 'notLeftOf', 'exactlyOne'],
  },
};

const drawsMax = 60;

/**
 * A random clue that is true of `truth` and of which the kind brings the clues nearer to the mix. With a
 * `rival` placement the clue is false of it, so that it rules the rival out. Null when none was met in
 * `drawsMax` draws.
 */
export function drawClue(
  clues: readonly Clue[],
  mix: ClueMix,
  truth: readonly number[],
  positions: number,
  random: RandomStream,
  rival: readonly number[] | null,
): Clue | null {
  const scope = random.chance(shortfall(clues, isRelational, mix.relational)) ? 'relational' : 'direct';
  const form = random.chance(shortfall(clues, isIndirect, mix.indirect)) ? 'indirect' : 'plain';
  const kinds = (positions < longRowMin ? drawnKinds : drawnKindsInLongRows)[scope][form];
  const moved = rival === null ? null : movedBy(rival, truth);
  for (let draw = 0; draw < drawsMax; draw++) {
    const items = drawItems(truth.length, moved, random);
    const clue = trueClue(random.pick(kinds), items, truth, positions, random);
    if (clue !== null && (rival === null || !holds(clue, rival))) return clue;
  }
  return null;
}

/** The items that the rival has elsewhere. */
function movedBy(rival: readonly number[], truth: readonly number[]): number[] {
  const moved: number[] = [];
  for (let item = 0; item < truth.length; item++) if (truth[item] !== rival[item]) moved.push(item);
  return moved;
}

/** How far the next clue must go the wanted way, as a probability (below 0 and above 1 count as 0 and 1). */
function shortfall(clues: readonly Clue[], counts: (clue: Clue) => boolean, share: number): number {
  let have = 0;
  for (const clue of clues) if (counts(clue)) have++;
  return share * (clues.length + 1) - have;
}

/** Three distinct items, one of them moved by the rival if there is one. */
function drawItems(itemsCount: number, moved: readonly number[] | null, random: RandomStream): number[] {
  const items: number[] = [moved === null ? random.int(0, itemsCount - 1) : random.pick(moved)];
  while (items.length < 3) {
    const item = random.int(0, itemsCount - 1);
    if (!items.includes(item)) items.push(item);
  }
  if (random.chance(0.5)) items.push(items.shift() as number);
  return items;
}

/** The kind's true clue about these items, or null when there is none worth saying. */
function trueClue(
  kind: ClueKind,
  items: readonly number[],
  truth: readonly number[],
  positions: number,
  random: RandomStream,
): Clue | null {
  const [a, b, c] = items as [number, number, number];
  const place = truth[a] as number;
  const category = (item: number) => (item - (item % positions)) / positions;
  switch (kind) {
    case 'at':
      return { kind, items: [a], numbers: [place] };
    case 'notAt':
      return { kind, items: [a], numbers: [otherPlace(place, positions, random)] };
    case 'atEither': {
      const other = otherPlace(place, positions, random);
      return { kind, items: [a], numbers: [Math.min(place, other), Math.max(place, other)] };
    }
    case 'distance': {
      const distance = Math.abs(place - (truth[b] as number));
      return distance < 2 ? null : { kind, items: [a, b], numbers: [distance] };
    }
    case 'same':
    case 'different':
      // Two values of one category are never together, which no clue needs to say.
      return category(a) === category(b) ? null : ifTrue({ kind, items: [a, b], numbers: [] }, truth);
    case 'exactlyOne':
      if (category(a) === category(b) || category(a) === category(c)) return null;
      return ifTrue({ kind, items: [a, b, c], numbers: [] }, truth);
    case 'between':
      return ifTrue({ kind, items: [a, b, c], numbers: [] }, truth);
    default:
      return ifTrue({ kind, items: [a, b], numbers: [] }, truth);
  }
}

function ifTrue(clue: Clue, truth: readonly number[]): Clue | null {
  return holds(clue, truth) ? clue : null;
}

function otherPlace(place: number, positions: number, random: RandomStream): number {
  const other = random.int(0, positions - 2);
  return other < place ? other : other + 1;
}
