import type { RandomStream } from '../../random.ts';
import { type Board, cells, floor, gridOf, kinds } from './board.ts';
import type { Level, Property } from './properties.ts';

/** A property that a level has, and the group of which an instance takes only so many. */
export interface Candidate {
  readonly property: Property;
  readonly group: string;
}

/** How many properties of a group one instance asks for at most; 1 of those not named. */
export const groupMax: Readonly<Record<string, number>> = { reaches: 2, avoids: 2, visits: 2 };

/** Properties of the level that is looked at, in random order; the number of moves is not among them. */
export function candidatesOf(level: Level, board: Board, random: RandomStream): Candidate[] {
  const { play, parts, counts } = level;
  const of = (group: string, kind: Property['kind'], value = 0): Candidate => ({
    group,
    property: { kind, value },
  });
  const when = (holds: boolean, candidate: Candidate): Candidate[] => (holds ? [candidate] : []);
  const bits = (mask: number): number[] =>
    [0, 1, 2, 3].filter((direction) => (mask & (1 << direction)) !== 0);
  const counted = Array.from({ length: kinds }, (_, part): Candidate => {
    const atLeast = counts[part]! > 0 && random.chance(0.5);
    return {
      group: `count ${part}`,
      property: { kind: atLeast ? 'atLeast' : 'atMost', value: counts[part]!, part },
    };
  });
  const traps = play.deadEnds();
  const inner = parts.length - level.borderParts;
  const [only] = bits(play.firstMoves);
  const [finish] = bits(play.lastMoves);
  const all = [
    ...counted,
    ...cellCandidates(level, board, random),
    of('parts', 'parts', parts.length),
    ...when(level.borderParts > 0, of('edge', 'border', level.borderParts)),
    ...when(inner > 0, of('edge', 'inner', inner)),
    of('apart', 'apart'),
    of('unique', 'unique'),
    of('first', 'first', only),
    of('last', 'last', finish),
    ...bits(15 & ~play.usedMoves).map((direction) => of('unused', 'unused', direction)),
    ...when(play.pads > 0, of('pads', 'pads', play.pads)),
    of('returns', 'returns'),
    of('rests', 'restsLeast', play.rests),
    of('rests', 'restsMost', play.rests),
    traps > 0 ? of('traps', 'traps', traps) : of('traps', 'noTraps'),
    of('needed', 'needed'),
  ];
  return random.shuffle(all.filter(({ property }) => level.has(property)));
}

/** Cells where the token comes to rest always, possibly and never. */
function cellCandidates({ play }: Level, board: Board, random: RandomStream): Candidate[] {
  const grid = gridOf(board);
  const free = cells.filter((cell) => grid[cell] === floor && cell !== board.start && cell !== board.goal);
  const some = (kind: 'visits' | 'reaches' | 'avoids', holds: (cell: number) => boolean): Candidate[] => {
    const fitting = free.filter(holds);
    const drawn = random.sample(fitting, Math.min(fitting.length, 2));
    return drawn.map((value) => ({ group: kind, property: { kind, value } }));
  };
  return [
    ...some('visits', (cell) => play.alwaysVisits(cell)),
    ...some('reaches', (cell) => play.reaches(cell) && !play.alwaysVisits(cell)),
    ...some('avoids', (cell) => !play.reaches(cell)),
  ];
}
