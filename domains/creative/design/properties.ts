import { type Board, floor, isBorder, kindOf, kinds, type Part, steps } from './board.ts';
import { Play, shortestLength } from './play.ts';

/** Properties of the parts alone, which need no search, first. */
export const propertyKinds = [
  'parts',
  'atLeast',
  'atMost',
  'border',
  'inner',
  'apart',
  'moves',
  'unique',
  'first',
  'last',
  'unused',
  'pads',
  'visits',
  'reaches',
  'avoids',
  'returns',
  'restsLeast',
  'restsMost',
  'traps',
  'noTraps',
  'needed',
] as const;
export type PropertyKind = (typeof propertyKinds)[number];

/** Something that a level is to have, see `wording.ts` for what each means. */
export interface Property {
  readonly kind: PropertyKind;
  /** A number of moves, parts or cells; a cell; a direction; 0 where the kind says all. */
  readonly value: number;
  /** The kind of part that is counted, for `atLeast` and `atMost`. */
  readonly part?: number;
}

/** Cheap properties first, so that most levels that lack one are found out soon. */
export function cheapestFirst(properties: readonly Property[]): Property[] {
  return [...properties].sort((a, b) => propertyKinds.indexOf(a.kind) - propertyKinds.indexOf(b.kind));
}

/** Those that a level can have only when its goal can be reached. */
const playKinds: ReadonlySet<PropertyKind> = new Set(propertyKinds.slice(propertyKinds.indexOf('moves')));

/** One level after another, looked at: what its parts are, and how it plays. */
export class Level {
  readonly #play = new Play();
  readonly counts = new Uint8Array(kinds);
  parts: readonly Part[] = [];
  #grid: Uint8Array = new Uint8Array();
  readonly #board: Board;
  #movesMin = 0;
  #solved = false;
  #traced = false;

  constructor(board: Board) {
    this.#board = board;
  }

  /**
   * The grid must be that of the board with these parts, and stay so while properties are asked for. Of a level with
   * fewer moves than `movesMin` no more may be asked than that.
   */
  look(grid: Uint8Array, parts: readonly Part[], movesMin = 0): void {
    this.#movesMin = movesMin;
    this.#grid = grid;
    this.parts = parts;
    this.#solved = this.#traced = false;
    this.counts.fill(0);
    for (const { code } of parts) this.counts[kindOf(code)]!++;
  }

  /** Moves of a shortest solution; -1 when the goal cannot be reached. */
  get length(): number {
    if (!this.#solved) this.#play.solve(this.#grid, this.#board.start, this.#board.goal, this.#movesMin);
    this.#solved = true;
    return this.#play.length;
  }

  /** All there is to know of how the level plays. */
  get play(): Play {
    if (this.length >= 0 && !this.#traced) this.#play.trace(this.#grid);
    this.#traced = true;
    return this.#play;
  }

  get borderParts(): number {
    return this.parts.reduce((count, { cell }) => count + (isBorder(cell) ? 1 : 0), 0);
  }

  /** What makes two designs the same strategy: how many parts of each kind, and the moves of a shortest solution. */
  fingerprint(): string {
    return `${this.counts.join('-')}:${this.length}`;
  }

  hasAll(properties: readonly Property[]): boolean {
    for (const property of properties) if (!this.has(property)) return false;
    return true;
  }

  /** Whether the level has the property. Where the goal is out of reach it has none of those about how it plays. */
  has({ kind, value, part = 0 }: Property): boolean {
    if (playKinds.has(kind) && this.length < 0) return false;
    switch (kind) {
      case 'parts':
        return this.parts.length === value;
      case 'atLeast':
        return this.counts[part]! >= value;
      case 'atMost':
        return this.counts[part]! <= value;
      case 'border':
        return this.borderParts >= value;
      case 'inner':
        return this.parts.length - this.borderParts >= value;
      case 'apart':
        return this.#apart();
      case 'moves':
        return this.length >= value;
      case 'unique':
        return this.play.unique;
      case 'first':
        return this.play.firstMoves === 1 << value;
      case 'last':
        return this.play.lastMoves === 1 << value;
      case 'unused':
        return (this.play.usedMoves & (1 << value)) === 0;
      case 'pads':
        return this.play.pads >= value;
      case 'visits':
        return this.play.alwaysVisits(value);
      case 'reaches':
        return this.#play.reaches(value);
      case 'avoids':
        return !this.#play.reaches(value);
      case 'returns':
        return this.#play.returns;
      case 'restsLeast':
        return this.#play.rests >= value;
      case 'restsMost':
        return this.#play.rests <= value;
      case 'traps':
        return this.#play.deadEnds() >= value;
      case 'noTraps':
        return this.#play.deadEnds() === 0;
      case 'needed':
        return this.#allNeeded();
    }
  }

  #apart(): boolean {
    return this.parts.every(({ cell }) =>
      this.parts.every(({ cell: other }) => !steps.some((step) => cell + step === other)),
    );
  }

  #allNeeded(): boolean {
    const { start, goal } = this.#board;
    return this.parts.every(({ cell, code }) => {
      this.#grid[cell] = floor;
      const without = shortestLength(this.#grid, start, goal);
      this.#grid[cell] = code;
      return without !== this.length;
    });
  }
}
