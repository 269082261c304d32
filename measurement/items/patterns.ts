/** One pattern of scores on the items of its group, and how many people gave it. */
export interface Pattern {
  readonly weight: number;
  readonly scores: Float64Array;
}

/** The patterns of the people who answered the same items. */
export interface PatternGroup {
  readonly items: readonly number[];
  readonly patterns: readonly Pattern[];
}

/** Responses of people to items, equal rows counted once. */
export interface PatternTable {
  readonly itemCount: number;
  readonly groups: readonly PatternGroup[];
}

/** Scores in 0..1 of one person, item by item; null where the item was not put to them. */
export type ResponseRow = readonly (number | null)[];

/**
 * Collects equal rows, and rows over the same items: what has to be integrated over ability then depends on the
 * number of different rows, and the items' part of it on the number of different sets of items.
 */
export function tableOf(rows: readonly ResponseRow[], weights: readonly number[]): PatternTable {
  const groups = new Map<
    string,
    { items: number[]; patterns: Map<string, { weight: number; scores: Float64Array }> }
  >();
  rows.forEach((row, index) => {
    const weight = weights[index]!;
    if (weight === 0) return;
    const items = [...row.keys()].filter((item) => row[item] !== null);
    const set = items.join(' ');
    const group = groups.get(set) ?? { items, patterns: new Map() };
    groups.set(set, group);
    const scores = items.map((item) => row[item]!);
    const key = scores.join(' ');
    const known = group.patterns.get(key);
    if (known === undefined) group.patterns.set(key, { weight, scores: Float64Array.from(scores) });
    else known.weight += weight;
  });
  return {
    itemCount: rows[0]?.length ?? 0,
    groups: [...groups.values()].map(({ items, patterns }) => ({ items, patterns: [...patterns.values()] })),
  };
}

/** Weighted mean score of each item; NaN where nobody answered it. */
export function meanScores({ itemCount, groups }: PatternTable): number[] {
  const sums = new Array<number>(itemCount).fill(0);
  const counts = new Array<number>(itemCount).fill(0);
  for (const { items, patterns } of groups) {
    for (const { weight, scores } of patterns) {
      items.forEach((item, index) => {
        sums[item] = sums[item]! + weight * scores[index]!;
        counts[item] = counts[item]! + weight;
      });
    }
  }
  return sums.map((total, item) => total / counts[item]!);
}
