import { type Analogy, type Brief, Carrier, fingerprintsIn } from './analogy.ts';
import type { ReadAnalogy } from './answer.ts';
import { isMet } from './conditions.ts';

export interface Judgement {
  /** Of the statements wanted and the further conditions, the share that is carried over or met. */
  readonly share: number;
  /** The strategy of a valid analogy. */
  readonly fingerprint: string | null;
}

/** Says what analogies are worth. */
export class Judge {
  readonly #brief: Brief;
  readonly #carrier: Carrier;
  readonly #fingerprint: (analogy: Analogy) => string;

  constructor(brief: Brief) {
    this.#brief = brief;
    this.#carrier = new Carrier(brief);
    this.#fingerprint = fingerprintsIn(brief);
  }

  judge({ analogy, whole }: ReadAnalogy): Judgement {
    const { first, carried, carriedAbove, conditions } = this.#brief;
    const images = this.#carrier.imagesOf(analogy);
    let people = 0;
    let above = 0;
    for (const [index, { verb }] of first.statements.entries()) {
      if (images[index]! < 0) continue;
      if (verb === null) above++;
      else people++;
    }
    const met = conditions.filter((condition) =>
      isMet(condition, this.#brief, this.#carrier, analogy, images),
    );
    const parts = Math.min(people, carried) + Math.min(above, carriedAbove) + met.length;
    const share = parts / (carried + carriedAbove + conditions.length);
    return { share, fingerprint: share === 1 && whole ? this.#fingerprint(analogy) : null };
  }
}
