import { spend } from '../node-limit.ts';
import type { Budget } from '../solver.ts';

/** What a sentence says a name stands for: another name, or whatever the sentence describes. */
interface Naming {
  readonly name: string;
  /** Null where the sentence itself describes who it is. */
  readonly after: string | null;
}

const alsoKnown = /^(\S+) is also known as (\S+)\.$/;
const anotherName = /^(\S+) is another name for (\S+)\.$/;
const called = /^In the \S+ row, .+ is called (\S+)\.$/;
const nameOf = /^In the \S+ row, (\S+) is the name of /;

export function namingIn(sentence: string): Naming | null {
  const known = alsoKnown.exec(sentence);
  if (known !== null) return { name: known[2] as string, after: known[1] as string };
  const other = anotherName.exec(sentence);
  if (other !== null) return { name: other[1] as string, after: other[2] as string };
  const described = called.exec(sentence) ?? nameOf.exec(sentence);
  return described === null ? null : { name: described[1] as string, after: null };
}

/**
 * Follows names back to where they begin. Gathered names are followed at a node each; otherwise the report is gone
 * through again at every mention, a node a paragraph, until a sentence explains the name.
 */
export class Names {
  readonly #paragraphs: readonly (readonly string[])[];
  readonly #gathered: boolean;
  readonly #budget: Budget;
  readonly #explained = new Map<string, string>();

  constructor(paragraphs: readonly (readonly string[])[], gathered: boolean, budget: Budget) {
    this.#paragraphs = paragraphs;
    this.#gathered = gathered;
    this.#budget = budget;
    if (!gathered) return;
    for (const sentence of paragraphs.flat()) {
      const naming = namingIn(sentence);
      if (naming !== null) this.#explained.set(naming.name, sentence);
    }
  }

  /** The name that no other explains, or the sentence that describes who it is. */
  originOf(name: string): string {
    const sentence = this.#explanationOf(name);
    const after = sentence === null ? null : (namingIn(sentence)?.after ?? null);
    return after === null ? (sentence ?? name) : this.originOf(after);
  }

  #explanationOf(name: string): string | null {
    if (this.#gathered) {
      spend(this.#budget);
      return this.#explained.get(name) ?? null;
    }
    for (const paragraph of this.#paragraphs) {
      spend(this.#budget);
      const found = paragraph.find((sentence) => namingIn(sentence)?.name === name);
      if (found !== undefined) return found;
    }
    return null;
  }
}
