/**
 * The second checker. It draws the level as lines of text, finds out where moves end by going back from the far end of
 * each line, and decides by relaxation, by counting walks and by closing a reachability matrix.
 */
interface Claim {
  readonly side: number;
  /** Numbers of two digits, row and column. */
  readonly start: number;
  readonly goal: number;
  readonly given: readonly number[];
  readonly budget: number;
  readonly properties: readonly { readonly kind: string; readonly value: number; readonly part?: number }[];
  /** How many known designs take each strategy. */
  readonly pool: Readonly<Record<string, number>>;
}

import { isFarFromCommon } from '../recount.ts';

type Placed = readonly [symbol: string, row: number, column: number];

interface Move {
  readonly from: number;
  readonly to: number;
  readonly way: number;
}

const ways = [
  { arrow: '^', row: -1, column: 0 },
  { arrow: '>', row: 0, column: 1 },
  { arrow: 'v', row: 1, column: 0 },
  { arrow: '<', row: 0, column: -1 },
] as const;
const kindSymbols = ['#', 'o', '^>v<'] as const;

/** Whether the parts make a level with all properties by an unusual strategy. */
export function isWhole(claim: Claim, parts: readonly Placed[]): boolean {
  const lines = drawn(claim, parts);
  if (lines === null) return false;
  const facts = new Facts(claim, lines);
  const counts = kindSymbols.map((kind) => parts.filter(([symbol]) => kind.includes(symbol)).length);
  const holds = claim.properties.every(({ kind, value, part }) =>
    kind === 'needed'
      ? facts.length !== null && allNeeded(claim, parts, facts.length)
      : propertyHolds(claim, parts, counts, facts, kind, value, part),
  );
  if (!holds) return false;
  return isFarFromCommon(claim.pool, `${counts.join('-')}:${facts.length}`);
}

function propertyHolds(
  { side, goal }: Claim,
  parts: readonly Placed[],
  counts: readonly number[],
  facts: Facts,
  kind: string,
  value: number,
  part = 0,
): boolean {
  const outer = parts.filter(([, row, column]) => [row, column].some((at) => at === 1 || at === side)).length;
  const { length, walks } = facts;
  const always = (allowed: (move: Move, step: number) => boolean) =>
    length !== null && facts.walksOf(allowed) === walks;
  const resting = facts.restingCells();
  switch (kind) {
    case 'parts':
      return parts.length === value;
    case 'atLeast':
      return (counts[part] as number) >= value;
    case 'atMost':
      return (counts[part] as number) <= value;
    case 'border':
      return outer >= value;
    case 'inner':
      return parts.length - outer >= value;
    case 'apart':
      return !parts.some(([, row, column]) =>
        parts.some(([, r, c]) => (r - row) * (r - row) + (c - column) * (c - column) === 1),
      );
    case 'moves':
      return length !== null && length >= value;
    case 'unique':
      return length !== null && walks === 1;
    case 'first':
      return always(({ way }, step) => step > 0 || way === value);
    case 'last':
      return always(({ way, to }) => to !== goal || way === value);
    case 'unused':
      return always(({ way }) => way !== value);
    case 'pads':
      return length !== null && facts.fewestPads >= value;
    case 'visits':
      return length !== null && facts.walksOf(({ to }) => to !== value) === 0;
    case 'reaches':
      return length !== null && resting.includes(value);
    case 'avoids':
      return length !== null && !resting.includes(value);
    case 'returns':
      return length !== null && facts.comesBack();
    case 'restsLeast':
      return length !== null && resting.length >= value;
    case 'restsMost':
      return length !== null && resting.length <= value;
    case 'traps':
      return length !== null && facts.traps() >= value;
    case 'noTraps':
      return length !== null && facts.traps() === 0;
    default:
      throw new RangeError(`no property of kind ${kind}`);
  }
}

/** The level as lines of characters, `#` all around; null when a part may not be placed so. */
function drawn({ side, start, goal, given, budget }: Claim, parts: readonly Placed[]): string[] | null {
  if (parts.length > budget) return null;
  const lines = Array.from({ length: side + 2 }, (_, row) =>
    row === 0 || row > side ? '#'.repeat(side + 2) : `#${'.'.repeat(side)}#`,
  );
  const put = (symbol: string, row: number, column: number): boolean => {
    const line = lines[row];
    if (line?.[column] !== '.' || row < 1 || row > side || column < 1 || column > side) return false;
    lines[row] = line.slice(0, column) + symbol + line.slice(column + 1);
    return true;
  };
  const fixed = [...given.map((cell) => ['#', cell] as const), ['S', start] as const, ['G', goal] as const];
  for (const [symbol, cell] of fixed) put(symbol, Math.trunc(cell / 10), cell % 10);
  const placed = parts.every(
    ([symbol, row, column]) => '#o^>v<'.split('').includes(symbol) && put(symbol, row, column),
  );
  return placed ? lines : null;
}

