/** The names that a program is written in. */
import type { RandomStream } from '../../random.ts';
import { drawVocabulary, pluralOf } from '../../skins.ts';
import { reservedWords } from '../ir/names.ts';

export interface Names {
  readonly skin: string;
  readonly functions: readonly string[];
  readonly files: readonly string[];
  /** What a list is called that is handed over, and what a whole number is. */
  readonly list: string;
  readonly number: string;
}

/** They say nothing of what a function does: that is for its comment to say. */
const verbs = ['settle', 'prepare', 'review', 'arrange', 'assess', 'rework', 'refine', 'process'] as const;

/** Words that the bodies of functions use for themselves. */
export const localNames = {
  value: 'value',
  i: 'i',
  total: 'total',
  best: 'best',
  count: 'count',
  result: 'result',
} as const;

const textWords =
  `moved scaled kept totals gaps capped chosen extended turned rest numbered remainders opening
  spread passed shifted`.split(/\s+/);

const taken: ReadonlySet<string> = new Set([
  ...reservedWords,
  ...verbs,
  ...Object.values(localNames),
  ...textWords,
]);

export function drawNames(functions: number, files: number, random: RandomStream): Names {
  const nouns = 6 + Math.floor(functions / 4);
  const vocabulary = drawVocabulary(random, { classes: nouns + files + 2, reserved: taken });
  const words = vocabulary.classes.map(({ singular }) => singular);
  const [list, number, ...others] = words as [string, string, ...string[]];
  const pairs = others.slice(files).flatMap((noun) => verbs.map((verb) => `${verb}_${noun}`));
  return {
    skin: vocabulary.skin,
    functions: random.sample(pairs, functions),
    files: others.slice(0, files).map(pluralOf),
    list: pluralOf(list),
    number,
  };
}
