import type { Features } from '../../contract.ts';

/** Longest chain of names that can be asked for; vocabularies hold names enough for it. */
export const hopsMax = 3;

/** How an instance is dispersed, as the parameters ask for it. */
export interface Dispersal {
  readonly tokens: number;
  /** Share of the statements that the question rests on. */
  readonly relevant: number;
  readonly hops: number;
  readonly paraphrase: number;
}

/** An instance as its case draws it. */
export interface DrawnCase<Case> {
  readonly skin: string;
  readonly body: string;
  readonly answerExample: string;
  readonly features: Features;
  readonly canonical: string;
  readonly reference: Case;
}