function allNeeded(claim: Claim, parts: readonly Placed[], length: number | null): boolean {
  return parts.every((_, index) => {
    const lines = drawn(claim, parts.toSpliced(index, 1)) as string[];
    return new Facts(claim, lines).length !== length;
  });
}

/** A move costs this much, a pad where it ends one more. */
const moveCost = 1_000;

class Facts {
  /** Moves of a shortest solution, null without one; the fewest pads on one; how many there are. */
  readonly length: number | null;
  readonly fewestPads: number;
  readonly #start: number;
  readonly #goal: number;
  readonly #moves: readonly Move[];
  readonly #costs: ReadonlyMap<number, number>;
  #walks: number | null = null;

  constructor({ start, goal }: Claim, lines: readonly string[]) {
    this.#start = start;
    this.#goal = goal;
    this.#moves = movesOn(lines);
    const isPad = (cell: number) => lines[Math.trunc(cell / 10)]?.[cell % 10] === 'o';
    const costs = new Map([[start, 0]]);
    for (let changed = true; changed; ) {
      changed = false;
      for (const { from, to } of this.#moves) {
        const cost = (costs.get(from) ?? Number.POSITIVE_INFINITY) + moveCost + (isPad(to) ? 1 : 0);
        if (cost >= (costs.get(to) ?? Number.POSITIVE_INFINITY)) continue;
        costs.set(to, cost);
        changed = true;
      }
    }
    this.#costs = costs;
    const cost = costs.get(goal);
    this.length = cost === undefined ? null : Math.trunc(cost / moveCost);
    this.fewestPads = (cost ?? 0) % moveCost;
  }

  get walks(): number {
    this.#walks ??= this.walksOf(() => true);
    return this.#walks;
  }

  /** How many lists of as many moves as a shortest solution has lead to the goal, all of them allowed. */
  walksOf(allowed: (move: Move, step: number) => boolean): number {
    let counts = new Map([[this.#start, 1]]);
    for (let step = 0; step < (this.length ?? 0); step++) {
      const next = new Map<number, number>();
      for (const move of this.#moves) {
        const count = counts.get(move.from);
        if (count !== undefined && allowed(move, step)) next.set(move.to, (next.get(move.to) ?? 0) + count);
      }
      counts = next;
    }
    return counts.get(this.#goal) ?? 0;
  }

  restingCells(): number[] {
    return [...this.#costs.keys()];
  }

  comesBack(): boolean {
    return this.#moves.some(({ from, to }) => to === this.#start && this.#costs.has(from));
  }

  /** By Warshall's closure of the matrix that says which resting cells a move joins. */
  traps(): number {
    const resting = this.restingCells();
    const leads = new Map(resting.map((cell) => [cell, new Set([cell])]));
    for (const { from, to } of this.#moves) leads.get(from)?.add(to);
    for (const between of resting) {
      for (const from of leads.values()) {
        if (from.has(between)) for (const to of leads.get(between) as Set<number>) from.add(to);
      }
    }
    return [...leads.values()].filter((reached) => !reached.has(this.#goal)).length;
  }
}

/** All moves of the level; going back from the far end of a line, what a move into a cell comes to is known. */
function movesOn(lines: readonly string[]): Move[] {
  const inside = Array.from({ length: lines.length - 2 }, (_, index) => index + 1);
  const moves: Move[] = [];
  for (const [way, { arrow, row: down, column: right }] of ways.entries()) {
    const along = down + right > 0 ? inside.toReversed() : inside;
    for (const across of inside) {
      /** Where a token ends that moves on from the cell that was looked at last; null when it cannot. */
      let onward: number | null = null;
      let ahead = '#';
      for (const at of along) {
        const [row, column] = right === 0 ? [at, across] : [across, at];
        const next = 10 * (row + down) + column + right;
        let end: number | null = null;
        if (ahead === 'o' || ahead === 'G') end = next;
        else if (ahead === '.' || ahead === 'S' || ahead === arrow) end = onward ?? next;
        ahead = (lines[row] as string).charAt(column);
        onward = end;
        if (end !== null && ahead !== '#' && ahead !== 'G')
          moves.push({ from: 10 * row + column, to: end, way });
      }
    }
  }
  return moves;
}
