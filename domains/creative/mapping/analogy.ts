import type { ReferencePool } from '../novelty.ts';
import type { Condition } from './conditions.ts';

/** How many verbs each circle has. */
export const verbCount = 3;
/** How many traits there are, the same in both circles. */
export const traitCount = 3;

/** A statement about two people; or, without a verb, that one statement leads to another, by their indices. */
export interface Statement {
  readonly verb: number | null;
  readonly from: number;
  readonly to: number;
}

/** A circle of people: the trait of each, and what is said, in an order in which statements follow those they are about. */
export interface Circle {
  readonly traits: readonly number[];
  readonly statements: readonly Statement[];
}

/** Two circles of as many people. */
export interface Circles {
  readonly first: Circle;
  readonly second: Circle;
}

/** Two circles, and when an analogy between them is valid. */
export interface Brief extends Circles {
  /** Statements about two people of the first circle that must be carried over, and statements about statements. */
  readonly carried: number;
  readonly carriedAbove: number;
  readonly conditions: readonly Condition[];
}

/** For each person of the first circle the partner and for each verb what it becomes; -1 for none. */
export interface Analogy {
  readonly partners: ArrayLike<number>;
  readonly verbs: ArrayLike<number>;
}

/** Finds what a statement of the first circle turns into, fast. */
export class Carrier {
  readonly #size: number;
  readonly #statements: readonly Statement[];
  readonly #all: number;
  readonly #said: Int16Array;
  readonly #leads: Int16Array;

  constructor({ first, second }: Circles) {
    this.#size = first.traits.length;
    this.#statements = first.statements;
    this.#all = second.statements.length;
    this.#said = new Int16Array(verbCount * this.#size * this.#size).fill(-1);
    this.#leads = new Int16Array(this.#all * this.#all).fill(-1);
    for (const [index, { verb, from, to }] of second.statements.entries()) {
      if (verb === null) this.#leads[from * this.#all + to] = index;
      else this.#said[(verb * this.#size + from) * this.#size + to] = index;
    }
  }

  /** The statement of the second circle that a statement turns into, given those that the ones before it do; -1 for none. */
  imageOf(statement: number, { partners, verbs }: Analogy, images: ArrayLike<number>): number {
    const { verb, from, to } = this.#statements[statement]!;
    if (verb === null) {
      const cause = images[from]!;
      const effect = images[to]!;
      return cause < 0 || effect < 0 ? -1 : this.#leads[cause * this.#all + effect]!;
    }
    const become = verbs[verb]!;
    const left = partners[from]!;
    const right = partners[to]!;
    if (become < 0 || left < 0 || right < 0) return -1;
    return this.#said[(become * this.#size + left) * this.#size + right]!;
  }

  /** For each statement of the first circle the one that it turns into; -1 for none. */
  imagesOf(analogy: Analogy): number[] {
    const images: number[] = [];
    for (let index = 0; index < this.#statements.length; index++)
      images.push(this.imageOf(index, analogy, images));
    return images;
  }

  /** Whether the second circle says this of two of its people. */
  says(verb: number, from: number, to: number): boolean {
    return this.#said[(verb * this.#size + from) * this.#size + to]! >= 0;
  }
}

/** How many people have a partner of their own trait. */
export function keptTraits({ first, second }: Circles, { partners }: Analogy): number {
  let kept = 0;
  for (const [person, trait] of first.traits.entries())
    if (second.traits[partners[person]!] === trait) kept++;
  return kept;
}

/** How many statements there are with each verb. */
export function verbCounts(statements: readonly Statement[]): number[] {
  return Array.from(
    { length: verbCount },
    (_, verb) => statements.filter((statement) => statement.verb === verb).length,
  );
}

/**
 * The strategy of an analogy: which verb becomes which, and how many people keep their trait. A verb is known by the
 * number of its statements, in which no two of a circle are equal, so that isomorphic circles share fingerprints.
 */
export function fingerprintsIn(circles: Circles): (analogy: Analogy) => string {
  const counts = verbCounts(circles.first.statements);
  const others = verbCounts(circles.second.statements);
  const order = [...counts.keys()].sort((left, right) => counts[left]! - counts[right]!);
  return (analogy) => {
    const turns = order.map((verb) => `${counts[verb]}>${others[analogy.verbs[verb]!]}`);
    return `${turns.join(' ')}, ${keptTraits(circles, analogy)} kept`;
  };
}

/** What each strategy of valid analogies weighs: one that keeps k traits weighs 2 to the power of k. */
export function weightsOf(strategies: readonly { fingerprint: string; kept: number }[]): ReferencePool {
  const pool: Record<string, number> = {};
  for (const { fingerprint, kept } of strategies) pool[fingerprint] = (pool[fingerprint] ?? 0) + (1 << kept);
  return pool;
}
