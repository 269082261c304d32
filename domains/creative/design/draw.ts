import { InstanceRejected } from '../../contract.ts';
import type { RandomStream } from '../../random.ts';
import { poolOf, poolSize, type ReferencePool, unusualStrategy } from '../novelty.ts';
import type { Board, Part } from './board.ts';
import { type Candidate, candidatesOf, groupMax } from './candidates.ts';
import { climb } from './climb.ts';
import { cheapestFirst, Level, type Property } from './properties.ts';
import { drawParts, Walk } from './walk.ts';

export interface Brief {
  readonly board: Board;
  /** How many parts may be placed. */
  readonly budget: number;
  /** The one on the number of moves comes first. */
  readonly properties: readonly Property[];
}

export interface DrawnBrief extends Brief {
  /** An unusual design that has all properties. */
  readonly design: readonly Part[];
  readonly pool: ReferencePool;
  /** The share of properties that designs made blindly hardly ever exceed. */
  readonly blindShare: number;
}

type Design = readonly Part[];

/** Designs among which those are counted that have a property, and changes tried to find them. */
const basicWanted = 80;
const basicTries = 800;
const blindDesigns = 40;
/**
 * What a property must do to be taken, first choice first: leave at least `frugal` times the share that `shareToLeave`
 * says of the basic designs that are left, at least so many strategies of them, and some other designs out; and be
 * held by at most `blindMost` of the blind designs. `until` that many are taken: one is to be rare among blind designs.
 */
const choices: readonly {
  readonly frugal: number;
  readonly strategies: number;
  readonly most: number;
  readonly blindMost: number;
  readonly until?: number;
}[] = [
  { frugal: 1, strategies: 4, most: 0.95, blindMost: 0.05, until: 1 },
  { frugal: 1, strategies: 4, most: 0.95, blindMost: 0.5 },
  { frugal: 0.75, strategies: 4, most: 0.98, blindMost: 0.7 },
  { frugal: 0.5, strategies: 3, most: 1, blindMost: 1 },
  { frugal: 0, strategies: 1, most: 1, blindMost: 1 },
];
/** So that about a tenth of the designs is left when all properties are chosen. */
const shareToLeave = (remaining: number) => Math.max(0.1, 1 - 2.2 / remaining);
/** Changes tried for the pool: so many in all, and so many for the strategies that it must have at least. */
const poolTries = 5_000;
const strategiesTries = 1_500;
const strategiesMin = 3;
/** Fewer valid designs than this are too few to say what is unusual. */
const poolMin = 40;
/** Valid designs after which the walk begins again at another one. */
const stride = 12;

/** A board, properties that many designs on it have, and the strategies of such designs. */
export function drawBrief(moves: number, budget: number, count: number, random: RandomStream): DrawnBrief {
  const { board, parts } = climb(moves, budget, random);
  const designer = new Designer(board, budget, random);
  const basic = designer.designsOfLength(parts, moves);
  const blind = [
    [],
    ...Array.from({ length: blindDesigns - 1 }, () => drawParts(board, random.int(1, budget), random)),
  ];
  const candidates = designer.candidates(random.pick(basic));
  const held = basic.map((design) => designer.tell(design, candidates));
  const blindHeld = blind.map((design) => designer.tell(design, candidates));
  const { chosen, fitting } = choose(
    candidates,
    held,
    blindHeld,
    basic.map((design) => designer.fingerprintOf(design)),
    count - 1,
  );
  const properties: Property[] = [
    { kind: 'moves', value: moves },
    ...chosen.map((index) => candidates[index]!.property),
  ];
  const blindShare = blind
    .map((design, index) => {
      const others = chosen.filter((candidate) => blindHeld[index]?.[candidate]).length;
      return (others + (designer.lengthOf(design) >= moves ? 1 : 0)) / count;
    })
    .sort((a, b) => b - a)[1] as number;
  if (blindShare >= 1) throw new InstanceRejected('too easy for blind designs');
  const { pool, designs } = designer.samplePool(
    fitting.map((index) => basic[index]!),
    properties,
  );
  const strategy = unusualStrategy(pool);
  const found = Object.values(pool).reduce((sum, many) => sum + many, 0);
  if (strategy === null || designs.size < strategiesMin || found < poolMin)
    throw new InstanceRejected('no unusual design');
  return { board, budget, properties, pool, blindShare, design: designs.get(strategy)! };
}

/**
 * Takes so many candidates, each of which sets some of the fitting designs apart but not most of them. Gives their
 * numbers, and those of the designs that fit all. The held properties and the fingerprints are those of the designs.
 */
