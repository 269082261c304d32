import type { RandomStream } from '../../random.ts';
import { distancesOf } from './closure.ts';
import { type Description, type Form, type Kind, type Statement, stepsOf } from './relations.ts';

interface DescriptionShape {
  readonly kind: Kind;
  readonly relations: number;
  /** Statements that lead from one point asked about to the other. */
  readonly chain: number;
  /** Share of the relations that only tie a piece of a line to another piece. */
  readonly removed: number;
}

interface DrawnDescription {
  readonly description: Description;
  /** The share of the relations that tie pieces together. */
  readonly removed: number;
}

/** The thing `low` comes before the thing `high`. */
interface Link {
  readonly low: number;
  readonly high: number;
}

/** Largest share of ties, also when a count is rounded up. */
export const removedMax = 0.6;
/** How much longer than the chain the longest piece is drawn, where there are things enough. */
const spareLinks = 3;
const diagonalShare = 0.2;
const strongerShare = 0.3;
const brokenShare = 0.1;

/**
 * Draws a description. A complete one would link all things into one line. Some links are taken out, so that
 * the line falls into pieces, and each piece is tied by one relation to a thing that already has a neighbour on
 * that side: the tie makes a fork, and what lies on one of its arms stays open against the other. The relations are
 * a tree and so cannot contradict one another. A grid has a tree for columns and one for rows.
 */
export function drawDescription(shape: DescriptionShape, random: RandomStream): DrawnDescription {
  const { kind } = shape;
  if (kind === 'grid') return drawGrid(shape, random);
  const relations = random.round(shape.relations);
  const tree = drawTree(relations, shape, random);
  const statements =
    kind === 'quantity'
      ? tree.links.map(({ low, high }) => worded('less', low, high, random))
      : drawVisits(tree.links, random);
  return {
    description: { kind, things: relations + 1, statements: random.shuffle(statements) },
    removed: tree.ties / relations,
  };
}

function drawGrid(shape: DescriptionShape, random: RandomStream): DrawnDescription {
  const relations = random.round(shape.relations / 2);
  const things = relations + 1;
  const columns = drawTree(relations, shape, random);
  const rows = drawTree(relations, shape, random);
  const leftOf = distancesOf(things, columns.links.map(asStep));
  const below = distancesOf(things, rows.links.map(asStep));
  const diagonals = new Set<string>();
  /** Now and then a statement also tells what the other line settles anyway, but not twice of the same two. */
  const gridStatement = (inColumns: boolean, { low, high }: Link): Statement => {
    const other = inColumns ? below : leftOf;
    const sameWay = other[low]![high]! > 0;
    const pair = `${Math.min(low, high)} ${Math.max(low, high)}`;
    if (!random.chance(diagonalShare) || (!sameWay && other[high]![low]! < 0) || diagonals.has(pair)) {
      return worded(inColumns ? 'leftOf' : 'below', low, high, random);
    }
    diagonals.add(pair);
    if (sameWay) return worded('belowLeftOf', low, high, random);
    return inColumns ? worded('aboveLeftOf', low, high, random) : worded('aboveLeftOf', high, low, random);
  };
  const statements = [
    ...columns.links.map((link) => gridStatement(true, link)),
    ...rows.links.map((link) => gridStatement(false, link)),
  ];
  return {
    description: { kind: 'grid', things, statements: random.shuffle(statements) },
    removed: (columns.ties + rows.ties) / (2 * relations),
  };
}

function asStep({ low, high }: Link): Link & { readonly statement: number } {
  return { low, high, statement: 0 };
}

interface Tree {
  readonly links: readonly Link[];
  /** How many of the links tie pieces together. */
  readonly ties: number;
}

function drawTree(links: number, { chain, removed }: DescriptionShape, random: RandomStream): Tree {
  const ties = Math.max(1, Math.min(random.round(removed * links), Math.floor(removedMax * links)));
  const names = random.shuffle([...Array(links + 1).keys()]);
  const pieces = drawPieces(links + 1, ties + 1, chain + 1 + spareLinks, random).map((size) =>
    names.splice(0, size),
  );
  const made: Link[] = [];
  for (const [index, piece] of pieces.entries()) {
    if (index > 0) made.push(tieTo(made, random.pick(piece), random));
    for (let at = 1; at < piece.length; at++) made.push({ low: piece[at - 1]!, high: piece[at]! });
  }
  return { links: made, ties };
}

/** Sizes that add up to `things`: the first as near to `first` as can be, the others at random, at least 1. */
function drawPieces(things: number, pieces: number, first: number, random: RandomStream): number[] {
  const sizes = new Array<number>(pieces).fill(1);
  sizes[0] = Math.min(things - pieces + 1, Math.floor(first));
  for (let rest = things - pieces + 1 - sizes[0]; rest > 0; rest--) sizes[random.int(1, pieces - 1)]!++;
  return sizes;
}

/** A link between the thing and one that has a neighbour on that side already. */
function tieTo(made: readonly Link[], thing: number, random: RandomStream): Link {
  const { low, high } = random.pick(made);
  return random.chance(0.5) ? { low, high: thing } : { low: thing, high };
}

/**
 * Words the links between visits. A chain of links goes on through a visit when it comes in at the arrival, or
 * comes in and goes out at the departure; links are drawn so that most chains go on.
 */
function drawVisits(links: readonly Link[], random: RandomStream): Statement[] {
  const comesInAtDeparture = new Set<number>();
  return links.map(({ low, high }) => {
    const fromDeparture = comesInAtDeparture.has(low) ? !random.chance(brokenShare) : random.chance(0.4);
    const toDeparture = random.chance(0.35);
    if (toDeparture) comesInAtDeparture.add(high);
    const stronger = random.chance(strongerShare);
    if (fromDeparture && !toDeparture) return worded('leftBeforeArrival', low, high, random);
    if (toDeparture && !fromDeparture) return worded('arrivedBeforeLeaving', low, high, random);
    if (stronger && random.chance(0.5)) return worded('overlap', low, high, random);
    if (fromDeparture) return worded(stronger ? 'inside' : 'leftBeforeLeaving', low, high, random);
    return stronger ? worded('inside', high, low, random) : worded('arrivedBeforeArrival', low, high, random);
  });
}

function worded(form: Form, first: number, second: number, random: RandomStream): Statement {
  return { form, first, second, turned: random.chance(0.5) };
}

/** All points that can be asked about together, each pair once. */
export function comparablePairs({ kind, things }: Description): (readonly [number, number])[] {
  const pairs: (readonly [number, number])[] = [];
  const points = kind === 'quantity' ? things : 2 * things;
  for (let left = 0; left < points; left++) {
    for (let right = left + 1; right < points; right++) {
      const sameLine = kind !== 'grid' || left < things === right < things;
      if (sameLine && left % things !== right % things) pairs.push([left, right]);
    }
  }
  return pairs;
}

/** Distances between the points of a description: `lengthsOf(d)[p][q]` statements lead from p up to q, -1 none. */
export function lengthsOf(description: Description): number[][] {
  const points = description.kind === 'quantity' ? description.things : 2 * description.things;
  return distancesOf(points, stepsOf(description));
}
