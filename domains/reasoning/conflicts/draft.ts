import type { RandomStream } from '../../random.ts';
import { type Literal, opposite } from './premises.ts';

/** A premise before it has a number; level 0 is the most reliable. */
export interface DraftPremise {
  readonly conditions: readonly Literal[];
  readonly conclusion: Literal;
  level: number;
}

/** A minimal contradictory set in the order of its derivation, and its least reliable member. */
export interface DraftCore {
  readonly members: readonly DraftPremise[];
  readonly weakest: DraftPremise;
}

export interface Draft {
  readonly atoms: number;
  readonly premises: readonly DraftPremise[];
  /** Those that share a premise stand next to each other. */
  readonly cores: readonly DraftCore[];
  /** Premises that the repair gives up. */
  readonly givenUp: ReadonlySet<DraftPremise>;
}

/** Fewest premises outside all cores: one that says nothing of what is known, and two more. */
export const bystandersMin = 3;

/**
 * Cores come in groups. In a group the facts x0, x1, … contradict each other in turn: a chain of implications leads
 * from x(k-1) to the opposite of x(k). All chains of a group have atoms of their own, so the cores are the chains
 * with their two facts, and no others; the facts between two chains belong to both cores. Each of these is the least
 * reliable member of the first of its two cores, less reliable than all before it: whether it is given up decides
 * what becomes of the next.
 */
export function drawDraft(
  groups: readonly (readonly number[])[],
  bystanders: number,
  levels: number,
  random: RandomStream,
): Draft {
  const drawing = new Drawing(random);
  const cores = groups.flatMap((sizes) => drawing.group(sizes, levels));
  const about = drawing.premises.flatMap(({ conclusion }) => [conclusion]);
  drawing.bystanders(bystanders, about, levels);
  const givenUp = new Set<DraftPremise>();
  for (const { members, weakest } of cores) {
    if (members.every((member) => member === weakest || !givenUp.has(member))) givenUp.add(weakest);
  }
  return { atoms: drawing.atoms, premises: random.shuffle(drawing.premises), cores, givenUp };
}

class Drawing {
  readonly #random: RandomStream;
  readonly premises: DraftPremise[] = [];
  atoms = 0;

  constructor(random: RandomStream) {
    this.#random = random;
  }

  group(sizes: readonly number[], levels: number): DraftCore[] {
    const random = this.#random;
    const weakLevels = random
      .sample(
        Array.from({ length: levels - 1 }, (_, level) => level + 1),
        sizes.length,
      )
      .toSorted((left, right) => left - right);
    let from = this.#premise([], this.#fresh());
    return sizes.map((size, index) => {
      const until = this.#premise([], this.#fresh());
      const chain = this.#chain(from.conclusion, opposite(until.conclusion), size - 2);
      const members = [from, ...chain, until];
      const weakLevel = weakLevels[index] as number;
      const last = index === sizes.length - 1;
      const candidates = index === 0 ? members : members.slice(1);
      const weakest = last ? random.pick(candidates) : until;
      for (const member of candidates) member.level = random.int(0, weakLevel - 1);
      weakest.level = weakLevel;
      from = until;
      return { members, weakest };
    });
  }

  /**
   * Premises outside all cores. Their new atoms are asserted by facts alone, and no such fact is a condition: so
   * nothing contradicts them.
   */
  bystanders(count: number, about: readonly Literal[], levels: number): void {
    const random = this.#random;
    const loose: Literal[] = [];
    for (let index = 0; index < count; index++) {
      const first = ['loose', 'fact'][index];
      const kind = first ?? random.pick(['loose', 'fact', 'consequence', 'consequence', 'reason']);
      const fresh = this.#fresh();
      let added: DraftPremise;
      if (kind === 'fact') added = this.#premise([], fresh);
      else if (kind === 'consequence') added = this.#premise([random.pick(about)], fresh);
      else if (kind === 'reason') {
        added = this.#premise([fresh], random.pick(about));
      } else {
        const condition = loose.length > 0 && random.chance(0.5) ? random.pick(loose) : this.#fresh();
        added = this.#premise([condition], fresh);
        loose.push(condition, fresh);
      }
      added.level = random.int(0, levels - 1);
    }
  }

  /** Implications from one literal to the other, some with a fact as a second condition, `size` premises in all. */
  #chain(from: Literal, to: Literal, size: number): DraftPremise[] {
    const random = this.#random;
    const facts = random.int(0, Math.floor(size / 2));
    const implications = size - facts;
    const withFact = new Set(
      random.sample(
        Array.from({ length: implications }, (_, index) => index),
        facts,
      ),
    );
    const chain: DraftPremise[] = [];
    let reached = from;
    for (let index = 0; index < implications; index++) {
      const next = index === implications - 1 ? to : this.#fresh();
      const conditions = [reached];
      if (withFact.has(index)) {
        const fact = this.#premise([], this.#fresh());
        chain.push(fact);
        conditions.push(fact.conclusion);
      }
      chain.push(this.#premise(random.shuffle(conditions), next));
      reached = next;
    }
    return chain;
  }

  #premise(conditions: readonly Literal[], conclusion: Literal): DraftPremise {
    const premise = { conditions, conclusion, level: 0 };
    this.premises.push(premise);
    return premise;
  }

  #fresh(): Literal {
    return { atom: this.atoms++, negated: this.#random.chance(0.35) };
  }
}
