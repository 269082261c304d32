import { InstanceRejected } from '../../contract.ts';
import type { RandomStream } from '../../random.ts';
import { unusualStrategy } from '../novelty.ts';
import { type Analogy, Carrier, type Circles, fingerprintsIn, keptTraits, weightsOf } from './analogy.ts';
import type { DrawnCircles } from './circles.ts';
import { type Condition, drawCondition, isMet } from './conditions.ts';

interface Candidate {
  readonly analogy: Analogy;
  readonly images: readonly number[];
  readonly fingerprint: string;
  readonly kept: number;
}

const strategiesMin = 3;
/** Conditions that are looked at for each that is taken, and draws for them at most. */
const triesPerCondition = 10;
const drawsPerCondition = 400;

/** Analogies that are still valid, and the conditions that have been taken. */
export class Candidates {
  valid: readonly Candidate[];
  readonly conditions: Condition[] = [];
  /** Whatever meets the conditions, also if it carries over too little. */
  #others: readonly Candidate[];
  readonly #complete: Candidate;
  readonly #circles: Circles;
  readonly #carrier: Carrier;

  constructor(circles: DrawnCircles, valid: readonly Analogy[], others: readonly Analogy[]) {
    const carrier = new Carrier(circles);
    const fingerprint = fingerprintsIn(circles);
    const candidate = (analogy: Analogy): Candidate => ({
      analogy,
      images: carrier.imagesOf(analogy),
      fingerprint: fingerprint(analogy),
      kept: keptTraits(circles, analogy),
    });
    this.#circles = circles;
    this.#carrier = carrier;
    this.valid = valid.map(candidate);
    this.#others = others.map(candidate);
    this.#complete = candidate(circles.complete);
  }

  /** Takes a condition that leaves about so many valid analogies; of some that the complete analogy meets the best. */
  narrow(goal: number, random: RandomStream): void {
    let best: Condition | null = null;
    let leastCost = Number.POSITIVE_INFINITY;
    for (let draw = 0, tries = 0; draw < drawsPerCondition && tries < triesPerCondition; draw++) {
      const condition = drawCondition(this.#circles, random);
      if (!this.#meets(this.#complete, condition) || this.#isKnown(condition)) continue;
      const left = this.valid.filter((candidate) => this.#meets(candidate, condition));
      const all = () => this.#others.every((candidate) => this.#meets(candidate, condition));
      if (left.length === this.valid.length && all()) continue;
      tries++;
      // Among conditions that leave about as many, those are better that leave more strategies.
      const strategies = new Set(left.map(({ fingerprint }) => fingerprint)).size;
      const cost = (Math.abs(left.length - goal) + 1) / strategies;
      if (cost < leastCost && this.isVaried(left)) [best, leastCost] = [condition, cost];
    }
    if (best === null) throw new InstanceRejected('no condition leaves enough strategies');
    const taken = best;
    this.conditions.push(taken);
    this.valid = this.valid.filter((candidate) => this.#meets(candidate, taken));
    this.#others = this.#others.filter((candidate) => this.#meets(candidate, taken));
  }

  /** Whether there are enough strategies, some of them unusual. */
  isVaried(candidates: readonly Candidate[]): boolean {
    const pool = weightsOf(candidates);
    return Object.keys(pool).length >= strategiesMin && unusualStrategy(pool) !== null;
  }

  #meets({ analogy, images }: Candidate, condition: Condition): boolean {
    return isMet(condition, this.#circles, this.#carrier, analogy, images);
  }

  #isKnown({ kind, about }: Condition): boolean {
    return this.conditions.some((other) => other.kind === kind && `${other.about}` === `${about}`);
  }
}
