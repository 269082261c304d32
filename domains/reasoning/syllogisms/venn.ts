import { type Claim, cells } from './claims.ts';

/** Thirty-two regions a word; the first five classes differ within a word, the others between words. */
const patterns = [0xaaaaaaaa, 0xcccccccc, 0xf0f0f0f0, 0xff00ff00, 0xffff0000] as const;

/**
 * The Venn diagram of `terms` classes under some premises: one bit for each of its 2^terms regions. Universal
 * premises empty regions; particular premises, and every class's having a member, demand that a set of regions is
 * inhabited. Whatever may be inhabited together may be inhabited at once, so a claim about a cell is settled by
 * two questions: can anything be in it (`open`), and must something be (`forced`)?
 */
export class VennDiagram {
  readonly #words: number;
  readonly #spare: number;
  readonly #allowed: Int32Array;
  readonly #demands: Int32Array[] = [];

  constructor(terms: number, premises: readonly Claim[]) {
    this.#words = terms > 5 ? 1 << (terms - 5) : 1;
    this.#spare = terms >= 5 ? -1 : (1 << (1 << terms)) - 1;
    this.#allowed = new Int32Array(this.#words).fill(this.#spare);
    for (const premise of premises) {
      const region = this.#cell(premise);
      if (!cells[premise.form].universal) this.#demands.push(region);
      else for (let word = 0; word < this.#words; word++) this.#allowed[word]! &= ~region[word]!;
    }
    for (let term = 0; term < terms; term++) this.#demands.push(this.#class(term));
  }

  /** True when the premises have a model. */
  consistent(): boolean {
    return this.#demands.every((demand) => this.#meets(demand));
  }

  /** True when something can be in the claim's cell. */
  open(claim: Claim): boolean {
    return this.#meets(this.#cell(claim));
  }

  /** True when something must be in the claim's cell: some demand can be met nowhere else. */
  forced(claim: Claim): boolean {
    const cell = this.#cell(claim);
    return this.#demands.some((demand) => {
      for (let word = 0; word < this.#words; word++) {
        if ((demand[word]! & this.#allowed[word]! & ~cell[word]!) !== 0) return false;
      }
      return true;
    });
  }

  #meets(region: Int32Array): boolean {
    for (let word = 0; word < this.#words; word++) {
      if ((region[word]! & this.#allowed[word]!) !== 0) return true;
    }
    return false;
  }

  #class(term: number): Int32Array {
    const region = new Int32Array(this.#words);
    for (let word = 0; word < this.#words; word++) region[word] = membership(term, word) & this.#spare;
    return region;
  }

  #cell({ form, subject, predicate }: Claim): Int32Array {
    const { inSubject, inPredicate } = cells[form];
    const region = new Int32Array(this.#words);
    for (let word = 0; word < this.#words; word++) {
      const left = membership(subject, word);
      const right = membership(predicate, word);
      region[word] = (inSubject ? left : ~left) & (inPredicate ? right : ~right) & this.#spare;
    }
    return region;
  }
}

/** The regions of one word that lie in the class. */
function membership(term: number, word: number): number {
  const pattern = patterns[term];
  if (pattern !== undefined) return pattern | 0;
  return (word >> (term - 5)) & 1 ? -1 : 0;
}
