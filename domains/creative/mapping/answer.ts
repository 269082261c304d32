import { z } from 'zod';
import type { Analogy } from './analogy.ts';
import type { Words } from './wording.ts';

/** Far beyond any name and number of names that can be right. */
const lengthMax = 60;
const entriesMax = 60;

const names = z
  .record(z.string().max(lengthMax), z.string().max(lengthMax))
  .refine((entries) => Object.keys(entries).length <= entriesMax);

export const mappingSchema = z.object({ partners: names, verbs: names });
export type MappingAnswer = z.infer<typeof mappingSchema>;

export interface ReadAnalogy {
  /** People and verbs that share their counterpart with others have none. */
  readonly analogy: Analogy;
  /** Whether everybody and every verb has a counterpart, and nothing else is named. */
  readonly whole: boolean;
}

export function answerOf({ partners, verbs }: Analogy, words: Words): MappingAnswer {
  const named = ([from, to]: readonly (readonly string[])[], counterparts: ArrayLike<number>) =>
    Object.fromEntries(from!.map((name, index) => [name, to![counterparts[index]!]!]));
  return { partners: named(words.names, partners), verbs: named(words.verbs, verbs) };
}

export function readAnalogy(answer: MappingAnswer, words: Words): ReadAnalogy {
  const partners = counterparts(answer.partners, words.names);
  const verbs = counterparts(answer.verbs, words.verbs);
  return {
    analogy: { partners: partners.indices, verbs: verbs.indices },
    whole: partners.whole && verbs.whole,
  };
}

function counterparts(
  given: Readonly<Record<string, string>>,
  [from, to]: readonly (readonly string[])[],
): { indices: number[]; whole: boolean } {
  const entries = new Map(Object.entries(given));
  const named = from!.map((name) => to!.indexOf(entries.get(name) ?? ''));
  const indices = named.map((index) => (named.filter((other) => other === index).length === 1 ? index : -1));
  return { indices, whole: entries.size === from!.length && !indices.includes(-1) };
}
