/** What the export `constraints` of D1 holds. */
export interface Exported {
  readonly lexicon: readonly { readonly word: string; readonly class: string }[];
  readonly ties: readonly (readonly [string, string])[];
  readonly size: number;
  readonly conditions: readonly {
    readonly kind: string;
    readonly classes?: readonly string[];
    readonly trait?: {
      readonly by: string;
      readonly letter?: string;
      readonly letters?: number;
      readonly class?: string;
    };
    readonly key?: string;
    readonly least: number;
    readonly most: number | null;
  }[];
  readonly target: number;
}

/** Tells how many conditions words meet and how far they are apart, from the export alone. */
export function judge({ lexicon, ties, conditions }: Exported) {
  const classes = new Map(lexicon.map((entry) => [entry.word, entry.class]));
  const classOf = (word: string) => classes.get(word) as string;
  const inside = (word: string, wider: string) => `${classOf(word)}.`.startsWith(`${wider}.`);
  const lower = (word: string) => word.toLowerCase();
  const traits: Record<
    string,
    (word: string, trait: NonNullable<Exported['conditions'][number]['trait']>) => boolean
  > = {
    first: (word, { letter }) => lower(word)[0] === letter,
    last: (word, { letter }) => lower(word).at(-1) === letter,
    contains: (word, { letter }) => lower(word).includes(letter as string),
    long: (word, { letters }) => word.length >= (letters as number),
    class: (word, trait) => inside(word, trait.class as string),
  };
  const keys: Record<string, (word: string) => string> = {
    first: (word) => lower(word).charAt(0),
    last: (word) => lower(word).slice(-1),
    length: (word) => `${word.length}`,
    line: classOf,
  };
  const steps = (from: string, to: string): number => {
    if (from === to) return 0;
    const up = (label: string) => label.split('.').slice(0, -1).join('.');
    return from.length > to.length ? 1 + steps(up(from), to) : 1 + steps(from, up(to));
  };
  return (words: readonly string[]): { met: number; sum: number } => {
    const met = conditions.filter(({ kind, classes, trait, key, least, most }) => {
      const numbers: Record<string, () => number> = {
        banned: () => words.filter((word) => classes?.some((wider) => inside(word, wider))).length,
        count: () => words.filter((word) => trait && traits[trait.by]?.(word, trait)).length,
        different: () => new Set(words.map(keys[key ?? ''] as (word: string) => string)).size,
        tied: () =>
          words.filter((word) =>
            ties.some((pair) => pair.includes(word) && pair.every((other) => words.includes(other))),
          ).length,
        letters: () => words.join('').length,
      };
      const number = numbers[kind]?.() as number;
      return number >= least && number <= (most ?? Number.POSITIVE_INFINITY);
    }).length;
    let sum = 0;
    for (const [index, word] of words.entries())
      for (const other of words.slice(0, index)) sum += 2 + steps(classOf(word), classOf(other));
    return { met, sum };
  };
}
