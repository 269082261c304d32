import { InstanceRejected } from '../../contract.ts';
import type { RandomStream } from '../../random.ts';
import {
  type Formula,
  fits,
  holds,
  isConnective,
  isParity,
  type Puzzle,
  parityConnectives,
  partsOf,
  plainConnectives,
  type Roles,
  type Statement,
  tellsTruth,
} from './formulas.ts';
import { otherRoles } from './propagation.ts';

interface PuzzleShape {
  readonly people: number;
  /** Connectives and speeches in one another, mean over the statements. */
  readonly depth: number;
  /** Share of the connectives that are exclusive or equivalent. */
  readonly parity: number;
}

/** A formula without its people: connectives and speeches alone. */
type Shape =
  | { readonly kind: 'is' }
  | { readonly kind: 'says'; readonly that: Shape }
  | { readonly kind: Exclude<Formula['kind'], 'is' | 'says'>; readonly left: Shape; readonly right: Shape };

const speechShare = 0.25;
const shapesMax = 60;
const fillingsMax = 40;

/**
 * Draws who tells the truth, one statement for each person that fits it, and then further statements, each of which
 * rules out other roles that still fit, until none do.
 */
export function drawPuzzle(shape: PuzzleShape, random: RandomStream): Puzzle {
  const drawing = new PuzzleDrawing(shape, random);
  const { people } = shape;
  for (const speaker of random.shuffle([...Array(people).keys()])) drawing.add(speaker, null);
  for (let extra = 0; extra <= people; extra++) {
    const other = otherRoles(people, drawing.statements, drawing.truthful);
    if (other === null) {
      const statements = random.shuffle(drawing.statements);
      return { people, statements, truthful: drawing.truthful };
    }
    drawing.add(random.int(0, people - 1), other);
  }
  throw new InstanceRejected('the roles stay ambiguous');
}

class PuzzleDrawing {
  readonly truthful: Roles;
  readonly statements: Statement[] = [];
  readonly #shape: PuzzleShape;
  readonly #random: RandomStream;
  /** Roles of each person in 32 random worlds, to see which formulas say nothing. */
  readonly #samples: readonly number[];
  #connectives = 0;
  #parities = 0;

  constructor(shape: PuzzleShape, random: RandomStream) {
    this.#shape = shape;
    this.#random = random;
    // Between a third and two thirds tell the truth, so that neither role is the one to guess.
    const third = Math.ceil(shape.people / 3);
    const people = [...Array(shape.people).keys()];
    this.truthful = random
      .sample(people, random.int(third, shape.people - third))
      .reduce((roles, person) => roles | (1 << person), 0);
    this.#samples = people.map(() => random.int(-0x80000000, 0x7fffffff));
  }

  /** Adds a statement of the speaker; where other roles are given, one that does not fit them. */
  add(speaker: number, other: Roles | null): void {
    const others = this.#samples.flatMap((_, person) => (person === speaker ? [] : [person]));
    for (let tried = 0; tried < shapesMax; tried++) {
      const shape = this.#drawShape(this.#random.round(this.#shape.depth), [
        this.#connectives,
        this.#parities,
      ]);
      for (let filling = 0; filling < fillingsMax; filling++) {
        const says = this.#filled(shape, others);
        const statement = { speaker, says };
        if (holds(says, this.truthful) !== tellsTruth(this.truthful, speaker)) continue;
        if (other !== null && fits(statement, other)) continue;
        if (this.#wordOf(says) === null) continue;
        this.statements.push(statement);
        const parts = partsOf(says);
        this.#connectives += parts.filter(isConnective).length;
        this.#parities += parts.filter(isParity).length;
        return;
      }
    }
    throw new InstanceRejected('no statement serves');
  }

  /** `counts` holds the connectives so far and those of them that are parities; each next one keeps their share. */
  #drawShape(depth: number, counts: [connectives: number, parities: number]): Shape {
    if (depth === 0) return { kind: 'is' };
    if (this.#random.chance(speechShare)) return { kind: 'says', that: this.#drawShape(depth - 1, counts) };
    counts[0]++;
    const parity = this.#random.chance(this.#shape.parity * counts[0] - counts[1]);
    if (parity) counts[1]++;
    const kind = this.#random.pick(parity ? parityConnectives : plainConnectives);
    const deep = this.#drawShape(depth - 1, counts);
    const shallow = this.#drawShape(this.#random.int(0, Math.min(1, depth - 1)), counts);
    const [left, right] = this.#random.chance(0.5) ? [deep, shallow] : [shallow, deep];
    return { kind, left, right };
  }

  #filled(shape: Shape, people: readonly number[]): Formula {
    const random = this.#random;
    switch (shape.kind) {
      case 'is':
        return { kind: 'is', person: random.pick(people), truthful: random.chance(0.5) };
      case 'says': {
        const person = random.pick(people);
        // What one would say of oneself, or say that one would say, makes poor reading.
        const others = people.length > 2 ? people.filter((other) => other !== person) : people;
        return { kind: 'says', person, that: this.#filled(shape.that, others) };
      }
      default:
        return {
          kind: shape.kind,
          left: this.#filled(shape.left, people),
          right: this.#filled(shape.right, people),
        };
    }
  }

  /**
   * The formula's truth values in the sampled worlds; null when some part of it is always true, always false or
   * says no more than one of its own parts.
   */
  #wordOf(formula: Formula): number | null {
    const person = (index: number) => this.#samples[index] as number;
    if (formula.kind === 'is') return formula.truthful ? person(formula.person) : ~person(formula.person);
    if (formula.kind === 'says') {
      const that = this.#wordOf(formula.that);
      return that === null ? null : telling(~(person(formula.person) ^ that), that);
    }
    const left = this.#wordOf(formula.left);
    const right = left === null ? null : this.#wordOf(formula.right);
    if (left === null || right === null) return null;
    switch (formula.kind) {
      case 'and':
        return telling(left & right, left, right);
      case 'or':
        return telling(left | right, left, right);
      case 'if':
        return telling(~left | right, left, right);
      default:
        return telling(formula.kind === 'xor' ? left ^ right : ~(left ^ right), left, right);
    }
  }
}

function telling(word: number, ...parts: readonly number[]): number | null {
  const known = [0, -1, ...parts, ...parts.map((part) => ~part)];
  return known.includes(word) ? null : word;
}
