import type { HaulagePrompt, PromptRoad } from './haulage-prompt.ts';

/** The least sums over the roads, by rows; without end where there is no way. */
export type Distances = readonly (readonly number[])[];

export function distances(
  { places, roads }: HaulagePrompt,
  lengthOf: (road: PromptRoad) => number,
): Distances {
  const table = places.map((_, from) => places.map((_, to) => (from === to ? 0 : Number.POSITIVE_INFINITY)));
  for (const road of roads) {
    const [a, b] = road.ends;
    table[a]![b] = Math.min(table[a]![b]!, lengthOf(road));
    table[b]![a] = table[a]![b]!;
  }
  for (const via of places.keys())
    for (const row of table)
      for (const to of places.keys()) row[to] = Math.min(row[to]!, row[via]! + table[via]![to]!);
  return table;
}