function choose(
  candidates: readonly Candidate[],
  held: readonly (readonly boolean[])[],
  blindHeld: readonly (readonly boolean[])[],
  fingerprints: readonly string[],
  count: number,
): { chosen: number[]; fitting: number[] } {
  let fitting = [...held.keys()];
  const taken = new Map<string, number>();
  const chosen: number[] = [];
  const blindShares = candidates.map(
    (_, index) => blindHeld.filter((holds) => holds[index]).length / blindHeld.length,
  );
  for (const { frugal, strategies, most, blindMost, until = count } of choices) {
    for (const [index, { group }] of candidates.entries()) {
      if (chosen.length >= until) break;
      if (chosen.includes(index) || (taken.get(group) ?? 0) >= (groupMax[group] ?? 1)) continue;
      const left = fitting.filter((design) => held[design]?.[index]);
      const share = left.length / fitting.length;
      const least = frugal * shareToLeave(count - chosen.length);
      if (share < least || share > most || blindShares[index]! > blindMost) continue;
      if (new Set(left.map((design) => fingerprints[design])).size < strategies) continue;
      fitting = left;
      chosen.push(index);
      taken.set(group, (taken.get(group) ?? 0) + 1);
    }
  }
  if (chosen.length < count) throw new InstanceRejected('too few properties');
  return { chosen, fitting };
}

/** Makes and looks at designs on one board. */
class Designer {
  readonly #board: Board;
  readonly #random: RandomStream;
  readonly #walk: Walk;
  readonly #level: Level;

  constructor(board: Board, budget: number, random: RandomStream) {
    this.#board = board;
    this.#random = random;
    this.#walk = new Walk(board, budget, random);
    this.#level = new Level(board);
  }

  /** Designs with enough moves, whatever else they are, by random changes from one. */
  designsOfLength(parts: Design, moves: number): Design[] {
    const found = new Map<number, Design>();
    this.#walk.startAt(parts);
    found.set(this.#walk.hash(), parts);
    for (let tries = 0; tries < basicTries && found.size < basicWanted; tries++) {
      if (!this.#walk.change()) continue;
      if (this.#look(moves).length >= moves) found.set(this.#walk.hash(), [...this.#walk.parts]);
      else this.#walk.undo();
    }
    return [...found.values()];
  }

  lengthOf(design: Design): number {
    return this.#lookAt(design).length;
  }

  fingerprintOf(design: Design): string {
    return this.#lookAt(design).fingerprint();
  }

  candidates(model: Design): Candidate[] {
    return candidatesOf(this.#lookAt(model), this.#board, this.#random);
  }

  /** Which of the properties the design has. */
  tell(design: Design, candidates: readonly Candidate[]): boolean[] {
    const level = this.#lookAt(design);
    return candidates.map(({ property }) => level.has(property));
  }

  /** Valid designs by random changes from those known, and one design of each strategy. */
  samplePool(
    known: readonly Design[],
    properties: readonly Property[],
  ): { pool: ReferencePool; designs: Map<string, Design> } {
    const ordered = cheapestFirst(properties);
    const movesMin = properties[0]?.value ?? 0;
    const designs = new Map<string, Design>();
    const fingerprints: string[] = [];
    const seen = new Set<number>();
    const valid: Design[] = [];
    const note = (level: Level) => {
      const hash = this.#walk.hash();
      if (seen.has(hash)) return;
      seen.add(hash);
      const fingerprint = level.fingerprint();
      const design = [...level.parts];
      fingerprints.push(fingerprint);
      valid.push(design);
      if (!designs.has(fingerprint)) designs.set(fingerprint, design);
    };
    for (const design of known) note(this.#lookAt(design));
    let steps = 0;
    for (let tries = 0; tries < poolTries && fingerprints.length < poolSize; tries++) {
      if (tries === strategiesTries && (designs.size < strategiesMin || fingerprints.length < poolMin / 2))
        break;
      if (!this.#walk.change()) continue;
      const level = this.#look(movesMin);
      if (!level.hasAll(ordered)) {
        this.#walk.undo();
        continue;
      }
      note(level);
      if (++steps % stride === 0) this.#walk.startAt(this.#random.pick(valid));
    }
    return { pool: poolOf(fingerprints), designs };
  }

  #lookAt(design: Design): Level {
    this.#walk.startAt(design);
    return this.#look();
  }

  #look(movesMin = 0): Level {
    this.#level.look(this.#walk.grid, this.#walk.parts, movesMin);
    return this.#level;
  }
}
